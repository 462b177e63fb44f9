// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/graph/Commands.h"
#include "core/graph/SubgraphTypes.h"

#include <functional>

namespace weft {

/// Makes UUIDs.
using FreshId = std::function<std::string()>;

/// What is to be done, as commands for History, and what comes of it.
struct SubgraphPlan {
    Commands commands;
    NodeId instance; // the node that takes the place of others
    SubgraphId subgraph;
    std::set<NodeId> nodes; // that take the place of an instance
};

/// A node that stands for `subgraph`, with its ports.
Node makeInstance(const Graph& subgraph, const SubgraphTypes& types, NodeId id, double x, double y);

/// How many nodes are instances of it, in the workflow and all subgraphs.
int instancesOf(const Graph& workflow, const SubgraphId& subgraph);

/// Whether an instance of `subgraph` may stand in the graph `in`: not inside itself. Errors: GraphCycle, NodeMissing.
Done mayContain(const Graph& workflow, const SubgraphId& in, const SubgraphId& subgraph);

/// Nodes of the graph `in` become a new subgraph and one instance of it; wires and groups follow. One port is made for each
/// output that a wire comes from. Errors: NodeMissing (no node), GraphCycle (args: node; a wire leaves the nodes and comes
/// back to them through this node, which has to go along).
Result<SubgraphPlan> toSubgraph(const Graph& workflow, const SubgraphId& in, const std::set<NodeId>& nodes,
    const std::string& name, const Catalogue& catalogue, const FreshId& freshId);

/// The nodes inside take an instance's place, with the values that it has of its own; the definition goes with its last
/// instance. Errors: NodeMissing.
Result<SubgraphPlan> unpackSubgraph(const Graph& workflow, const SubgraphId& in, const NodeId& instance);

/// The instance gets a definition of its own, so that it doesn't follow the others any more. Errors: NodeMissing.
Result<SubgraphPlan> makeIndependent(
    const Graph& workflow, const SubgraphId& in, const NodeId& instance, const FreshId& freshId);

/// Ports are known by their ids: those that aren't in `wanted` go, with their links; others keep links and values of all
/// instances wherever they stand and however they are labelled. New ones (an id that isn't there yet) get a free name.
/// Types and names of ports that were there stay as they are. Errors: NodeMissing.
Result<Commands> setInterface(const Graph& workflow, const SubgraphId& subgraph, const SubgraphInterface& wanted);

/// Definitions that no instance uses any more although `before` did; other unused ones are the file's business.
Commands removeUnused(const Graph& before, const Graph& after);

} // namespace weft
