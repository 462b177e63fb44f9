// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/catalogue/NodeType.h"

#include <algorithm>
#include <array>

namespace weft {

namespace {

bool contains(std::string_view set, std::string_view name)
{
    while (!set.empty()) {
        const auto comma = set.find(',');
        if (set.substr(0, comma) == name)
            return true;
        set = comma == std::string_view::npos ? std::string_view() : set.substr(comma + 1);
    }
    return false;
}

Json inputToJson(const InputSpec& input)
{
    Json options = input.options;
    if (input.lazy)
        options["lazy"] = true;
    if (input.forceInput)
        options["forceInput"] = true;
    if (input.picksInputFile)
        options["image_upload"] = true;
    if (input.picksInputFolder)
        options["weft.input_folder"] = true;
    if (!input.modelFolder.empty())
        options["weft.model_folder"] = input.modelFolder;
    if (input.type == "COMBO")
        return Json::array({input.choices, options});
    return Json::array({input.type, options});
}

InputSpec inputFromJson(const std::string& name, Presence presence, const Json& entry)
{
    InputSpec input;
    input.name = name;
    input.presence = presence;
    if (entry.is_string()) { // hidden inputs are written so
        input.type = entry.get<std::string>();
        return input;
    }
    const Json& type = entry.is_array() && !entry.empty() ? entry[0] : Json();
    if (entry.is_array() && entry.size() > 1 && entry[1].is_object())
        input.options = entry[1];
    const Json choices = type.is_array() ? type : memberAt(input.options, "options");
    input.type = type.is_string() ? type.get<std::string>() : "COMBO";
    if (choices.is_array()) {
        for (const Json& choice : choices)
            input.choices.push_back(choice.is_string() ? choice.get<std::string>() : toJsonText(choice));
    }
    input.lazy = boolAt(input.options, "lazy");
    input.forceInput = boolAt(input.options, "forceInput");
    input.picksInputFile = boolAt(input.options, "image_upload");
    input.picksInputFolder = boolAt(input.options, "weft.input_folder");
    input.modelFolder = stringAt(input.options, "weft.model_folder");
    for (const char* key : {"lazy", "forceInput", "image_upload", "weft.input_folder", "weft.model_folder"})
        input.options.erase(key);
    return input;
}

const char* presenceKey(Presence presence)
{
    switch (presence) {
    case Presence::Required:
        return "required";
    case Presence::Optional:
        return "optional";
    case Presence::Hidden:
        return "hidden";
    }
    return "required";
}

bool boolItem(const Json& list, std::size_t index)
{
    return list.is_array() && index < list.size() && list[index].is_boolean() && list[index].get<bool>();
}

std::string textItem(const Json& list, std::size_t index, std::string fallback)
{
    return list.is_array() && index < list.size() && list[index].is_string() ? list[index].get<std::string>() : fallback;
}

} // namespace

bool typesMatch(std::string_view from, std::string_view to)
{
    if (from == "*" || to == "*")
        return true;
    while (!from.empty()) {
        const auto comma = from.find(',');
        if (contains(to, from.substr(0, comma)))
            return true;
        from = comma == std::string_view::npos ? std::string_view() : from.substr(comma + 1);
    }
    return false;
}

bool isSettingType(std::string_view type)
{
    static constexpr std::array<std::string_view, 7> kSettings {
        "INT", "FLOAT", "STRING", "BOOLEAN", "COMBO", "COLOR", "CURVE"};
    return std::ranges::any_of(kSettings, [type](std::string_view setting) { return contains(type, setting); });
}

bool typeTravels(std::string_view type)
{
    static constexpr std::array<std::string_view, 16> kTravel {"IMAGE", "MASK", "LATENT", "CONDITIONING", "INT", "FLOAT",
        "STRING", "BOOLEAN", "COMBO", "FILE", "SIGMAS", "AUDIO",
        "LORA_MODEL", "LOSS_MAP", "COLOR", "EMBEDDING"};
    return std::ranges::find(kTravel, type) != kTravel.end();
}

const InputSpec* NodeType::findInput(std::string_view inputName) const
{
    const int index = inputIndex(inputName);
    return index < 0 ? nullptr : &inputs[static_cast<std::size_t>(index)];
}

int NodeType::inputIndex(std::string_view inputName) const
{
    const auto it = std::ranges::find(inputs, inputName, &InputSpec::name);
    return it == inputs.end() ? -1 : static_cast<int>(it - inputs.begin());
}

Json toObjectInfo(const NodeType& type)
{
    Json input = Json::object();
    Json order = Json::object();
    for (const InputSpec& spec : type.inputs) {
        const char* key = presenceKey(spec.presence);
        input[key][spec.name] = spec.presence == Presence::Hidden ? Json(spec.type) : inputToJson(spec);
        order[key].push_back(spec.name);
    }
    Json entry = {{"input", input}, {"input_order", order}, {"output", Json::array()}, {"output_is_list", Json::array()},
        {"output_name", Json::array()}, {"name", type.name}, {"display_name", type.displayName},
        {"description", type.description}, {"python_module", "weft." + type.engine}, {"category", type.category},
        {"output_node", type.isOutput}, {"deprecated", type.deprecated}, {"experimental", type.experimental},
        {"api_node", false}};
    Json holdsModel = Json::array();
    Json tooltips = Json::array();
    for (const OutputSpec& output : type.outputs) {
        entry["output"].push_back(output.type);
        entry["output_is_list"].push_back(output.isList);
        entry["output_name"].push_back(output.name);
        holdsModel.push_back(output.holdsModel);
        tooltips.push_back(output.tooltip);
    }
    entry["output_tooltips"] = tooltips;
    entry["weft"] = {{"input_is_list", type.inputIsList}, {"idempotent", type.idempotent}, {"reads_file", type.readsFile},
        {"writes_file", type.writesFile}, {"holds_model", holdsModel}, {"engine", type.engine}};
    return entry;
}

Result<NodeType> fromObjectInfo(const std::string& name, const Json& entry)
{
    if (!entry.is_object() || !memberAt(entry, "output").is_array())
        return Error {ErrorCode::JsonNotAWorkflow, "not an object_info entry", {{"type", name}}};
    NodeType type;
    type.name = name;
    type.displayName = stringAt(entry, "display_name", name);
    type.category = stringAt(entry, "category");
    type.description = stringAt(entry, "description");
    type.isOutput = boolAt(entry, "output_node");
    type.deprecated = boolAt(entry, "deprecated");
    type.experimental = boolAt(entry, "experimental");
    const Json& ours = memberAt(entry, "weft");
    type.inputIsList = boolAt(ours, "input_is_list");
    type.idempotent = boolAt(ours, "idempotent", true);
    type.readsFile = boolAt(ours, "reads_file");
    type.writesFile = boolAt(ours, "writes_file");
    type.engine = stringAt(ours, "engine", "comfyui");
    for (const Presence presence : {Presence::Required, Presence::Optional, Presence::Hidden}) {
        const Json& inputs = memberAt(memberAt(entry, "input"), presenceKey(presence));
        if (!inputs.is_object())
            continue;
        for (const auto& [inputName, spec] : inputs.items())
            type.inputs.push_back(inputFromJson(inputName, presence, spec));
    }
    const Json& outputs = memberAt(entry, "output");
    for (std::size_t i = 0; i < outputs.size(); ++i) {
        OutputSpec output;
        output.type = outputs[i].is_string() ? outputs[i].get<std::string>() : "COMBO";
        output.name = textItem(memberAt(entry, "output_name"), i, output.type);
        output.isList = boolItem(memberAt(entry, "output_is_list"), i);
        output.holdsModel = boolItem(memberAt(ours, "holds_model"), i);
        output.tooltip = textItem(memberAt(entry, "output_tooltips"), i, {});
        type.outputs.push_back(std::move(output));
    }
    return type;
}

} // namespace weft
