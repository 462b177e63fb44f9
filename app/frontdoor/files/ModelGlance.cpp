// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/frontdoor/files/ModelGlance.h"

#include "app/frontdoor/files/ModelFolders.h"

#include <string>

namespace weft {

namespace {

constexpr std::string_view kWhole = "model.diffusion_model."; // where a checkpoint keeps its diffusion model
constexpr std::int64_t kPlainInputs = 4; // channels of a model that doesn't inpaint

std::int64_t sideOf(const Json& entry, std::size_t axis)
{
    const Json& shape = memberAt(entry, "shape");
    return shape.is_array() && shape.size() > axis && shape[axis].is_number_integer() ? shape[axis].get<std::int64_t>() : 0;
}

/// The width of the texts that a U-Net looks at: its first cross-attention's.
std::int64_t textWidth(const Json& header, std::string_view prefix)
{
    for (const auto& [name, entry] : header.items()) {
        if (std::string_view(name).starts_with(prefix) && name.ends_with("attn2.to_k.weight"))
            return sideOf(entry, 1);
    }
    return 0;
}

const char* unetOf(std::int64_t width)
{
    return width == 768 ? "sd15" : width == 1024 ? "sd20"
        : width == 2048                          ? "sdxl"
        : width == 1280                          ? "sdxl-refiner"
                                                 : "unknown";
}

} // namespace

Json modelGlanceOfHeader(const Json& header)
{
    bool isWhole = false;
    for (const auto& [name, entry] : header.items())
        isWhole |= std::string_view(name).starts_with(kWhole);
    const std::string prefix(isWhole ? kWhole : std::string_view());
    const auto has = [&](const char* name) { return header.contains(prefix + name); };
    Json told = {{"base_model", "unknown"}, {"is_inpaint", false}};
    if (has("joint_blocks.0.x_block.attn.qkv.weight"))
        told["base_model"] = "sd3";
    else if (has("double_blocks.0.img_attn.qkv.weight"))
        told["base_model"] = has("distilled_guidance_layer.in_proj.weight") ? "chroma" : "flux";
    const Json& first = memberAt(header, prefix + "input_blocks.0.0.weight");
    if (!first.is_object())
        return told;
    const std::string base = unetOf(textWidth(header, prefix));
    told["base_model"] = base;
    told["is_inpaint"] = sideOf(first, 1) > kPlainInputs;
    if (base == "sdxl")
        told["type"] = header.contains("v_pred") ? "v-prediction" : "eps";
    return told;
}

Json modelGlance(const QString& path)
{
    const auto header = tensorHeader(path);
    return modelGlanceOfHeader(header && header->is_object() ? *header : Json::object());
}

} // namespace weft
