// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/planning/SamplingRule.h"

#include "core/planning/CostNumbers.h"

#include <algorithm>

namespace weft {

using namespace costs;

namespace {

constexpr std::int64_t kOneCall = 1000;
constexpr std::int64_t kBillion = 1'000'000'000; // a setting is 1 if its billionths are so many
constexpr std::int64_t kLongestSchedule = 10'000; // no scheduler makes more steps
constexpr std::int64_t kMaxSteps = 1'000'000; // after they were multiplied
constexpr std::int64_t kMaxCallsOfStep = 1'000 * kOneCall;
constexpr std::int64_t kMaxCalls = 10'000'000'000'000; // of a run

/// At least as many numbers as a text can be read as: in a row of digits and points each after the first begins with a point.
std::int64_t numbersIn(const std::string& text)
{
    std::int64_t count = 0;
    std::int64_t points = 0;
    bool inside = false;
    for (const char c : text + ' ') {
        const bool belongs = (c >= '0' && c <= '9') || c == '.';
        if (inside && !belongs) {
            count += std::max<std::int64_t>(1, points);
            points = 0;
        }
        points += c == '.' ? 1 : 0;
        inside = belongs;
    }
    return count;
}

const SamplingExtent* linkedTo(const CostQuery& query, const std::string& name)
{
    const auto it = query.linked.find(name);
    return name.empty() || it == query.linked.end() ? nullptr : &it->second.sampling;
}

std::string textOf(const CostQuery& query, const std::string& name)
{
    const Json value = literalOf(query, name);
    return value.is_string() ? value.get<std::string>() : std::string();
}

/// "ddim_uniform" takes every n-th of 1000 timesteps, n rounded down. A scheduler that isn't known counts as that one.
std::int64_t scheduled(std::int64_t steps, const std::string& setting, const CostQuery& query)
{
    constexpr std::int64_t kTimesteps = 1000;
    const std::string scheduler = textOf(query, setting);
    if (setting.empty() || steps < 1 || (!scheduler.empty() && scheduler != "ddim_uniform"))
        return steps;
    const std::int64_t stride = std::max<std::int64_t>(kTimesteps / steps, 1);
    return std::max(steps, (kTimesteps - 1 + stride - 1) / stride);
}

/// What a sampler asks of each step, where a text that nothing is known of is one call.
struct Calls {
    Wide few = 0;
    Wide all = 0;

    void add(const CostQuery& query, const std::vector<std::string>& inputs, bool always, std::int64_t permille)
    {
        for (const std::string& name : inputs) {
            const SamplingExtent* text = linkedTo(query, name);
            if (!text)
                continue;
            few += always ? Wide {std::max(text->calls, kOneCall)} * permille / 1000 : 0;
            all += Wide {std::max(text->allCalls, kOneCall)} * permille / 1000;
        }
    }
};

} // namespace

Result<SamplingRule> SamplingRule::parse(const std::string& node, const Json& entry)
{
    SamplingRule rule;
    const Json& steps = memberAt(entry, "steps");
    rule.steps = {stringAt(steps, "setting"), stringAt(steps, "like"), stringAt(steps, "text"), stringAt(steps, "scheduler"),
        stringAt(steps, "from"),
        stringAt(steps, "to"), stringAt(steps, "times"), stringAt(steps, "split"), stringAt(steps, "split_share"),
        steps.is_object()};
    const Json& calls = memberAt(entry, "calls");
    rule.calls = {names(calls, "each"), names(calls, "negative"), stringAt(calls, "unless_one"), kOneCall, calls.is_object()};
    WEFT_TRY(rule.calls.permille, number(node, calls, "permille", kOneCall));
    const Json& sampler = memberAt(entry, "sampler");
    rule.samplerSetting = stringAt(sampler, "setting");
    rule.samplerName = stringAt(sampler, "name");
    rule.samplerLike = stringAt(sampler, "like");
    WEFT_TRY(rule.addsCalls, number(node, entry, "adds_calls", 0));
    rule.needsNegative = boolAt(entry, "needs_negative");
    return rule;
}

Result<SamplerTable> SamplerTable::parse(const Json& json)
{
    SamplerTable table;
    const auto kindOf = [](const std::string& name, const Json& entry) -> Result<Kind> {
        Kind kind;
        WEFT_TRY(kind.callsPerStep, number(name, entry, "calls_per_step", 1));
        WEFT_TRY(kind.least, number(name, entry, "least_calls", 0));
        if (kind.callsPerStep > 10 || kind.least > kMaxSteps)
            return wrong(name, "so many calls make no step");
        kind.needsNegative = boolAt(entry, "needs_negative");
        return kind;
    };
    const std::string here = "sampling";
    const Json& entry = memberAt(json, here);
    WEFT_TRY(table.unknownSteps, number(here, entry, "unknown_steps"));
    WEFT_TRY(table.sigmasHeaderBytes, number(here, entry, "sigmas_header_bytes"));
    WEFT_TRY(table.bytesPerSigma, number(here, entry, "bytes_per_sigma"));
    if (table.bytesPerSigma == 0)
        return wrong(here, "a sigma has at least one byte");
    WEFT_TRY(table.unknown, kindOf(here, memberAt(entry, "unknown_sampler")));
    for (const auto& [name, sampler] : memberAt(entry, "samplers").items()) {
        WEFT_TRY(const Kind kind, kindOf(name, sampler));
        table.kinds.emplace(name, kind);
    }
    return table;
}

std::int64_t SamplerTable::stepsOf(std::int64_t bytes) const
{
    return std::max<std::int64_t>(0, (std::max<std::int64_t>(bytes, 0) - sigmasHeaderBytes) / bytesPerSigma - 1);
}

std::int64_t SamplerTable::bytesOf(const SamplingExtent& sigmas) const
{
    const std::int64_t steps = sigmas.steps.empty() ? unknownSteps : std::ranges::max(sigmas.steps);
    const std::int64_t longerHeader = steps >= kLongestSchedule - 1 ? 8 : 0; // one digit more
    return (std::min(steps, kMaxSteps) + 1) * bytesPerSigma + longerHeader;
}

Result<std::vector<std::int64_t>> SamplerTable::stepsBy(const SamplingRule::Steps& rule, const CostQuery& query) const
{
    std::int64_t steps = unknownSteps;
    if (const SamplingExtent* sigmas = linkedTo(query, rule.like); sigmas && !sigmas->steps.empty())
        steps = sigmas->steps.front();
    else if (!rule.setting.empty())
        steps = scheduled(countOf(query, rule.setting, kLongestSchedule, unknownSteps), rule.scheduler, query);
    else if (const Json text = literalOf(query, rule.text); text.is_string())
        steps = std::max<std::int64_t>(0, numbersIn(text.get_ref<const std::string&>()) - 1);
    WEFT_TRY(steps, bounded(Wide {steps} * countOf(query, rule.times, kMaxSetting, 1), kMaxSteps, query.type));
    const std::int64_t end = countOf(query, rule.to, steps, steps);
    steps = std::max<std::int64_t>(0, end - countOf(query, rule.from, end, 0));
    if (!rule.split.empty()) {
        const std::int64_t first = countOf(query, rule.split, steps, -1);
        return first < 0 ? std::vector {steps, steps} : std::vector {first, steps - first};
    }
    if (!rule.splitShare.empty()) {
        const std::int64_t permille = std::min<std::int64_t>(1000, settingOf(query, rule.splitShare, 1000, -1));
        if (permille < 0)
            return std::vector {steps, steps};
        return std::vector {steps - steps * permille / 1000, (steps * permille + 999) / 1000};
    }
    return std::vector {steps};
}

Result<SamplingExtent> SamplerTable::extentOf(
    const SamplingRule& rule, const CostQuery& query, SamplingExtent kept) const
{
    SamplingExtent made = std::move(kept);
    made.needsNegative |= rule.needsNegative;
    WEFT_TRY(made.addedCalls, bounded(Wide {made.addedCalls} + rule.addsCalls, kMaxCallsOfStep, query.type));
    if (!rule.samplerName.empty())
        made.sampler = rule.samplerName;
    if (!rule.samplerSetting.empty())
        made.sampler = textOf(query, rule.samplerSetting);
    if (const SamplingExtent* sampler = linkedTo(query, rule.samplerLike))
        made.sampler = sampler->sampler;
    if (rule.steps.isSet) {
        WEFT_TRY(made.steps, stepsBy(rule.steps, query));
    }
    if (!rule.calls.isSet)
        return made;
    Calls calls;
    const bool guided = rule.calls.unlessOne.empty() || made.needsNegative
        || settingOf(query, rule.calls.unlessOne, kBillion, 0) != kBillion;
    if (rule.calls.each.empty())
        calls.few = calls.all = Wide {std::max(made.calls, kOneCall)} * rule.calls.permille / 1000;
    calls.add(query, rule.calls.each, true, rule.calls.permille);
    calls.add(query, rule.calls.negative, guided, rule.calls.permille);
    WEFT_TRY(made.calls, bounded(calls.few, kMaxCallsOfStep, query.type));
    WEFT_TRY(made.allCalls, bounded(calls.all, kMaxCallsOfStep, query.type));
    return made;
}

Result<std::int64_t> SamplerTable::callsOf(const SamplingExtent& run, const std::string& type) const
{
    Kind kind = unknown;
    if (!run.sampler.empty()) {
        const auto known = kinds.find(run.sampler);
        kind = known == kinds.end() ? Kind {} : known->second;
    }
    const std::int64_t steps = run.steps.empty() ? unknownSteps : run.steps.front();
    const std::int64_t times = steps == 0 ? 0 : std::max(steps * kind.callsPerStep, kind.least);
    const std::int64_t ofStep = std::max(kind.needsNegative ? run.allCalls : run.calls, kOneCall) + run.addedCalls;
    return bounded(Wide {times} * ofStep, kMaxCalls, type);
}

} // namespace weft
