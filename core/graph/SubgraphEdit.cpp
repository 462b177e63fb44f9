// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graph/SubgraphEdit.h"

#include "core/graph/Groups.h"

#include <algorithm>

namespace weft {

namespace {

constexpr double kBorderWidth = 128;
constexpr double kBorderGap = 100; // between the border and the nodes inside
constexpr double kRowHeight = 20;

double borderHeight(std::size_t ports)
{
    return 48 + kRowHeight * static_cast<double>(ports);
}

/// The order of keys is ComfyUI's.
Json newDefinition(const SubgraphId& id, const std::string& name)
{
    return {{"id", id}, {"version", 1},
        {"state", {{"lastGroupId", 0}, {"lastNodeId", 0}, {"lastLinkId", 0}, {"lastRerouteId", 0}}}, {"revision", 0},
        {"config", Json::object()}, {"name", name}, {"inputNode", nullptr}, {"outputNode", nullptr}, {"inputs", nullptr},
        {"outputs", nullptr}, {"widgets", Json::array()}, {"nodes", nullptr}, {"groups", nullptr}, {"links", Json::array()},
        {"extra", Json::object()}};
}

Node border(const char* id)
{
    Node node;
    node.id = id;
    node.type = kSubgraphBorder;
    node.width = kBorderWidth;
    return node;
}

std::string freePortName(const std::vector<NodePort>& ports, const std::string& name)
{
    std::string free = name;
    for (int i = 1; std::ranges::find(ports, free, &NodePort::name) != ports.end(); ++i)
        free = name + "_" + std::to_string(i);
    return free;
}

/// An outside node that lies on a way out of the nodes and back into them.
std::optional<NodeId> detour(const Graph& graph, const std::set<NodeId>& nodes)
{
    std::vector<NodeId> open;
    std::map<NodeId, NodeId> firstStep; // outside node -> where the way out began
    for (const Link& link : graph.links()) {
        if (nodes.contains(link.from) && !nodes.contains(link.to) && firstStep.emplace(link.to, link.to).second)
            open.push_back(link.to);
    }
    while (!open.empty()) {
        const NodeId id = std::move(open.back());
        open.pop_back();
        for (const Link& link : graph.linksFrom(id)) {
            if (nodes.contains(link.to))
                return firstStep[id];
            if (firstStep.emplace(link.to, firstStep[id]).second)
                open.push_back(link.to);
        }
    }
    return {};
}

/// Builds the definition and what is left outside.
class Extraction {
public:
    Extraction(const Graph& graph, const std::set<NodeId>& nodes, const SubgraphTypes& types, const FreshId& freshId)
        : m_graph(graph)
        , m_nodes(nodes)
        , m_types(types)
        , m_freshId(freshId)
        , m_inputs(border(kSubgraphInputs))
        , m_outputs(border(kSubgraphOutputs))
        , m_nextLink(graph.freshLinkId())
    {
    }

    Graph definition(const SubgraphId& id, const std::string& name)
    {
        sortLinks();
        placeBorders();
        Graph inside;
        inside.setExtra(newDefinition(id, name));
        (void)inside.addNode(m_inputs);
        (void)inside.addNode(m_outputs);
        for (const Node& node : m_graph.nodes()) {
            if (m_nodes.contains(node.id))
                (void)inside.addNode(node);
        }
        for (const Link& link : m_inner)
            (void)inside.addLink(link);
        inside.setReroutes(reroutesInside());
        inside.setGroups(groups(true));
        return inside;
    }

    std::vector<Group> groupsOutside() const { return groups(false); }
    const NodeBounds& bounds() const { return m_bounds; }

    /// The links between the instance and the rest.
    std::vector<Link> outerLinks(const NodeId& instance) const
    {
        std::vector<Link> links = m_outer;
        for (Link& link : links) {
            if (link.from.empty())
                link.from = instance;
            if (link.to.empty())
                link.to = instance;
        }
        return links;
    }

private:
    void sortLinks()
    {
        for (const Link& link : m_graph.links()) {
            const bool fromInside = m_nodes.contains(link.from);
            const bool toInside = m_nodes.contains(link.to);
            if (fromInside && toInside)
                m_inner.push_back(link);
            else if (toInside)
                comesIn(link);
            else if (fromInside)
                goesOut(link);
        }
    }

    TypeName typeOf(const Link& link) const
    {
        const Node& from = *m_graph.findNode(link.from);
        const NodeType* const type = m_types.of(from);
        const auto slot = static_cast<std::size_t>(link.fromSlot);
        if (type && slot < type->outputs.size())
            return type->outputs[slot].type;
        return slot < from.outputs.size() ? from.outputs[slot].type : "*";
    }

    NodePort newPort(std::string name, const Link& link) const
    {
        return {std::move(name), typeOf(link), Json {{"id", m_freshId()}}};
    }

    void comesIn(const Link& link)
    {
        const auto [port, isNew] = m_incoming.try_emplace({link.from, link.fromSlot}, int(m_inputs.outputs.size()));
        if (isNew) {
            m_inputs.outputs.push_back(newPort(freePortName(m_inputs.outputs, link.toInput), link));
            m_outer.push_back({m_nextLink++, link.from, link.fromSlot, {}, m_inputs.outputs.back().name, link.reroute});
        }
        m_inner.push_back({link.id, kSubgraphInputs, port->second, link.to, link.toInput, {}});
    }

    void goesOut(const Link& link)
    {
        const auto [port, isNew] = m_outgoing.try_emplace({link.from, link.fromSlot}, int(m_outputs.inputs.size()));
        if (isNew) {
            const Node& from = *m_graph.findNode(link.from);
            const auto slot = static_cast<std::size_t>(link.fromSlot);
            const std::string name = slot < from.outputs.size() && !from.outputs[slot].name.empty() ? from.outputs[slot].name : "output";
            m_outputs.inputs.push_back(newPort(freePortName(m_outputs.inputs, name), link));
            m_inner.push_back({link.id, link.from, link.fromSlot, kSubgraphOutputs, m_outputs.inputs.back().name, {}});
        }
        m_outer.push_back({m_nextLink++, {}, port->second, link.to, link.toInput, link.reroute});
    }

    void placeBorders()
    {
        m_bounds = boundsOf(m_graph, m_nodes);
        m_inputs.x = m_bounds.left - kBorderGap - kBorderWidth;
        m_outputs.x = m_bounds.right + kBorderGap;
        m_inputs.height = borderHeight(m_inputs.outputs.size());
        m_outputs.height = borderHeight(m_outputs.inputs.size());
        m_inputs.y = m_bounds.centreY() - m_inputs.height / 2;
        m_outputs.y = m_bounds.centreY() - m_outputs.height / 2;
    }

    std::vector<Reroute> reroutesInside() const
    {
        std::set<RerouteId> used;
        for (const Link& link : m_inner) {
            for (const Reroute* point : m_graph.reroutesOf(link))
                used.insert(point->id);
        }
        std::vector<Reroute> points = m_graph.reroutes();
        std::erase_if(points, [&used](const Reroute& point) { return !used.contains(point.id); });
        return points;
    }

    /// A group goes along when all that stands in it does.
    std::vector<Group> groups(bool inside) const
    {
        std::vector<Group> out;
        for (const Group& group : m_graph.groups()) {
            const std::set<NodeId> members = membersOf(m_graph, group);
            const bool goes = !members.empty() && std::ranges::includes(m_nodes, members);
            if (goes == inside)
                out.push_back(group);
        }
        return out;
    }

    const Graph& m_graph;
    const std::set<NodeId>& m_nodes;
    const SubgraphTypes& m_types;
    const FreshId& m_freshId;
    Node m_inputs, m_outputs;
    LinkId m_nextLink;
    std::vector<Link> m_inner, m_outer; // an empty end of an outer one is the instance
    std::map<std::pair<NodeId, int>, int> m_incoming, m_outgoing; // output -> port
    NodeBounds m_bounds;
};

} // namespace

Node makeInstance(const Graph& subgraph, const SubgraphTypes& types, NodeId id, double x, double y)
{
    Node node;
    node.id = std::move(id);
    node.type = subgraph.id();
    node.x = x;
    node.y = y;
    const SubgraphInterface ports = interfaceOf(subgraph);
    const NodeType* const type = types.of(node);
    for (const SubgraphPort& port : ports.inputs) {
        const InputSpec* const spec = type ? type->findInput(port.name) : nullptr;
        const bool isSetting = spec && spec->isSetting();
        node.inputs.push_back({port.name, port.type, isSetting ? Json {{"widget", {{"name", port.name}}}} : Json::object()});
    }
    for (const SubgraphPort& port : ports.outputs)
        node.outputs.push_back({port.name, port.type, Json::object()});
    node.width = 270;
    node.height = 40 + kRowHeight * static_cast<double>(std::max(node.inputs.size(), node.outputs.size()));
    node.extra = {{"properties", Json::object()}};
    return node;
}

int instancesOf(const Graph& workflow, const SubgraphId& subgraph)
{
    auto count = static_cast<int>(std::ranges::count(workflow.nodes(), subgraph, &Node::type));
    for (const Graph& inner : workflow.subgraphs())
        count += instancesOf(inner, subgraph);
    return count;
}

Done mayContain(const Graph& workflow, const SubgraphId& in, const SubgraphId& subgraph)
{
    if (!workflow.findSubgraph(subgraph))
        return Error {ErrorCode::NodeMissing, "no such subgraph", {{"node", subgraph}}};
    std::vector<SubgraphId> open {subgraph};
    std::set<SubgraphId> seen;
    while (!open.empty()) {
        const SubgraphId id = std::move(open.back());
        open.pop_back();
        if (id == in)
            return Error {ErrorCode::GraphCycle, "a subgraph inside itself", {}};
        const Graph* const graph = workflow.findSubgraph(id);
        if (!graph || !seen.insert(id).second)
            continue;
        for (const Node& node : graph->nodes())
            open.push_back(node.type);
    }
    return {};
}

Result<SubgraphPlan> toSubgraph(const Graph& workflow, const SubgraphId& in, const std::set<NodeId>& wanted,
    const std::string& name, const Catalogue& catalogue, const FreshId& freshId)
{
    const Graph* const graph = in.empty() ? &workflow : workflow.findSubgraph(in);
    std::set<NodeId> nodes = wanted;
    std::erase_if(nodes, [graph](const NodeId& id) { return !graph || !graph->findNode(id) || isBorder(*graph->findNode(id)); });
    if (nodes.empty())
        return Error {ErrorCode::NodeMissing, "no node to make a subgraph of"};
    if (const auto way = detour(*graph, nodes))
        return Error {ErrorCode::GraphCycle, "the node between has to go along", {{"node", *way}}};
    const SubgraphTypes types(workflow, catalogue);
    Extraction extraction(*graph, nodes, types, freshId);
    SubgraphPlan plan {{}, workflow.freshNodeId(), freshId(), {}};
    Graph definition = extraction.definition(plan.subgraph, name);
    Graph after; // only to know what type the instance has
    (void)after.addSubgraph(definition);
    for (const Graph& other : workflow.subgraphs())
        (void)after.addSubgraph(other);
    Node instance = makeInstance(definition, SubgraphTypes(after, catalogue), plan.instance, 0, 0);
    instance.x = extraction.bounds().centreX() - instance.width / 2;
    instance.y = extraction.bounds().centreY() - instance.height / 2;
    for (const NodeId& id : nodes)
        plan.commands.emplace_back(RemoveNode {id}, in);
    plan.commands.emplace_back(AddSubgraph {std::move(definition), {}});
    plan.commands.emplace_back(AddNode {std::move(instance), {}}, in);
    for (Link& link : extraction.outerLinks(plan.instance))
        plan.commands.emplace_back(AddLink {std::move(link), {}}, in);
    if (std::vector<Group> left = extraction.groupsOutside(); left.size() != graph->groups().size())
        plan.commands.emplace_back(SetGroups {std::move(left)}, in);
    return plan;
}

Result<SubgraphPlan> makeIndependent(
    const Graph& workflow, const SubgraphId& in, const NodeId& instance, const FreshId& freshId)
{
    const Graph* const graph = in.empty() ? &workflow : workflow.findSubgraph(in);
    const Node* const node = graph ? graph->findNode(instance) : nullptr;
    const Graph* const shared = node ? workflow.findSubgraph(node->type) : nullptr;
    if (!shared)
        return Error {ErrorCode::NodeMissing, "no such instance", {{"node", instance}}};
    SubgraphPlan plan {{}, instance, freshId(), {}};
    Graph own = *shared;
    Json extra = own.extra();
    extra["id"] = plan.subgraph;
    own.setExtra(std::move(extra));
    Node changed = *node;
    changed.type = plan.subgraph;
    plan.commands.emplace_back(AddSubgraph {std::move(own), {}});
    plan.commands.emplace_back(ReplaceNode {std::move(changed)}, in);
    return plan;
}

Commands removeUnused(const Graph& before, const Graph& after)
{
    Commands commands;
    for (const Graph& subgraph : after.subgraphs()) {
        if (instancesOf(after, subgraph.id()) == 0 && instancesOf(before, subgraph.id()) > 0)
            commands.emplace_back(RemoveSubgraph {subgraph.id()});
    }
    return commands;
}

} // namespace weft
