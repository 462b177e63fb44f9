// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/models/Convolution.h"

#include "gpu-worker/cuda/Epilogue.h"

#include <ATen/ops/conv2d.h>
#include <ATen/ops/leaky_relu.h>
#include <ATen/ops/prelu.h>

namespace weft {

namespace {

constexpr double kLeak = 0.2f; // of ESRGAN's activations
constexpr double kPart = 0.2f; // of what a block of ESRGAN computes

at::Tensor withoutBias(const Convolution& convolution, const at::Tensor& x)
{
    return at::conv2d(x, convolution.weight, {}, /*stride=*/1, /*padding=*/1);
}

} // namespace

Result<Convolution> Convolution::load(
    const Weights& weights, const std::string& name, std::int64_t out, std::int64_t in)
{
    WEFT_TRY(at::Tensor weight, weights.take(name + ".weight", {out, in, 3, 3}));
    WEFT_TRY(at::Tensor bias, weights.take(name + ".bias", {out}));
    return Convolution{std::move(weight), std::move(bias)};
}

at::Tensor Convolution::operator()(const at::Tensor& x) const
{
    return at::conv2d(x, weight, bias, /*stride=*/1, /*padding=*/1);
}

at::Tensor Convolution::prelu(const at::Tensor& x, const at::Tensor& slopes) const
{
    return hasEpilogueKernel(x) ? addBiasPrelu(withoutBias(*this, x), bias, slopes) : at::prelu((*this)(x), slopes);
}

at::Tensor Convolution::leaky(const at::Tensor& x) const
{
    if (hasEpilogueKernel(x))
        return addBiasLeaky(withoutBias(*this, x), bias, static_cast<float>(kLeak));
    at::Tensor y = (*this)(x);
    return at::leaky_relu_(y, kLeak);
}

at::Tensor Convolution::addTo(const at::Tensor& residual, const at::Tensor& x) const
{
    if (hasEpilogueKernel(x))
        return addBiasResidual(withoutBias(*this, x), bias, static_cast<float>(kPart), residual);
    return scaledOnto(residual, (*this)(x));
}

void Convolution::to(at::Device device, at::ScalarType type)
{
    const auto format = type == at::kFloat ? at::MemoryFormat::Contiguous : at::MemoryFormat::ChannelsLast;
    weight = weight.to(device, type).contiguous(format);
    bias = bias.to(device, type);
}

std::uint64_t Convolution::sizeBytes() const
{
    return weight.nbytes() + bias.nbytes();
}

at::Tensor scaledOnto(const at::Tensor& residual, at::Tensor x)
{
    if (hasEpilogueKernel(x))
        return addBiasResidual(std::move(x), {}, static_cast<float>(kPart), residual);
    return x.mul_(kPart).add_(residual);
}

} // namespace weft
