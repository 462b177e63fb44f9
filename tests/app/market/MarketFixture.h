// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engines/MarketEngines.h"
#include "core/security/Random.h"

namespace weft::test {

/// A node type as an engine describes it; `inputs` and `outputs` are value types.
inline NodeType nodeType(const std::string& name, const std::vector<std::string>& inputs, const std::vector<std::string>& outputs)
{
    NodeType type;
    type.name = name;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        InputSpec spec;
        spec.name = "in" + std::to_string(i);
        spec.type = inputs[i];
        type.inputs.push_back(spec);
    }
    for (const std::string& output : outputs)
        type.outputs.push_back({output, output, false, false, {}});
    return type;
}

/// What draws a picture from words.
inline std::vector<NodeType> drawingTypes()
{
    return {nodeType("CheckpointLoaderSimple", {"COMBO"}, {"MODEL", "CLIP", "VAE"}), nodeType("CLIPTextEncode", {"STRING", "CLIP"}, {"CONDITIONING"}),
        nodeType("EmptyLatentImage", {"INT"}, {"LATENT"}), nodeType("KSampler", {"MODEL", "CONDITIONING", "LATENT"}, {"LATENT"}),
        nodeType("VAEDecode", {"LATENT", "VAE"}, {"IMAGE"})};
}

inline std::vector<NodeType> pictureTypes()
{
    return {nodeType("ImageScaleBy", {"IMAGE"}, {"IMAGE"}), nodeType("ImageBlur", {"IMAGE"}, {"IMAGE"}), nodeType("UpscaleModelLoader", {"COMBO"}, {"UPSCALE_MODEL"}),
        nodeType("ImageUpscaleWithModel", {"UPSCALE_MODEL", "IMAGE"}, {"IMAGE"})};
}

inline EngineInfo machineInfo(const std::string& id, const std::string& name, Money price, const std::vector<NodeType>& types, std::vector<ModelFile> models, std::int64_t speed = 1000)
{
    EngineInfo info;
    info.id = id;
    info.displayName = name;
    info.pricePerReferenceSecond = price;
    info.speedPermille = speed;
    for (const NodeType& type : types)
        info.catalogue.add(type);
    info.catalogue.setModels(std::move(models));
    return info;
}

inline ModelFile checkpoint(const std::string& name, std::uint64_t bytes = 6'900'000'000) { return {"checkpoints", name, bytes, Hash256::fromHex(std::string(64, 'a')).valueOr({})}; }
inline ModelFile upscaler(const std::string& name)
{
    return {"upscale_models", name, 1'200'000, Hash256::fromHex("9137ddea043358d0b0474e836fb8e8de174a9517d8c242f5f914d44bbb4c0c32").valueOr({})};
}

/// A ComfyUI of the user's own.
inline EngineInfo ownServer()
{
    EngineInfo info = machineInfo("comfyui:127.0.0.1:8188", "ComfyUI (127.0.0.1:8188)", {}, pictureTypes(), {});
    info.carries = {"IMAGE"};
    info.onThisComputer = true;
    return info;
}

/// Three machines: a dear and fast one that draws, a free one that enlarges, one between.
inline std::vector<EngineInfo> threeMachines()
{
    std::vector<NodeType> all = drawingTypes();
    for (const NodeType& type : pictureTypes())
        all.push_back(type);
    return {machineInfo("aa01", "RTX 4090 · Tokyo", microCredits(40'000), drawingTypes(), {checkpoint("sd_xl_base_1.0.safetensors")}, 32'000),
        machineInfo("bb02", "Lin's PC", {}, pictureTypes(), {upscaler("realesr-animevideov3.safetensors")}, 900),
        machineInfo("cc03", "A6000 · Berlin", microCredits(10'000), all, {checkpoint("sd_xl_base_1.0.safetensors"), upscaler("realesr-animevideov3.safetensors")}, 18'500)};
}

inline std::vector<ListedMachine> threeListed()
{
    return {{"aa01", "NVIDIA GeForce RTX 4090", 0, 4112, 8}, {"bb02", "CPU, 8 threads", 1, 61, 0}, {"cc03", "NVIDIA RTX A6000", 0, 0, 0}};
}

} // namespace weft::test
