// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/model/ExposedSettings.h"

#include <algorithm>

namespace weft {

namespace {

constexpr const char* kInputs = "weft.inputs";

const Json& markedOf(const Node& node) { return memberAt(memberAt(node.extra, "properties"), kInputs); }

bool isMarked(const Node& node, const std::string& setting)
{
    const Json& marked = markedOf(node);
    return marked.is_array() && std::ranges::find(marked, Json(setting)) != marked.end();
}

bool isListed(const Node& node, const std::string& setting)
{
    return std::ranges::find(node.inputs, setting, &NodePort::name) != node.inputs.end();
}

/// As newer files do.
bool listsAll(const Node& node, const NodeType& type)
{
    return std::ranges::all_of(type.inputs, [&](const InputSpec& input) {
        return !input.isSetting() || input.presence == Presence::Hidden || isListed(node, input.name);
    });
}

void mark(Node& node, const std::string& setting, bool shows)
{
    Json marked = markedOf(node).is_array() ? markedOf(node) : Json::array();
    if (shows)
        marked.push_back(setting);
    else
        marked.erase(std::remove(marked.begin(), marked.end(), Json(setting)), marked.end());
    Json& properties = node.extra["properties"];
    if (!properties.is_object())
        properties = Json::object();
    if (marked.empty())
        properties.erase(kInputs);
    else
        properties[kInputs] = std::move(marked);
}

} // namespace

bool showsPort(const Node& node, const NodeType* type, const std::string& setting)
{
    return isMarked(node, setting) || (type && isListed(node, setting) && !listsAll(node, *type));
}

void setShowsPort(Node& node, const NodeType& type, const std::string& setting, bool shows)
{
    const InputSpec* const spec = type.findInput(setting);
    if (!spec || showsPort(node, &type, setting) == shows)
        return;
    if (shows && !isListed(node, setting))
        node.inputs.push_back({setting, spec->type, Json {{"widget", {{"name", setting}}}}});
    else if (!shows && !listsAll(node, type))
        std::erase_if(node.inputs, [&setting](const NodePort& port) { return port.name == setting; });
    if (shows || isMarked(node, setting))
        mark(node, setting, shows);
}

} // namespace weft
