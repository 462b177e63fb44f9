// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/models/Layers.h"

#include "gpu-worker/cuda/Normalization.h"
#include "gpu-worker/models/Bfloat16Attention.h"
#include "gpu-worker/models/PackedConvolution.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/arange.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/group_norm.h>
#include <ATen/ops/layer_norm.h>
#include <ATen/ops/linear.h>
#include <ATen/ops/scaled_dot_product_attention.h>
#include <ATen/ops/silu.h>

#include <cmath>

namespace weft {

namespace {

constexpr std::int64_t kGroups = 32;
constexpr double kLongestPeriod = 10000;

at::Tensor valueOf(const ParameterPtr& parameter)
{
    return parameter ? parameter->value() : at::Tensor();
}

} // namespace

at::Tensor byHead(const at::Tensor& x, std::int64_t heads)
{
    return x.view({x.size(0), x.size(1), heads, x.size(2) / heads}).transpose(1, 2);
}

Result<Linear> Linear::load(const ParameterSet& set, const std::string& name, std::int64_t in, std::int64_t out)
{
    Linear layer;
    WEFT_TRY(layer.weight, set.take(name + ".weight", {out, in}));
    if (set.has(name + ".bias")) {
        WEFT_TRY(layer.bias, set.take(name + ".bias", {out}));
    }
    return layer;
}

at::Tensor Linear::operator()(const at::Tensor& x) const
{
    const at::Tensor y = at::linear(x, weight->value(), valueOf(bias));
    return weight->change() ? y + weight->change()->ofLinear(x) : y;
}

Result<Conv2d> Conv2d::load(const ParameterSet& set, const std::string& name, std::int64_t in, std::int64_t out,
    std::int64_t kernel, std::int64_t stride)
{
    Conv2d layer;
    layer.stride = stride;
    WEFT_TRY(layer.weight, set.take(name + ".weight", {out, in, kernel, kernel}));
    WEFT_TRY(layer.bias, set.take(name + ".bias", {out}));
    return layer;
}

at::Tensor Conv2d::operator()(const at::Tensor& x) const
{
    const std::int64_t padding = weight->shape()[2] / 2;
    const at::Tensor y = convolved(x, *weight, bias->value(), stride, padding);
    return weight->change() ? y + weight->change()->ofConvolution(x, stride, padding) : y;
}

Result<GroupNorm> GroupNorm::load(const ParameterSet& set, const std::string& name, std::int64_t channels, double eps)
{
    if (channels % kGroups != 0)
        return weightError(name + ".weight", "can't be split into 32 groups of channels");
    GroupNorm layer;
    layer.eps = eps;
    WEFT_TRY(layer.weight, set.take(name + ".weight", {channels}));
    WEFT_TRY(layer.bias, set.take(name + ".bias", {channels}));
    return layer;
}

at::Tensor GroupNorm::operator()(const at::Tensor& x) const
{
    return at::group_norm(x, kGroups, weight->value(), bias->value(), eps);
}

at::Tensor GroupNorm::silu(const at::Tensor& x) const
{
    return groupNormSilu(x, kGroups, weight->value(), bias->value(), eps);
}

Result<LayerNorm> LayerNorm::load(const ParameterSet& set, const std::string& name, std::int64_t channels)
{
    LayerNorm layer;
    WEFT_TRY(layer.weight, set.take(name + ".weight", {channels}));
    WEFT_TRY(layer.bias, set.take(name + ".bias", {channels}));
    return layer;
}

at::Tensor LayerNorm::operator()(const at::Tensor& x) const
{
    return at::layer_norm(x, weight->shape(), weight->value(), bias->value());
}

Result<Embedding> Embedding::load(const ParameterSet& set, const std::string& name, std::int64_t in, std::int64_t out)
{
    Embedding embedding;
    WEFT_TRY(embedding.first, Linear::load(set, name + ".0", in, out));
    WEFT_TRY(embedding.second, Linear::load(set, name + ".2", out, out));
    return embedding;
}

at::Tensor Embedding::operator()(const at::Tensor& x) const
{
    return second(at::silu(first(x)));
}

at::Tensor sinusoids(const at::Tensor& t, std::int64_t dim)
{
    const std::int64_t half = dim / 2;
    const auto options = at::TensorOptions().dtype(at::kFloat).device(t.device());
    const at::Tensor frequencies = at::arange(half, options).mul(-std::log(kLongestPeriod)).div(half).exp();
    const at::Tensor angles = t.to(at::kFloat).unsqueeze(1) * frequencies.unsqueeze(0);
    return at::cat({angles.cos(), angles.sin()}, 1);
}

at::Tensor attention(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v, std::int64_t heads)
{
    if (at::Tensor done = bfloat16Attention(q, k, v, heads); done.defined())
        return done;
    const at::Tensor mixed = at::scaled_dot_product_attention(byHead(q, heads), byHead(k, heads), byHead(v, heads));
    return mixed.transpose(1, 2).reshape({q.size(0), q.size(1), q.size(2)});
}

} // namespace weft
