// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gpu-worker/models/ControlNet.h"

#include <map>
#include <optional>
#include <utility>

namespace weft {

/// Runs ControlNets for the batches of one sampling; resizes each hint once.
class ControlHints {
public:
    explicit ControlHints(const DiffusionModel& model)
        : m_model(model)
    {
    }

    /// What `control` and those before it add to one call of the network, by their strengths; nullopt when none is active at
    /// this sigma. `chunks`: how many pictures of the batch are the same picture's sides.
    std::optional<ControlResiduals> residuals(
        const AppliedControl& control, const DenoiserInputs& call, float sigma, std::int64_t chunks);

private:
    at::Tensor hintFor(const AppliedControl& control, const at::Tensor& x, std::int64_t chunks);

    const DiffusionModel& m_model;
    std::map<std::pair<const AppliedControl*, std::pair<std::int64_t, std::int64_t>>, at::Tensor> m_resized;
};

} // namespace weft
