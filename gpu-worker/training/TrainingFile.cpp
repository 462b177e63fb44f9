// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/training/TrainingFile.h"

#include <algorithm>
#include <charconv>

namespace weft {

namespace {

constexpr const char* kStepsKey = "weft.training.steps";
constexpr std::int64_t kMostRecordedSteps = 1'000'000'000;

std::optional<std::int64_t> stepsIn(std::string_view text)
{
    std::int64_t steps = 0;
    const auto [stop, failure] = std::from_chars(text.data(), text.data() + text.size(), steps);
    const bool whole = failure == std::errc() && stop == text.data() + text.size();
    return whole && steps >= 0 && steps <= kMostRecordedSteps ? std::optional(steps) : std::nullopt;
}

} // namespace

std::string fileNameOf(const std::string& module)
{
    return "diffusion_model." + module;
}

std::string differenceName(const std::string& weight)
{
    const std::size_t dot = weight.rfind('.');
    return fileNameOf(weight.substr(0, dot)) + (weight.substr(dot) == ".bias" ? ".diff_b" : ".diff");
}

std::map<std::string, std::string> trainingMetadata(std::int64_t steps)
{
    return {{kStepsKey, std::to_string(steps)}};
}

TrainingRecord readTrainingRecord(const Weights& file)
{
    TrainingRecord record;
    const auto found = file.file().metadata.find(kStepsKey);
    if (found != file.file().metadata.end())
        record.steps = stepsIn(found->second);
    for (const std::string& name : file.names()) {
        if (!name.starts_with(kTrainingState))
            continue;
        if (auto tensor = file.stored(name))
            record.state[name.substr(kTrainingState.size())] = *tensor;
    }
    return record;
}

std::int64_t stepsInName(std::string_view name)
{
    const std::size_t end = name.find("_steps_");
    if (end == std::string_view::npos)
        return 0;
    const std::string_view before = name.substr(0, end);
    const std::size_t begin = before.rfind('_');
    return stepsIn(begin == std::string_view::npos ? before : before.substr(begin + 1)).value_or(0);
}

} // namespace weft
