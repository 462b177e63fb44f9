// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/models/UnetBlocks.h"

#include "gpu-worker/cuda/Gate.h"

namespace weft {

namespace {

constexpr double kTransformerEps = 1e-6;

} // namespace

Result<ResidualBlock> ResidualBlock::load(
    const ParameterSet& set, const std::string& name, std::int64_t in, std::int64_t out, std::int64_t embeddingDim)
{
    ResidualBlock block;
    WEFT_TRY(block.norm1, GroupNorm::load(set, name + ".in_layers.0", in));
    WEFT_TRY(block.convolution1, Conv2d::load(set, name + ".in_layers.2", in, out, 3));
    WEFT_TRY(block.embedding, Linear::load(set, name + ".emb_layers.1", embeddingDim, out));
    WEFT_TRY(block.norm2, GroupNorm::load(set, name + ".out_layers.0", out));
    WEFT_TRY(block.convolution2, Conv2d::load(set, name + ".out_layers.3", out, out, 3));
    if (in != out) {
        WEFT_TRY(block.skip, Conv2d::load(set, name + ".skip_connection", in, out, 1));
    }
    return block;
}

at::Tensor ResidualBlock::operator()(const at::Tensor& x, const UnetCall& call) const
{
    at::Tensor h = convolution1(norm1.silu(x));
    h.add_(embedding(call.embedding).unsqueeze(2).unsqueeze(3));
    h = convolution2(norm2.silu(h));
    return h.add_(skip ? (*skip)(x) : x);
}

Result<SelfAttention> SelfAttention::load(const ParameterSet& set, const std::string& name, std::int64_t channels,
    std::int64_t contextDim, std::int64_t heads)
{
    SelfAttention layer;
    layer.heads = heads;
    if (channels % heads != 0)
        return weightError(name + ".to_q.weight", "can't be split into " + std::to_string(heads) + " heads");
    WEFT_TRY(layer.q, Linear::load(set, name + ".to_q", channels, channels));
    WEFT_TRY(layer.k, Linear::load(set, name + ".to_k", contextDim, channels));
    WEFT_TRY(layer.v, Linear::load(set, name + ".to_v", contextDim, channels));
    WEFT_TRY(layer.out, Linear::load(set, name + ".to_out.0", channels, channels));
    return layer;
}

at::Tensor SelfAttention::operator()(
    const at::Tensor& x, const NetworkPatches* patches, const BlockPlace& place) const
{
    const at::Tensor queries = q(x);
    const at::Tensor keys = k(x);
    const at::Tensor values = v(x);
    if (patches) {
        for (const NetworkPatches::AttentionPatch& patch : patches->selfAttention) {
            if (const auto answer = patch(queries, keys, values, place, static_cast<int>(heads)))
                return out(*answer);
        }
    }
    return out(attention(queries, keys, values, heads));
}

at::Tensor CrossAttention::operator()(const at::Tensor& x, ContextKeys& keys) const
{
    if (keys.keysValues.empty())
        return layers.out(attention(layers.q(x), layers.k(keys.context), layers.v(keys.context), layers.heads));
    auto& [k, v] = keys.keysValues.at(index);
    if (!k.defined()) {
        k = layers.k(keys.context);
        v = layers.v(keys.context);
    }
    return layers.out(attention(layers.q(x), k, v, layers.heads));
}

Result<TransformerBlock> TransformerBlock::load(const ParameterSet& set, const std::string& name, std::int64_t channels,
    const UnetLayout& layout, std::size_t& crossCount)
{
    const std::int64_t heads = layout.headsOf(channels);
    TransformerBlock block;
    WEFT_TRY(block.norm1, LayerNorm::load(set, name + ".norm1", channels));
    WEFT_TRY(block.norm2, LayerNorm::load(set, name + ".norm2", channels));
    WEFT_TRY(block.norm3, LayerNorm::load(set, name + ".norm3", channels));
    WEFT_TRY(block.self, SelfAttention::load(set, name + ".attn1", channels, channels, heads));
    WEFT_TRY(block.cross.layers, SelfAttention::load(set, name + ".attn2", channels, layout.contextDim, heads));
    block.cross.index = crossCount++;
    WEFT_TRY(block.gated, Linear::load(set, name + ".ff.net.0.proj", channels, 8 * channels));
    WEFT_TRY(block.out, Linear::load(set, name + ".ff.net.2", 4 * channels, channels));
    return block;
}

at::Tensor TransformerBlock::operator()(at::Tensor x, const UnetCall& call, const BlockPlace& place) const
{
    x = self(norm1(x), call.patches, place).add_(x);
    x = cross(norm2(x), *call.keys).add_(x);
    return out(geglu(gated(norm3(x)))).add_(x);
}

Result<SpatialTransformer> SpatialTransformer::load(const ParameterSet& set, const std::string& name,
    std::int64_t channels, int depth, const UnetLayout& layout, std::size_t& crossCount)
{
    SpatialTransformer transformer;
    WEFT_TRY(transformer.norm, GroupNorm::load(set, name + ".norm", channels, kTransformerEps));
    if (layout.linearProjections) {
        WEFT_TRY(transformer.linearIn, Linear::load(set, name + ".proj_in", channels, channels));
        WEFT_TRY(transformer.linearOut, Linear::load(set, name + ".proj_out", channels, channels));
    } else {
        WEFT_TRY(transformer.convolutionIn, Conv2d::load(set, name + ".proj_in", channels, channels, 1));
        WEFT_TRY(transformer.convolutionOut, Conv2d::load(set, name + ".proj_out", channels, channels, 1));
    }
    for (int i = 0; i < depth; ++i) {
        const std::string block = name + ".transformer_blocks." + std::to_string(i);
        WEFT_TRY(TransformerBlock loaded, TransformerBlock::load(set, block, channels, layout, crossCount));
        transformer.blocks.push_back(std::move(loaded));
    }
    return transformer;
}

at::Tensor SpatialTransformer::operator()(const at::Tensor& x, const UnetCall& call, BlockPlace place) const
{
    at::Tensor h = norm(x);
    if (convolutionIn)
        h = (*convolutionIn)(h);
    h = h.flatten(2).transpose(1, 2).contiguous(); // [N, C, H, W] -> [N, H * W, C]; no copy when channels lie last
    if (linearIn)
        h = (*linearIn)(h);
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        place.transformer = static_cast<int>(i);
        h = blocks[i](h, call, place);
    }
    if (linearOut)
        h = (*linearOut)(h);
    h = h.transpose(1, 2).reshape(x.sizes());
    if (convolutionOut)
        h = (*convolutionOut)(h);
    return h.add_(x);
}

} // namespace weft
