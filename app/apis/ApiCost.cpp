// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/apis/ApiCost.h"

#include <algorithm>

namespace weft {

Result<ApiCost> apiCost(const RunController& runs, const PublishedApi& api)
{
    RunOptions options;
    options.policy.preference = Preference::Cheapest;
    for (const ApiOutput& output : api.outputs)
        options.wanted.insert(output.from);
    WEFT_TRY(const Plan plan, runs.planFor(api.prompt, options));
    ApiCost cost;
    cost.estimate = plan.estimate;
    cost.goesOn = std::ranges::any_of(plan.fragments, [&](const PlannedFragment& fragment) {
        const auto engine = std::ranges::find(runs.engines(), fragment.engine, &EngineInfo::id);
        return engine != runs.engines().end() && engine->id != kHere && !engine->isOwnServer();
    });
    return cost;
}

} // namespace weft
