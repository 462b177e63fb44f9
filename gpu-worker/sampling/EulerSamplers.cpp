// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/sampling/SamplerStep.h"

#include "gpu-worker/cuda/Update.h"

#include <algorithm>
#include <cmath>

namespace weft {

AncestralSigmas ancestral(float from, float to, float eta)
{
    if (eta == 0)
        return {to, 0};
    const float variance = to * to * (from * from - to * to) / (from * from);
    const float up = std::min(to, eta * std::sqrt(variance));
    return {std::sqrt(to * to - up * up), up};
}

AncestralFlow ancestralFlow(float from, float to, float eta)
{
    const float down = to * (1.0F + (to / from - 1.0F) * eta);
    const float signal = 1.0F - to;
    const float signalDown = 1.0F - down;
    const float variance = to * to - down * down * (signal * signal) / (signalDown * signalDown);
    return {down, signal / signalDown, std::sqrt(variance)};
}

/// Algorithm 2 of arXiv 2206.00364 without its second order.
Done eulerStep(const SamplerStep& step)
{
    WEFT_TRY(const Denoised found, step.evaluate());
    step.x() = stepAlongSlope(step.x(), found.x0, step.sigma, step.next - step.sigma);
    return {};
}

namespace {

Done eulerAncestralFlowStep(const SamplerStep& step)
{
    WEFT_TRY(const Denoised found, step.evaluate());
    if (step.next == 0) {
        step.x() = found.x0;
        return {};
    }
    const AncestralFlow way = ancestralFlow(step.sigma, step.next, step.eta());
    const float kept = way.down / step.sigma;
    step.x() = weighedSum(step.x(), kept, found.x0, 1.0F - kept);
    if (step.eta() > 0)
        step.x() = step.x() * way.signal + step.noise() * step.noiseScale() * way.noise;
    return {};
}

} // namespace

/// Source: k-diffusion `sample_euler_ancestral`; for flows ComfyUI's variant.
Done eulerAncestralStep(const SamplerStep& step)
{
    if (step.run.isFlow())
        return eulerAncestralFlowStep(step);
    WEFT_TRY(const Denoised found, step.evaluate());
    const AncestralSigmas way = ancestral(step.sigma, step.next, step.eta());
    if (way.down == 0) {
        step.x() = found.x0;
        return {};
    }
    step.x() = stepAlongSlope(step.x(), found.x0, step.sigma, way.down - step.sigma);
    if (way.up > 0)
        step.x() = step.x() + step.noise() * step.noiseScale() * way.up;
    return {};
}

/// CFG++ (arXiv 2406.08070): noise is put back along the negative side's direction. eta 0: euler_cfg_pp.
Done eulerAncestralCfgPpStep(const SamplerStep& step)
{
    WEFT_TRY(const Denoised found, step.evaluate());
    if (step.next == 0) {
        step.x() = found.x0;
        return {};
    }
    const bool flow = step.run.isFlow();
    const float alpha = step.sigma * float32::exp(halfLogSnr(step.sigma, flow));
    const float alphaNext = step.next * float32::exp(halfLogSnr(step.next, flow));
    const at::Tensor toNoise = slope(step.x(), step.sigma, found.uncond * alpha);
    const AncestralSigmas way = ancestral(step.sigma / alpha, step.next / alphaNext, step.eta());
    step.x() = found.x0 * alphaNext + toNoise * (alphaNext * way.down);
    if (step.eta() > 0 && step.noiseScale() > 0)
        step.x() = step.x() + step.noise() * alphaNext * step.noiseScale() * way.up;
    return {};
}

/// Source: ComfyUI `SamplerEulerCFGpp`, version "alternative".
Done eulerCfgPpAlternativeStep(const SamplerStep& step)
{
    WEFT_TRY(const Denoised found, step.evaluate());
    const at::Tensor direction = slope(step.x() - found.x0 + found.uncond, step.sigma, found.x0);
    step.x() = step.x() + direction * (step.next - step.sigma);
    return {};
}

} // namespace weft
