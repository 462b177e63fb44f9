// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/golden/tiny/TinyNetworks.h"

#include <array>

namespace weft::golden {

namespace {

constexpr std::array<std::int64_t, 4> kWidths {128, 256, 512, 512};
constexpr int kBlocks = 2; // per level; the decoder has one more
constexpr TinyFile::Bias kNoBias {false, 0, 0};

void addBlock(TinyFile& file, const std::string& name, std::int64_t in, std::int64_t out)
{
    file.norm(name + ".norm1", in);
    file.convolution(name + ".conv1", in, out, 3, 1.5);
    file.norm(name + ".norm2", out);
    file.convolution(name + ".conv2", out, out, 3, 0.7);
    if (in != out)
        file.convolution(name + ".nin_shortcut", in, out, 1, 0.8);
}

void addMiddle(TinyFile& file, const std::string& name, std::int64_t channels)
{
    addBlock(file, name + ".block_1", channels, channels);
    file.norm(name + ".attn_1.norm", channels);
    file.convolution(name + ".attn_1.q", channels, channels, 1, 1.6);
    file.convolution(name + ".attn_1.k", channels, channels, 1, 1.6);
    file.convolution(name + ".attn_1.v", channels, channels, 1, 1.0);
    file.convolution(name + ".attn_1.proj_out", channels, channels, 1, 0.7);
    addBlock(file, name + ".block_2", channels, channels);
}

std::string levelName(const std::string& part, std::size_t level)
{
    return part + "." + std::to_string(level);
}

void addEncoder(TinyFile& file, const std::string& name, std::int64_t latentChannels)
{
    std::int64_t channels = kWidths.front();
    file.convolution(name + ".conv_in", 3, channels, 3, 1.5);
    for (std::size_t level = 0; level < kWidths.size(); ++level) {
        for (int i = 0; i < kBlocks; ++i) {
            addBlock(file, levelName(name + ".down", level) + ".block." + std::to_string(i), channels, kWidths[level]);
            channels = kWidths[level];
        }
        if (level + 1 < kWidths.size())
            file.convolution(levelName(name + ".down", level) + ".downsample.conv", channels, channels, 3, 1.0);
    }
    addMiddle(file, name + ".mid", channels);
    file.norm(name + ".norm_out", channels);
    file.convolution(name + ".conv_out", channels, 2 * latentChannels, 3, 7.0);
}

void addDecoder(TinyFile& file, const std::string& name, std::int64_t latentChannels)
{
    std::int64_t channels = kWidths.back();
    file.convolution(name + ".conv_in", latentChannels, channels, 3, 0.3);
    addMiddle(file, name + ".mid", channels);
    for (std::size_t level = kWidths.size(); level-- > 0;) {
        for (int i = 0; i <= kBlocks; ++i) {
            addBlock(file, levelName(name + ".up", level) + ".block." + std::to_string(i), channels, kWidths[level]);
            channels = kWidths[level];
        }
        if (level > 0)
            file.convolution(levelName(name + ".up", level) + ".upsample.conv", channels, channels, 3, 1.0);
    }
    file.norm(name + ".norm_out", channels);
    file.convolution(name + ".conv_out", channels, 3, 3, 0.8);
}

constexpr std::int64_t kTaesdWidth = 64;

void addTaesdBlock(TinyFile& file, const std::string& name)
{
    for (const auto& [layer, gain] : {std::pair(0, 1.4), std::pair(2, 1.4), std::pair(4, 0.25)})
        file.convolution(name + ".conv." + std::to_string(layer), kTaesdWidth, kTaesdWidth, 3, gain);
}

template <std::size_t Blocks, std::size_t Resizers>
void addTaesdBody(TinyFile& file, const std::string& name, const std::array<int, Blocks>& blocks,
    const std::array<int, Resizers>& resizers)
{
    for (const int i : blocks)
        addTaesdBlock(file, name + "." + std::to_string(i));
    for (const int i : resizers)
        file.convolution(name + "." + std::to_string(i), kTaesdWidth, kTaesdWidth, 3, 1.2, kNoBias);
}

} // namespace

void addKlVae(TinyFile& file, const std::string& prefix, std::int64_t latentChannels, bool quantised)
{
    addEncoder(file, prefix + "encoder", latentChannels);
    addDecoder(file, prefix + "decoder", latentChannels);
    if (!quantised)
        return;
    file.convolution(prefix + "quant_conv", 2 * latentChannels, 2 * latentChannels, 1, 1.0);
    file.convolution(prefix + "post_quant_conv", latentChannels, latentChannels, 1, 1.0);
}

void addTaesd(TinyFile& file, const std::string& prefix, std::int64_t latentChannels)
{
    const std::string encoder = prefix + "taesd_encoder";
    const std::string decoder = prefix + "taesd_decoder";
    file.convolution(encoder + ".0", 3, kTaesdWidth, 3, 2.0);
    addTaesdBody(file, encoder, std::array {1, 3, 4, 5, 7, 8, 9, 11, 12, 13}, std::array {2, 6, 10});
    file.convolution(encoder + ".14", kTaesdWidth, latentChannels, 3, 1.5);
    file.convolution(decoder + ".1", latentChannels, kTaesdWidth, 3, 1.4);
    addTaesdBody(file, decoder, std::array {3, 4, 5, 8, 9, 10, 13, 14, 15, 18}, std::array {7, 12, 17});
    file.convolution(decoder + ".19", kTaesdWidth, 3, 3, 0.4, {true, 0.1, 0.5});
}

} // namespace weft::golden
