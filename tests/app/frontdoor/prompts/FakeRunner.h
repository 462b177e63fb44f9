// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/frontdoor/prompts/PromptRunner.h"
#include "tests/app/frontdoor/prompts/FrontData.h"

namespace weft::testing {

/// Runs nothing: a test says what happens.
class FakeRunner : public PromptRunner {
public:
    const Catalogue& catalogue() const override { return types; }
    RunOptions options(const QString&) const override { return given; }
    Result<Money> capOf(const Prompt&, const RunOptions&) const override { return cap; }
    bool isRunning() const override { return busy; }
    void start(Prompt prompt, RunOptions options, PictureTexts texts) override
    {
        busy = true;
        started.push_back({std::move(prompt), std::move(options), std::move(texts)});
    }
    void cancel() override { ++cancels; }
    void rest() override { ++rests; }

    void happen(FragmentEvent event) { Q_EMIT runEvent(FragmentProgressed {0, "here", std::move(event)}); }
    void compute(const NodeId& node)
    {
        happen(NodeStarted {node});
        happen(NodeFinished {node, {}, false});
    }
    /// An output node that hands out one file; a text's name is its content.
    void output(const NodeId& node, const std::string& mime, const std::string& text, const QString& path = {})
    {
        compute(node);
        Value file = fileValue(text, mime, SharedBytes::copyOf({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}));
        Q_EMIT runEvent(FilesReady {node, {file}});
        Q_EMIT fileStored({node, path, file});
    }
    void end(std::vector<std::pair<NodeId, Error>> errors = {}, Money charged = {})
    {
        busy = false;
        RunReport report;
        report.errors = std::move(errors);
        report.charged = charged;
        Q_EMIT finished(report);
    }

    struct Started {
        Prompt prompt;
        RunOptions options;
        PictureTexts texts;
    };
    Catalogue types = frontCatalogue();
    RunOptions given;
    Result<Money> cap = Money {};
    bool busy = false;
    std::vector<Started> started;
    int cancels = 0;
    int rests = 0;
};

inline QStringList texts(std::initializer_list<const char*> list)
{
    QStringList texts;
    for (const char* text : list)
        texts << QLatin1String(text);
    return texts;
}

/// A message in short, as the recorded transcripts are kept: "executing 5", "states 1:finished 5:running".
inline QString shortened(const Json& message)
{
    const std::string type = stringAt(message, "type");
    const Json& data = memberAt(message, "data");
    std::string text = type;
    if (type == "status")
        text += " " + toJsonText(memberAt(memberAt(memberAt(data, "status"), "exec_info"), "queue_remaining"));
    if (type == "progress_state") {
        text = "states";
        for (const auto& [id, state] : memberAt(data, "nodes").items())
            text += " " + id + ":" + stringAt(state, "state");
    }
    if (type == "execution_cached") {
        text = "cached ";
        for (const Json& id : memberAt(data, "nodes"))
            text += (text.ends_with(' ') ? "" : " ") + id.get<std::string>();
    }
    if (type == "executing" || type == "executed")
        text += " " + (memberAt(data, "node").is_null() ? std::string("None") : stringAt(data, "node"));
    if (type == "progress")
        text += " " + stringAt(data, "node") + " " + toJsonText(data["value"]) + "/" + toJsonText(data["max"]);
    return QString::fromStdString(text);
}

} // namespace weft::testing
