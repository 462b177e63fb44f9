// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/sampling/SamplerStep.h"

#include "gpu-worker/cuda/Update.h"

/// DPM-Solver++ (arXiv 2211.01095), in time t = -log(sigma).
namespace weft {

namespace {

/// x of one time as seen at another, towards x0.
at::Tensor towards(const at::Tensor& x, const at::Tensor& x0, float from, float to)
{
    const float ratio = float32::exp(-to) / float32::exp(-from);
    return weighedSum(x, ratio, x0, -float32::expm1(-(to - from)));
}

/// The point between two flow sigmas that lies in the middle of their log-SNR.
float middleOfFlow(float sigma, float down)
{
    constexpr float kNearlyOne = 0.9999F;
    if (sigma == 1.0F)
        return kNearlyOne;
    const auto lambda = [](float s) { return float32::log((1.0F - s) / s); };
    const float start = lambda(sigma);
    const float middle = start + 0.5F * (lambda(down) - start);
    return 1.0F / (float32::exp(middle) + 1.0F);
}

Done ancestralFlowStep2s(const SamplerStep& step)
{
    WEFT_TRY(const Denoised found, step.evaluate());
    if (step.next == 0) {
        const float down = step.next * (1.0F + (step.next / step.sigma - 1.0F) * step.eta());
        step.x() = stepAlongSlope(step.x(), found.x0, step.sigma, down - step.sigma);
        return {};
    }
    const AncestralFlow way = ancestralFlow(step.sigma, step.next, step.eta());
    const float middle = middleOfFlow(step.sigma, way.down);
    const float keptHalf = middle / step.sigma;
    WEFT_TRY(const Denoised second, step.evaluateAt(step.x() * keptHalf + found.x0 * (1.0F - keptHalf), middle));
    const float kept = way.down / step.sigma;
    step.x() = weighedSum(step.x(), kept, second.x0, 1.0F - kept);
    if (step.eta() > 0)
        step.x() = step.x() * way.signal + step.noise() * step.noiseScale() * way.noise;
    return {};
}

/// x at the middle of the way down to `down`, x0 known at its start.
struct Middle {
    float start = 0;
    float end = 0;
    float sigma = 0;
    at::Tensor x;
};
Middle middleOf(const SamplerStep& step, const at::Tensor& x, const at::Tensor& x0, float down)
{
    const float start = timeOf(step.sigma);
    const float end = timeOf(down);
    const float middle = start + 0.5F * (end - start);
    const float ratio = float32::exp(-middle) / float32::exp(-start);
    return {start, end, float32::exp(-middle), x * ratio - x0 * float32::expm1(-(end - start) * 0.5F)};
}

void addNoise(const SamplerStep& step, float up)
{
    if (step.next > 0 && up > 0)
        step.x() = step.x() + step.noise() * step.noiseScale() * up;
}

} // namespace

Done dpmpp2sAncestralStep(const SamplerStep& step)
{
    if (step.run.isFlow())
        return ancestralFlowStep2s(step);
    WEFT_TRY(const Denoised found, step.evaluate());
    const AncestralSigmas way = ancestral(step.sigma, step.next, step.eta());
    if (way.down == 0) {
        step.x() = stepAlongSlope(step.x(), found.x0, step.sigma, way.down - step.sigma);
    } else {
        const Middle middle = middleOf(step, step.x(), found.x0, way.down);
        WEFT_TRY(const Denoised second, step.evaluateAt(middle.x, middle.sigma));
        step.x() = towards(step.x(), second.x0, middle.start, middle.end);
    }
    addNoise(step, way.up);
    return {};
}

/// With CFG++: x is first moved by what guidance added, as the last evaluation has it.
Done dpmpp2sAncestralCfgPpStep(const SamplerStep& step)
{
    WEFT_TRY(const Denoised found, step.evaluate());
    const AncestralSigmas way = ancestral(step.sigma, step.next, step.eta());
    if (way.down == 0) {
        step.x() = found.x0 + slope(step.x(), step.sigma, found.uncond) * way.down;
    } else {
        const Middle middle = middleOf(step, step.x() + (found.x0 - found.uncond), found.x0, way.down);
        WEFT_TRY(const Denoised second, step.evaluateAt(middle.x, middle.sigma));
        step.x() = towards(step.x() + (found.x0 - second.uncond), second.x0, middle.start, middle.end);
    }
    addNoise(step, way.up);
    return {};
}

Done dpmpp2mStep(const SamplerStep& step)
{
    WEFT_TRY(const Denoised found, step.evaluate());
    const float start = timeOf(step.sigma);
    const float end = timeOf(step.next);
    at::Tensor x0 = found.x0;
    if (!step.state.history.empty() && step.next != 0) {
        const float r = (start - timeOf(step.sigmaAt(-1))) / (end - start);
        const float share = 1.0F / (2.0F * r);
        x0 = found.x0 * (1.0F + share) - step.past(1) * share;
    }
    step.x() = towards(step.x(), x0, start, end);
    step.remember(found.x0, 1);
    return {};
}

Done dpmpp2mCfgPpStep(const SamplerStep& step)
{
    WEFT_TRY(const Denoised found, step.evaluate());
    const float start = timeOf(step.sigma);
    const float h = timeOf(step.next) - start;
    const float kept = float32::exp(-h);
    at::Tensor mix = found.uncond * -kept;
    if (!step.state.history.empty() && step.next != 0) {
        const float r = (start - timeOf(step.sigmaAt(-1))) / h;
        mix = mix - (found.x0 - step.past(1)) * (float32::expm1(-h) * (1.0F / (2.0F * r)));
    }
    step.x() = found.x0 + mix + step.x() * kept;
    step.remember(found.uncond, 1);
    return {};
}

} // namespace weft
