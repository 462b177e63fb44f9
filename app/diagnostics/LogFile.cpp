// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/diagnostics/LogFile.h"

#include "app/diagnostics/Redaction.h"

#include <QDateTime>
#include <QDir>
#include <QMutexLocker>

#include <atomic>

namespace weft {

namespace {

std::atomic<LogFile*> g_log = nullptr;
std::atomic<QtMessageHandler> g_before = nullptr;

char letterOf(QtMsgType type)
{
    switch (type) {
    case QtDebugMsg:
        return 'D';
    case QtInfoMsg:
        return 'I';
    case QtWarningMsg:
        return 'W';
    case QtCriticalMsg:
        return 'E';
    case QtFatalMsg:
        return 'F';
    }
    return '?';
}

void takeMessage(QtMsgType type, const QMessageLogContext& context, const QString& message)
{
    if (LogFile* log = g_log)
        log->write(type, message);
    if (const QtMessageHandler before = g_before)
        before(type, context, message);
}

} // namespace

LogFile::LogFile(const QString& folder, qint64 mostBytes)
    : m_path(QDir(folder).filePath(QStringLiteral("weft.log")))
    , m_mostBytes(mostBytes)
    , m_file(m_path)
{
    QDir().mkpath(folder);
    if (m_file.open(QIODevice::Append))
        m_file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    g_log = this;
    g_before = qInstallMessageHandler(takeMessage);
}

LogFile::~LogFile()
{
    qInstallMessageHandler(g_before);
    g_log = nullptr;
    g_before = nullptr;
}

void LogFile::write(QtMsgType type, const QString& message)
{
    const QString time = QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs);
    const QByteArray line = QStringLiteral("%1 %2 %3\n").arg(time, QString(QLatin1Char(letterOf(type))), redacted(message)).toUtf8();
    const QMutexLocker lock(&m_mutex);
    if (!m_file.isOpen())
        return;
    if (m_file.size() + line.size() > m_mostBytes)
        turnOver();
    m_file.write(line);
    m_file.flush(); // the last line before a crash is the one that counts
}

void LogFile::turnOver()
{
    const QString old = m_path + QStringLiteral(".1");
    m_file.close();
    QFile::remove(old);
    QFile::rename(m_path, old);
    if (m_file.open(QIODevice::WriteOnly | QIODevice::Truncate))
        m_file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
}

QByteArray LogFile::tail(qint64 mostBytes) const
{
    const QMutexLocker lock(&m_mutex);
    QByteArray all;
    for (const QString& path : {m_path + QStringLiteral(".1"), m_path}) {
        QFile file(path);
        if (file.open(QIODevice::ReadOnly))
            all += file.readAll();
    }
    if (all.size() <= mostBytes)
        return all;
    const QByteArray end = all.right(mostBytes);
    return end.mid(end.indexOf('\n') + 1);
}

} // namespace weft
