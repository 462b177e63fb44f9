// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graph/Groups.h"
#include "core/graph/SubgraphEdit.h"

#include <algorithm>

namespace weft {

namespace {

/// Copies what is inside of an instance to where the instance stands.
class Unpacking {
public:
    Unpacking(const Graph& workflow, const Graph& graph, const Node& instance, const Graph& inside)
        : m_graph(graph)
        , m_instance(instance)
        , m_inside(inside)
        , m_nextNode(std::stoll(workflow.freshNodeId()))
        , m_nextLink(graph.freshLinkId())
    {
    }

    Commands commands(const SubgraphId& in)
    {
        findShift();
        copyNodes();
        copyReroutes();
        for (const Link& link : m_inside.links())
            copyLink(link);
        Commands commands {Command(RemoveNode {m_instance.id}, in)};
        for (Node& node : m_nodes)
            commands.emplace_back(AddNode {std::move(node), {}}, in);
        if (!m_inside.reroutes().empty())
            commands.emplace_back(SetReroutes {m_reroutes}, in);
        for (Link& link : m_links)
            commands.emplace_back(AddLink {std::move(link), {}}, in);
        if (!m_inside.groups().empty())
            commands.emplace_back(SetGroups {groups()}, in);
        return commands;
    }

    std::set<NodeId> nodes() const
    {
        std::set<NodeId> ids;
        for (const auto& [old, id] : m_ids)
            ids.insert(id);
        return ids;
    }

private:
    /// The middle of what is inside comes to the middle of the instance.
    void findShift()
    {
        std::set<NodeId> ids;
        for (const Node& node : m_inside.nodes()) {
            if (!isBorder(node))
                ids.insert(node.id);
        }
        const NodeBounds bounds = boundsOf(m_inside, ids);
        m_dx = m_instance.x + m_instance.width / 2 - bounds.centreX();
        m_dy = m_instance.y + m_instance.height / 2 - bounds.centreY();
    }

    void copyNodes()
    {
        for (const Node& node : m_inside.nodes()) {
            if (isBorder(node))
                continue;
            Node copy = node;
            copy.id = m_ids[node.id] = std::to_string(m_nextNode++);
            copy.x += m_dx;
            copy.y += m_dy;
            copy.extra.erase("id");
            if (m_instance.mode != NodeMode::Normal && copy.mode == NodeMode::Normal)
                copy.mode = m_instance.mode;
            m_places[copy.id] = m_nodes.size();
            m_nodes.push_back(std::move(copy));
        }
    }

    void copyReroutes()
    {
        RerouteId next = m_graph.freshRerouteId();
        for (const Reroute& point : m_inside.reroutes())
            m_points[point.id] = next++;
        m_reroutes = m_graph.reroutes();
        for (const Reroute& point : m_inside.reroutes()) {
            Reroute copy = point;
            copy.id = m_points[point.id];
            copy.parent = mapped(point.parent);
            copy.x += m_dx;
            copy.y += m_dy;
            copy.extra.erase("id");
            m_reroutes.push_back(std::move(copy));
        }
    }

    std::optional<RerouteId> mapped(std::optional<RerouteId> point) const
    {
        const auto it = point ? m_points.find(*point) : m_points.end();
        return it == m_points.end() ? std::nullopt : std::optional(it->second);
    }

    /// Where an inner link comes from, seen from outside. Nothing: the port isn't linked.
    std::optional<std::pair<NodeId, int>> originOf(const Link& link) const
    {
        if (const auto from = m_ids.find(link.from); from != m_ids.end())
            return std::pair {from->second, link.fromSlot};
        const Link* const outer = m_graph.linkInto(m_instance.id, portOf(link));
        return outer ? std::optional(std::pair {outer->from, outer->fromSlot}) : std::nullopt;
    }

    std::string portOf(const Link& link) const
    {
        const auto& ports = m_inside.findNode(kSubgraphInputs)->outputs;
        const auto slot = static_cast<std::size_t>(link.fromSlot);
        return slot < ports.size() ? ports[slot].name : std::string();
    }

    void copyLink(const Link& link)
    {
        const auto origin = originOf(link);
        if (!origin)
            return takeValue(link);
        if (link.to != kSubgraphOutputs) {
            if (const auto to = m_ids.find(link.to); to != m_ids.end())
                m_links.push_back({m_nextLink++, origin->first, origin->second, to->second, link.toInput, mapped(link.reroute)});
            return;
        }
        for (const Link& outer : m_graph.linksFrom(m_instance.id)) {
            const auto slot = static_cast<std::size_t>(outer.fromSlot);
            const bool isSame = slot < m_instance.outputs.size() && m_instance.outputs[slot].name == link.toInput;
            if (isSame && outer.to != m_instance.id)
                m_links.push_back({m_nextLink++, origin->first, origin->second, outer.to, outer.toInput, outer.reroute});
        }
    }

    /// What the instance has of its own goes to the node that the port led to.
    void takeValue(const Link& link)
    {
        const auto value = m_instance.settings.find(portOf(link));
        const auto to = m_ids.find(link.to);
        if (value != m_instance.settings.end() && to != m_ids.end())
            m_nodes[m_places.at(to->second)].settings[link.toInput] = value->second;
    }

    std::vector<Group> groups() const
    {
        std::vector<Group> all = m_graph.groups();
        for (Group group : m_inside.groups()) {
            group.x += m_dx;
            group.y += m_dy;
            all.push_back(std::move(group));
        }
        return all;
    }

    const Graph& m_graph;
    const Node& m_instance;
    const Graph& m_inside;
    std::int64_t m_nextNode;
    LinkId m_nextLink;
    double m_dx = 0, m_dy = 0;
    std::map<NodeId, NodeId> m_ids; // inside -> outside
    std::map<RerouteId, RerouteId> m_points;
    std::vector<Node> m_nodes;
    std::map<NodeId, std::size_t> m_places; // in m_nodes
    std::vector<Reroute> m_reroutes;
    std::vector<Link> m_links;
};

} // namespace

Result<SubgraphPlan> unpackSubgraph(const Graph& workflow, const SubgraphId& in, const NodeId& id)
{
    const Graph* const graph = in.empty() ? &workflow : workflow.findSubgraph(in);
    const Node* const instance = graph ? graph->findNode(id) : nullptr;
    const Graph* const inside = instance ? workflow.findSubgraph(instance->type) : nullptr;
    if (!inside)
        return Error {ErrorCode::NodeMissing, "no such instance", {{"node", id}}};
    Unpacking unpacking(workflow, *graph, *instance, *inside);
    SubgraphPlan plan {unpacking.commands(in), id, inside->id(), unpacking.nodes()};
    const bool isTop = std::ranges::find(workflow.subgraphs(), inside->id(), &Graph::id) != workflow.subgraphs().end();
    if (isTop && inside->subgraphs().empty() && instancesOf(workflow, inside->id()) == 1)
        plan.commands.emplace_back(RemoveSubgraph {inside->id()});
    return plan;
}

} // namespace weft
