// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/editor/model/CanvasDocument.h"

#include <QImage>
#include <QStringList>

namespace weft {

/// What a finished run left, from the JSON that `weft run --report` writes.
struct ImportedReport {
    QStringList machines; // by name, this computer not among them
    QList<std::pair<QString, QString>> pictures; // output node, path of the file
    Money charged;
};

/// Puts the report's machines, seconds, credits and pictures on the document's nodes.
/// Errors: FileNotFound, JsonInvalid, JsonNotAWorkflow (args: path).
Result<ImportedReport> importReport(const QString& path, CanvasDocument& document);

} // namespace weft
