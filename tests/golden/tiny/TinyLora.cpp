// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/golden/tiny/TinyNetworks.h"

#include <cmath>

namespace weft::golden {

namespace {

constexpr std::int64_t kRank = 4;
constexpr float kAlpha = 2;

/// `kernel` 0: for a linear.
void addPair(TinyFile& file, const std::string& name, std::int64_t in, std::int64_t out, std::int64_t kernel = 0)
{
    const std::int64_t area = kernel > 0 ? kernel * kernel : 1;
    std::vector<std::int64_t> down {kRank, in};
    std::vector<std::int64_t> up {out, kRank};
    if (kernel > 0) {
        down.insert(down.end(), {kernel, kernel});
        up.insert(up.end(), {1, 1});
    }
    file.raw(name + ".lora_down.weight", down, 1.0 / std::sqrt(static_cast<double>(in * area)));
    file.raw(name + ".lora_up.weight", up, 0.5 / std::sqrt(static_cast<double>(kRank)));
    file.scalar(name + ".alpha", kAlpha);
}

void addTransformer(TinyFile& file, const std::string& name, std::int64_t channels)
{
    const std::string block = name + "_transformer_blocks_0_";
    for (const auto& [attention, in] : {std::pair("attn1", channels), std::pair("attn2", std::int64_t {768})}) {
        addPair(file, block + attention + "_to_q", channels, channels);
        addPair(file, block + attention + "_to_k", in, channels);
        addPair(file, block + attention + "_to_v", in, channels);
        addPair(file, block + attention + "_to_out_0", channels, channels);
    }
    addPair(file, block + "ff_net_0_proj", channels, 8 * channels);
    addPair(file, block + "ff_net_2", 4 * channels, channels);
    addPair(file, name + "_proj_in", channels, channels, 1);
    addPair(file, name + "_proj_out", channels, channels, 1);
}

} // namespace

void addLora(TinyFile& file)
{
    addTransformer(file, "lora_unet_down_blocks_0_attentions_0", 320);
    addTransformer(file, "lora_unet_mid_block_attentions_0", 640);
    addTransformer(file, "lora_unet_up_blocks_1_attentions_1", 320);
    addPair(file, "lora_unet_down_blocks_0_resnets_0_conv1", 320, 320, 3);
    for (const int layer : {0, 5, 11}) {
        const std::string name = "lora_te_text_model_encoder_layers_" + std::to_string(layer) + "_";
        for (const char* projection : {"self_attn_q_proj", "self_attn_k_proj", "self_attn_v_proj", "self_attn_out_proj"})
            addPair(file, name + projection, 768, 768);
        addPair(file, name + "mlp_fc1", 768, 3072);
        addPair(file, name + "mlp_fc2", 3072, 768);
    }
}

} // namespace weft::golden
