// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/graph/SubgraphEdit.h"

namespace weft {

/// Edits of every kind, chosen by numbers that a caller gives: a test's random ones, a fuzzer's bytes. Most can be done;
/// some can't, and must then change nothing.
class RandomEdits {
public:
    /// Gives a number below its argument.
    using Choose = std::function<std::size_t(std::size_t)>;

    RandomEdits(const Catalogue& catalogue, Choose choose)
        : m_catalogue(catalogue)
        , m_choose(std::move(choose))
    {
        for (const auto& [name, type] : catalogue.types())
            m_types.push_back(&type);
    }

    Commands next(const Graph& workflow)
    {
        const Graph& graph = someGraph(workflow);
        const SubgraphId in = &graph == &workflow ? SubgraphId() : graph.id();
        Commands commands = edit(workflow, graph, in);
        return commands;
    }

private:
    const Graph& someGraph(const Graph& workflow)
    {
        const std::size_t at = m_choose(workflow.subgraphs().size() + 2);
        return at < workflow.subgraphs().size() ? workflow.subgraphs()[at] : workflow;
    }

    const Node* someNode(const Graph& graph)
    {
        return graph.nodes().empty() ? nullptr : &graph.nodes()[m_choose(graph.nodes().size())];
    }

    NodeId someId(const Graph& graph)
    {
        const Node* const node = someNode(graph);
        return node ? node->id : "none";
    }

    std::string freshId() { return "eeeeeeee-0000-4000-8000-" + std::to_string(++m_fresh); }

    Commands edit(const Graph& workflow, const Graph& graph, const SubgraphId& in)
    {
        switch (m_choose(14)) {
        case 0:
        case 1:
            return {Command(AddNode {makeNode(*m_types[m_choose(m_types.size())], workflow.freshNodeId(), double(m_choose(2000)), double(m_choose(900))), m_choose(4) ? std::nullopt : std::optional(m_choose(9))}, in)};
        case 2:
            return removal(graph, in);
        case 3:
        case 4:
        case 5:
            return link(graph, in);
        case 6:
            return {Command(RemoveLink {graph.links().empty() ? 0 : graph.links()[m_choose(graph.links().size())].id}, in)};
        case 7:
            return groups(graph, in);
        case 8:
            return reroute(graph, in);
        case 9:
            return makeSubgraph(workflow, graph, in);
        case 10:
            return planOf(unpackSubgraph(workflow, in, instance(workflow, graph)));
        case 11:
            return planOf(makeIndependent(workflow, in, instance(workflow, graph), [this] { return freshId(); }));
        case 12:
            return interface(workflow);
        default:
            return change(graph, in);
        }
    }

    static Commands planOf(Result<SubgraphPlan> plan) { return plan ? std::move(plan->commands) : Commands(); }

    NodeId instance(const Graph& workflow, const Graph& graph)
    {
        for (std::size_t tries = 0; tries < 8; ++tries) {
            const Node* const node = someNode(graph);
            if (node && workflow.findSubgraph(node->type))
                return node->id;
        }
        return someId(graph);
    }

    Commands removal(const Graph& graph, const SubgraphId& in)
    {
        const Node* const node = someNode(graph);
        return node && !isBorder(*node) ? Commands {Command(RemoveNode {node->id}, in)} : Commands();
    }

    Commands link(const Graph& graph, const SubgraphId& in)
    {
        const Node* const from = someNode(graph);
        const Node* const to = someNode(graph);
        if (!from || !to || from->outputs.empty())
            return {};
        std::vector<std::string> inputs;
        for (const NodePort& port : to->inputs)
            inputs.push_back(port.name);
        for (const auto& [name, value] : isBorder(*to) ? std::map<std::string, Json>() : to->settings)
            inputs.push_back(name);
        if (inputs.empty())
            return {};
        Link made {graph.freshLinkId(), from->id, int(m_choose(from->outputs.size())), to->id, inputs[m_choose(inputs.size())]};
        if (!graph.reroutes().empty() && m_choose(3) == 0)
            made.reroute = graph.reroutes()[m_choose(graph.reroutes().size())].id;
        return {Command(AddLink {std::move(made), {}}, in)};
    }

    Commands groups(const Graph& graph, const SubgraphId& in)
    {
        std::vector<Group> groups = graph.groups();
        if (!groups.empty() && m_choose(3) == 0)
            groups.erase(groups.begin() + static_cast<std::ptrdiff_t>(m_choose(groups.size())));
        else
            groups.push_back({"g" + std::to_string(m_choose(9)), double(m_choose(500)), 0, double(m_choose(900)), 600, Json {{"color", "#123"}}});
        return {Command(SetGroups {std::move(groups)}, in)};
    }

    Commands reroute(const Graph& graph, const SubgraphId& in)
    {
        std::vector<Reroute> points = graph.reroutes();
        Reroute point {graph.freshRerouteId(), {}, double(m_choose(500)), 1.5, Json::object()};
        if (!points.empty() && m_choose(2))
            point.parent = points[m_choose(points.size())].id;
        if (points.size() > 3 && m_choose(2))
            points.erase(points.begin() + static_cast<std::ptrdiff_t>(m_choose(points.size())));
        points.push_back(point);
        Commands commands {Command(SetReroutes {std::move(points)}, in)};
        if (!graph.links().empty())
            commands.emplace_back(SetLinkReroute {graph.links()[m_choose(graph.links().size())].id, point.id}, in);
        return commands;
    }

    Commands makeSubgraph(const Graph& workflow, const Graph& graph, const SubgraphId& in)
    {
        std::set<NodeId> nodes;
        for (std::size_t i = 0; i < 1 + m_choose(5); ++i)
            nodes.insert(someId(graph));
        Commands commands = planOf(toSubgraph(workflow, in, nodes, "part", m_catalogue, [this] { return freshId(); }));
        return commands;
    }

    Commands interface(const Graph& workflow)
    {
        if (workflow.subgraphs().empty())
            return {};
        const Graph& subgraph = workflow.subgraphs()[m_choose(workflow.subgraphs().size())];
        SubgraphInterface ports = interfaceOf(subgraph);
        auto& side = m_choose(2) ? ports.inputs : ports.outputs;
        switch (m_choose(4)) {
        case 0:
            side.push_back({freshId(), "port", {}, m_choose(2) ? "IMAGE" : "INT"});
            break;
        case 1:
            if (!side.empty())
                side.erase(side.begin() + static_cast<std::ptrdiff_t>(m_choose(side.size())));
            break;
        case 2:
            if (!side.empty())
                side[m_choose(side.size())].label = "label " + std::to_string(m_choose(5));
            break;
        default:
            if (side.size() > 1)
                std::swap(side.front(), side[m_choose(side.size())]);
        }
        auto commands = setInterface(workflow, subgraph.id(), ports);
        return commands ? std::move(*commands) : Commands();
    }

    Commands change(const Graph& graph, const SubgraphId& in)
    {
        const Node* const node = someNode(graph);
        if (!node)
            return {};
        ReplaceNode replace {*node};
        replace.node.x += double(m_choose(50));
        if (!isBorder(*node)) {
            replace.node.mode = static_cast<NodeMode>(m_choose(3));
            replace.node.collapsed = m_choose(2) != 0;
            replace.node.title = "title " + std::to_string(m_choose(5));
            for (auto& [name, value] : replace.node.settings)
                value = value.is_number_integer() ? Json(m_choose(100)) : value;
        }
        Json extra = graph.extra();
        extra["name"] = "name " + std::to_string(m_choose(5));
        return {Command(std::move(replace), in), Command(SetExtra {std::move(extra)}, in)};
    }

    const Catalogue& m_catalogue;
    Choose m_choose;
    std::vector<const NodeType*> m_types;
    int m_fresh = 0;
};

} // namespace weft
