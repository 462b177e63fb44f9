// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/graph/SubgraphTypes.h"

#include <functional>

namespace weft {

/// A seed that isn't to stay as it is after a run.
struct AdvancedSeed {
    SubgraphId in; // where its node is defined; empty: in the workflow itself
    NodeId node;
    std::string input;
    Json value;
};

/// What ComfyUI's words behind each seed ("increment", "decrement", "randomize"; "fixed" changes nothing) make of the
/// seeds of a workflow and of all its subgraphs for the next run. Within the input's "min" and "max", where it goes round.
/// A seed that a subgraph promotes is its instances' own: one that says no word of its own follows the node inside.
/// `random`: any 64 bits; what comes of it is below 2^53, which other programs read exactly.
std::vector<AdvancedSeed> advancedSeeds(
    const Graph& workflow, const Catalogue& catalogue, const std::function<std::uint64_t()>& random);

/// The word behind a node's seed, also of an instance; empty: the setting is no seed.
std::string seedWordOf(const Graph& workflow, const SubgraphTypes& types, const Node& node, const std::string& input);

/// Puts them where they belong.
void applySeeds(Graph& workflow, const std::vector<AdvancedSeed>& seeds);

} // namespace weft
