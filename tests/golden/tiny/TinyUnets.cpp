// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/golden/tiny/TinyNetworks.h"

#include <array>

namespace weft::golden {

namespace {

std::string at(const std::string& part, int index)
{
    return part + "." + std::to_string(index);
}

void addResidual(TinyFile& file, const std::string& name, std::int64_t in, std::int64_t out, std::int64_t embedding)
{
    file.norm(name + ".in_layers.0", in);
    file.convolution(name + ".in_layers.2", in, out, 3, 1.5);
    file.linear(name + ".emb_layers.1", embedding, out, 0.8);
    file.norm(name + ".out_layers.0", out);
    file.convolution(name + ".out_layers.3", out, out, 3, 0.8);
    if (in != out)
        file.convolution(name + ".skip_connection", in, out, 1, 0.8);
}

void addAttention(TinyFile& file, const std::string& name, std::int64_t channels, std::int64_t contextDim)
{
    file.linearWithoutBias(name + ".to_q", channels, channels, 1.6);
    file.linearWithoutBias(name + ".to_k", contextDim, channels, 1.6);
    file.linearWithoutBias(name + ".to_v", contextDim, channels, 1.0);
    file.linear(name + ".to_out.0", channels, channels, 0.8);
}

void addProjection(TinyFile& file, const std::string& name, std::int64_t channels, bool linear, double gain)
{
    if (linear)
        file.linear(name, channels, channels, gain);
    else
        file.convolution(name, channels, channels, 1, gain);
}

void addTransformer(TinyFile& file, const std::string& name, std::int64_t channels, int depth, const TinyUnet& unet)
{
    file.norm(name + ".norm", channels);
    addProjection(file, name + ".proj_in", channels, unet.linear, 1.0);
    for (int i = 0; i < depth; ++i) {
        const std::string block = at(name + ".transformer_blocks", i);
        for (const char* norm : {".norm1", ".norm2", ".norm3"})
            file.norm(block + norm, channels);
        addAttention(file, block + ".attn1", channels, channels);
        addAttention(file, block + ".attn2", channels, unet.contextDim);
        file.linear(block + ".ff.net.0.proj", channels, 8 * channels, 1.0);
        file.linear(block + ".ff.net.2", 4 * channels, channels, 0.8);
    }
    addProjection(file, name + ".proj_out", channels, unet.linear, 0.6);
}

/// The embeddings, the input blocks and the middle. Returns the widths of the input blocks.
std::vector<std::int64_t> addEncoder(TinyFile& file, const TinyUnet& unet)
{
    const std::string& prefix = unet.prefix;
    const std::int64_t embedding = 4 * unet.channels;
    file.linear(prefix + "time_embed.0", unet.channels, embedding, 1.4);
    file.linear(prefix + "time_embed.2", embedding, embedding, 1.5);
    if (unet.admChannels > 0) {
        file.linear(prefix + "label_emb.0.0", unet.admChannels, embedding, 1.4);
        file.linear(prefix + "label_emb.0.2", embedding, embedding, 1.5);
    }
    file.convolution(prefix + "input_blocks.0.0", unet.inChannels, unet.channels, 3, 1.0);
    std::vector<std::int64_t> widths {unet.channels};
    std::size_t residual = 0;
    for (std::size_t level = 0; level < unet.widths.size(); ++level) {
        const std::int64_t width = unet.widths[level] * unet.channels;
        for (int i = 0; i < unet.blocks[level]; ++i) {
            const std::string name = at(prefix + "input_blocks", static_cast<int>(widths.size()));
            addResidual(file, name + ".0", widths.back(), width, embedding);
            if (const int depth = unet.depthsIn[residual++])
                addTransformer(file, name + ".1", width, depth, unet);
            widths.push_back(width);
        }
        if (level + 1 < unet.widths.size()) {
            const std::string name = at(prefix + "input_blocks", static_cast<int>(widths.size()));
            file.convolution(name + ".0.op", width, width, 3, 1.0);
            widths.push_back(width);
        }
    }
    addResidual(file, prefix + "middle_block.0", widths.back(), widths.back(), embedding);
    if (unet.depthMiddle > 0) {
        addTransformer(file, prefix + "middle_block.1", widths.back(), unet.depthMiddle, unet);
        addResidual(file, prefix + "middle_block.2", widths.back(), widths.back(), embedding);
    }
    return widths;
}

} // namespace

void addUnet(TinyFile& file, const TinyUnet& unet)
{
    std::vector<std::int64_t> skips = addEncoder(file, unet);
    std::int64_t channels = skips.back();
    int number = 0;
    for (std::size_t level = unet.widths.size(); level-- > 0;) {
        const std::int64_t width = unet.widths[level] * unet.channels;
        for (int i = 0; i <= unet.blocks[level]; ++i, ++number) {
            const std::string name = at(unet.prefix + "output_blocks", number);
            addResidual(file, name + ".0", channels + skips.back(), width, 4 * unet.channels);
            skips.pop_back();
            channels = width;
            const int depth = unet.depthsOut[static_cast<std::size_t>(number)];
            if (depth > 0)
                addTransformer(file, name + ".1", width, depth, unet);
            if (level > 0 && i == unet.blocks[level])
                file.convolution(name + (depth > 0 ? ".2.conv" : ".1.conv"), width, width, 3, 1.0);
        }
    }
    file.norm(unet.prefix + "out.0", channels);
    file.convolution(unet.prefix + "out.2", channels, 4, 3, 1.7);
}

void addControlNet(TinyFile& file, const TinyUnet& unet, std::int64_t hintChannels)
{
    const std::vector<std::int64_t> widths = addEncoder(file, unet);
    for (std::size_t i = 0; i < widths.size(); ++i)
        file.convolution(at(unet.prefix + "zero_convs", static_cast<int>(i)) + ".0", widths[i], widths[i], 1, 0.3);
    file.convolution(unet.prefix + "middle_block_out.0", widths.back(), widths.back(), 1, 0.3);
    const std::array<std::int64_t, 8> hint {hintChannels, 16, 16, 32, 32, 96, 96, 256};
    for (std::size_t i = 0; i + 1 < hint.size(); ++i)
        file.convolution(at(unet.prefix + "input_hint_block", static_cast<int>(2 * i)), hint[i], hint[i + 1], 3, 1.5);
    file.convolution(unet.prefix + "input_hint_block.14", hint.back(), unet.channels, 3, 0.5);
}

void addMmdit(TinyFile& file, const std::string& prefix, int depth)
{
    constexpr std::int64_t kLatent = 16, kText = 4096, kPooled = 2048, kGrid = 32, kFrequencies = 256;
    const std::int64_t width = 64 * depth;
    file.weight(prefix + "x_embedder.proj.weight", {width, kLatent, 2, 2}, 1.0);
    file.raw(prefix + "x_embedder.proj.bias", {width}, 0.05);
    file.raw(prefix + "pos_embed", {1, kGrid * kGrid, width}, 0.3);
    for (const auto& [name, in] : {std::pair("t_embedder", kFrequencies), std::pair("y_embedder", kPooled)}) {
        file.linear(prefix + name + ".mlp.0", in, width, 1.4);
        file.linear(prefix + name + ".mlp.2", width, width, 1.4);
    }
    file.linear(prefix + "context_embedder", kText, width, 1.4);
    for (int i = 0; i < depth; ++i) {
        for (const std::string stream : {"context_block", "x_block"}) {
            const std::string name = at(prefix + "joint_blocks", i) + "." + stream;
            const bool ends = stream == "context_block" && i == depth - 1;
            file.linear(name + ".adaLN_modulation.1", width, (ends ? 2 : 6) * width, 0.7);
            file.linear(name + ".attn.qkv", width, 3 * width, 1.4);
            if (ends)
                continue;
            file.linear(name + ".attn.proj", width, width, 1.0);
            file.linear(name + ".mlp.fc1", width, 4 * width, 1.2);
            file.linear(name + ".mlp.fc2", 4 * width, width, 1.2);
        }
    }
    file.linear(prefix + "final_layer.adaLN_modulation.1", width, 2 * width, 0.7);
    file.linear(prefix + "final_layer.linear", width, kLatent * 4, 1.0);
}

} // namespace weft::golden
