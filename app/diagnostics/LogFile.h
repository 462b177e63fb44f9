// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QFile>
#include <QMutex>
#include <QString>

namespace weft {

/// What Weft and Qt have to say, with times, in a file of bounded size; the one before it is kept as "weft.log.1". While it
/// lives, Qt's messages go there and to standard error. At most one at a time. Prompts and keys are never logged; what
/// looks like one is taken out all the same (app/diagnostics/Redaction.h).
class LogFile {
public:
    /// `folder` is made when it is missing. Where it can't be written, messages go to standard error only.
    explicit LogFile(const QString& folder, qint64 mostBytes = 1 << 20);
    ~LogFile();
    LogFile(const LogFile&) = delete;
    LogFile& operator=(const LogFile&) = delete;

    const QString& path() const { return m_path; }
    void write(QtMsgType type, const QString& message);
    /// The last lines, at most so many bytes.
    QByteArray tail(qint64 mostBytes) const;

private:
    void turnOver();

    QString m_path;
    qint64 m_mostBytes;
    mutable QMutex m_mutex;
    QFile m_file;
};

} // namespace weft
