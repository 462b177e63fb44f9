// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/wallet/StatementExport.h"

#include <QHash>

namespace weft {

/// Which workflow a job that this computer paid for belonged to, kept in a file: the relay doesn't know. The relay's
/// statement names jobs only.
class RunTitles {
public:
    /// `file`: a line for each job, "id title"; only its owner can read it. What can't be read is left out.
    explicit RunTitles(QString file);
    static QString fileIn(const QString& home);

    /// A job has been asked for. Whoever can't keep it (a full disk) only loses the name.
    void note(const JobId& job, const QString& title);
    /// Empty: not known.
    QString titleOf(const JobId& job) const { return m_titles.value(keyOf(job)); }
    /// For tables and exports; this outlives it.
    RunNames names() const;

private:
    static QByteArray keyOf(const JobId& job);

    QString m_file;
    QHash<QByteArray, QString> m_titles;
};

} // namespace weft
