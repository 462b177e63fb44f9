// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/runs/MissingModels.h"

#include "core/graph/Prompt.h"
#include "core/planning/Planner.h"

#include <algorithm>

namespace weft {

namespace {

int machinesWith(const std::vector<EngineInfo>& engines, const Hash256& hash, const Policy& policy)
{
    return int(std::ranges::count_if(engines, [&](const EngineInfo& engine) {
        return engine.id != kHere && isAllowed(engine, policy) && !hash.isNull() && engine.catalogue.findModel(hash);
    }));
}

} // namespace

std::vector<MissingModel> missingModels(
    const Graph& graph, const Catalogue& catalogue, const std::vector<EngineInfo>& engines, const Policy& policy)
{
    const auto here = std::ranges::find(engines, kHere, &EngineInfo::id);
    const auto prompt = toPrompt(graph, catalogue);
    if (here == engines.end() || !prompt)
        return {};
    std::vector<MissingModel> missing;
    for (const auto& [id, node] : prompt->nodes) {
        const NodeType* type = catalogue.find(node.type);
        for (const auto& [name, input] : node.inputs) {
            const InputSpec* spec = type ? type->findInput(name) : nullptr;
            const auto* literal = std::get_if<Json>(&input);
            if (!spec || spec->modelFolder.empty() || !literal || !literal->is_string() || *literal == Json(spec->noModel()))
                continue;
            MissingModel model {spec->modelFolder, literal->get<std::string>(), {}, 0};
            model.sha256 = resolveModel(engines, model.folder, model.name);
            const bool isHere = here->catalogue.findModel(model.folder, model.name)
                || (!model.sha256.isNull() && here->catalogue.findModel(model.sha256));
            model.machines = machinesWith(engines, model.sha256, policy);
            if (!isHere && std::ranges::find(missing, model) == missing.end())
                missing.push_back(std::move(model));
        }
    }
    return missing;
}

} // namespace weft
