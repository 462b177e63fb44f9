// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/models/ScheduleBase.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/sqrt.h>

#include <cmath>

namespace weft {

namespace {

/// [N] -> [N, 1, 1, 1], to stand beside `like`.
at::Tensor beside(const at::Tensor& sigma, const at::Tensor& like)
{
    if (sigma.numel() == 1)
        return sigma.reshape({});
    std::vector<std::int64_t> shape(static_cast<std::size_t>(like.dim()), 1);
    shape[0] = sigma.size(0);
    return sigma.reshape(shape);
}

at::Tensor squared(const at::Tensor& x)
{
    return x * x;
}

at::Tensor flowTime(const at::Tensor& sigma)
{
    return sigma / (sigma + 1);
}

} // namespace

void ScheduleBase::setSigmas(at::Tensor sigmas)
{
    m_sigmas = std::move(sigmas);
    m_sigmaMin = m_sigmas[0].item<float>();
    m_sigmaMax = m_sigmas[-1].item<float>();
}

at::Tensor ScheduleBase::scaledInput(const at::Tensor& x, const at::Tensor& sigma) const
{
    switch (m_prediction) {
    case Prediction::Flow:
    case Prediction::ImageToImage:
        return x;
    case Prediction::CosmosFlow:
        return x * (1.0 - beside(flowTime(sigma), x));
    default:
        return x / at::sqrt(squared(beside(sigma, x)) + m_sigmaData * m_sigmaData);
    }
}

at::Tensor ScheduleBase::velocityDenoised(const at::Tensor& x, const at::Tensor& output, const at::Tensor& sigma) const
{
    const double data = m_sigmaData;
    const at::Tensor total = squared(sigma) + data * data;
    const at::Tensor kept = x * (data * data) / total;
    const at::Tensor predicted = output * sigma * data / at::sqrt(total);
    return m_prediction == Prediction::Edm ? kept + predicted : kept - predicted;
}

at::Tensor ScheduleBase::consistencyDenoised(const at::Tensor& x, const at::Tensor& output, const at::Tensor& sigma) const
{
    constexpr double kData = 0.5 * 0.5;
    const at::Tensor scaled = beside(timestep(sigma), x) * 10.0;
    const at::Tensor x0 = x - output * beside(sigma, x);
    const at::Tensor total = squared(scaled) + kData;
    return scaled / at::sqrt(total) * x0 + kData / total * x;
}

at::Tensor ScheduleBase::denoised(const at::Tensor& x, const at::Tensor& output, const at::Tensor& sigma) const
{
    switch (m_prediction) {
    case Prediction::V:
    case Prediction::Edm:
        return velocityDenoised(x, output, beside(sigma, x));
    case Prediction::X0:
    case Prediction::ImageToImage:
        return output;
    case Prediction::Lcm:
        return consistencyDenoised(x, output, sigma);
    case Prediction::CosmosFlow: {
        const at::Tensor time = beside(flowTime(sigma), x);
        return x * (1.0 - time) - output * time;
    }
    default:
        return x - output * beside(sigma, x);
    }
}

at::Tensor ScheduleBase::noised(const at::Tensor& latent, const at::Tensor& noise, double sigma, bool maxDenoise) const
{
    const float s = static_cast<float>(sigma);
    if (m_prediction == Prediction::Flow)
        return noise * s + latent * (1.0F - s);
    if (maxDenoise && m_prediction != Prediction::CosmosFlow)
        return noise * std::sqrt(1.0F + s * s) + latent;
    return noise * s + latent;
}

at::Tensor ScheduleBase::unnoised(const at::Tensor& x, double sigma) const
{
    if (m_prediction == Prediction::Flow)
        return x / (1.0F - static_cast<float>(sigma));
    return x;
}

} // namespace weft
