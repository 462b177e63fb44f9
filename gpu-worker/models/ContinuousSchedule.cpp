// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/models/Float32.h"
#include "gpu-worker/models/NoiseSchedules.h"
#include "gpu-worker/models/ScheduleBase.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/atan.h>
#include <ATen/ops/exp.h>
#include <ATen/ops/linspace.h>
#include <ATen/ops/log.h>

#include <cmath>
#include <numbers>

namespace weft {

namespace {

constexpr std::int64_t kTableSize = 1000; // for schedulers that pick from a table

/// Sigmas between two bounds, even in their logarithm; the network is told sigma itself, bent in some way.
class LogSpacedSchedule : public ScheduleBase {
public:
    LogSpacedSchedule(Prediction prediction, double sigmaMin, double sigmaMax, double sigmaData)
        : ScheduleBase(prediction, sigmaData)
    {
        setSigmas(at::exp(at::linspace(std::log(sigmaMin), std::log(sigmaMax), kTableSize, at::kFloat)));
    }

    double sigmaAtPercent(double percent) const final
    {
        if (percent <= 0)
            return kSigmaOfStart;
        if (percent >= 1)
            return 0;
        const double low = std::log(sigmaMin());
        return std::exp((std::log(sigmaMax()) - low) * (1.0 - percent) + low);
    }
};

class EdmSchedule final : public LogSpacedSchedule {
public:
    using LogSpacedSchedule::LogSpacedSchedule;
    at::Tensor timestep(const at::Tensor& sigma) const override { return at::log(sigma) * 0.25; }
    double sigmaAt(double timestep) const override { return float32::exp(static_cast<float>(timestep) / 0.25F); }
};

class CosmosSchedule final : public LogSpacedSchedule {
public:
    using LogSpacedSchedule::LogSpacedSchedule;
    at::Tensor timestep(const at::Tensor& sigma) const override { return sigma / (sigma + 1); }
    double sigmaAt(double timestep) const override
    {
        if (timestep >= sigmaMax() / (sigmaMax() + 1))
            return sigmaMax();
        return timestep / (1 - timestep);
    }
};

class ContinuousVSchedule final : public LogSpacedSchedule {
public:
    using LogSpacedSchedule::LogSpacedSchedule;
    at::Tensor timestep(const at::Tensor& sigma) const override { return at::atan(sigma) / std::numbers::pi * 2; }
    double sigmaAt(double timestep) const override
    {
        constexpr auto kPi = static_cast<float>(std::numbers::pi);
        return float32::tan(static_cast<float>(timestep) * kPi / 2.0F);
    }
};

} // namespace

NoiseSchedulePtr edmSchedule(Prediction prediction, double sigmaMin, double sigmaMax, double sigmaData)
{
    if (prediction == Prediction::CosmosFlow)
        return std::make_shared<CosmosSchedule>(prediction, sigmaMin, sigmaMax, sigmaData);
    return std::make_shared<EdmSchedule>(prediction, sigmaMin, sigmaMax, sigmaData);
}

NoiseSchedulePtr continuousVSchedule(double sigmaMin, double sigmaMax)
{
    return std::make_shared<ContinuousVSchedule>(Prediction::V, sigmaMin, sigmaMax, 1.0);
}

} // namespace weft
