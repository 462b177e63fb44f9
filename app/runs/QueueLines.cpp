// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/runs/QueueLines.h"

#include "core/formats/WorkflowJson.h"

#include <algorithm>

namespace weft {

namespace {

Json queueLine(const char* what, const QString& id)
{
    return {{"what", what}, {"id", utf8(id)}};
}

/// Of the policy only what somebody chose for this run; who is trusted and what there is to spend are asked anew.
Json toJson(const RunOptions& options)
{
    Json targets = Json::array();
    for (const NodeId& id : options.targets)
        targets.push_back(id);
    return {{"privacy", int(options.policy.privacy)}, {"preference", int(options.policy.preference)},
        {"cap", options.policy.cap.micro}, {"precision", int(options.precision)}, {"targets", std::move(targets)}};
}

/// A value that isn't known is the one that gives away least.
RunOptions optionsFrom(const Json& json)
{
    RunOptions options;
    const std::int64_t privacy = intAt(json, "privacy");
    options.policy.privacy = privacy > 0 && privacy <= int(Privacy::AnyMachine) ? Privacy(privacy) : Privacy::OnlyHere;
    options.policy.preference = intAt(json, "preference", int(Preference::Fastest)) == int(Preference::Cheapest)
        ? Preference::Cheapest
        : Preference::Fastest;
    options.policy.cap = microCredits(std::clamp<std::int64_t>(intAt(json, "cap"), 0, kMaxAmount.micro));
    const std::int64_t precision = intAt(json, "precision");
    options.precision = precision >= 0 && precision <= int(Precision::Fp16) ? Precision(precision) : Precision::Auto;
    for (const Json& id : memberAt(json, "targets")) {
        if (id.is_string())
            options.targets.push_back(id.get<std::string>());
    }
    return options;
}

void addFrom(std::vector<QueuedRun>& runs, const Json& line)
{
    Result<Graph> graph =
        readWorkflow(memberAt(line, "workflow"), Catalogue()); // ports and settings are read when it starts
    if (!graph || stringAt(line, "id").empty())
        return;
    QueuedRun run;
    run.id = textAt(line, "id");
    run.name = textAt(line, "name");
    run.file = textAt(line, "file");
    run.graph = std::move(*graph);
    run.options = optionsFrom(memberAt(line, "options"));
    runs.push_back(std::move(run));
}

void orderAs(std::vector<QueuedRun>& runs, const Json& ids)
{
    std::map<QString, std::size_t> places;
    for (const Json& id : ids) {
        if (id.is_string())
            places.emplace(QString::fromStdString(id.get<std::string>()), places.size());
    }
    std::ranges::stable_sort(runs, {}, [&](const QueuedRun& run) {
        const auto place = places.find(run.id);
        return place == places.end() ? places.size() : place->second;
    });
}

} // namespace

Json lineOfAdded(const QueuedRun& run, const Catalogue& catalogue)
{
    Json line = queueLine("add", run.id);
    line["name"] = utf8(run.name);
    line["file"] = utf8(run.file);
    line["options"] = toJson(run.options);
    line["workflow"] = writeWorkflow(run.graph, catalogue);
    return line;
}

Json lineOfStarted(const QString& id)
{
    return queueLine("start", id);
}
Json lineOfForgotten(const QString& id)
{
    return queueLine("forget", id);
}

Json lineOfOrder(const std::vector<QString>& ids)
{
    Json list = Json::array();
    for (const QString& id : ids)
        list.push_back(utf8(id));
    return {{"what", "order"}, {"ids", std::move(list)}};
}

void applyLine(std::vector<QueuedRun>& runs, const Json& line)
{
    const std::string what = stringAt(line, "what");
    const auto run = std::ranges::find(runs, textAt(line, "id"), &QueuedRun::id);
    if (what == "add" && run == runs.end())
        addFrom(runs, line);
    else if (what == "order")
        orderAs(runs, memberAt(line, "ids"));
    else if (what == "start" && run != runs.end())
        run->state = QueuedRun::State::Running;
    else if (what == "forget" && run != runs.end())
        runs.erase(run);
}

} // namespace weft
