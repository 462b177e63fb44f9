// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/planning/CostQuery.h"

namespace weft {

/// How often a sampler calls its model: steps of the schedule, calls of a step. Rules: resources/prices/README.md.
struct SamplingRule {
    /// A number of steps: of one of `setting`, `like` (an input) and `text` (a setting that lists sigmas).
    struct Steps {
        std::string setting, like, text;
        std::string scheduler; // a setting: one of them makes more steps than it is asked for
        std::string from, to; // settings: the part of the schedule that is done
        std::string times; // a setting
        std::string split, splitShare; // a setting: two outputs, before and after that step, or that share of the end
        bool isSet = false;
    };
    /// Model calls of a step: of texts or guiders that are linked.
    struct Calls {
        std::vector<std::string> each; // inputs, added up; none: what the node keeps
        std::vector<std::string> negative; // the same, left out where `unlessOne` is 1
        std::string unlessOne; // a setting
        std::int64_t permille = 1000; // for each call
        bool isSet = false;
    };
    Steps steps;
    Calls calls;
    std::string samplerSetting, samplerName, samplerLike; // at most one
    std::int64_t addsCalls = 0;
    bool needsNegative = false;

    /// Errors: SettingInvalid (args: node).
    static Result<SamplingRule> parse(const std::string& node, const Json& entry);
};

/// What the table knows of samplers.
struct SamplerTable {
    struct Kind {
        std::int64_t callsPerStep = 1;
        std::int64_t least = 0; // calls of a whole run: some choose their steps themselves
        bool needsNegative = false;
    };
    std::map<std::string, Kind, std::less<>> kinds;
    Kind unknown; // a sampler whose name isn't known when the price is made
    std::int64_t unknownSteps = 0;
    std::int64_t sigmasHeaderBytes = 0;
    std::int64_t bytesPerSigma = 1;

    /// Errors: SettingInvalid (args: node).
    static Result<SamplerTable> parse(const Json& json);

    std::int64_t stepsOf(std::int64_t bytes) const;
    /// Without the header.
    std::int64_t bytesOf(const SamplingExtent& sigmas) const;

    /// What a node's outputs tell samplers; `kept` is what they have from its inputs. Errors: LimitExceeded.
    Result<SamplingExtent> extentOf(const SamplingRule& rule, const CostQuery& query, SamplingExtent kept) const;
    /// The calls of a whole run, in permille of one. Errors: LimitExceeded.
    Result<std::int64_t> callsOf(const SamplingExtent& run, const std::string& type) const;

private:
    Result<std::vector<std::int64_t>> stepsBy(const SamplingRule::Steps& rule, const CostQuery& query) const;
};

} // namespace weft
