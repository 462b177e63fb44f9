// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/models/MmditNames.h"

#include <array>

namespace weft {

namespace {

using MmditNamePair = std::pair<std::string_view, std::string_view>; // diffusers, ours

constexpr std::array<MmditNamePair, 7> kMmditModules {{{"context_embedder", "context_embedder"}, {"pos_embed.proj", "x_embedder.proj"},
    {"time_text_embed.timestep_embedder.linear_1", "t_embedder.mlp.0"},
    {"time_text_embed.timestep_embedder.linear_2", "t_embedder.mlp.2"},
    {"time_text_embed.text_embedder.linear_1", "y_embedder.mlp.0"},
    {"time_text_embed.text_embedder.linear_2", "y_embedder.mlp.2"}, {"proj_out", "final_layer.linear"}}};

constexpr std::array<MmditNamePair, 14> kBlock {{{"norm1.linear", "x_block.adaLN_modulation.1"}, {"attn.to_out.0", "x_block.attn.proj"},
    {"attn.norm_q", "x_block.attn.ln_q"}, {"attn.norm_k", "x_block.attn.ln_k"}, {"attn2.to_out.0", "x_block.attn2.proj"},
    {"attn2.norm_q", "x_block.attn2.ln_q"}, {"attn2.norm_k", "x_block.attn2.ln_k"}, {"ff.net.0.proj", "x_block.mlp.fc1"},
    {"ff.net.2", "x_block.mlp.fc2"}, {"attn.to_add_out", "context_block.attn.proj"},
    {"attn.norm_added_q", "context_block.attn.ln_q"}, {"attn.norm_added_k", "context_block.attn.ln_k"},
    {"ff_context.net.0.proj", "context_block.mlp.fc1"}, {"ff_context.net.2", "context_block.mlp.fc2"}}};

struct Thirds {
    std::array<std::string_view, 3> diffusers;
    std::string_view ours;
};
constexpr std::array<Thirds, 3> kThirds {{{{"attn.to_q", "attn.to_k", "attn.to_v"}, "x_block.attn.qkv"},
    {{"attn2.to_q", "attn2.to_k", "attn2.to_v"}, "x_block.attn2.qkv"},
    {{"attn.add_q_proj", "attn.add_k_proj", "attn.add_v_proj"}, "context_block.attn.qkv"}}};

std::string joined(const std::string& a, std::string_view b)
{
    return a + std::string(b);
}

/// Rows behind rows: the parts agree in everything but their first side.
Result<Tensor> stacked(const std::vector<const Tensor*>& parts, const std::string& name)
{
    Tensor all {parts.front()->dtype, parts.front()->shape, {}};
    std::vector<std::uint8_t> bytes;
    all.shape.front() = 0;
    for (const Tensor* part : parts) {
        const bool fits = part->dtype == all.dtype && part->shape.size() == all.shape.size()
            && std::equal(part->shape.begin() + 1, part->shape.end(), all.shape.begin() + 1);
        if (!fits)
            return weightError(name, "doesn't fit the parts beside it");
        all.shape.front() += part->shape.front();
        bytes.insert(bytes.end(), part->data.view().begin(), part->data.view().end());
    }
    all.data = SharedBytes::take(std::move(bytes));
    return all;
}

Tensor halvesSwapped(const Tensor& tensor)
{
    const std::size_t half = tensor.data.size() / 2;
    std::vector<std::uint8_t> bytes(tensor.data.view().begin() + static_cast<std::ptrdiff_t>(half), tensor.data.view().end());
    bytes.insert(bytes.end(), tensor.data.view().begin(), tensor.data.view().begin() + static_cast<std::ptrdiff_t>(half));
    return {tensor.dtype, tensor.shape, SharedBytes::take(std::move(bytes))};
}

using Tensors = std::map<std::string, Tensor, std::less<>>;

Done addStacked(const Tensors& from, const std::string& block, const Thirds& thirds, const std::string& ours, Tensors& to)
{
    for (const std::string kind : {".weight", ".bias"}) {
        std::vector<const Tensor*> parts;
        for (const std::string_view third : thirds.diffusers) {
            const auto found = from.find(joined(block, third) + kind);
            if (found != from.end() && !found->second.shape.empty())
                parts.push_back(&found->second);
        }
        if (parts.empty())
            continue;
        if (parts.size() != thirds.diffusers.size())
            return weightError(joined(block, thirds.diffusers.front()) + kind, "has no key or value beside it");
        WEFT_TRY(to[joined(ours, thirds.ours) + kind], stacked(parts, joined(block, thirds.diffusers.front()) + kind));
    }
    return {};
}

} // namespace

std::vector<MmditModule> mmditModules(int blocks)
{
    std::vector<MmditModule> modules;
    for (const auto& [diffusers, ours] : kMmditModules)
        modules.push_back({std::string(diffusers), std::string(ours)});
    modules.push_back({"norm_out.linear", "final_layer.adaLN_modulation.1", -1, true});
    for (int i = 0; i < blocks; ++i) {
        const std::string theirs = "transformer_blocks." + std::to_string(i) + ".";
        const std::string ours = "joint_blocks." + std::to_string(i) + ".";
        for (const auto& [from, to] : kBlock)
            modules.push_back({joined(theirs, from), joined(ours, to)});
        modules.push_back(
            {theirs + "norm1_context.linear", ours + "context_block.adaLN_modulation.1", -1, i + 1 == blocks});
        for (const Thirds& thirds : kThirds) {
            for (int part = 0; part < 3; ++part)
                modules.push_back({joined(theirs, thirds.diffusers[static_cast<std::size_t>(part)]),
                    joined(ours, thirds.ours), part});
        }
    }
    return modules;
}

Result<Weights> withMmditNames(const Weights& file)
{
    if (!file.has("transformer_blocks.0.attn.add_q_proj.weight"))
        return file;
    int blocks = 0;
    while (blocks < kMaxJointBlocks && file.has("transformer_blocks." + std::to_string(blocks) + ".attn.to_q.weight"))
        ++blocks;
    const Tensors& from = file.file().tensors;
    SafetensorsFile renamed;
    for (const MmditModule& module : mmditModules(blocks)) {
        if (module.third >= 0)
            continue;
        for (const std::string kind : {".weight", ".bias"}) {
            const auto found = from.find(module.diffusers + kind);
            if (found != from.end())
                renamed.tensors[module.ours + kind] = module.scaleFirst ? halvesSwapped(found->second) : found->second;
        }
    }
    const auto positions = from.find("pos_embed.pos_embed");
    if (positions != from.end())
        renamed.tensors["pos_embed"] = positions->second;
    for (int i = 0; i < blocks; ++i) {
        for (const Thirds& thirds : kThirds) {
            WEFT_CHECK(addStacked(from, "transformer_blocks." + std::to_string(i) + ".", thirds,
                "joint_blocks." + std::to_string(i) + ".", renamed.tensors));
        }
    }
    return Weights(std::move(renamed));
}

} // namespace weft
