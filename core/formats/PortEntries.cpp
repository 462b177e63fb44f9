// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/PortEntries.h"

#include "core/formats/LiteGraph.h"

#include <algorithm>

namespace weft {

using namespace litegraph;

PortEntries::PortEntries(const Graph& graph)
    : m_graph(graph)
{
    for (const Link& link : graph.links()) {
        m_from[link.from][link.fromSlot].push_back(link.id);
        m_into[link.to][link.toInput] = link.id;
    }
    for (const Json& entry : memberAt(graph.extra(), "links")) {
        const auto link = readLink(entry);
        if (!link || !m_oldLinks.emplace(link->id, &entry).second)
            continue;
        if (graph.findLink(link->id))
            m_oldFrom[link->from][link->fromSlot].push_back(link->id);
    }
}

std::vector<LinkId> PortEntries::idsAt(const BySlot& links, const NodeId& node, int slot)
{
    const auto slots = links.find(node);
    if (slots == links.end())
        return {};
    const auto ids = slots->second.find(slot);
    return ids == slots->second.end() ? std::vector<LinkId>() : ids->second;
}

std::vector<LinkId> PortEntries::linksFrom(const NodeId& node, int slot) const
{
    return idsAt(m_from, node, slot);
}

const std::map<std::string, LinkId>& PortEntries::linksInto(const NodeId& node) const
{
    static const std::map<std::string, LinkId> kNone;
    const auto found = m_into.find(node);
    return found == m_into.end() ? kNone : found->second;
}

const Json* PortEntries::oldLink(LinkId id) const
{
    const auto old = m_oldLinks.find(id);
    return old == m_oldLinks.end() ? nullptr : old->second;
}

bool PortEntries::wentTo(LinkId id, const NodeId& node) const
{
    const Json* const old = oldLink(id);
    return old && readLink(*old)->to == node;
}

void PortEntries::setIds(Json& entry, const char* key, const std::vector<LinkId>& links, std::vector<LinkId> before) const
{
    std::vector<LinkId> wanted = links;
    std::vector<LinkId> written = idsIn(memberAt(entry, key));
    std::erase_if(written, [this](LinkId id) { return isUnknown(id); });
    for (auto* ids : {&wanted, &written, &before})
        std::ranges::sort(*ids);
    if (written == wanted || (before == wanted && !wanted.empty() && entry.contains(key)))
        return;
    Json list = links;
    for (const LinkId id : idsIn(memberAt(entry, key))) {
        if (isUnknown(id))
            list.push_back(id);
    }
    entry[key] = std::move(list);
}

Json PortEntries::input(const Node& node, const NodePort& port) const
{
    const auto& links = linksInto(node.id);
    const auto found = links.find(port.name);
    const Json link = found == links.end() ? Json() : Json(found->second);
    Json entry = port.extra;
    if (!entry.contains("name")) {
        entry = {{"name", port.name}, {"type", port.type}, {"link", link}};
        entry.update(port.extra);
    }
    const auto written = idAt(entry, "link");
    const bool isAsItWas = link.is_null() ? written && isUnknown(*written) : wentTo(found->second, node.id);
    if (memberAt(entry, "link") != link && !isAsItWas)
        entry["link"] = link;
    return entry;
}

Json PortEntries::output(const Node& node, std::size_t slot) const
{
    const NodePort& port = node.outputs[slot];
    Json entry = port.extra;
    if (!entry.contains("name")) {
        entry = {{"name", port.name}, {"type", port.type}, {"links", Json::array()}};
        entry.update(port.extra);
    }
    setIds(entry, "links", linksFrom(node.id, static_cast<int>(slot)), idsAt(m_oldFrom, node.id, static_cast<int>(slot)));
    return entry;
}

Json PortEntries::border(const Node& node, const NodePort& port, std::size_t place) const
{
    Json entry = port.extra;
    if (!entry.contains("name")) {
        entry = {{"id", ""}, {"name", port.name}, {"type", port.type}, {"linkIds", Json::array()}};
        entry.update(port.extra);
    }
    if (node.id == kSubgraphInputs) {
        const int slot = static_cast<int>(place);
        setIds(entry, "linkIds", linksFrom(node.id, slot), idsAt(m_oldFrom, node.id, slot));
        return entry;
    }
    const auto& links = linksInto(node.id);
    const auto link = links.find(port.name);
    const std::vector<LinkId> ids = link == links.end() ? std::vector<LinkId>() : std::vector<LinkId> {link->second};
    setIds(entry, "linkIds", ids, !ids.empty() && wentTo(ids.front(), node.id) ? ids : std::vector<LinkId>());
    return entry;
}

Json PortEntries::reroute(const Reroute& point, const std::vector<LinkId>& links) const
{
    Json entry = point.extra;
    if (!entry.contains("id"))
        entry["id"] = point.id;
    if (idAt(entry, "parentId") != point.parent) {
        if (point.parent)
            entry["parentId"] = *point.parent;
        else
            entry.erase("parentId");
    }
    if (const Pair at {point.x, point.y}; !entry.contains("pos") || readPair(entry["pos"]) != at)
        entry["pos"] = pairJson(at);
    if (!links.empty() || entry.contains("linkIds"))
        setIds(entry, "linkIds", links, {});
    else if (point.extra.empty())
        entry["linkIds"] = Json::array();
    return entry;
}

} // namespace weft
