// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/models/Convolution.h"

#include <ATen/ops/conv2d.h>
#include <ATen/ops/leaky_relu.h>

namespace weft {

Result<Convolution> Convolution::load(const Weights& weights, const std::string& name, std::int64_t out, std::int64_t in)
{
    WEFT_TRY(at::Tensor weight, weights.take(name + ".weight", {out, in, 3, 3}));
    WEFT_TRY(at::Tensor bias, weights.take(name + ".bias", {out}));
    return Convolution {std::move(weight), std::move(bias)};
}

at::Tensor Convolution::operator()(const at::Tensor& x) const
{
    return at::conv2d(x, weight, bias, /*stride=*/1, /*padding=*/1);
}

void Convolution::to(at::Device device)
{
    weight = weight.to(device);
    bias = bias.to(device);
}

std::uint64_t Convolution::sizeBytes() const
{
    return weight.nbytes() + bias.nbytes();
}

at::Tensor leaky(at::Tensor x)
{
    return at::leaky_relu_(x, 0.2);
}

} // namespace weft
