// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/wallet/RunTitles.h"

#include "core/files/ReplaceFile.h"

#include <QDir>
#include <QFile>

namespace weft {

namespace {

constexpr qsizetype kMostTitles = 20'000; // the newest are kept
constexpr qsizetype kMostLetters = 200;
constexpr qint64 kMostBytes = 16 << 20;

QByteArray titleLine(const QByteArray& key, const QString& title) { return key + ' ' + title.toUtf8() + '\n'; }

QList<QByteArray> linesOf(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly) || file.size() > kMostBytes)
        return {};
    QList<QByteArray> lines = file.readAll().split('\n');
    lines.removeIf([](const QByteArray& line) { return line.indexOf(' ') < 1; });
    return lines;
}

} // namespace

RunTitles::RunTitles(QString file)
    : m_file(std::move(file))
{
    QList<QByteArray> lines = linesOf(m_file);
    if (lines.size() > kMostTitles) {
        lines = lines.last(kMostTitles);
        (void)replaceFile(m_file, lines.join('\n') + '\n'); // else it stays longer
    }
    for (const QByteArray& line : lines) {
        const qsizetype end = line.indexOf(' ');
        m_titles[line.left(end)] = QString::fromUtf8(line.mid(end + 1));
    }
}

QString RunTitles::fileIn(const QString& home) { return QDir(home).filePath(QStringLiteral("runs.txt")); }

QByteArray RunTitles::keyOf(const JobId& job) { return QByteArray::fromStdString(job.hex()); }

void RunTitles::note(const JobId& job, const QString& title)
{
    const QString plain = title.simplified().left(kMostLetters); // one line
    if (plain.isEmpty() || titleOf(job) == plain)
        return;
    m_titles[keyOf(job)] = plain;
    QDir().mkpath(QFileInfo(m_file).absolutePath());
    QFile file(m_file);
    if (!file.open(QIODevice::WriteOnly | QIODevice::Append))
        return;
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    file.write(titleLine(keyOf(job), plain));
}

RunNames RunTitles::names() const
{
    return [this](const JobId& job) { return titleOf(job); };
}

} // namespace weft
