// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/sampling/SamplerStep.h"

namespace weft {

namespace {

/// The slope at the end of a straight way from x along `direction`.
Result<at::Tensor> slopeAfter(const SamplerStep& step, const at::Tensor& x, float sigma)
{
    WEFT_TRY(const Denoised found, step.evaluateAt(x, sigma));
    return slope(x, sigma, found.x0);
}

/// DPM-Solver-2 from sigma to `to`: the slope is taken in the middle (of the logarithm).
Done middleStep(const SamplerStep& step, const at::Tensor& first, float to)
{
    const float middle = float32::exp(float32::lerp(float32::log(step.sigma), float32::log(to), 0.5F));
    WEFT_TRY(const at::Tensor second, slopeAfter(step, step.x() + first * (middle - step.sigma), middle));
    step.x() = step.x() + second * (to - step.sigma);
    return {};
}

} // namespace

/// Algorithm 2 of arXiv 2206.00364.
Done heunStep(const SamplerStep& step)
{
    WEFT_TRY(const Denoised found, step.evaluate());
    const at::Tensor first = slope(step.x(), step.sigma, found.x0);
    const float dt = step.next - step.sigma;
    const at::Tensor euler = step.x() + first * dt;
    if (step.next == 0) {
        step.x() = euler;
        return {};
    }
    WEFT_TRY(const at::Tensor second, slopeAfter(step, euler, step.next));
    step.x() = step.x() + (first + second) / 2 * dt;
    return {};
}

/// Heun with a look at the step after the next, weighed by sigma. Source: ComfyUI `heunpp2`.
Done heunPp2Step(const SamplerStep& step)
{
    WEFT_TRY(const Denoised found, step.evaluate());
    const float end = step.run.sigmas.back();
    const float first = step.run.sigmas.front();
    const at::Tensor d1 = slope(step.x(), step.sigma, found.x0);
    const float dt = step.next - step.sigma;
    const at::Tensor x2 = step.x() + d1 * dt;
    if (step.next == end) {
        step.x() = x2;
        return {};
    }
    WEFT_TRY(const at::Tensor d2, slopeAfter(step, x2, step.next));
    const float after = step.sigmaAt(2);
    if (after == end) {
        const float w2 = step.next / (2.0F * first);
        step.x() = step.x() + (d1 * (1.0F - w2) + d2 * w2) * dt;
        return {};
    }
    WEFT_TRY(const at::Tensor d3, slopeAfter(step, x2 + d2 * (after - step.next), after));
    const float total = 3.0F * first;
    const float w2 = step.next / total;
    const float w3 = after / total;
    step.x() = step.x() + (d1 * (1.0F - w2 - w3) + d2 * w2 + d3 * w3) * dt;
    return {};
}

/// DPM-Solver-2, arXiv 2206.00927.
Done dpm2Step(const SamplerStep& step)
{
    WEFT_TRY(const Denoised found, step.evaluate());
    const at::Tensor first = slope(step.x(), step.sigma, found.x0);
    if (step.next == 0) {
        step.x() = step.x() + first * (step.next - step.sigma);
        return {};
    }
    return middleStep(step, first, step.next);
}

/// The same with fresh noise after each step; for flows ComfyUI's variant.
Done dpm2AncestralStep(const SamplerStep& step)
{
    WEFT_TRY(const Denoised found, step.evaluate());
    const bool flow = step.run.isFlow();
    const AncestralFlow flowWay = flow ? ancestralFlow(step.sigma, step.next, step.eta()) : AncestralFlow {};
    const AncestralSigmas way = flow ? AncestralSigmas {flowWay.down, flowWay.noise} : ancestral(step.sigma, step.next, step.eta());
    const at::Tensor first = slope(step.x(), step.sigma, found.x0);
    if (way.down == 0) {
        step.x() = step.x() + first * (way.down - step.sigma);
        return {};
    }
    WEFT_CHECK(middleStep(step, first, way.down));
    if (flow)
        step.x() = step.x() * flowWay.signal;
    if (way.up > 0)
        step.x() = step.x() + step.noise() * step.noiseScale() * way.up;
    return {};
}

} // namespace weft
