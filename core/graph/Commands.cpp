// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graph/Commands.h"

#include <algorithm>

namespace weft {

namespace {

using Inverse = Result<std::vector<Command>>;

Inverse run(Graph& graph, AddNode command)
{
    NodeId id = command.node.id;
    WEFT_CHECK(graph.addNode(std::move(command.node), command.position));
    return std::vector<Command> {RemoveNode {std::move(id)}};
}

Inverse run(Graph& graph, RemoveNode command)
{
    const Node* node = graph.findNode(command.id);
    if (!node)
        return Error {ErrorCode::NodeMissing, "no node to remove", {{"node", command.id}}};
    std::vector<Command> inverse {AddNode {*node, graph.nodeIndex(command.id)}};
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
    return std::vector<Command> {std::move(command)};
}

Inverse run(Graph& graph, AddLink command)
{
    std::vector<Command> inverse {RemoveLink {command.link.id}};
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
    std::vector<Command> inverse {AddLink {*link, graph.linkIndex(command.id)}};
    graph.removeLink(command.id);
    return inverse;
}

Inverse run(Graph& graph, SetGroups command)
{
    std::vector<Command> inverse {SetGroups {graph.groups()}};
    graph.setGroups(std::move(command.groups));
    return inverse;
}

} // namespace

Result<std::vector<Command>> apply(Graph& graph, Command command)
{
    return std::visit([&graph](auto& one) { return run(graph, std::move(one)); }, command);
}

} // namespace weft
