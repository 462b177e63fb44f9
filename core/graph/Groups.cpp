// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graph/Groups.h"

#include <algorithm>

namespace weft {

namespace {

bool contains(const Group& group, double x, double y)
{
    return x >= group.x && y >= group.y && x < group.x + group.width && y < group.y + group.height;
}

} // namespace

NodeBounds boundsOf(const Graph& graph, const std::set<NodeId>& nodes)
{
    std::optional<NodeBounds> bounds;
    for (const NodeId& id : nodes) {
        const Node* const node = graph.findNode(id);
        if (!node)
            continue;
        const NodeBounds own {node->x, node->y, node->x + node->width, node->y + node->height};
        bounds = !bounds ? own
                         : NodeBounds {std::min(bounds->left, own.left), std::min(bounds->top, own.top),
                             std::max(bounds->right, own.right), std::max(bounds->bottom, own.bottom)};
    }
    return bounds.value_or(NodeBounds {});
}

std::set<NodeId> membersOf(const Graph& graph, const Group& group)
{
    std::set<NodeId> members;
    for (const Node& node : graph.nodes()) {
        if (contains(group, node.x + node.width / 2, node.y + node.height / 2))
            members.insert(node.id);
    }
    return members;
}

std::set<RerouteId> pointsIn(const Graph& graph, const Group& group)
{
    std::set<RerouteId> points;
    for (const Reroute& point : graph.reroutes()) {
        if (contains(group, point.x, point.y))
            points.insert(point.id);
    }
    return points;
}

std::set<std::size_t> groupsIn(const Graph& graph, const Group& group)
{
    std::set<std::size_t> inside;
    for (std::size_t i = 0; i < graph.groups().size(); ++i) {
        const Group& other = graph.groups()[i];
        const bool isSmaller = other.width < group.width || other.height < group.height;
        if (isSmaller && other.x >= group.x && other.y >= group.y && other.x + other.width <= group.x + group.width
            && other.y + other.height <= group.y + group.height)
            inside.insert(i);
    }
    return inside;
}

} // namespace weft
