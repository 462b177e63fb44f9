// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <QList>
#include <QPair>
#include <QSettings>
#include <QString>

namespace weft {

/// What helps to find a fault, for the user to read and to send by hand: one text file, without prompts, workflows, keys,
/// names of files or addresses.
struct DiagnosticsFacts {
    QList<QPair<QString, QString>> lines; // what the caller knows: engines, relay reached or not, numbers of tabs and nodes
    QByteArray log; // LogFile::tail()
};

/// English, since developers read it. Of the settings only names that are known to be harmless get in with their values.
QString diagnosticsReport(const DiagnosticsFacts& facts, const QSettings& settings);

/// Errors: FileUnwritable (args: path).
Done writeDiagnostics(const QString& path, const QString& report);

} // namespace weft
