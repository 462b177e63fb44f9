// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/ApiJson.h"

#include "core/base/Limits.h"

#include <algorithm>
#include <limits>

namespace weft {

namespace {

PromptInput readInput(const Json& value)
{
    const bool isLink = value.is_array() && value.size() == 2 && value[0].is_string() && value[1].is_number_integer();
    if (!isLink)
        return value;
    const auto slot = value[1].is_number_unsigned() && value[1].get<std::uint64_t>() > INT32_MAX ? -1 : value[1].get<std::int64_t>();
    if (slot < 0)
        return value; // no output has such a place
    return SlotRef {value[0].get<std::string>(), static_cast<int>(slot)};
}

Json writeInput(const PromptInput& input)
{
    if (const auto* ref = std::get_if<SlotRef>(&input))
        return Json::array({ref->node, ref->slot});
    return std::get<Json>(input);
}

} // namespace

bool isApiJson(const Json& json)
{
    return json.is_object() && !json.empty()
        && std::ranges::all_of(json, [](const Json& node) { return memberAt(node, "class_type").is_string(); });
}

Result<Prompt> readApiJson(const Json& json)
{
    if (!json.is_object())
        return Error {ErrorCode::JsonNotAWorkflow, "a prompt is an object of nodes"};
    if (json.size() > kMaxGraphNodes)
        return Error {ErrorCode::LimitExceeded, "nodes of a prompt", {{"limit", std::to_string(kMaxGraphNodes)}}};
    Prompt prompt;
    for (const auto& [id, entry] : json.items()) {
        const Json& inputs = memberAt(entry, "inputs");
        if (id.empty() || stringAt(entry, "class_type").empty() || !(inputs.is_object() || inputs.is_null()))
            return Error {ErrorCode::JsonNotAWorkflow, "a node without id, class_type or inputs", {{"node", id}}};
        PromptNode node;
        node.type = stringAt(entry, "class_type");
        node.title = stringAt(memberAt(entry, "_meta"), "title");
        for (const auto& [name, value] : inputs.items())
            node.inputs.insert_or_assign(name, readInput(value));
        prompt.nodes.insert_or_assign(id, std::move(node));
    }
    return prompt;
}

Json writeApiJson(const Prompt& prompt)
{
    Json json = Json::object();
    for (const auto& [id, node] : prompt.nodes) {
        Json inputs = Json::object();
        for (const auto& [name, input] : node.inputs)
            inputs.emplace(name, writeInput(input));
        Json entry = {{"inputs", std::move(inputs)}, {"class_type", node.type}};
        if (!node.title.empty())
            entry["_meta"] = {{"title", node.title}};
        json.emplace(id, std::move(entry));
    }
    return json;
}

} // namespace weft
