// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/sampling/SamplerStep.h"

#include <cmath>

/// The stochastic DPM-Solver++ samplers, in time lambda = half the log-SNR. Their noise is a Brownian motion over sigma, so
/// that another number of steps gives a similar picture. Source: k-diffusion; flows as in ComfyUI.
namespace weft {

namespace {

/// One step down in lambda.
struct Way {
    float from = 0;
    float to = 0;
    float h = 0; // their difference
    float grown = 0; // h * (eta + 1)
    float alpha = 1; // the signal's share at the end

    explicit Way(const SamplerStep& step)
        : from(halfLogSnr(step.sigma, step.run.isFlow()))
        , to(halfLogSnr(step.next, step.run.isFlow()))
        , h(to - from)
        , grown(h * static_cast<float>(step.run.options.eta + 1))
        , alpha(step.next * float32::exp(to))
    {
    }
};

/// The first-order part of the multistep solvers.
at::Tensor firstOrder(const SamplerStep& step, const Way& way, const at::Tensor& x0)
{
    const float kept = step.next / step.sigma * float32::exp(-way.h * step.eta());
    return step.x() * kept + x0 * (way.alpha * -float32::expm1(-way.grown));
}

void addNoise(const SamplerStep& step, const Way& way)
{
    if (!(step.eta() > 0 && step.noiseScale() > 0))
        return;
    const float variance = -float32::expm1(-2.0F * way.h * step.eta());
    step.x() = step.x() + step.noise() * step.next * std::sqrt(variance) * step.noiseScale();
}

/// From the step's start to lambda `to` (a sigma with signal share `alpha`), ancestrally.
at::Tensor ancestralTo(
    const SamplerStep& step, const at::Tensor& x0, float from, float to, float toSigma, float alphaFrom, float alphaTo)
{
    const AncestralSigmas way = ancestral(float32::exp(-from), float32::exp(-to), step.eta());
    const float h = -float32::log(way.down) - from;
    at::Tensor x = step.x() * (alphaTo / alphaFrom * float32::exp(-h)) - x0 * (alphaTo * float32::expm1(-h));
    if (step.eta() > 0 && step.noiseScale() > 0)
        x = x + step.noise(step.sigma, toSigma) * alphaTo * step.noiseScale() * way.up;
    return x;
}

} // namespace

Done dpmppSdeStep(const SamplerStep& step)
{
    WEFT_TRY(const Denoised found, step.evaluate());
    if (step.next == 0) {
        step.x() = found.x0;
        return {};
    }
    const Way way(step);
    const bool flow = step.run.isFlow();
    const auto r = static_cast<float>(step.run.options.r);
    const auto share = static_cast<float>(1 / (2 * step.run.options.r));
    const float middle = way.from + r * way.h;
    const float middleSigma = sigmaOfHalfLogSnr(middle, flow);
    const float alphaFrom = step.sigma * float32::exp(way.from);
    const float alphaMiddle = middleSigma * float32::exp(middle);
    const at::Tensor inside = ancestralTo(step, found.x0, way.from, middle, middleSigma, alphaFrom, alphaMiddle);
    WEFT_TRY(const Denoised second, step.evaluateAt(inside, middleSigma));
    const at::Tensor x0 = found.x0 * static_cast<float>(1 - 1 / (2 * step.run.options.r)) + second.x0 * share;
    step.x() = ancestralTo(step, x0, way.from, way.to, step.next, alphaFrom, way.alpha);
    return {};
}

/// history: x0 of the step before; numbers: its h.
Done dpmpp2mSdeStep(const SamplerStep& step)
{
    WEFT_TRY(const Denoised found, step.evaluate());
    if (step.next == 0) {
        step.x() = found.x0;
        return {};
    }
    const Way way(step);
    at::Tensor x = firstOrder(step, way, found.x0);
    if (!step.state.history.empty()) {
        const float r = static_cast<float>(step.state.numbers[0]) / way.h;
        const float grown = -float32::expm1(-way.grown);
        const float factor = step.run.options.heun ? way.alpha * (grown / -way.grown + 1.0F) : 0.5F * way.alpha * grown;
        x = x + (found.x0 - step.past(1)) * (factor * (1.0F / r));
    }
    step.x() = x;
    addNoise(step, way);
    step.remember(found.x0, 1);
    step.state.numbers = {way.h};
    return {};
}

/// history: x0 of the last two steps, the older first; numbers: their h, the newer first.
Done dpmpp3mSdeStep(const SamplerStep& step)
{
    WEFT_TRY(const Denoised found, step.evaluate());
    if (step.next == 0) {
        step.x() = found.x0;
        return {};
    }
    const Way way(step);
    at::Tensor x = firstOrder(step, way, found.x0);
    std::vector<double>& before = step.state.numbers;
    const float phi2 = float32::expm1(-way.grown) / way.grown + 1.0F;
    if (before.size() == 2) {
        const float r0 = static_cast<float>(before[0]) / way.h;
        const float r1 = static_cast<float>(before[1]) / way.h;
        const at::Tensor newer = (found.x0 - step.past(1)) / r0;
        const at::Tensor older = (step.past(1) - step.past(2)) / r1;
        const at::Tensor d1 = newer + (newer - older) * r0 / (r0 + r1);
        const at::Tensor d2 = (newer - older) / (r0 + r1);
        const float phi3 = phi2 / way.grown - 0.5F;
        x = x + d1 * (way.alpha * phi2) - d2 * (way.alpha * phi3);
    } else if (before.size() == 1) {
        const float r = static_cast<float>(before[0]) / way.h;
        x = x + (found.x0 - step.past(1)) / r * (way.alpha * phi2);
    }
    step.x() = x;
    addNoise(step, way);
    step.remember(found.x0, 2);
    before.insert(before.begin(), way.h);
    if (before.size() > 2)
        before.pop_back();
    return {};
}

} // namespace weft
