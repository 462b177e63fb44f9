// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/sampling/SamplerStep.h"

#include <cmath>

namespace weft {

namespace {

float signalShare(float sigma)
{
    return 1.0F / (sigma * sigma + 1.0F);
}

} // namespace

/// arXiv 2006.11239, on x scaled to variance 1.
Done ddpmStep(const SamplerStep& step)
{
    WEFT_TRY(const Denoised found, step.evaluate());
    const at::Tensor epsilon = slope(step.x(), step.sigma, found.x0);
    const at::Tensor scaled = step.x() / std::sqrt(1.0F + step.sigma * step.sigma);
    const float share = signalShare(step.sigma);
    const float shareNext = signalShare(step.next);
    const float alpha = share / shareNext;
    at::Tensor mean = (scaled - epsilon * (1.0F - alpha) / std::sqrt(1.0F - share)) * std::sqrt(1.0F / alpha);
    if (step.next > 0)
        mean = mean + step.noise() * std::sqrt((1.0F - alpha) * (1.0F - shareNext) / (1.0F - share));
    step.x() = step.next != 0 ? mean * std::sqrt(1.0F + step.next * step.next) : mean;
    return {};
}

/// arXiv 2310.04378: x0, and new noise of the next level.
Done lcmStep(const SamplerStep& step)
{
    WEFT_TRY(const Denoised found, step.evaluate());
    step.x() = step.next > 0 ? step.run.schedule->noised(found.x0, step.noise(), step.next, false) : found.x0;
    return {};
}

} // namespace weft
