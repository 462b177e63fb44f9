// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/planning/Planner.h"

#include "core/planning/PlanGraph.h"

#include <algorithm>

namespace weft {

namespace {

/// kHere first, then by id: whatever order they came in, plans are equal.
std::vector<const EngineInfo*> inOrder(const std::vector<EngineInfo>& engines)
{
    std::vector<const EngineInfo*> order;
    for (const EngineInfo& engine : engines)
        order.push_back(&engine);
    std::ranges::sort(order, {}, [](const EngineInfo* engine) { return std::pair(engine->id != kHere, engine->id); });
    return order;
}

/// What a name means when `first` is the first in order that has it: here its own word counts, else the curated list's.
Hash256 hashOf(const EngineInfo& first, const ModelFile& model)
{
    const Hash256 curated = CostTable::shipped().curatedModel(model.folder, model.name);
    return first.id == kHere || curated.isNull() ? model.sha256 : curated;
}

Money mostOf(const Policy& policy) { return std::min(policy.cap, policy.available); }

Result<Plan> planBy(Preference preference, const PlanGraph& graph, const PlanRequest& request,
    const std::vector<const EngineInfo*>& engines, const std::vector<std::vector<int>>& candidates)
{
    const std::vector<int> places = placeNodes(graph, request, engines, candidates, preference);
    return cutIntoFragments(graph, request, engines, candidates, places);
}

/// Nodes that run on a bridged engine, those that are repeated there too.
std::set<int> nodesOnBridges(const PlanGraph& graph)
{
    std::set<int> there;
    for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
        if (!graph.nodes[i].bridged)
            continue;
        there.insert(static_cast<int>(i));
        there.insert(graph.nodes[i].closure.begin(), graph.nodes[i].closure.end());
    }
    return there;
}

/// Values that are known, but that the engine doesn't carry which would take them in: a conditioning that was made here, for a ComfyUI.
std::set<SlotRef> strandedValues(const PlanGraph& graph, const PlanRequest& request)
{
    std::set<SlotRef> stranded;
    for (const int i : nodesOnBridges(graph)) {
        const PlanGraph::Node& node = graph.nodes[static_cast<std::size_t>(i)];
        for (const auto& [input, given] : node.prompt->inputs) {
            const auto* ref = std::get_if<SlotRef>(&given);
            const auto maker = ref && request.known.contains(*ref) ? request.prompt.nodes.find(ref->node) : request.prompt.nodes.end();
            const NodeType* type = maker == request.prompt.nodes.end() ? nullptr : graph.catalogue.find(maker->second.type);
            const bool isSlot = type && ref->slot >= 0 && static_cast<std::size_t>(ref->slot) < type->outputs.size();
            if (isSlot && !graph.carried(node, type->outputs[static_cast<std::size_t>(ref->slot)].type))
                stranded.insert(*ref);
        }
    }
    return stranded;
}

Result<Plan> planOf(const PlanRequest& request)
{
    const auto engines = inOrder(request.engines);
    PlanGraph graph;
    graph.catalogue = request.catalogue();
    WEFT_CHECK(fillPlanGraph(graph, request));
    if (const std::set<SlotRef> stranded = strandedValues(graph, request); !stranded.empty()) {
        PlanRequest anew = request; // they are made once more, there
        for (const SlotRef& slot : stranded)
            anew.known.erase(slot);
        return planOf(anew);
    }
    WEFT_TRY(const auto candidates, candidateEngines(graph, request, engines));
    WEFT_TRY(Plan plan, planBy(request.policy.preference, graph, request, engines, candidates));
    if (plan.estimate > mostOf(request.policy) && request.policy.preference != Preference::Cheapest) {
        WEFT_TRY(plan, planBy(Preference::Cheapest, graph, request, engines, candidates));
    }
    return plan;
}

} // namespace

bool isAllowed(const EngineInfo& engine, const Policy& policy)
{
    if (engine.id == kHere)
        return true;
    if (engine.isOwnServer())
        return engine.onThisComputer || policy.privacy != Privacy::OnlyHere;
    if (policy.privacy == Privacy::TrustedMachines)
        return policy.trusted.contains(engine.id) || policy.trusted.contains(engine.machineId());
    return policy.privacy == Privacy::AnyMachine;
}

Catalogue PlanRequest::catalogue() const { return merged ? *merged : mergedCatalogue(engines); }

Catalogue mergedCatalogue(const std::vector<EngineInfo>& engines)
{
    Catalogue merged = engines.empty() ? Catalogue() : inOrder(engines).front()->catalogue;
    std::vector<ModelFile> models;
    std::set<std::pair<std::string, std::string>> names;
    for (const EngineInfo* engine : inOrder(engines)) {
        for (const auto& [name, type] : engine->catalogue.types()) {
            if (!merged.find(name))
                merged.add(type);
        }
        for (const ModelFile& model : engine->catalogue.models()) {
            if (!names.emplace(model.folder, model.name).second)
                continue;
            models.push_back(model);
            models.back().sha256 = hashOf(*engine, model);
        }
    }
    if (models != merged.models() || engines.size() > 1) // else it is that of the only engine, shared
        merged.setModels(std::move(models));
    return merged;
}

Hash256 resolveModel(const std::vector<EngineInfo>& engines, const std::string& folder, const std::string& name)
{
    for (const EngineInfo* engine : inOrder(engines)) {
        if (const ModelFile* model = engine->catalogue.findModel(folder, name))
            return hashOf(*engine, *model);
    }
    return CostTable::shipped().curatedModel(folder, name);
}

Result<Plan> makePlan(const PlanRequest& request)
{
    WEFT_TRY(Plan plan, planOf(request));
    if (plan.estimate > request.policy.cap) {
        return Error {ErrorCode::QuoteExceeded, "the run would cost more than it may",
            {{"estimate", toCreditString(plan.estimate)}, {"limit", toCreditString(request.policy.cap)}}};
    }
    if (plan.estimate > request.policy.available) {
        return Error {ErrorCode::CreditTooLow, "the balance is lower than the estimate",
            {{"needed", toCreditString(plan.estimate)}, {"available", toCreditString(request.policy.available)}}};
    }
    plan.cap = plan.estimate > Money {} ? std::min(plan.cap, mostOf(request.policy)) : Money {};
    return plan;
}

} // namespace weft
