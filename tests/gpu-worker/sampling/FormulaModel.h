// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gpu-worker/models/LatentFormats.h"
#include "gpu-worker/models/NoiseSchedules.h"
#include "gpu-worker/sampling/Condition.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/full.h>
#include <ATen/ops/tanh.h>

#include <vector>

namespace weft {

/// A network that is a formula: it looks at x, the timestep and the mean of the text. It remembers what it was asked.
class FormulaNetwork final : public Denoiser {
public:
    struct Call {
        std::vector<std::int64_t> xShape;
        at::Tensor context;
        at::Tensor y;
        bool controlled = false;
        double sigma = 0;
    };

    at::Tensor run(const DenoiserInputs& inputs) const override
    {
        calls.push_back({inputs.x.sizes().vec(), inputs.context, inputs.y, inputs.control != nullptr, inputs.sigma});
        const at::Tensor text = inputs.context.mean(at::IntArrayRef {1, 2}, false).reshape({-1, 1, 1, 1});
        const at::Tensor time = inputs.timesteps.reshape({-1, 1, 1, 1}) / 1000;
        at::Tensor out = at::tanh(inputs.x.narrow(1, 0, 4) + text) + time * 0.1;
        if (inputs.control && !inputs.control->middle.empty())
            out = out + inputs.control->middle[0].mean();
        return out;
    }
    std::shared_ptr<const Denoiser> patched(const WeightPatches&) const override { return std::make_shared<FormulaNetwork>(); }
    std::vector<std::string> weightNames() const override { return {}; }
    std::uint64_t sizeBytes() const override { return 0; }

    mutable std::vector<Call> calls;
};

constexpr std::int64_t kFormulaTextWidth = 8;

/// A text whose every number is `value`.
inline Condition formulaText(double value, std::int64_t tokens = 77)
{
    Condition condition;
    condition.context = at::full({1, tokens, kFormulaTextWidth}, value, at::kFloat);
    return condition;
}

/// An SD1 model around it.
inline std::shared_ptr<DiffusionModel> formulaModel()
{
    auto model = std::make_shared<DiffusionModel>();
    model->network = std::make_shared<FormulaNetwork>();
    model->family.name = "SD15";
    model->family.contextDim = kFormulaTextWidth;
    model->latentFormat = sd15Latents();
    model->schedule = discreteSchedule(Prediction::Epsilon);
    return model;
}

inline const FormulaNetwork& networkOf(const DiffusionModel& model)
{
    return static_cast<const FormulaNetwork&>(*model.network);
}

} // namespace weft
