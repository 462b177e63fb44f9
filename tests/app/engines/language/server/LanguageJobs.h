// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engines/language/LanguageEngine.h"
#include "tests/app/engines/Waited.h"
#include "tests/app/engines/language/server/FakeLanguage.h"

#include <QCoroTask>

#include <optional>

/// Fragments of language nodes, and how tests run them.
namespace weft::testing {

inline const QByteArray kTinyModel = R"({"object": "list", "data": [{"id": "tiny", "object": "model"}]})";

inline LanguageSettings languageSettings(const QUrl& url)
{
    using namespace std::chrono_literals;
    LanguageSettings settings;
    settings.server = url;
    settings.limits.answer = 5000ms;
    settings.limits.first = 20'000ms;
    return settings;
}

inline FragmentNode writer(const NodeId& id, std::map<std::string, FragmentInput> inputs)
{
    inputs.emplace("model", Json("tiny"));
    return {id, "TextGenerate", std::move(inputs)};
}

/// One TextGenerate, node 1, whose text is asked for.
inline FragmentJob textJob(std::map<std::string, FragmentInput> inputs = {})
{
    inputs.emplace("prompt", Json("hello"));
    FragmentJob job;
    job.fragment.nodes = {writer("1", std::move(inputs))};
    job.fragment.outputs = {{"1", 0}};
    return job;
}

inline FragmentReport runNow(
    LanguageEngine& engine, FragmentJob job, std::vector<FragmentEvent>* events = nullptr, CancelToken cancel = {})
{
    EventSink sink = [events](const FragmentEvent& event) {
        if (events)
            events->push_back(event);
    };
    return waited(engine.run(std::move(job), std::move(sink), std::move(cancel)));
}

/// Empty where it went well.
inline std::string errorOf(const FragmentReport& report)
{
    const auto* failure = std::get_if<FragmentFailure>(&report);
    if (!failure)
        return {};
    std::string text = std::string(nameOf(failure->error.code)) + ": " + failure->error.detail;
    for (const auto& [key, value] : failure->error.args)
        text += " " + key + "=" + value;
    return text;
}

inline std::string textOf(const std::map<SlotRef, ValueList>& outputs, const NodeId& node)
{
    return stringAt(outputs.at({node, 0}).front().meta, "value");
}

template <typename T> std::optional<T> lastOf(const std::vector<FragmentEvent>& events)
{
    std::optional<T> last;
    for (const FragmentEvent& event : events) {
        if (const auto* one = std::get_if<T>(&event))
            last = *one;
    }
    return last;
}

} // namespace weft::testing
