// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/graph/Graph.h"

namespace weft {

/// The smallest rectangle round some nodes.
struct NodeBounds {
    double left = 0, top = 0, right = 0, bottom = 0;

    double centreX() const { return (left + right) / 2; }
    double centreY() const { return (top + bottom) / 2; }
};

/// Zeros without nodes.
NodeBounds boundsOf(const Graph& graph, const std::set<NodeId>& nodes);

/// What stands in a group goes with it: nodes whose centre is inside. Membership is geometry; a file doesn't list it.
std::set<NodeId> membersOf(const Graph& graph, const Group& group);
/// The points of links that are inside.
std::set<RerouteId> pointsIn(const Graph& graph, const Group& group);
/// The positions of other groups that lie inside as a whole.
std::set<std::size_t> groupsIn(const Graph& graph, const Group& group);

} // namespace weft
