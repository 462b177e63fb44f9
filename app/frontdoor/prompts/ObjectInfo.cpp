// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/frontdoor/prompts/ObjectInfo.h"

#include "app/frontdoor/prompts/PythonText.h"

#include <algorithm>
#include <array>

namespace weft {

namespace {

/// Core types that ComfyUI 0.3.64 describes in the newer form, of those that Weft has too; sorted.
constexpr auto kNewForms = std::to_array<std::string_view>({
    "APG", "AlignYourStepsScheduler", "CFGNorm", "CFGZeroStar", "CLIPTextEncodeSD3", "CLIPTextEncodeSDXL",
    "CLIPTextEncodeSDXLRefiner", "Canny", "CaseConverter", "ControlNetApplySD3", "DifferentialDiffusion",
    "EmptySD3LatentImage", "Epsilon Scaling", "FluxGuidance", "FluxKontextImageScale", "GITSScheduler", "HyperTile",
    "ImageBlend", "ImageBlur", "ImageQuantize", "ImageRGBToYUV", "ImageScaleToTotalPixels", "ImageSharpen",
    "ImageUpscaleWithModel", "ImageYUVToRGB", "InstructPixToPixConditioning", "JoinImageWithAlpha", "LatentAdd",
    "LatentApplyOperation", "LatentApplyOperationCFG", "LatentBatch", "LatentBatchSeedBehavior", "LatentConcat",
    "LatentCut", "LatentInterpolate", "LatentMultiply", "LatentOperationSharpen", "LatentOperationTonemapReinhard",
    "LatentSubtract", "LoraSave", "Mahiro", "Morphology", "PatchModelAddDownscale", "PerpNegGuider",
    "PerturbedAttentionGuidance", "PorterDuffImageComposite", "PrimitiveBoolean", "PrimitiveFloat", "PrimitiveInt",
    "PrimitiveString", "PrimitiveStringMultiline", "RebatchImages", "RebatchLatents", "RenormCFG",
    "SamplerEulerCFGpp", "SelfAttentionGuidance", "SkipLayerGuidanceDiT", "SkipLayerGuidanceDiTSimple",
    "SkipLayerGuidanceSD3", "SplitImageWithAlpha", "StringCompare", "StringConcatenate", "StringContains",
    "StringLength", "StringReplace", "StringSubstring", "StringTrim", "TCFG", "TripleCLIPLoader",
    "UpscaleModelLoader",
});

bool isPicture(const OutputSpec& output) { return output.type == "IMAGE" || output.type == "MASK"; }

/// Only pictures are uploaded by the page's button.
bool takesUpload(const NodeType& type, const InputSpec& input)
{
    return input.picksInputFile && std::ranges::any_of(type.outputs, isPicture);
}

Json optionsOf(const NodeType& type, const InputSpec& input, bool isNew)
{
    Json options = input.options;
    if (input.lazy)
        options["lazy"] = true;
    if (input.forceInput)
        options["forceInput"] = true;
    if (takesUpload(type, input))
        options["image_upload"] = true;
    // The first choice is the default anyway.
    if (input.type == "COMBO" && !input.choices.empty() && memberAt(options, "default") == input.choices.front())
        options.erase("default");
    if (isNew && input.type == "STRING" && !options.contains("multiline"))
        options["multiline"] = false;
    return options;
}

Json newCombo(const InputSpec& input, Json options)
{
    options["multiselect"] = boolAt(options, "multiselect");
    options["options"] = input.choices;
    return Json::array({"COMBO", std::move(options)});
}

Json entryOf(const NodeType& type, const InputSpec& input, bool isNew)
{
    if (input.presence == Presence::Hidden)
        return isNew ? Json::array({input.type}) : Json(input.type);
    const Json config = inputConfig(type, input);
    return isNew || !config[1].empty() ? config : Json::array({config[0]});
}

/// Nodes that write files are told of the prompt; in Weft its texts are added where the file is stored.
bool hidesPrompt(const NodeType& type)
{
    return type.isOutput && type.name != "PreviewAny" && type.engine == "native"
        && std::ranges::none_of(type.inputs, [](const InputSpec& input) { return input.presence == Presence::Hidden; });
}

const char* keyOf(Presence presence)
{
    return presence == Presence::Required ? "required" : presence == Presence::Optional ? "optional" : "hidden";
}

void addInputs(Json& entry, const NodeType& type, bool isNew)
{
    Json inputs = {{"required", Json::object()}};
    Json order = {{"required", Json::array()}};
    const auto add = [&](const InputSpec& input) {
        const char* key = keyOf(input.presence);
        inputs[key][input.name] = entryOf(type, input, isNew);
        order[key].push_back(input.name);
    };
    std::ranges::for_each(type.inputs, add);
    if (hidesPrompt(type)) {
        add({.name = "prompt", .type = "PROMPT", .presence = Presence::Hidden});
        add({.name = "extra_pnginfo", .type = "EXTRA_PNGINFO", .presence = Presence::Hidden});
    }
    entry["input"] = std::move(inputs);
    entry["input_order"] = std::move(order);
}

/// Loaders of models without which ComfyUI's web page (1.27) can make no node with choices: it looks up the classes of these
/// names as they are. Where nobody has them they stand in the list without choices, and as deprecated, so that nobody finds them.
constexpr auto kTakenForGranted = std::to_array<std::pair<const char*, const char*>>({
    {"CheckpointLoaderSimple", "ckpt_name"}, {"ImageOnlyCheckpointLoader", "ckpt_name"}, {"LoraLoader", "lora_name"},
    {"LoraLoaderModelOnly", "lora_name"}, {"VAELoader", "vae_name"}, {"ControlNetLoader", "control_net_name"}, {"UNETLoader", "unet_name"},
    {"UpscaleModelLoader", "model_name"}, {"StyleModelLoader", "style_model_name"}, {"GLIGENLoader", "gligen_name"},
});

NodeType loaderOfNothing(const char* name, const char* input)
{
    NodeType type;
    type.name = name;
    type.category = "loaders";
    type.deprecated = true;
    InputSpec choice;
    choice.name = input;
    choice.type = "COMBO";
    type.inputs.push_back(std::move(choice));
    return type;
}

void addOutputs(Json& entry, const NodeType& type, bool isNew)
{
    Json types = Json::array(), lists = Json::array(), names = Json::array(), tooltips = Json::array();
    bool hasTooltip = isNew;
    for (const OutputSpec& output : type.outputs) {
        types.push_back(output.type);
        lists.push_back(output.isList);
        names.push_back(output.name);
        tooltips.push_back(output.tooltip.empty() && isNew ? Json() : Json(output.tooltip));
        hasTooltip |= !output.tooltip.empty();
    }
    entry["output"] = std::move(types);
    entry["output_is_list"] = std::move(lists);
    entry["output_name"] = std::move(names);
    if (hasTooltip)
        entry["output_tooltips"] = std::move(tooltips);
}

} // namespace

bool hasNewForm(std::string_view type) { return std::ranges::binary_search(kNewForms, type); }

Json inputConfig(const NodeType& type, const InputSpec& input)
{
    const bool isNew = type.engine == "native" && hasNewForm(type.name);
    Json options = optionsOf(type, input, isNew);
    if (input.type != "COMBO")
        return Json::array({input.type, std::move(options)});
    if (options.contains("options")) // a ComfyUI server's word
        return Json::array({"COMBO", std::move(options)});
    return isNew ? newCombo(input, std::move(options)) : Json::array({input.choices, std::move(options)});
}

std::string inputTypeText(const NodeType& type, const InputSpec& input)
{
    const Json config = inputConfig(type, input);
    return python::str(config[0]);
}

Json comfyObjectInfo(const NodeType& type)
{
    const bool isNew = type.engine == "native" && hasNewForm(type.name);
    Json entry = Json::object();
    addInputs(entry, type, isNew);
    addOutputs(entry, type, isNew);
    const bool unnamed = isNew && (type.displayName.empty() || type.displayName == type.name);
    entry["name"] = type.name;
    entry["display_name"] = unnamed ? Json() : Json(type.displayName.empty() ? type.name : type.displayName);
    entry["description"] = type.description;
    entry["python_module"] = "weft." + type.engine;
    entry["category"] = type.category;
    entry["output_node"] = type.isOutput;
    if (type.deprecated || isNew)
        entry["deprecated"] = type.deprecated;
    if (type.experimental || isNew)
        entry["experimental"] = type.experimental;
    if (isNew)
        entry["api_node"] = false;
    return entry;
}

std::string comfyObjectInfoText(const Catalogue& catalogue)
{
    Json all = Json::object();
    Json::object_t::Container& entries = all.get_ref<Json::object_t&>(); // names differ: nothing to compare each with
    for (const auto& [name, type] : catalogue.types())
        entries.emplace_back(name, comfyObjectInfo(type));
    for (const auto& [name, input] : kTakenForGranted) {
        if (!catalogue.find(name))
            entries.emplace_back(name, comfyObjectInfo(loaderOfNothing(name, input)));
    }
    return toJsonText(all);
}

} // namespace weft
