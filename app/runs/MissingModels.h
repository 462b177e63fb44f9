// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/graph/Graph.h"
#include "core/planning/Plan.h"

namespace weft {

/// A model that a workflow names and this computer doesn't have.
struct MissingModel {
    std::string folder;
    std::string name;
    Hash256 sha256; // null: nobody knows it
    int machines = 0; // that offer it and that the policy allows; the planner takes the same ones: by their hash

    bool operator==(const MissingModel&) const = default;
};

/// What is missing here, each once, in the order of nodes' ids. `catalogue`: what all engines offer together; nodes of
/// types that nobody offers can't be read, and a setting that stands for no model lacks none. Empty while this computer hasn't said what it has.
std::vector<MissingModel> missingModels(
    const Graph& graph, const Catalogue& catalogue, const std::vector<EngineInfo>& engines, const Policy& policy);

} // namespace weft
