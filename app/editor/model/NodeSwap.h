// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/catalogue/Catalogue.h"
#include "core/graph/Graph.h"

namespace weft {

/// A node as another type would make it, with the wires that it keeps.
struct SwapPlan {
    Node node; // same id, place, title, mode; settings of the same name and kind
    std::vector<Link> kept; // ids as before; ends at the new ports
    std::vector<LinkId> lost; // no port of the new type fits
};

/// A wire stays at an input of the same name where the types match, else goes to the first free input that fits; outputs
/// likewise, but an output may take many.
SwapPlan swapPlan(const Graph& graph, const Catalogue& catalogue, const Node& node, const NodeType& type);

/// Whether no wire is lost.
bool keepsWires(const Graph& graph, const Catalogue& catalogue, const Node& node, const NodeType& type);

} // namespace weft
