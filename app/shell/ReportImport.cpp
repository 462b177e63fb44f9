// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/ReportImport.h"

#include "core/planning/Plan.h"

#include <QFile>

namespace weft {

namespace {

Money moneyAt(const Json& object, const char* key)
{
    const Result<Money> money = parseCredits(stringAt(object, key, "0"));
    return money ? *money : Money {};
}

/// As their owners name them; this computer has an empty name.
QStringList machinesOf(const Json& node)
{
    const Json& engines = memberAt(node, "engines");
    const Json& machines = memberAt(node, "machines");
    QStringList names;
    for (std::size_t i = 0; engines.is_array() && machines.is_array() && i < engines.size() && i < machines.size(); ++i) {
        if (!engines[i].is_string() || !machines[i].is_string())
            continue;
        names << (engines[i] == kHere ? QString() : QString::fromStdString(machines[i].get<std::string>()));
    }
    return names;
}

void importNode(const Json& entry, CanvasDocument& document, ImportedReport& report)
{
    const NodeId id = stringAt(entry, "id");
    if (!document.nodeInRun(id))
        return;
    NodeStatus status = document.statusInRun(id);
    const bool cached = boolAt(entry, "cached");
    status.state = cached ? NodeStatus::State::Cached : NodeStatus::State::Done;
    status.seconds = numberAt(entry, "seconds", -1);
    status.setMachines(machinesOf(entry));
    status.cost = moneyAt(entry, "credits");
    status.costIsEstimate = false;
    for (const QString& machine : status.machines()) {
        if (!machine.isEmpty() && !report.machines.contains(machine))
            report.machines << machine;
    }
    document.setStatus(id, std::move(status));
}

void importOutput(const Json& entry, CanvasDocument& document, ImportedReport& report)
{
    const NodeId id = stringAt(entry, "node");
    const Json& files = memberAt(entry, "files");
    for (const Json& file : files.is_array() ? files : Json::array()) {
        if (!file.is_string())
            continue;
        const QString path = QString::fromStdString(file.get<std::string>());
        const QImage image(path);
        if (image.isNull())
            continue;
        report.pictures.append({QString::fromStdString(id), path});
        NodeStatus status = document.statusInRun(id);
        status.preview = PreviewPicture(image.scaled(1024, 1024, Qt::KeepAspectRatio, Qt::SmoothTransformation));
        document.setStatus(id, std::move(status));
    }
}

} // namespace

Result<ImportedReport> importReport(const QString& path, CanvasDocument& document)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Error {ErrorCode::FileNotFound, file.errorString().toStdString(), {{"path", path.toStdString()}}};
    WEFT_TRY(const Json json, parseJson(file.readAll().toStdString()));
    const Json& nodes = memberAt(json, "nodes");
    if (!nodes.is_array())
        return Error {ErrorCode::JsonNotAWorkflow, "not a report", {{"path", path.toStdString()}}};
    ImportedReport report;
    for (const Json& node : nodes)
        importNode(node, document, report);
    const Json& outputs = memberAt(json, "outputs");
    for (const Json& output : outputs.is_array() ? outputs : Json::array())
        importOutput(output, document, report);
    report.charged = moneyAt(memberAt(json, "totals"), "charged");
    return report;
}

} // namespace weft
