// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/planning/Costs.h"
#include "core/planning/Plan.h"

namespace weft {

/// All that a plan depends on.
struct PlanRequest {
    Prompt prompt; // validated
    std::vector<EngineInfo> engines; // in any order; kHere may be missing
    Policy policy;
    std::map<NodeId, std::string> places; // wishes, see kPlaceProperty
    std::vector<NodeId> targets; // nodes to run; empty and `wanted` empty: every output node
    std::set<SlotRef> wanted; // slots whose values are asked for
    std::map<SlotRef, InputSize> known; // values that are here already: nothing behind them is run
    std::map<NodeId, std::int64_t> filePixels; // of input files, by the node that reads them; for estimates only
    Precision precision = Precision::Auto;
    std::optional<Catalogue> merged; // mergedCatalogue(engines), where it is known: making it takes longer than a small plan

    Catalogue catalogue() const;
};

/// Says where each node runs. Pure and deterministic: equal requests give equal plans.
///
/// - An engine must offer the type and have the model: by name here, by SHA-256 elsewhere. Files stay here.
/// - `Privacy::OnlyHere` beats the wishes of nodes; otherwise a wish is an order.
/// - A value that can't travel is never sent: its ancestors are repeated in each fragment that needs it; when they aren't
///   cheap, all who need them go to one engine.
/// - Fragments are the connected pieces on one engine, cut so that no two wait for each other.
///
/// Errors: NodeTypeUnknown, ModelMissing, NoMachine (args: node, type, model), NoOutputNode, GraphCycle, TypeMismatch (a
/// wanted slot whose value can't travel), QuoteExceeded (args: estimate, limit, in credits), CreditTooLow (args: needed,
/// available), LimitExceeded.
Result<Plan> makePlan(const PlanRequest& request);

/// Whether this policy lets an engine work; wishes of nodes don't count.
bool isAllowed(const EngineInfo& engine, const Policy& policy);

/// What a host sees that gets or makes a value of this type.
void addExposure(std::set<Exposure>& exposure, std::string_view type);

/// Node types and models of all engines together; where two describe a type differently, kHere's word counts, else that
/// of the engine whose id comes first. Models have the hashes that resolveModel() finds: a signature names what is run.
Catalogue mergedCatalogue(const std::vector<EngineInfo>& engines);

/// The SHA-256 of a model that a graph names: this computer's file of that name, else the curated list, else what
/// machines offer. Null when nobody knows it.
Hash256 resolveModel(const std::vector<EngineInfo>& engines, const std::string& folder, const std::string& name);

} // namespace weft
