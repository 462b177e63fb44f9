// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graph/Graph.h"

#include "core/catalogue/Curve.h"
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

/// One more than the largest, or the first free number where that is beyond what JavaScript's numbers hold exactly.
template <typename IsTaken>
std::int64_t freshAfter(std::int64_t largest, IsTaken isTaken)
{
    constexpr std::int64_t kMost = std::int64_t {1} << 53;
    std::int64_t id = largest < kMost ? std::max(largest, std::int64_t {0}) + 1 : 1;
    while (isTaken(id))
        ++id;
    return id;
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

const Reroute* Graph::findReroute(RerouteId id) const
{
    const auto it = std::ranges::find(m_reroutes, id, &Reroute::id);
    return it == m_reroutes.end() ? nullptr : &*it;
}

std::vector<const Reroute*> Graph::reroutesOf(const Link& link) const
{
    std::vector<const Reroute*> points;
    for (auto id = link.reroute; id;) {
        const Reroute* const point = findReroute(*id);
        if (!point || std::ranges::find(points, point) != points.end()) // a file may name points in a circle
            break;
        points.push_back(point);
        id = point->parent;
    }
    std::ranges::reverse(points);
    return points;
}

const Graph* Graph::findSubgraph(std::string_view id) const
{
    for (const Graph& subgraph : m_subgraphs) {
        const Json& own = memberAt(subgraph.m_extra, "id");
        if (own.is_string() && own.get_ref<const std::string&>() == id)
            return &subgraph;
        if (const Graph* const inner = subgraph.m_subgraphs.empty() ? nullptr : subgraph.findSubgraph(id))
            return inner;
    }
    return nullptr;
}

Graph* Graph::editSubgraph(std::string_view id)
{
    return id.empty() ? this : const_cast<Graph*>(findSubgraph(id));
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

Done Graph::setLinkReroute(LinkId id, std::optional<RerouteId> reroute)
{
    const auto it = m_linkIndex.find(id);
    if (it == m_linkIndex.end())
        return Error {ErrorCode::LinkInvalid, "no such link", {{"link", std::to_string(id)}}};
    m_links[it->second].reroute = reroute;
    return {};
}

Done Graph::addSubgraph(Graph subgraph, std::optional<std::size_t> position)
{
    const SubgraphId id = subgraph.id();
    if (id.empty() || findSubgraph(id))
        return Error {ErrorCode::LinkInvalid, "two subgraphs of one id", {{"node", id}}};
    const std::size_t at = std::min(position.value_or(m_subgraphs.size()), m_subgraphs.size());
    m_subgraphs.insert(m_subgraphs.begin() + static_cast<std::ptrdiff_t>(at), std::move(subgraph));
    return {};
}

void Graph::removeSubgraph(std::string_view id)
{
    std::erase_if(m_subgraphs, [id](const Graph& subgraph) { return subgraph.id() == id; });
}

std::int64_t Graph::largestNodeNumber() const
{
    std::int64_t largest = std::max(lastIn("last_node_id", "lastNodeId"), std::int64_t {0});
    for (const Node& node : m_nodes)
        largest = std::max(largest, numberOf(node.id));
    for (const Graph& subgraph : m_subgraphs)
        largest = std::max(largest, subgraph.largestNodeNumber());
    return largest;
}

bool Graph::hasNode(const NodeId& id) const
{
    return m_index.contains(id) || std::ranges::any_of(m_subgraphs, [&id](const Graph& subgraph) { return subgraph.hasNode(id); });
}

/// 0.4 keeps the last ids in the file itself, 1.0 in its "state".
std::int64_t Graph::lastIn(const char* name, const char* nameInState) const
{
    return std::max(intAt(m_extra, name), intAt(memberAt(m_extra, "state"), nameInState));
}

NodeId Graph::freshNodeId() const
{
    return std::to_string(freshAfter(largestNodeNumber(), [this](std::int64_t id) { return hasNode(std::to_string(id)); }));
}

LinkId Graph::freshLinkId() const
{
    LinkId largest = lastIn("last_link_id", "lastLinkId");
    for (const Link& link : m_links)
        largest = std::max(largest, link.id);
    if (!m_leftovers.ids.empty())
        largest = std::max(largest, *m_leftovers.ids.rbegin());
    return freshAfter(largest, [this](LinkId id) { return m_linkIndex.contains(id) || m_leftovers.ids.contains(id); });
}

RerouteId Graph::freshRerouteId() const
{
    RerouteId largest = lastIn("last_reroute_id", "lastRerouteId");
    for (const Reroute& reroute : m_reroutes)
        largest = std::max(largest, reroute.id);
    return freshAfter(largest, [this](RerouteId id) { return findReroute(id) != nullptr; });
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
    if (input.type == "COLOR")
        return "#ffffff";
    if (input.type == "CURVE")
        return writeCurve(Curve(), nullptr);
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
