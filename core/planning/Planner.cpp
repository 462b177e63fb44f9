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

Result<Plan> planBy(Preference preference, const PlanGraph& graph, const PlanRequest& request,
    const std::vector<const EngineInfo*>& engines, const std::vector<std::vector<int>>& candidates)
{
    const std::vector<int> places = placeNodes(graph, request, engines, candidates, preference);
    return cutIntoFragments(graph, request, engines, candidates, places);
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
    const auto engines = inOrder(request.engines);
    PlanGraph graph;
    graph.catalogue = request.catalogue();
    WEFT_CHECK(fillPlanGraph(graph, request));
    WEFT_TRY(const auto candidates, candidateEngines(graph, request, engines));
    WEFT_TRY(Plan plan, planBy(request.policy.preference, graph, request, engines, candidates));
    const Money most = std::min(request.policy.cap, request.policy.available);
    if (plan.estimate > most && request.policy.preference != Preference::Cheapest) {
        WEFT_TRY(plan, planBy(Preference::Cheapest, graph, request, engines, candidates));
    }
    if (plan.estimate > request.policy.cap) {
        return Error {ErrorCode::QuoteExceeded, "the run would cost more than it may",
            {{"estimate", toCreditString(plan.estimate)}, {"limit", toCreditString(request.policy.cap)}}};
    }
    if (plan.estimate > request.policy.available) {
        return Error {ErrorCode::CreditTooLow, "the balance is lower than the estimate",
            {{"needed", toCreditString(plan.estimate)}, {"available", toCreditString(request.policy.available)}}};
    }
    plan.cap = plan.estimate > Money {} ? std::min(plan.cap, most) : Money {};
    return plan;
}

} // namespace weft
