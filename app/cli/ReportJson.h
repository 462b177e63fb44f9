// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/conductor/RunEvents.h"

#include <QString>
#include <QStringList>

namespace weft {

/// What became of one file of the command line.
struct FileRun {
    QString workflow;
    RunReport report;
    std::map<NodeId, QStringList> files; // stored ones, by output node
    QStringList saved; // by --save

    bool isGood() const { return report.errors.empty(); }
};

/// {"workflow", "ok", "nodes": [{id, class, machine, machines, engines, seconds, cached, credits}], "outputs": [{node,
/// class, files}], "saved", "totals": {held, charged, released}, "errors": [{node, code, message, detail}]}.
/// Credits are decimal texts, exact to the micro-credit; they add up. Paths are absolute.
Json reportJson(const FileRun& run);
/// One run's report, or {"runs": [...]} of several.
Json reportJson(const std::vector<FileRun>& runs);

} // namespace weft
