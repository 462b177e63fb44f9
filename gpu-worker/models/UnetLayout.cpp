// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/models/UnetLayout.h"

namespace weft {

namespace {

constexpr int kMaxUnetBlocks = 256;
constexpr int kMaxDepth = 256;
constexpr std::int64_t kHeads = 8;
constexpr std::int64_t kHeadDim = 64;
constexpr std::int64_t kMaxChannels = 1 << 20;

/// The first side of a weight with `sides` sides, or an error.
Result<std::int64_t> side(const ParameterSet& set, const std::string& name, std::size_t sides, std::size_t which)
{
    const at::IntArrayRef shape = set.shapeOf(name);
    if (!set.has(name))
        return weightError(name, "is missing");
    if (shape.size() != sides || shape[which] < 1 || shape[which] > kMaxChannels)
        return weightError(name, "has the shape " + shapeText(shape));
    return shape[which];
}

int countDepth(const ParameterSet& set, const std::string& transformer)
{
    int depth = 0;
    while (depth < kMaxDepth
        && set.has(transformer + ".transformer_blocks." + std::to_string(depth) + ".attn2.to_k.weight"))
        ++depth;
    return depth;
}

/// What the first transformer found says holds for all.
Done readTransformer(const ParameterSet& set, const std::string& transformer, UnetLayout& layout)
{
    if (layout.contextDim > 0)
        return {};
    WEFT_TRY(layout.contextDim, side(set, transformer + ".transformer_blocks.0.attn2.to_k.weight", 2, 1));
    layout.linearProjections = set.shapeOf(transformer + ".proj_in.weight").size() == 2;
    return {};
}

Result<UnetLayout::Block> readBlock(const ParameterSet& set, const std::string& name, UnetLayout& layout)
{
    using Kind = UnetLayout::Block::Kind;
    UnetLayout::Block block;
    if (set.has(name + ".0.weight")) {
        block.kind = Kind::Convolution;
        WEFT_TRY(block.channels, side(set, name + ".0.weight", 4, 0));
        return block;
    }
    if (set.has(name + ".0.op.weight")) {
        block.kind = Kind::Downsample;
        WEFT_TRY(block.channels, side(set, name + ".0.op.weight", 4, 0));
        return block;
    }
    WEFT_TRY(block.channels, side(set, name + ".0.out_layers.3.weight", 4, 0));
    block.depth = countDepth(set, name + ".1");
    if (block.depth > 0) {
        WEFT_CHECK(readTransformer(set, name + ".1", layout));
    }
    block.upsamples = set.has(name + (block.depth > 0 ? ".2" : ".1") + ".conv.weight");
    return block;
}

bool hasBlock(const ParameterSet& set, const std::string& name)
{
    return set.has(name + ".0.weight") || set.has(name + ".0.op.weight") || set.has(name + ".0.out_layers.3.weight");
}

Result<std::vector<UnetLayout::Block>> readBlocks(const ParameterSet& set, const std::string& part, UnetLayout& layout)
{
    std::vector<UnetLayout::Block> blocks;
    for (int i = 0; i < kMaxUnetBlocks && hasBlock(set, part + "." + std::to_string(i)); ++i) {
        WEFT_TRY(UnetLayout::Block block, readBlock(set, part + "." + std::to_string(i), layout));
        blocks.push_back(block);
    }
    return blocks;
}

} // namespace

std::int64_t UnetLayout::headsOf(std::int64_t channels) const
{
    return linearProjections && channels % kHeadDim == 0 ? channels / kHeadDim : kHeads;
}

bool isUnet(const ParameterSet& set)
{
    return set.has("input_blocks.0.0.weight");
}

Result<UnetLayout> readUnetLayout(const ParameterSet& set)
{
    UnetLayout layout;
    WEFT_TRY(layout.modelChannels, side(set, "input_blocks.0.0.weight", 4, 0));
    WEFT_TRY(layout.inChannels, side(set, "input_blocks.0.0.weight", 4, 1));
    WEFT_TRY(layout.embeddingDim, side(set, "time_embed.0.weight", 2, 0));
    if (set.has("label_emb.0.0.weight")) {
        WEFT_TRY(layout.admChannels, side(set, "label_emb.0.0.weight", 2, 1));
    }
    if (set.has("out.2.weight")) {
        WEFT_TRY(layout.outChannels, side(set, "out.2.weight", 4, 0));
    }
    WEFT_TRY(layout.input, readBlocks(set, "input_blocks", layout));
    layout.hasMiddle = set.has("middle_block.0.out_layers.3.weight");
    layout.middleDepth = countDepth(set, "middle_block.1");
    if (layout.middleDepth > 0) {
        WEFT_CHECK(readTransformer(set, "middle_block.1", layout));
    }
    WEFT_TRY(layout.output, readBlocks(set, "output_blocks", layout));
    if (layout.outChannels > 0 && layout.output.size() != layout.input.size())
        return weightError("output_blocks." + std::to_string(layout.output.size()) + ".0.out_layers.3.weight",
            "is missing: there are " + std::to_string(layout.input.size()) + " blocks before the middle");
    return layout;
}

} // namespace weft
