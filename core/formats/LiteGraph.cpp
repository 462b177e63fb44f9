// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/LiteGraph.h"

#include <charconv>
#include <cmath>

namespace weft::litegraph {

namespace {

double numberItem(const Json& json, std::size_t index)
{
    const Json& item = json.is_array() && index < json.size() ? json[index] : memberAt(json, std::to_string(index));
    return item.is_number() && std::isfinite(item.get<double>()) ? item.get<double>() : 0;
}

std::optional<int> slotOf(const Json& json)
{
    if (!json.is_number_integer() || (json.is_number_unsigned() && json.get<std::uint64_t>() > INT32_MAX))
        return {};
    const auto slot = json.get<std::int64_t>();
    return slot < 0 || slot > INT32_MAX ? std::nullopt : std::optional(static_cast<int>(slot));
}

std::optional<LinkEntry> linkOf(const Json& id, const Json& from, const Json& fromSlot, const Json& to, const Json& toSlot)
{
    const auto fromPlace = slotOf(fromSlot);
    const auto toPlace = slotOf(toSlot);
    if (!id.is_number_integer() || !fromPlace || !toPlace)
        return {};
    return LinkEntry {id.get<LinkId>(), idText(from), *fromPlace, idText(to), *toPlace, {}};
}

} // namespace

NodeId idText(const Json& id)
{
    if (id.is_string())
        return id.get<std::string>();
    return id.is_number_integer() ? toJsonText(id) : NodeId();
}

Json idJson(const NodeId& id)
{
    std::int64_t number = 0;
    const auto [end, problem] = std::from_chars(id.data(), id.data() + id.size(), number);
    if (problem == std::errc() && end == id.data() + id.size() && std::to_string(number) == id)
        return number;
    return id;
}

Pair readPair(const Json& json)
{
    return {numberItem(json, 0), numberItem(json, 1)};
}

Json number(double value)
{
    if (std::trunc(value) == value && std::abs(value) < 9e15)
        return static_cast<std::int64_t>(value);
    return value;
}

Json pairJson(Pair pair)
{
    return Json::array({number(pair.x), number(pair.y)});
}

NodeMode readMode(const Json& json)
{
    const std::int64_t mode = json.is_number_integer() ? json.get<std::int64_t>() : 0;
    return mode == 2 ? NodeMode::Muted : mode == 4 ? NodeMode::Bypassed : NodeMode::Normal;
}

int modeNumber(NodeMode mode)
{
    return mode == NodeMode::Muted ? 2 : mode == NodeMode::Bypassed ? 4 : 0;
}

std::optional<LinkEntry> readLink(const Json& entry)
{
    if (entry.is_array() && entry.size() >= 5)
        return linkOf(entry[0], entry[1], entry[2], entry[3], entry[4]);
    if (!entry.is_object())
        return {};
    auto link = linkOf(memberAt(entry, "id"), memberAt(entry, "origin_id"), memberAt(entry, "origin_slot"),
        memberAt(entry, "target_id"), memberAt(entry, "target_slot"));
    if (link)
        link->reroute = idAt(entry, "parentId");
    return link;
}

std::optional<std::int64_t> idAt(const Json& object, std::string_view key)
{
    const Json& value = memberAt(object, key);
    return value.is_number_integer() ? std::optional(value.get<std::int64_t>()) : std::nullopt;
}

std::vector<LinkId> idsIn(const Json& list)
{
    std::vector<LinkId> ids;
    for (const Json& id : list.is_array() ? list : Json::array()) {
        if (id.is_number_integer())
            ids.push_back(id.get<LinkId>());
    }
    return ids;
}

bool hasOwnReroutes(const Json& graph)
{
    return memberAt(graph, "reroutes").is_array() || numberAt(graph, "version") >= 1;
}

} // namespace weft::litegraph
