// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/apis/ApiCost.h"

#include <algorithm>
#include <optional>

namespace weft {

namespace {

/// A node that makes a picture, a mask or a latent for 1024 x 1024 pixels; none: nobody knows how.
std::optional<PromptNode> sampleOf(const TypeName& type, const Catalogue& catalogue)
{
    constexpr int kSide = 1024;
    PromptNode node;
    node.type = type == "IMAGE" ? "EmptyImage" : type == "MASK" ? "SolidMask" : type == "LATENT" ? "EmptyLatentImage" : "";
    const NodeType* known = catalogue.find(node.type);
    if (!known)
        return {};
    for (const InputSpec& input : known->inputs) {
        if (input.isSetting())
            node.inputs[input.name] = defaultSetting(input);
    }
    node.inputs["width"] = node.inputs["height"] = Json(kSide);
    return node;
}

/// With samples in the place of what callers bring.
Prompt sampledPrompt(const PublishedApi& api, const Catalogue& catalogue)
{
    Prompt prompt = api.prompt;
    for (const ApiParameter& parameter : api.parameters) {
        const auto sample = isSettingType(parameter.spec.type) ? std::nullopt : sampleOf(parameter.spec.type, catalogue);
        if (!sample)
            continue;
        const NodeId id = "sample/" + parameter.spec.name;
        prompt.nodes[id] = *sample;
        for (const InputRef& target : parameter.targets)
            prompt.nodes.at(target.node).inputs[target.input] = SlotRef {id, 0};
    }
    return prompt;
}

} // namespace

Result<ApiCost> apiCost(const RunController& runs, const PublishedApi& api)
{
    RunOptions options;
    options.policy.preference = Preference::Cheapest;
    for (const ApiOutput& output : api.outputs)
        options.wanted.insert(output.from);
    WEFT_TRY(const Plan plan, runs.planFor(sampledPrompt(api, runs.catalogue()), options));
    ApiCost cost;
    cost.estimate = plan.estimate;
    cost.goesOn = std::ranges::any_of(plan.fragments, [&](const PlannedFragment& fragment) {
        const auto engine = std::ranges::find(runs.engines(), fragment.engine, &EngineInfo::id);
        return engine != runs.engines().end() && engine->id != kHere && !engine->isOwnServer();
    });
    return cost;
}

} // namespace weft
