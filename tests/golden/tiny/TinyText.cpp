// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/golden/tiny/TinyNetworks.h"

namespace weft::golden {

namespace {

constexpr std::int64_t kVocabulary = 49408;
constexpr std::int64_t kTokens = 77;

} // namespace

void addClip(TinyFile& file, const std::string& prefix)
{
    constexpr std::int64_t kWidth = 768, kFeedForward = 3072;
    constexpr int kLayers = 12;
    file.raw(prefix + "embeddings.token_embedding.weight", {kVocabulary, kWidth}, 0.3);
    file.raw(prefix + "embeddings.position_embedding.weight", {kTokens, kWidth}, 0.1);
    for (int i = 0; i < kLayers; ++i) {
        const std::string layer = prefix + "encoder.layers." + std::to_string(i) + ".";
        file.norm(layer + "layer_norm1", kWidth);
        file.norm(layer + "layer_norm2", kWidth);
        file.linear(layer + "self_attn.q_proj", kWidth, kWidth, 1.6);
        file.linear(layer + "self_attn.k_proj", kWidth, kWidth, 1.6);
        file.linear(layer + "self_attn.v_proj", kWidth, kWidth, 1.0);
        file.linear(layer + "self_attn.out_proj", kWidth, kWidth, 0.4);
        file.linear(layer + "mlp.fc1", kWidth, kFeedForward, 1.0);
        file.linear(layer + "mlp.fc2", kFeedForward, kWidth, 0.5);
    }
    file.norm(prefix + "final_layer_norm", kWidth);
}

void addOpenClip(TinyFile& file, const std::string& prefix, std::int64_t width, int layers, std::int64_t feedForward)
{
    file.raw(prefix + "token_embedding.weight", {kVocabulary, width}, 0.3);
    file.raw(prefix + "positional_embedding", {kTokens, width}, 0.1);
    for (int i = 0; i < layers; ++i) {
        const std::string layer = prefix + "transformer.resblocks." + std::to_string(i) + ".";
        file.norm(layer + "ln_1", width);
        file.norm(layer + "ln_2", width);
        file.weight(layer + "attn.in_proj_weight", {3 * width, width}, 1.3);
        file.raw(layer + "attn.in_proj_bias", {3 * width}, 0.05);
        file.linear(layer + "attn.out_proj", width, width, 0.4);
        file.linear(layer + "mlp.c_fc", width, feedForward, 1.0);
        file.linear(layer + "mlp.c_proj", feedForward, width, 0.5);
    }
    file.norm(prefix + "ln_final", width);
    file.weight(prefix + "text_projection", {width, width}, 1.0);
}

} // namespace weft::golden
