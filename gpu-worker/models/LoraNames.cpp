// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/models/LoraNames.h"

#include "gpu-worker/models/DiffusersNames.h"
#include "gpu-worker/models/MmditNames.h"

#include <algorithm>

namespace weft {

namespace {

using Targets = std::map<std::string, LoraTarget>;

constexpr std::string_view kWeight = ".weight";

std::string underscored(std::string text)
{
    std::ranges::replace(text, '.', '_');
    return text;
}

std::string withoutWeight(const std::string& name)
{
    return name.ends_with(kWeight) ? name.substr(0, name.size() - kWeight.size()) : std::string();
}

std::string replaced(std::string text, std::string_view from, std::string_view to)
{
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
    return text;
}

/// The names that diffusers' own trainers give to a module.
void addDiffusers(Targets& names, const std::string& module, const LoraTarget& target)
{
    names["lora_unet_" + underscored(module)] = target;
    names["lycoris_" + underscored(module)] = target;
    for (const std::string prefix : {"", "unet.", "base_model.model."}) {
        names[prefix + module] = target;
        std::string processor = prefix + replaced(module, ".to_", ".processor.to_");
        if (processor.ends_with(".to_out.0"))
            processor.resize(processor.size() - 2);
        names[processor] = target;
    }
}

void addMmdit(Targets& names, const std::vector<std::string>& weights)
{
    int blocks = 0;
    while (std::ranges::find(weights, "joint_blocks." + std::to_string(blocks) + ".x_block.attn.qkv.weight") != weights.end())
        ++blocks;
    if (blocks == 0)
        return;
    for (const MmditModule& module : mmditModules(blocks)) {
        const LoraTarget target {module.ours + std::string(kWeight), module.third};
        for (const std::string prefix : {"transformer.", "base_model.model."})
            names[prefix + module.diffusers] = target;
        names["lora_transformer_" + underscored(module.diffusers)] = target;
        names["lycoris_" + underscored(module.diffusers)] = target;
    }
}

/// "clip_l.text_model.encoder..." -> {"clip_l", "text_model.encoder..."}
std::pair<std::string, std::string> encoderOf(const std::string& module)
{
    const std::size_t dot = module.find('.');
    return dot == std::string::npos ? std::pair(module, std::string())
                                    : std::pair(module.substr(0, dot), module.substr(dot + 1));
}

/// How trainers number an encoder: the ends of "lora_te" and "text_encoder".
struct EncoderNumber {
    std::string kohya;
    std::string diffusers;
};

std::vector<EncoderNumber> numbersOf(const std::string& encoder, bool hasL)
{
    if (encoder == "clip_g" && hasL)
        return {{"2", "_2"}};
    if (encoder == "clip_g")
        return {{"", ""}, {"2", "_2"}};
    if (encoder == "t5xxl")
        return {{"3", "_3"}};
    return {{"", ""}, {"1", ""}};
}

} // namespace

Targets loraNamesOfNetwork(const std::vector<std::string>& weights)
{
    Targets names;
    const UnetNames unet(UnetLevels::fromLdm(weights));
    for (const std::string& weight : weights) {
        const std::string module = withoutWeight(weight);
        names["diffusion_model." + (module.empty() ? weight : module)] = {weight};
        if (module.empty())
            continue;
        names["lora_unet_" + underscored(module)] = {weight};
        names["lora_prior_unet_" + underscored(module)] = {weight};
        const std::string diffusers = withoutWeight(unet.toDiffusers(weight));
        if (!diffusers.empty())
            addDiffusers(names, diffusers, {weight});
    }
    addMmdit(names, weights);
    return names;
}

Targets loraNamesOfClip(const std::vector<std::string>& weights)
{
    Targets names;
    const bool hasL = std::ranges::any_of(weights, [](const std::string& name) { return name.starts_with("clip_l."); });
    for (const std::string& weight : weights) {
        const std::string module = withoutWeight(weight);
        const auto [encoder, inside] = encoderOf(module);
        if (inside.empty())
            continue;
        names["text_encoders." + encoder + ".transformer." + inside] = {weight};
        names["text_encoders." + module] = {weight};
        for (const EncoderNumber& number : numbersOf(encoder, hasL)) {
            names["lora_te" + number.kohya + "_" + underscored(inside)] = {weight};
            names["text_encoder" + number.diffusers + "." + inside] = {weight};
        }
        if (encoder == "clip_g" && !hasL)
            names["lora_prior_te_" + underscored(inside)] = {weight};
    }
    return names;
}

} // namespace weft
