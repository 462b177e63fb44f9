// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/graph/Graph.h"

namespace weft {

/// Whether this is a workflow file of ComfyUI's front end: an object with a list of "nodes".
bool isWorkflowJson(const Json& json);

/// ComfyUI's workflow files: LiteGraph's format 0.4 (links as lists) and 1.0 (links as objects). Everything that Weft
/// doesn't know is kept: `extra` of graph, nodes, ports and groups holds the file's own entries, whose known keys serve
/// only as a pattern for their form and order. Links to nodes or inputs that don't exist are left out, as ComfyUI does.
/// Errors: JsonNotAWorkflow (args: node), LimitExceeded (args: limit).
Result<Graph> readWorkflow(const Json& json, const Catalogue& catalogue);

/// Fills in what `readWorkflow` couldn't know of types that the catalogue has got since: ports, and settings that the
/// file holds. Nothing that is there is changed.
void refreshTypes(Graph& graph, const Catalogue& catalogue);

/// What was read and not changed is written as it was; new files are written as 0.4.
Json writeWorkflow(const Graph& graph, const Catalogue& catalogue);

} // namespace weft
