// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/models/ControlNetFiles.h"

#include "gpu-worker/models/DiffusersNames.h"
#include "gpu-worker/models/LdmControlNet.h"

#include <ATen/TensorOperators.h>

namespace weft {

namespace {

constexpr std::string_view kDownBlocks = "controlnet_down_blocks.";
constexpr std::string_view kHintBlocks = "controlnet_cond_embedding.blocks.";

/// "7.weight" -> {"7", "weight"}
std::pair<std::string, std::string> split(std::string_view text)
{
    const std::size_t dot = text.find('.');
    return {std::string(text.substr(0, dot)), dot == std::string_view::npos ? "" : std::string(text.substr(dot + 1))};
}

/// What diffusers adds to a UNet's names; empty: not one of them.
std::string controlName(const std::string& name, const std::string& lastHint)
{
    static const std::map<std::string, std::string> kModules {{"controlnet_mid_block.", "middle_block_out.0."},
        {"controlnet_cond_embedding.conv_in.", "input_hint_block.0."}};
    for (const auto& [from, to] : kModules) {
        if (name.starts_with(from))
            return to + name.substr(from.size());
    }
    constexpr std::string_view kLastHint = "controlnet_cond_embedding.conv_out.";
    if (name.starts_with(kLastHint))
        return lastHint + name.substr(kLastHint.size());
    if (name.starts_with(kDownBlocks)) {
        const auto [number, rest] = split(std::string_view(name).substr(kDownBlocks.size()));
        return "zero_convs." + number + ".0." + rest;
    }
    if (name.starts_with(kHintBlocks)) {
        const auto [number, rest] = split(std::string_view(name).substr(kHintBlocks.size()));
        return "input_hint_block." + std::to_string(2 * (std::atoi(number.c_str()) + 1)) + "." + rest;
    }
    return {};
}

int countHintBlocks(const Weights& file)
{
    constexpr int kMost = 64;
    int count = 0;
    while (count < kMost && file.has(std::string(kHintBlocks) + std::to_string(count) + ".weight"))
        ++count;
    return count;
}

Result<Weights> withControlNames(const Weights& file)
{
    if (file.has("control_model.zero_convs.0.0.weight"))
        return file.under("control_model.");
    if (!file.has("controlnet_cond_embedding.conv_in.weight"))
        return file;
    const UnetNames names(UnetLevels::fromDiffusers(file.names()));
    const std::string lastHint = "input_hint_block." + std::to_string(2 * (countHintBlocks(file) + 1)) + ".";
    Weights renamed = file;
    WEFT_CHECK(renamed.rename([&](const std::string& name) {
        const std::string control = controlName(name, lastHint);
        const std::string ldm = control.empty() ? names.toLdm(name) : control;
        return ldm.empty() ? "diffusers." + name : ldm;
    }));
    return renamed;
}

Result<std::shared_ptr<const ControlNet>> make(ParameterSet set)
{
    if (LdmControlNet::recognises(set))
        return LdmControlNet::make(std::move(set));
    return Error {ErrorCode::ModelUnsupported, "these weights belong to no ControlNet that Weft knows"};
}

} // namespace

Result<std::shared_ptr<const ControlNet>> makeControlNet(const Weights& file, const Placement& placement)
{
    WEFT_TRY(const Weights weights, withControlNames(file));
    WEFT_TRY(ParameterSet set, ParameterSet::of(weights, placement));
    return make(std::move(set));
}

Result<std::shared_ptr<const ControlNet>> makeControlNet(
    const Weights& file, const Denoiser& base, const Placement& placement)
{
    WEFT_TRY(const Weights weights, withControlNames(file));
    WEFT_TRY(ParameterSet set, ParameterSet::of(weights, placement));
    if (!file.has("difference"))
        return make(std::move(set));
    WeightPatches patches;
    for (const std::string& name : set.names()) {
        const at::Tensor trained = base.weight(name);
        if (trained.defined() && trained.sizes() == set.shapeOf(name))
            patches[name].push_back([trained](const at::Tensor& weight) { return weight + trained; });
    }
    return make(set.patched(patches));
}

} // namespace weft
