// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gpu-worker/sampling/Condition.h"
#include "gpu-worker/sampling/ControlHints.h"

#include <functional>
#include <map>
#include <vector>

namespace weft {

/// Runs the network for the conditions of several sides of guidance, compatible ones in one batch, and joins what they find
/// into one x0 per side. What stays the same from step to step (joined texts, weights, hints) is made once. One run of a
/// sampler; the sides must not change meanwhile.
class SideEvaluator {
public:
    /// `cancelled` is asked before each run of the network; may be empty.
    SideEvaluator(const DiffusionModel& model, const LatentFacts& facts, std::function<bool()> cancelled)
        : m_model(model)
        , m_facts(facts)
        , m_cancelled(std::move(cancelled))
        , m_hints(model)
    {
    }

    /// x [B, C, H, W] -> x0 per side, in the order given; zeros for a null side or one without an active condition. Once
    /// cancelled, of no use: whoever asked for it looks.
    std::vector<at::Tensor> evaluate(
        const std::vector<const GuidanceSide*>& sides, const at::Tensor& x, float sigma, const NetworkPatches& patches);

private:
    /// One chunk of a batch.
    struct Chunk {
        const PreparedCondition* condition = nullptr;
        int side = 0;
    };
    /// What a batch of certain conditions takes beside x.
    struct BatchInputs {
        at::Tensor context;
        at::Tensor y;
        at::Tensor concat;
    };

    bool fitTogether(const PreparedCondition& a, const PreparedCondition& b) const;
    std::vector<Chunk> takeBatch(std::vector<Chunk>& waiting) const;
    const BatchInputs& inputsOf(const std::vector<Chunk>& batch);
    at::Tensor run(const std::vector<Chunk>& batch, const at::Tensor& x, float sigma, const NetworkPatches& patches);
    at::Tensor weightOf(const PreparedCondition& one);

    const DiffusionModel& m_model;
    const LatentFacts& m_facts;
    std::function<bool()> m_cancelled;
    ControlHints m_hints;
    std::map<std::vector<const PreparedCondition*>, BatchInputs> m_inputs;
    std::map<const PreparedCondition*, at::Tensor> m_weights;
};

} // namespace weft
