// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graph/Graph.h"

#include <algorithm>
#include <charconv>

namespace weft {

namespace {

/// The id as a number, or 0 when it isn't one.
std::int64_t numberOf(std::string_view id)
{
    std::int64_t number = 0;
    const auto [end, problem] = std::from_chars(id.data(), id.data() + id.size(), number);
    return problem == std::errc() && end == id.data() + id.size() ? number : 0;
}

} // namespace

const Node* Graph::findNode(std::string_view id) const
{
    const auto it = m_index.find(id);
    return it == m_index.end() ? nullptr : &m_nodes[it->second];
}

Node* Graph::editNode(std::string_view id)
{
    const auto it = m_index.find(id);
    return it == m_index.end() ? nullptr : &m_nodes[it->second];
}

const Link* Graph::findLink(LinkId id) const
{
    const auto it = m_linkIndex.find(id);
    return it == m_linkIndex.end() ? nullptr : &m_links[it->second];
}

const Link* Graph::linkInto(std::string_view node, std::string_view input) const
{
    const auto ends = m_linksOf.find(node);
    if (ends == m_linksOf.end())
        return nullptr;
    for (const LinkId id : ends->second) {
        const Link* link = findLink(id);
        if (link->to == node && link->toInput == input)
            return link;
    }
    return nullptr;
}

std::vector<Link> Graph::linksFrom(std::string_view node) const
{
    std::vector<Link> links = linksOf(node);
    std::erase_if(links, [node](const Link& link) { return link.from != node; });
    return links;
}

std::vector<Link> Graph::linksOf(std::string_view node) const
{
    std::vector<Link> links;
    if (const auto ends = m_linksOf.find(node); ends != m_linksOf.end()) {
        for (const LinkId id : ends->second)
            links.push_back(*findLink(id));
    }
    return links;
}

Done Graph::addNode(Node node, std::optional<std::size_t> position)
{
    if (m_index.contains(node.id))
        return Error {ErrorCode::LinkInvalid, "two nodes of one id", {{"node", node.id}}};
    const std::size_t at = std::min(position.value_or(m_nodes.size()), m_nodes.size());
    m_nodes.insert(m_nodes.begin() + static_cast<std::ptrdiff_t>(at), std::move(node));
    indexNodes(at);
    return {};
}

void Graph::removeNode(std::string_view id)
{
    const auto it = m_index.find(id);
    if (it == m_index.end())
        return;
    for (const Link& link : linksOf(id))
        removeLink(link.id);
    const std::size_t at = it->second;
    m_index.erase(it);
    m_nodes.erase(m_nodes.begin() + static_cast<std::ptrdiff_t>(at));
    indexNodes(at);
}

Done Graph::addLink(Link link, std::optional<std::size_t> position)
{
    for (const NodeId& end : {link.from, link.to}) {
        if (!m_index.contains(end))
            return Error {ErrorCode::NodeMissing, "a link to no node", {{"node", end}}};
    }
    if (m_linkIndex.contains(link.id))
        return Error {ErrorCode::LinkInvalid, "two links of one id", {{"link", std::to_string(link.id)}}};
    if (const Link* old = linkInto(link.to, link.toInput))
        removeLink(old->id);
    const std::size_t at = std::min(position.value_or(m_links.size()), m_links.size());
    m_linksOf[link.from].push_back(link.id);
    if (link.from != link.to)
        m_linksOf[link.to].push_back(link.id);
    m_links.insert(m_links.begin() + static_cast<std::ptrdiff_t>(at), std::move(link));
    indexLinks(at);
    return {};
}

void Graph::removeLink(LinkId id)
{
    const auto it = m_linkIndex.find(id);
    if (it == m_linkIndex.end())
        return;
    const std::size_t at = it->second;
    forgetEnd(m_links[at].from, id);
    forgetEnd(m_links[at].to, id);
    m_linkIndex.erase(it);
    m_links.erase(m_links.begin() + static_cast<std::ptrdiff_t>(at));
    indexLinks(at);
}

NodeId Graph::freshNodeId() const
{
    std::int64_t largest = 0;
    for (const Node& node : m_nodes)
        largest = std::max(largest, numberOf(node.id));
    return std::to_string(std::max(largest, intAt(m_extra, "last_node_id")) + 1);
}

LinkId Graph::freshLinkId() const
{
    LinkId largest = intAt(m_extra, "last_link_id");
    for (const Link& link : m_links)
        largest = std::max(largest, link.id);
    return largest + 1;
}

std::size_t Graph::nodeIndex(std::string_view id) const
{
    const auto it = m_index.find(id);
    return it == m_index.end() ? m_nodes.size() : it->second;
}

std::size_t Graph::linkIndex(LinkId id) const
{
    const auto it = m_linkIndex.find(id);
    return it == m_linkIndex.end() ? m_links.size() : it->second;
}

void Graph::indexNodes(std::size_t from)
{
    for (std::size_t i = from; i < m_nodes.size(); ++i)
        m_index[m_nodes[i].id] = i;
}

void Graph::indexLinks(std::size_t from)
{
    for (std::size_t i = from; i < m_links.size(); ++i)
        m_linkIndex[m_links[i].id] = i;
}

void Graph::forgetEnd(const NodeId& node, LinkId link)
{
    const auto ends = m_linksOf.find(node);
    if (ends == m_linksOf.end())
        return;
    std::erase(ends->second, link);
    if (ends->second.empty())
        m_linksOf.erase(ends);
}

Json defaultSetting(const InputSpec& input)
{
    if (const Json& given = memberAt(input.options, "default"); !given.is_null())
        return given;
    if (!input.choices.empty())
        return input.choices.front();
    if (input.type == "INT")
        return std::max<std::int64_t>(0, intAt(input.options, "min"));
    if (input.type == "FLOAT")
        return std::max(0.0, numberAt(input.options, "min"));
    if (input.type == "BOOLEAN")
        return false;
    return "";
}

Node makeNode(const NodeType& type, NodeId id, double x, double y)
{
    Node node;
    node.id = std::move(id);
    node.type = type.name;
    node.x = x;
    node.y = y;
    std::size_t settings = 0;
    for (const InputSpec& input : type.inputs) {
        if (input.presence == Presence::Hidden)
            continue;
        if (input.isSetting()) {
            node.settings[input.name] = defaultSetting(input);
            ++settings;
        } else {
            node.inputs.push_back({input.name, input.type, Json::object()});
        }
    }
    for (const OutputSpec& output : type.outputs)
        node.outputs.push_back({output.name, output.type, Json::object()});
    // LiteGraph's rows, so that ComfyUI draws the node as large as we do.
    node.width = 270;
    node.height = static_cast<double>(40 + 20 * std::max(node.inputs.size(), node.outputs.size()) + 24 * settings);
    return node;
}

} // namespace weft
