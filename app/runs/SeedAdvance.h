// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/graph/Graph.h"

#include <functional>

namespace weft {

/// A seed that isn't to stay as it is after a run.
struct AdvancedSeed {
    NodeId node;
    std::string input;
    Json value;
};

/// What ComfyUI's words behind each seed ("increment", "decrement", "randomize"; "fixed" changes nothing) make of the
/// workflow's seeds for the next run. Within the input's "min" and "max", where it goes round. `random`: any 64 bits.
std::vector<AdvancedSeed> advancedSeeds(
    const Graph& graph, const Catalogue& catalogue, const std::function<std::uint64_t()>& random);

} // namespace weft
