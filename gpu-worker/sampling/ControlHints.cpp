// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/sampling/ControlHints.h"

#include "gpu-worker/sampling/Resize.h"

#include <ATen/TensorOperators.h>

#include <algorithm>

namespace weft {

namespace {

bool isActiveAt(const AppliedControl& control, const NoiseSchedule& schedule, float sigma)
{
    return sigma <= static_cast<float>(schedule.sigmaAtPercent(control.startPercent))
        && sigma >= static_cast<float>(schedule.sigmaAtPercent(control.endPercent));
}

/// Both, where both are there.
void join(std::vector<at::Tensor>& own, const std::vector<at::Tensor>& before)
{
    own.resize(std::max(own.size(), before.size()));
    for (std::size_t i = 0; i < before.size(); ++i) {
        if (before[i].defined())
            own[i] = own[i].defined() ? before[i] + own[i] : before[i];
    }
}

void scale(std::vector<at::Tensor>& residuals, double strength)
{
    for (at::Tensor& residual : residuals) {
        if (residual.defined())
            residual = residual * strength;
    }
}

} // namespace

at::Tensor ControlHints::hintFor(const AppliedControl& control, const at::Tensor& x, std::int64_t chunks)
{
    const std::int64_t height = x.size(2) * kPixelsPerCell;
    const std::int64_t width = x.size(3) * kPixelsPerCell;
    at::Tensor& resized = m_resized[{&control, {height, width}}];
    if (!resized.defined()) {
        const at::Tensor pixels = control.hint.to(at::kFloat);
        resized = nearestTo(croppedToAspect(pixels, height, width).contiguous(), height, width);
        if (control.vae)
            resized = m_model.latentFormat.processIn(control.vae->encode(resized.permute({0, 2, 3, 1})));
        resized = resized.to(x.device());
    }
    if (resized.size(0) == 1)
        return repeatedToBatch(resized, x.size(0));
    return repeatedToBatch(repeatedToBatch(resized, x.size(0) / chunks), x.size(0));
}

std::optional<ControlResiduals> ControlHints::residuals(
    const AppliedControl& control, const DenoiserInputs& call, float sigma, std::int64_t chunks)
{
    std::optional<ControlResiduals> before;
    if (control.previous)
        before = residuals(*control.previous, call, sigma, chunks);
    if (!isActiveAt(control, *m_model.schedule, sigma) || control.strength == 0)
        return before;
    ControlInputs inputs {call.x, hintFor(control, call.x, chunks), call.timesteps, call.context, call.y};
    ControlResiduals own = control.network->run(inputs);
    scale(own.input, control.strength);
    scale(own.middle, control.strength);
    scale(own.output, control.strength);
    if (before) {
        join(own.input, before->input);
        join(own.middle, before->middle);
        join(own.output, before->output);
    }
    return own;
}

} // namespace weft
