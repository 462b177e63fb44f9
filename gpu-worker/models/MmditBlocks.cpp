// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/models/MmditBlocks.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/gelu.h>
#include <ATen/ops/layer_norm.h>

namespace weft {

namespace {

constexpr double kEps = 1e-6;

enum Modulation : std::size_t {
    ShiftAttention,
    ScaleAttention,
    GateAttention,
    ShiftMlp,
    ScaleMlp,
    GateMlp,
    ShiftSecond,
    ScaleSecond,
    GateSecond
};

at::Tensor normalised(const at::Tensor& x)
{
    return at::layer_norm(x, {x.size(-1)}, {}, {}, kEps);
}

} // namespace

at::Tensor RmsNorm::operator()(const at::Tensor& x) const
{
    return x * x.pow(2).mean(-1, /*keepdim=*/true).add(kEps).rsqrt() * weight->value();
}

at::Tensor modulated(const at::Tensor& x, const at::Tensor& shift, const at::Tensor& scale)
{
    return normalised(x) * (scale + 1) + shift;
}

Result<StreamAttention> StreamAttention::load(
    const ParameterSet& set, const std::string& name, std::int64_t channels, std::int64_t heads, bool projected)
{
    StreamAttention layer;
    layer.heads = heads;
    WEFT_TRY(layer.qkv, Linear::load(set, name + ".qkv", channels, 3 * channels));
    if (set.has(name + ".ln_q.weight")) {
        WEFT_TRY(ParameterPtr q, set.take(name + ".ln_q.weight", {channels / heads}));
        WEFT_TRY(ParameterPtr k, set.take(name + ".ln_k.weight", {channels / heads}));
        layer.normQ = RmsNorm {std::move(q)};
        layer.normK = RmsNorm {std::move(k)};
    }
    if (projected) {
        WEFT_TRY(layer.projection, Linear::load(set, name + ".proj", channels, channels));
    }
    return layer;
}

AttentionInput StreamAttention::operator()(const at::Tensor& x) const
{
    const auto parts = qkv(x).chunk(3, 2);
    AttentionInput input {parts[0], parts[1], parts[2]};
    if (!normQ)
        return input;
    const std::vector<std::int64_t> byHead {x.size(0), x.size(1), heads, x.size(2) / heads};
    input.q = (*normQ)(input.q.reshape(byHead)).flatten(2);
    input.k = (*normK)(input.k.reshape(byHead)).flatten(2);
    return input;
}

Result<StreamBlock> StreamBlock::load(
    const ParameterSet& set, const std::string& name, std::int64_t channels, std::int64_t heads)
{
    StreamBlock block;
    const bool continues = set.has(name + ".mlp.fc1.weight");
    const bool twice = set.has(name + ".attn2.qkv.weight");
    const std::int64_t parts = twice ? 9 : continues ? 6 : 2;
    WEFT_TRY(block.modulation, Linear::load(set, name + ".adaLN_modulation.1", channels, parts * channels));
    WEFT_TRY(block.attention, StreamAttention::load(set, name + ".attn", channels, heads, continues));
    if (twice) {
        WEFT_TRY(block.second, StreamAttention::load(set, name + ".attn2", channels, heads, true));
    }
    if (continues) {
        const at::IntArrayRef shape = set.shapeOf(name + ".mlp.fc1.weight");
        const std::int64_t wide = shape.empty() ? 0 : shape[0];
        WEFT_TRY(block.mlp1, Linear::load(set, name + ".mlp.fc1", channels, wide));
        WEFT_TRY(block.mlp2, Linear::load(set, name + ".mlp.fc2", wide, channels));
    }
    return block;
}

AttentionInput StreamBlock::before(const at::Tensor& x, const at::Tensor& condition, Kept& kept) const
{
    const at::Tensor all = modulation(condition).unsqueeze(1);
    kept.x = x;
    kept.modulation = all.chunk(all.size(2) / x.size(2), 2);
    const auto& m = kept.modulation;
    if (second)
        kept.second = (*second)(modulated(x, m[ShiftSecond], m[ScaleSecond]));
    return attention(modulated(x, m[ShiftAttention], m[ScaleAttention]));
}

at::Tensor StreamBlock::after(const at::Tensor& attended, const Kept& kept) const
{
    const auto& m = kept.modulation;
    at::Tensor x = kept.x + m[GateAttention] * (*attention.projection)(attended);
    if (second) {
        const at::Tensor own = weft::attention(kept.second.q, kept.second.k, kept.second.v, second->heads);
        x = x + m[GateSecond] * (*second->projection)(own);
    }
    const at::Tensor wide = (*mlp1)(modulated(x, m[ShiftMlp], m[ScaleMlp]));
    return x + m[GateMlp] * (*mlp2)(at::gelu(wide, "tanh"));
}

Result<JointBlock> JointBlock::load(
    const ParameterSet& set, const std::string& name, std::int64_t channels, std::int64_t heads)
{
    JointBlock block;
    WEFT_TRY(block.text, StreamBlock::load(set, name + ".context_block", channels, heads));
    WEFT_TRY(block.picture, StreamBlock::load(set, name + ".x_block", channels, heads));
    if (!block.picture.mlp1)
        return weightError(name + ".x_block.mlp.fc1.weight", "is missing");
    return block;
}

void JointBlock::operator()(at::Tensor& textTokens, at::Tensor& pictureTokens, const at::Tensor& condition) const
{
    StreamBlock::Kept keptText;
    StreamBlock::Kept keptPicture;
    const AttentionInput a = text.before(textTokens, condition, keptText);
    const AttentionInput b = picture.before(pictureTokens, condition, keptPicture);
    const at::Tensor attended = attention(at::cat({a.q, b.q}, 1), at::cat({a.k, b.k}, 1), at::cat({a.v, b.v}, 1),
        picture.attention.heads);
    const std::int64_t tokens = textTokens.size(1);
    textTokens = text.mlp1 ? text.after(attended.narrow(1, 0, tokens), keptText) : at::Tensor();
    pictureTokens = picture.after(attended.narrow(1, tokens, attended.size(1) - tokens), keptPicture);
}

} // namespace weft
