// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/sampling/MultistepCoefficients.h"
#include "gpu-worker/sampling/SamplerStep.h"

#include <algorithm>

/// Samplers that join slopes of earlier steps: one evaluation a step, history holds the slopes.
namespace weft {

namespace {

constexpr std::size_t kAdamsOrder = 4; // ipndm
constexpr std::size_t kDeisOrder = 3;
constexpr float kGradientGamma = 2;

std::size_t orderAt(const SamplerStep& step, std::size_t most)
{
    return std::min(most, step.index + 1);
}

/// coefficients[0] belongs to `slope`, the rest to earlier ones, newest first.
at::Tensor joined(const SamplerStep& step, const at::Tensor& slope, const std::vector<float>& coefficients)
{
    at::Tensor sum = slope * coefficients[0];
    for (std::size_t i = 1; i < coefficients.size(); ++i)
        sum = sum + step.past(i) * coefficients[i];
    return sum;
}

/// x + dt * joined slopes; the last step jumps to x0.
Done adamsStep(const SamplerStep& step, std::vector<float> (*coefficients)(const SamplerStep&, std::size_t order))
{
    WEFT_TRY(const Denoised found, step.evaluate());
    const at::Tensor slopeNow = slope(step.x(), step.sigma, found.x0);
    if (step.next == 0)
        step.x() = found.x0;
    else
        step.x() = step.x()
            + joined(step, slopeNow, coefficients(step, orderAt(step, kAdamsOrder))) * (step.next - step.sigma);
    step.remember(slopeNow, kAdamsOrder - 1);
    return {};
}

std::vector<float> fixedCoefficients(const SamplerStep&, std::size_t order)
{
    switch (order) {
    case 1:
        return {1};
    case 2:
        return {3.0F / 2, -1.0F / 2};
    case 3:
        return {23.0F / 12, -16.0F / 12, 5.0F / 12};
    default:
        return {55.0F / 24, -59.0F / 24, 37.0F / 24, -9.0F / 24};
    }
}

std::vector<float> variableCoefficients(const SamplerStep& step, std::size_t order)
{
    return adamsCoefficients(step.run.sigmas, step.index, order);
}

} // namespace

/// Linear multistep: the polynomial through the last slopes, integrated. Source: k-diffusion `sample_lms`.
Done lmsStep(const SamplerStep& step)
{
    const auto most = static_cast<std::size_t>(std::max(step.run.options.order, 1));
    WEFT_TRY(const Denoised found, step.evaluate());
    const at::Tensor slopeNow = slope(step.x(), step.sigma, found.x0);
    if (step.next == 0)
        step.x() = found.x0;
    else
        step.x() = step.x() + joined(step, slopeNow, lmsCoefficients(step.run.sigmas, step.index, orderAt(step, most)));
    step.remember(slopeNow, most);
    return {};
}

/// arXiv 2202.09778 (PNDM) in the improved form of 2204.13902.
Done ipndmStep(const SamplerStep& step)
{
    return adamsStep(step, fixedCoefficients);
}

Done ipndmVStep(const SamplerStep& step)
{
    return adamsStep(step, variableCoefficients);
}

/// arXiv 2204.13902, "tAB-DEIS".
Done deisStep(const SamplerStep& step)
{
    WEFT_TRY(const Denoised found, step.evaluate());
    const at::Tensor slopeNow = slope(step.x(), step.sigma, found.x0);
    const std::size_t order = step.next <= 0 ? 1 : orderAt(step, kDeisOrder);
    if (order == 1)
        step.x() = step.x() + slopeNow * (step.next - step.sigma);
    else
        step.x() = step.x() + joined(step, slopeNow, deisCoefficients(step.run.sigmas, step.index, order));
    step.remember(slopeNow, kDeisOrder - 1);
    return {};
}

/// openreview o2ND9v0CeK: a correction by how the slope changed.
Done gradientEstimationStep(const SamplerStep& step)
{
    WEFT_TRY(const Denoised found, step.evaluate());
    const at::Tensor slopeNow = slope(step.x(), step.sigma, found.x0);
    const float dt = step.next - step.sigma;
    if (step.next == 0) {
        step.x() = found.x0;
    } else {
        step.x() = step.x() + slopeNow * dt;
        if (step.index >= 1)
            step.x() = step.x() + (slopeNow - step.past(1)) * (kGradientGamma - 1) * dt;
    }
    step.remember(slopeNow, 1);
    return {};
}

Done gradientEstimationCfgPpStep(const SamplerStep& step)
{
    WEFT_TRY(const Denoised found, step.evaluate());
    const at::Tensor slopeNow = slope(step.x(), step.sigma, found.uncond);
    if (step.next == 0) {
        step.x() = found.x0;
    } else {
        step.x() = found.x0 + slopeNow * step.next;
        if (step.index >= 1)
            step.x() = step.x() + (slopeNow - step.past(1)) * (kGradientGamma - 1) * (step.next - step.sigma);
    }
    step.remember(slopeNow, 1);
    return {};
}

} // namespace weft
