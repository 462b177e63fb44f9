// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/graph/Graph.h"

#include <variant>

namespace weft {

/// The edits that a graph knows. Everything an editor does is made of these, so everything can be undone.
struct AddNode {
    Node node;
    std::optional<std::size_t> position; // in file order; none: at the end
};
struct RemoveNode { // and its links
    NodeId id;
};
/// The node of the same id becomes this one: place, settings, title, mode, ...
struct ReplaceNode {
    Node node;
};
struct AddLink { // replaces a link into the same input
    Link link;
    std::optional<std::size_t> position;
};
struct RemoveLink {
    LinkId id = 0;
};
struct SetGroups {
    std::vector<Group> groups;
};
struct SetReroutes {
    std::vector<Reroute> reroutes;
};
struct SetLinkReroute {
    LinkId id = 0;
    std::optional<RerouteId> reroute;
};
struct SetExtra { // a subgraph's name, bookmarks, what the form shows, ...
    Json extra;
};
struct AddSubgraph { // the definition; instances are nodes
    Graph subgraph;
    std::optional<std::size_t> position;
};
struct RemoveSubgraph {
    SubgraphId id;
};

using Edit = std::variant<AddNode, RemoveNode, ReplaceNode, AddLink, RemoveLink, SetGroups, SetReroutes, SetLinkReroute, SetExtra,
    AddSubgraph, RemoveSubgraph>;

/// An edit and where it is done: in the workflow itself, or in one of its subgraphs, whose instances all follow.
struct Command {
    template <typename T>
        requires std::constructible_from<Edit, T>
    Command(T&& what, SubgraphId where = {})
        : edit(std::forward<T>(what))
        , in(std::move(where))
    {
    }

    Edit edit;
    SubgraphId in;
};
using Commands = std::vector<Command>;

/// Does it in `workflow`, and returns what undoes it, to be applied in this order: nodes and links come back in their old
/// places. Errors: NodeMissing, LinkInvalid; then the workflow is as it was.
Result<Commands> apply(Graph& workflow, Command command);

} // namespace weft
