// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/sampling/SamplerStep.h"

#include <ATen/ops/arange.h>
#include <ATen/ops/exp.h>
#include <ATen/ops/pow.h>
#include <ATen/ops/scalar_tensor.h>
#include <ATen/ops/sum.h>

#include <algorithm>
#include <cmath>
#include <utility>

/// ER-SDE (arXiv 2309.06169): the extended reverse-time SDE, up to third order, in lambda = sigma / alpha.
namespace weft {

namespace {

constexpr std::int64_t kPoints = 200; // of the numerical integrals

/// How much noise the reverse process carries at lambda.
at::Tensor noiseScaled(const at::Tensor& lambda, const SamplerOptions& options)
{
    if (options.reverseTimeEta)
        return at::pow(lambda, *options.reverseTimeEta + 1);
    return lambda * (at::exp(at::pow(lambda, 0.3)) + 10.0);
}

float noiseScaled(float lambda, const SamplerOptions& options)
{
    return noiseScaled(at::scalar_tensor(lambda, at::kFloat), options).item<float>();
}

struct Integrals {
    float first = 0; // of 1 / noise
    float second = 0; // of (lambda - from) / noise
};

Integrals integralsOver(float from, float to, const SamplerOptions& options)
{
    const float width = -(to - from) / static_cast<float>(kPoints);
    const at::Tensor places = at::arange(kPoints, at::kFloat) * width + to;
    const at::Tensor scaled = noiseScaled(places, options);
    return {at::sum(1 / scaled).item<float>() * width, at::sum((places - from) / scaled).item<float>() * width};
}

} // namespace

/// history: x0 of the step before, then the last divided difference, if there was one.
Done erSdeStep(const SamplerStep& step)
{
    WEFT_TRY(const Denoised found, step.evaluate());
    const std::vector<at::Tensor> before = std::exchange(step.state.history, {});
    if (step.next == 0) { // more sigmas may follow in a list of somebody's own
        step.x() = found.x0;
        step.state.history = {found.x0, before.size() > 1 ? before[1] : at::Tensor()};
        return {};
    }
    const SamplerOptions& options = step.run.options;
    const auto lambdaAt = [&](std::ptrdiff_t offset) {
        return float32::exp(-halfLogSnr(step.sigmaAt(offset), step.run.isFlow()));
    };
    const float from = lambdaAt(0);
    const float to = lambdaAt(1);
    const float alpha = step.next / to;
    const float scaledTo = noiseScaled(to, options);
    const float r = scaledTo / noiseScaled(from, options);
    const std::size_t stage = std::min<std::size_t>(static_cast<std::size_t>(std::max(options.maxStage, 1)), step.index + 1);
    at::Tensor x = step.x() * (alpha / (step.sigma / from) * r) + found.x0 * (alpha * (1.0F - r));
    at::Tensor difference;
    if (stage >= 2 && !before.empty()) {
        const float dt = to - from;
        const Integrals integrals = integralsOver(from, to, options);
        difference = (found.x0 - before[0]) / (from - lambdaAt(-1));
        x = x + difference * (alpha * (dt + integrals.first * scaledTo));
        if (stage >= 3 && before.size() > 1 && before[1].defined()) {
            const at::Tensor second = (difference - before[1]) / ((from - lambdaAt(-2)) / 2.0F);
            x = x + second * (alpha * (dt * dt / 2.0F + integrals.second * scaledTo));
        }
    }
    if (options.noiseScale > 0) {
        const float deviation = std::sqrt(to * to - from * from * (r * r));
        x = x + step.noise() * alpha * step.noiseScale() * (std::isnan(deviation) ? 0.0F : deviation);
    }
    step.x() = x;
    step.state.history = {found.x0, difference};
    return {};
}

} // namespace weft
