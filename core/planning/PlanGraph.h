// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/planning/CostTable.h"
#include "core/planning/Planner.h"

namespace weft {

/// Nodes, engines and pieces are counted with int.
constexpr std::size_t at(int i) { return static_cast<std::size_t>(i); }

/// A model that a node's setting names.
struct NeededModel {
    std::string folder, name;
    Hash256 sha256; // null: unknown

    auto operator<=>(const NeededModel&) const = default;
};

/// The part of a prompt that is to be run, by numbers: what the steps of planning work on.
struct PlanGraph {
    struct Edge {
        int from = 0;
        int slot = 0;
        std::string input;
        bool travels = true; // false: the value can't leave the engine that made it
        bool lazy = false;
    };
    struct Node {
        NodeId id;
        const PromptNode* prompt = nullptr;
        const NodeType* type = nullptr;
        std::vector<Edge> in; // without those that are known
        std::vector<int> out; // who needs it
        std::vector<NeededModel> models;
        std::int64_t micros = 0; // on the reference machine
        ValueExtent made;
        bool asked = false; // a target, or with a wanted slot
        bool strong = false; // needed for sure, not only by lazy inputs
        bool repeated = false; // lives only inside the fragments of those who need it
        bool cheap = false; // it and all that it needs and that can't travel may be computed twice
        bool bridged = false; // only servers that carry few types can run it
        int unit = 0; // nodes of one unit go to one engine
        std::vector<int> closure; // ancestors by edges that don't travel: part of its fragment
        std::vector<int> needs; // makers of the values that enter it and its closure
    };
    std::vector<Node> nodes; // each after those it needs
    std::map<NodeId, int> index;
    Catalogue catalogue; // merged; nodes point into it
    /// By node types: what gets in and out of every bridged engine that has it.
    std::map<std::string, std::set<TypeName>, std::less<>> carries;

    bool carried(const Node& node, const TypeName& type) const
    {
        const auto found = carries.find(node.prompt->type);
        return found != carries.end() && found->second.contains(type);
    }

    /// Whether what a node makes can be handed to another engine.
    bool leaves(const Node& node, const OutputSpec& output) const
    {
        return typeTravels(output.type) && !output.holdsModel && (!node.bridged || carried(node, output.type));
    }

    bool touchesFiles(int node) const
    {
        const NodeType& type = *nodes[static_cast<std::size_t>(node)].type;
        return type.readsFile || type.writesFile || type.isOutput;
    }
};

/// Whether an engine has a model: kHere and bridged ones by name, others by its hash.
bool hasModel(const EngineInfo& engine, const NeededModel& model);

/// Errors: NodeTypeUnknown, NoOutputNode, GraphCycle, NodeMissing, LinkInvalid, TypeMismatch, LimitExceeded.
/// `graph.catalogue` must be set before; the request must outlive the graph.
Done fillPlanGraph(PlanGraph& graph, const PlanRequest& request);

/// The engines that may run a node, as indexes into `engines`. Errors: ModelMissing, NoMachine.
Result<std::vector<std::vector<int>>> candidateEngines(
    const PlanGraph& graph, const PlanRequest& request, const std::vector<const EngineInfo*>& engines);

/// An engine's index for each node. `candidates` per node, alike within a unit.
std::vector<int> placeNodes(const PlanGraph& graph, const PlanRequest& request, const std::vector<const EngineInfo*>& engines,
    const std::vector<std::vector<int>>& candidates, Preference preference);

/// Cuts the placed graph into fragments. Errors: LimitExceeded, AmountInvalid.
Result<Plan> cutIntoFragments(const PlanGraph& graph, const PlanRequest& request,
    const std::vector<const EngineInfo*>& engines, const std::vector<std::vector<int>>& candidates,
    const std::vector<int>& places);

} // namespace weft
