// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/models/VaeNames.h"

#include "gpu-worker/models/DiffusersNames.h"

#include <array>
#include <utility>

namespace weft {

namespace {

using Names = std::pair<std::string_view, std::string_view>;

/// Modules of diffusers that stand below "encoder." or "decoder." by themselves.
constexpr std::array<Names, 4> kVaeModules{{{"conv_norm_out.", "norm_out."}, {"mid_block.resnets.0.", "mid.block_1."},
    {"mid_block.resnets.1.", "mid.block_2."}, {"mid_block.attentions.0.", "mid.attn_1."}}};

/// Parts of a block; the second of two spellings is the older one.
constexpr std::array<Names, 10> kParts{
    {{"conv_shortcut.", "nin_shortcut."}, {"group_norm.", "norm."}, {"to_q.", "q."}, {"to_k.", "k."}, {"to_v.", "v."},
        {"to_out.0.", "proj_out."}, {"query.", "q."}, {"key.", "k."}, {"value.", "v."}, {"proj_attn.", "proj_out."}}};

std::string withLdmParts(std::string_view rest)
{
    for (const auto& [from, to] : kParts) {
        if (rest.starts_with(from))
            return std::string(to) + std::string(rest.substr(from.size()));
    }
    return std::string(rest);
}

/// "1.resnets.0.conv1.weight" of a level's blocks.
std::string levelName(std::string_view rest, std::string_view levels, int last)
{
    const bool isUp = levels == "up.";
    const int level = takeNumber(rest);
    if (level < 0 || level > last)
        return {};
    const std::string name = std::string(levels) + std::to_string(isUp ? last - level : level) + ".";
    if (rest.starts_with("resnets.")) {
        rest.remove_prefix(8);
        const int block = takeNumber(rest);
        return name + "block." + std::to_string(block) + "." + withLdmParts(rest);
    }
    const std::string_view sampler = isUp ? "upsamplers.0." : "downsamplers.0.";
    if (rest.starts_with(sampler))
        return name + (isUp ? "upsample." : "downsample.") + std::string(rest.substr(sampler.size()));
    return {};
}

/// A name below "encoder." or "decoder."; empty when diffusers has no such name.
std::string sideName(std::string_view rest, int last)
{
    for (const auto& [from, to] : kVaeModules) {
        if (rest.starts_with(from))
            return std::string(to) + withLdmParts(rest.substr(from.size()));
    }
    if (rest.starts_with("down_blocks."))
        return levelName(rest.substr(12), "down.", last);
    if (rest.starts_with("up_blocks."))
        return levelName(rest.substr(10), "up.", last);
    return rest.starts_with("conv_in.") || rest.starts_with("conv_out.") ? std::string(rest) : std::string();
}

int lastLevel(const Weights& vae)
{
    int last = 0;
    while (vae.has("decoder.up_blocks." + std::to_string(last + 1) + ".resnets.0.conv1.weight"))
        ++last;
    return last;
}

bool isAttentionMatrix(const std::string& name, const Tensor& tensor)
{
    return name.find("attn_1.") != std::string::npos && tensor.shape.size() == 4 && tensor.shape[2] == 1
        && tensor.shape[3] == 1;
}

} // namespace

Result<Weights> withLdmVaeNames(const Weights& vae)
{
    const bool isDiffusers = vae.has("decoder.up_blocks.0.resnets.0.conv1.weight");
    const int last = lastLevel(vae);
    SafetensorsFile file;
    for (const auto& [name, tensor] : vae.file().tensors) {
        std::string ldm = name;
        const bool isSide = name.starts_with("encoder.") || name.starts_with("decoder.");
        if (!isSide && !name.starts_with("quant_conv.") && !name.starts_with("post_quant_conv."))
            continue;
        if (isDiffusers && isSide) {
            const std::string rest = sideName(std::string_view(name).substr(8), last);
            if (rest.empty())
                continue;
            ldm = name.substr(0, 8) + rest;
        }
        Tensor stored = tensor;
        if (isAttentionMatrix(ldm, stored))
            stored.shape.resize(2);
        if (!file.tensors.emplace(ldm, std::move(stored)).second)
            return weightError(name, "occurs under two names");
    }
    return Weights(std::move(file));
}

} // namespace weft
