// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/models/RecordedSegment.h"
#include "gpu-worker/models/Unet.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/equal.h>

#include <algorithm>

namespace weft {

namespace {

/// Positive and negative side, alone and together, and a few more for combined conditionings.
constexpr std::size_t kMaxContexts = 8;
constexpr std::int64_t kMaxKeyBytes = std::int64_t {256} << 20;

bool isSame(const at::Tensor& a, const at::Tensor& b)
{
    if (a.is_same(b))
        return true;
    return a.device() == b.device() && a.scalar_type() == b.scalar_type() && a.sizes() == b.sizes() && at::equal(a, b);
}

std::int64_t bytesOf(const ContextKeys& keys)
{
    std::int64_t bytes = 0;
    for (const auto& [k, v] : keys.keysValues)
        bytes += k.defined() ? static_cast<std::int64_t>(k.nbytes() + v.nbytes()) : 0;
    return bytes;
}

} // namespace

Result<UnetEncoder> UnetEncoder::load(const ParameterSet& set, const UnetLayout& layout)
{
    UnetEncoder encoder;
    encoder.m_layout = layout;
    encoder.m_dtype = set.placement().dtype;
    WEFT_TRY(encoder.m_timeEmbedding, Embedding::load(set, "time_embed", layout.modelChannels, layout.embeddingDim));
    if (layout.admChannels > 0) {
        WEFT_TRY(
            encoder.m_labelEmbedding, Embedding::load(set, "label_emb.0", layout.admChannels, layout.embeddingDim));
    }
    std::int64_t channels = layout.inChannels;
    for (std::size_t i = 0; i < layout.input.size(); ++i) {
        const std::string name = "input_blocks." + std::to_string(i);
        WEFT_TRY(Block block, encoder.loadBlock(set, name, channels, layout.input[i]));
        encoder.m_blocks.push_back(std::move(block));
        channels = layout.input[i].channels;
    }
    if (!layout.hasMiddle)
        return encoder;
    const UnetLayout::Block first {UnetLayout::Block::Kind::Residual, channels, layout.middleDepth, false};
    WEFT_TRY(Block block, encoder.loadBlock(set, "middle_block", channels, first));
    encoder.m_middle.push_back(std::move(block));
    if (layout.middleDepth > 0) {
        Block second;
        WEFT_TRY(second.residual,
            ResidualBlock::load(set, "middle_block.2", channels, channels, layout.embeddingDim));
        encoder.m_middle.push_back(std::move(second));
    }
    return encoder;
}

Result<UnetEncoder::Block> UnetEncoder::loadBlock(
    const ParameterSet& set, const std::string& name, std::int64_t in, const UnetLayout::Block& block)
{
    using Kind = UnetLayout::Block::Kind;
    Block loaded;
    if (block.kind == Kind::Convolution) {
        WEFT_TRY(loaded.convolution, Conv2d::load(set, name + ".0", in, block.channels, 3));
        return loaded;
    }
    if (block.kind == Kind::Downsample) {
        WEFT_TRY(loaded.convolution, Conv2d::load(set, name + ".0.op", in, block.channels, 3, /*stride=*/2));
        return loaded;
    }
    WEFT_TRY(loaded.residual, ResidualBlock::load(set, name + ".0", in, block.channels, m_layout.embeddingDim));
    if (block.depth > 0) {
        WEFT_TRY(loaded.transformer,
            SpatialTransformer::load(set, name + ".1", block.channels, block.depth, m_layout, m_crossCount));
    }
    if (block.upsamples) {
        const std::string convolution = name + (block.depth > 0 ? ".2.conv" : ".1.conv");
        WEFT_TRY(loaded.upsampling, Conv2d::load(set, convolution, block.channels, block.channels, 3));
    }
    return loaded;
}

at::Tensor UnetEncoder::embedding(const at::Tensor& timesteps, const at::Tensor& y) const
{
    const at::Tensor sines = sinusoids(timesteps, m_layout.modelChannels).to(m_dtype);
    const at::Tensor time = m_timeEmbedding(sines);
    return m_labelEmbedding && y.defined() ? time + (*m_labelEmbedding)(y.to(m_dtype)) : time;
}

std::shared_ptr<ContextKeys> UnetEncoder::keysOf(const at::Tensor& context) const
{
    const auto found = std::ranges::find_if(m_contexts, [&](const auto& keys) { return isSame(keys->context, context); });
    if (found != m_contexts.end()) {
        m_contexts.splice(m_contexts.begin(), m_contexts, found);
        return m_contexts.front();
    }
    std::int64_t bytes = 0;
    for (const auto& keys : m_contexts)
        bytes += bytesOf(*keys);
    while (!m_contexts.empty() && (m_contexts.size() >= kMaxContexts || bytes > kMaxKeyBytes)) {
        bytes -= bytesOf(*m_contexts.back());
        m_contexts.pop_back();
    }
    m_contexts.push_front(std::make_shared<ContextKeys>(ContextKeys {context, {}}));
    m_contexts.front()->keysValues.resize(m_crossCount);
    return m_contexts.front();
}

at::Tensor UnetEncoder::run(const Block& block, const at::Tensor& x, const UnetCall& call, const BlockPlace& place)
{
    if (!call.gradient)
        return runInside(block, x, call, place);
    const Segment segment = [&block, call, place](const at::Tensor& input, const at::Tensor& embedding) {
        UnetCall again = call;
        again.embedding = embedding;
        return runInside(block, input, again, place);
    };
    return recorded(segment, x, call.embedding, *call.gradient);
}

at::Tensor UnetEncoder::runInside(const Block& block, const at::Tensor& x, const UnetCall& call, const BlockPlace& place)
{
    at::Tensor h = block.convolution ? (*block.convolution)(x) : x;
    if (block.residual)
        h = (*block.residual)(h, call);
    if (block.transformer)
        h = (*block.transformer)(h, call, place);
    return h;
}

at::Tensor UnetEncoder::runMiddle(at::Tensor h, const UnetCall& call) const
{
    for (const Block& block : m_middle)
        h = run(block, h, call, {BlockPlace::Part::Middle, 0, 0});
    return h;
}

} // namespace weft
