// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graph/Commands.h"

#include <algorithm>

namespace weft {

namespace {

using Inverse = Result<Commands>;

Inverse run(Graph& graph, AddNode command)
{
    NodeId id = command.node.id;
    WEFT_CHECK(graph.addNode(std::move(command.node), command.position));
    return Commands {RemoveNode {std::move(id)}};
}

Inverse run(Graph& graph, RemoveNode command)
{
    const Node* node = graph.findNode(command.id);
    if (!node)
        return Error {ErrorCode::NodeMissing, "no node to remove", {{"node", command.id}}};
    Commands inverse {AddNode {*node, graph.nodeIndex(command.id)}};
    std::vector<AddLink> links;
    for (const Link& link : graph.linksOf(command.id))
        links.push_back({link, graph.linkIndex(link.id)});
    // Ascending, so that each finds the ones before it already in place.
    std::ranges::sort(links, {}, &AddLink::position);
    for (AddLink& link : links)
        inverse.emplace_back(std::move(link));
    graph.removeNode(command.id);
    return inverse;
}

Inverse run(Graph& graph, ReplaceNode command)
{
    Node* node = graph.editNode(command.node.id);
    if (!node)
        return Error {ErrorCode::NodeMissing, "no node to change", {{"node", command.node.id}}};
    std::swap(*node, command.node);
    return Commands {std::move(command)};
}

Inverse run(Graph& graph, AddLink command)
{
    Commands inverse {RemoveLink {command.link.id}};
    if (const Link* old = graph.linkInto(command.link.to, command.link.toInput))
        inverse.emplace_back(AddLink {*old, graph.linkIndex(old->id)});
    WEFT_CHECK(graph.addLink(std::move(command.link), command.position));
    return inverse;
}

Inverse run(Graph& graph, RemoveLink command)
{
    const Link* link = graph.findLink(command.id);
    if (!link)
        return Error {ErrorCode::LinkInvalid, "no link to remove", {{"link", std::to_string(command.id)}}};
    Commands inverse {AddLink {*link, graph.linkIndex(command.id)}};
    graph.removeLink(command.id);
    return inverse;
}

Inverse run(Graph& graph, SetGroups command)
{
    Commands inverse {SetGroups {graph.groups()}};
    graph.setGroups(std::move(command.groups));
    return inverse;
}

Inverse run(Graph& graph, SetReroutes command)
{
    Commands inverse {SetReroutes {graph.reroutes()}};
    graph.setReroutes(std::move(command.reroutes));
    return inverse;
}

Inverse run(Graph& graph, SetLinkReroute command)
{
    const Link* link = graph.findLink(command.id);
    Commands inverse {SetLinkReroute {command.id, link ? link->reroute : std::nullopt}};
    WEFT_CHECK(graph.setLinkReroute(command.id, command.reroute));
    return inverse;
}

Inverse run(Graph& graph, SetExtra command)
{
    Commands inverse {SetExtra {graph.extra()}};
    graph.setExtra(std::move(command.extra));
    return inverse;
}

Inverse run(Graph& graph, AddSubgraph command)
{
    Commands inverse {RemoveSubgraph {command.subgraph.id()}};
    WEFT_CHECK(graph.addSubgraph(std::move(command.subgraph), command.position));
    return inverse;
}

Inverse run(Graph& graph, RemoveSubgraph command)
{
    const auto& all = graph.subgraphs();
    const auto it = std::ranges::find(all, command.id, &Graph::id);
    if (it == all.end())
        return Error {ErrorCode::NodeMissing, "no subgraph to remove", {{"node", command.id}}};
    Commands inverse {AddSubgraph {*it, static_cast<std::size_t>(it - all.begin())}};
    graph.removeSubgraph(command.id);
    return inverse;
}

} // namespace

Result<Commands> apply(Graph& workflow, Command command)
{
    Graph* const graph = workflow.editSubgraph(command.in);
    if (!graph)
        return Error {ErrorCode::NodeMissing, "no such subgraph", {{"node", command.in}}};
    WEFT_TRY(Commands inverse, std::visit([graph](auto& one) { return run(*graph, std::move(one)); }, command.edit));
    for (Command& back : inverse)
        back.in = command.in;
    return inverse;
}

} // namespace weft
