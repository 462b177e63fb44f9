// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/sampling/SigmaCurves.h"

#include <ATen/TensorOperators.h>
#include <ATen/core/Tensor.h>
#include <ATen/ops/abs.h>
#include <ATen/ops/arange.h>
#include <ATen/ops/clamp.h>
#include <ATen/ops/exp.h>
#include <ATen/ops/expm1.h>
#include <ATen/ops/linspace.h>
#include <ATen/ops/log.h>
#include <ATen/ops/pow.h>
#include <ATen/ops/sign.h>
#include <ATen/ops/sqrt.h>
#include <ATen/ops/tan.h>

#include <cmath>

namespace weft {

namespace {

Sigmas listOf(const at::Tensor& tensor, bool zero = true)
{
    const at::Tensor flat = tensor.to(at::kFloat).contiguous();
    const float* data = flat.const_data_ptr<float>();
    Sigmas sigmas(data, data + flat.numel());
    if (zero)
        sigmas.push_back(0);
    return sigmas;
}

at::Tensor ramp(double from, double to, std::int64_t n)
{
    return at::linspace(from, to, n, at::kFloat);
}

} // namespace

Sigmas karrasSigmas(std::int64_t n, double sigmaMin, double sigmaMax, double rho)
{
    const double low = std::pow(sigmaMin, 1 / rho);
    const double high = std::pow(sigmaMax, 1 / rho);
    return listOf(at::pow(ramp(0, 1, n) * (low - high) + high, rho));
}

Sigmas exponentialSigmas(std::int64_t n, double sigmaMin, double sigmaMax)
{
    return listOf(at::exp(ramp(std::log(sigmaMax), std::log(sigmaMin), n)));
}

Sigmas polyexponentialSigmas(std::int64_t n, double sigmaMin, double sigmaMax, double rho)
{
    const double low = std::log(sigmaMin);
    return listOf(at::exp(at::pow(ramp(1, 0, n), rho) * (std::log(sigmaMax) - low) + low));
}

Sigmas laplaceSigmas(std::int64_t n, double sigmaMin, double sigmaMax, double mu, double beta)
{
    constexpr double kAboveZero = 1e-5;
    const at::Tensor fromMiddle = 0.5 - ramp(0, 1, n);
    const at::Tensor logs = at::log(1 - at::abs(fromMiddle) * 2 + kAboveZero);
    return listOf(at::clamp(at::exp(mu - at::sign(fromMiddle) * beta * logs), sigmaMin, sigmaMax), false);
}

Sigmas vpSigmas(std::int64_t n, double betaD, double betaMin, double epsilon)
{
    const at::Tensor t = ramp(1, epsilon, n);
    return listOf(at::sqrt(at::expm1(t * t * betaD / 2 + t * betaMin)));
}

Sigmas klOptimalSigmas(std::int64_t n, double sigmaMin, double sigmaMax)
{
    const at::Tensor share = at::arange(n, at::kFloat) / static_cast<double>(n - 1);
    return listOf(at::tan(share * std::atan(sigmaMin) + (1 - share) * std::atan(sigmaMax)));
}

} // namespace weft
