// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/apis/PublishedApi.h"

#include "core/formats/ApiJson.h"

#include <algorithm>

namespace weft {

namespace {

constexpr std::string_view kPrefix = "api/";
constexpr std::size_t kMaxNameBytes = 40;

/// The parameters and outputs as one node type: what object_info can say needs no format of its own.
NodeType faceOf(const PublishedApi& api)
{
    NodeType type;
    type.name = api.name;
    type.displayName = api.title;
    type.category = "api";
    type.description = api.description;
    for (const ApiParameter& parameter : api.parameters)
        type.inputs.push_back(parameter.spec);
    for (const ApiOutput& output : api.outputs)
        type.outputs.push_back(output.spec);
    return type;
}

Json targetsJson(const ApiParameter& parameter)
{
    Json targets = Json::array();
    for (const InputRef& target : parameter.targets)
        targets.push_back(Json::array({target.node, target.input}));
    return targets;
}

Result<std::pair<std::string, Json>> pairOf(const Json& entry)
{
    if (!entry.is_array() || entry.size() != 2 || !entry[0].is_string())
        return Error {ErrorCode::JsonNotAWorkflow, "an API's target or output isn't a pair"};
    return std::pair(entry[0].get<std::string>(), entry[1]);
}

/// Errors: JsonNotAWorkflow.
Done addTargets(PublishedApi& api, const Json& targets)
{
    for (ApiParameter& parameter : api.parameters) {
        const Json& list = memberAt(targets, parameter.spec.name.c_str());
        for (const Json& entry : list.is_array() ? list : Json::array()) {
            WEFT_TRY(const auto target, pairOf(entry));
            if (!target.second.is_string() || !api.prompt.nodes.contains(target.first))
                return Error {ErrorCode::JsonNotAWorkflow, "an API's target is no input of its graph"};
            parameter.targets.push_back({target.first, target.second.get<std::string>()});
        }
    }
    return {};
}

Done addSources(PublishedApi& api, const Json& sources)
{
    if (!sources.is_array() || sources.size() != api.outputs.size())
        return Error {ErrorCode::JsonNotAWorkflow, "an API's outputs don't fit its face"};
    for (std::size_t i = 0; i < api.outputs.size(); ++i) {
        WEFT_TRY(const auto source, pairOf(sources[i]));
        if (!source.second.is_number_integer() || !api.prompt.nodes.contains(source.first))
            return Error {ErrorCode::JsonNotAWorkflow, "an API's output is no slot of its graph"};
        api.outputs[i].from = {source.first, source.second.get<int>()};
    }
    return {};
}

} // namespace

bool isApiName(std::string_view name)
{
    const auto good = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
    return !name.empty() && name.size() <= kMaxNameBytes && name.front() >= 'a' && name.front() <= 'z' && std::ranges::all_of(name, good);
}

std::string apiOwner(const KeyHash& machine)
{
    constexpr std::size_t kOwnerDigits = 8;
    return machine.hex().substr(0, kOwnerDigits);
}

std::string apiNodeName(const std::string& name, const std::string& owner) { return std::string(kPrefix) + name + "@" + owner; }

std::string apiNameOf(std::string_view nodeType)
{
    const std::size_t at = nodeType.rfind('@');
    if (!nodeType.starts_with(kPrefix) || at == std::string_view::npos || at < kPrefix.size())
        return {};
    return std::string(nodeType.substr(kPrefix.size(), at - kPrefix.size()));
}

NodeType apiNodeType(const PublishedApi& api, const std::string& owner)
{
    NodeType type = faceOf(api);
    type.name = apiNodeName(api.name, owner);
    return type;
}

Json toJson(const PublishedApi& api)
{
    Json targets = Json::object();
    for (const ApiParameter& parameter : api.parameters)
        targets[parameter.spec.name] = targetsJson(parameter);
    Json sources = Json::array();
    for (const ApiOutput& output : api.outputs)
        sources.push_back(Json::array({output.from.node, output.from.slot}));
    Json json {{"name", api.name}, {"price", toCreditString(api.price)}, {"face", toObjectInfo(faceOf(api))}, {"targets", targets}, {"outputs", sources},
        {"prompt", writeApiJson(api.prompt)}};
    if (api.spend)
        json["spend"] = toCreditString(*api.spend);
    return json;
}

Result<PublishedApi> apiFromJson(const Json& json)
{
    PublishedApi api;
    api.name = stringAt(json, "name");
    if (!isApiName(api.name))
        return Error {ErrorCode::JsonNotAWorkflow, "an API without a good name"};
    WEFT_TRY(api.price, parseCredits(stringAt(json, "price")));
    if (json.contains("spend")) {
        WEFT_TRY(api.spend, parseCredits(stringAt(json, "spend")));
    }
    WEFT_TRY(api.prompt, readApiJson(memberAt(json, "prompt")));
    WEFT_TRY(const NodeType face, fromObjectInfo(api.name, memberAt(json, "face")));
    api.title = face.displayName;
    api.description = face.description;
    for (const InputSpec& input : face.inputs)
        api.parameters.push_back({input, {}});
    for (const OutputSpec& output : face.outputs)
        api.outputs.push_back({output, {}});
    WEFT_CHECK(addTargets(api, memberAt(json, "targets")));
    WEFT_CHECK(addSources(api, memberAt(json, "outputs")));
    return api;
}

} // namespace weft
