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
    addClip(file, prefix, {768, 12, 3072});
}

void addClip(TinyFile& file, const std::string& prefix, const TinyClip& clip)
{
    const std::int64_t width = clip.width;
    file.raw(prefix + "embeddings.token_embedding.weight", {kVocabulary, width}, 0.3);
    file.raw(prefix + "embeddings.position_embedding.weight", {kTokens, width}, 0.1);
    for (int i = 0; i < clip.layers; ++i) {
        const std::string layer = prefix + "encoder.layers." + std::to_string(i) + ".";
        file.norm(layer + "layer_norm1", width);
        file.norm(layer + "layer_norm2", width);
        file.linear(layer + "self_attn.q_proj", width, width, 1.6);
        file.linear(layer + "self_attn.k_proj", width, width, 1.6);
        file.linear(layer + "self_attn.v_proj", width, width, 1.0);
        file.linear(layer + "self_attn.out_proj", width, width, 0.4);
        file.linear(layer + "mlp.fc1", width, clip.feedForward, 1.0);
        file.linear(layer + "mlp.fc2", clip.feedForward, width, 0.5);
    }
    file.norm(prefix + "final_layer_norm", width);
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
