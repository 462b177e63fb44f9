// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/sampling/SamplerStep.h"

#include "gpu-worker/cuda/Update.h"

#include <cmath>
#include <limits>

/// RES, the refined exponential solver, second order from earlier steps: arXiv 2308.02157.
namespace weft {

namespace {

float timeOf(float sigma)
{
    return -float32::log(sigma);
}

/// As torch.nan_to_num(x, nan=0).
float finite(float x)
{
    if (std::isnan(x))
        return 0;
    constexpr float kMax = std::numeric_limits<float>::max();
    return std::isinf(x) ? std::copysign(kMax, x) : x;
}

/// x = kept * x + now * x0 + before * the x0 of the step before.
struct Weights {
    float kept = 0;
    float now = 0;
    float before = 0;
};

Weights secondOrder(const SamplerStep& step, float down)
{
    const float t = timeOf(step.sigma);
    const float h = timeOf(down) - t;
    const float c2 = (timeOf(step.sigmaAt(-1)) - timeOf(static_cast<float>(step.state.numbers[0]))) / h;
    const float phi1 = float32::expm1(-h) / -h;
    const float phi2 = (phi1 - 1.0F) / -h;
    return {float32::exp(-h), h * finite(phi1 - phi2 / c2), h * finite(phi2 / c2)};
}

/// history: x0 (CFG++: the negative side's) of the step before; numbers: the sigma it went down to.
void finish(const SamplerStep& step, const AncestralSigmas& way, const at::Tensor& x0)
{
    if (step.next > 0 && way.up > 0)
        step.x() = step.x() + step.noise() * step.noiseScale() * way.up;
    step.remember(x0, 1);
    step.state.numbers = {way.down};
}

} // namespace

/// eta 0: res_multistep.
Done resMultistepStep(const SamplerStep& step)
{
    WEFT_TRY(const Denoised found, step.evaluate());
    const AncestralSigmas way = ancestral(step.sigma, step.next, step.eta());
    if (way.down == 0 || step.state.history.empty()) {
        step.x() = stepAlongSlope(step.x(), found.x0, step.sigma, way.down - step.sigma);
    } else {
        const Weights w = secondOrder(step, way.down);
        step.x() = step.x() * w.kept + (found.x0 * w.now + step.past(1) * w.before);
    }
    finish(step, way, found.x0);
    return {};
}

Done resMultistepCfgPpStep(const SamplerStep& step)
{
    WEFT_TRY(const Denoised found, step.evaluate());
    const AncestralSigmas way = ancestral(step.sigma, step.next, step.eta());
    if (way.down == 0 || step.state.history.empty()) {
        step.x() = found.x0 + slope(step.x(), step.sigma, found.uncond) * way.down;
    } else {
        const Weights w = secondOrder(step, way.down);
        const at::Tensor guided = step.x() + (found.x0 - found.uncond);
        step.x() = guided * w.kept + (found.uncond * w.now + step.past(1) * w.before);
    }
    finish(step, way, found.uncond);
    return {};
}

} // namespace weft
