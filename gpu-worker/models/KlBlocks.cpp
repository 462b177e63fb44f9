// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/models/KlBlocks.h"

#include <ATen/ops/scaled_dot_product_attention.h>

namespace weft {

namespace {

constexpr double kNormEps = 1e-6;
constexpr int kMaxBlocks = 64;

} // namespace

Result<KlResidual> KlResidual::load(const ParameterSet& set, const std::string& name, std::int64_t in)
{
    const at::IntArrayRef shape = set.shapeOf(name + ".conv1.weight");
    if (shape.size() != 4)
        return weightError(name + ".conv1.weight", shape.empty() ? "is missing" : "isn't a convolution");
    const std::int64_t out = shape[0];
    KlResidual block;
    WEFT_TRY(block.norm1, GroupNorm::load(set, name + ".norm1", in, kNormEps));
    WEFT_TRY(block.convolution1, Conv2d::load(set, name + ".conv1", in, out, 3));
    WEFT_TRY(block.norm2, GroupNorm::load(set, name + ".norm2", out, kNormEps));
    WEFT_TRY(block.convolution2, Conv2d::load(set, name + ".conv2", out, out, 3));
    if (in != out) {
        WEFT_TRY(block.shortcut, Conv2d::load(set, name + ".nin_shortcut", in, out, 1));
    }
    return block;
}

at::Tensor KlResidual::operator()(const at::Tensor& x) const
{
    at::Tensor h = convolution1(norm1.silu(x));
    h = convolution2(norm2.silu(h));
    return h.add_(shortcut ? (*shortcut)(x) : x);
}

Result<KlAttention> KlAttention::load(const ParameterSet& set, const std::string& name, std::int64_t channels)
{
    KlAttention layer;
    WEFT_TRY(layer.norm, GroupNorm::load(set, name + ".norm", channels, kNormEps));
    WEFT_TRY(layer.q, Linear::load(set, name + ".q", channels, channels));
    WEFT_TRY(layer.k, Linear::load(set, name + ".k", channels, channels));
    WEFT_TRY(layer.v, Linear::load(set, name + ".v", channels, channels));
    WEFT_TRY(layer.out, Linear::load(set, name + ".proj_out", channels, channels));
    return layer;
}

at::Tensor KlAttention::operator()(const at::Tensor& x) const
{
    const at::Tensor places = norm(x).flatten(2).transpose(1, 2).contiguous(); // [N, H * W, C]
    const at::Tensor mixed = attention(q(places), k(places), v(places), 1);
    return out(mixed).transpose(1, 2).reshape(x.sizes()).add(x);
}

Result<KlMiddle> KlMiddle::load(const ParameterSet& set, const std::string& name, std::int64_t channels)
{
    KlMiddle middle;
    WEFT_TRY(middle.first, KlResidual::load(set, name + ".block_1", channels));
    WEFT_TRY(middle.attention, KlAttention::load(set, name + ".attn_1", channels));
    WEFT_TRY(middle.second, KlResidual::load(set, name + ".block_2", channels));
    return middle;
}

at::Tensor KlMiddle::operator()(const at::Tensor& x) const
{
    return second(attention(first(x)));
}

Result<KlLevel> KlLevel::load(
    const ParameterSet& set, const std::string& name, const std::string& sampler, std::int64_t in)
{
    KlLevel level;
    for (int i = 0; i < kMaxBlocks; ++i) {
        const std::string block = name + ".block." + std::to_string(i);
        if (i > 0 && !set.has(block + ".conv1.weight"))
            break;
        WEFT_TRY(KlResidual loaded, KlResidual::load(set, block, i == 0 ? in : level.width()));
        level.blocks.push_back(std::move(loaded));
    }
    if (set.has(name + ".attn.0.norm.weight"))
        return weightError(name + ".attn.0.norm.weight", "is of an attention where no VAE that is known has one");
    if (set.has(name + "." + sampler + ".conv.weight")) {
        WEFT_TRY(level.resample, Conv2d::load(set, name + "." + sampler + ".conv", level.width(), level.width(), 3));
    }
    return level;
}

Result<KlHead> KlHead::load(const ParameterSet& set, const std::string& name, std::int64_t in, std::int64_t out)
{
    KlHead head;
    WEFT_TRY(head.norm, GroupNorm::load(set, name + ".norm_out", in, kNormEps));
    WEFT_TRY(head.convolution, Conv2d::load(set, name + ".conv_out", in, out, 3));
    return head;
}

at::Tensor KlHead::operator()(const at::Tensor& x) const
{
    return convolution(norm.silu(x));
}

} // namespace weft
