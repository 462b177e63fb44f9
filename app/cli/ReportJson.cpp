// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/ReportJson.h"

#include "app/language/ErrorText.h"

#include <QDir>

namespace weft {

namespace {

Json nodeJson(const NodeId& id, const NodeReport& node)
{
    std::string machines;
    for (const std::string& machine : node.machines)
        machines += (machines.empty() ? "" : ", ") + machine;
    return {{"id", id}, {"class", node.type}, {"machine", machines}, {"machines", node.machines}, {"engines", node.engines},
        {"seconds", static_cast<double>(node.took.count()) / 1e6}, {"cached", node.cached},
        {"credits", toCreditString(node.charged)}};
}

Json pathsJson(const QStringList& paths)
{
    Json list = Json::array();
    for (const QString& path : paths)
        list.push_back(QDir::current().absoluteFilePath(path).toStdString());
    return list;
}

} // namespace

Json reportJson(const FileRun& run)
{
    Json nodes = Json::array();
    for (const auto& [id, node] : run.report.nodes)
        nodes.push_back(nodeJson(id, node));
    Json outputs = Json::array();
    for (const auto& [id, values] : run.report.files) {
        const auto node = run.report.nodes.find(id);
        const auto files = run.files.find(id);
        outputs.push_back({{"node", id}, {"class", node == run.report.nodes.end() ? std::string() : node->second.type},
            {"files", files == run.files.end() ? Json::array() : pathsJson(files->second)}});
    }
    Json errors = Json::array();
    for (const auto& [node, error] : run.report.errors) {
        errors.push_back({{"node", node}, {"code", std::string(nameOf(error.code))},
            {"message", sentenceFor(error).toStdString()}, {"detail", error.detail}});
    }
    return {{"workflow", run.workflow.toStdString()}, {"ok", run.isGood()}, {"nodes", nodes}, {"outputs", outputs},
        {"saved", pathsJson(run.saved)},
        {"totals",
            {{"held", toCreditString(run.report.held)}, {"charged", toCreditString(run.report.charged)},
                {"released", toCreditString(run.report.released)}}},
        {"errors", errors}};
}

Json reportJson(const std::vector<FileRun>& runs)
{
    if (runs.size() == 1)
        return reportJson(runs.front());
    Json list = Json::array();
    for (const FileRun& run : runs)
        list.push_back(reportJson(run));
    return {{"runs", list}};
}

} // namespace weft
