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
using Command = std::variant<AddNode, RemoveNode, ReplaceNode, AddLink, RemoveLink, SetGroups>;

/// Does it, and returns what undoes it, to be applied in this order: nodes and links come back in their old places.
/// Errors: NodeMissing, LinkInvalid; then the graph is as it was.
Result<std::vector<Command>> apply(Graph& graph, Command command);

} // namespace weft
