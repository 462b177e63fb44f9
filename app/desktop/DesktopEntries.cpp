// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/DesktopEntries.h"

#include "core/files/ReplaceFile.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QStandardPaths>

namespace weft {

namespace {

const QByteArray kLinkType = "x-scheme-handler/weft";
const QString kLinkEntry = QStringLiteral("weft-links.desktop");
const QByteArray kDefaults = "[Default Applications]";

/// As the Desktop Entry Specification wants it: in quotes, with a backslash before what a shell would read.
QString quotedForExec(QString program)
{
    for (const QChar special : {QLatin1Char('\\'), QLatin1Char('"'), QLatin1Char('`'), QLatin1Char('$')})
        program.replace(special, QLatin1String("\\") + special);
    program.replace(QLatin1Char('%'), QLatin1String("%%"));
    program.replace(QLatin1Char('\\'), QLatin1String("\\\\")); // the file's own escapes come on top
    return QLatin1Char('"') + program + QLatin1Char('"');
}

Error entryUnwritable(const QString& path)
{
    return {ErrorCode::FileUnwritable, "", {{"path", path.toStdString()}}};
}

Done writeEntry(const QString& path, const QByteArray& content)
{
    QDir().mkpath(QFileInfo(path).absolutePath());
    return replaceFile(path, content);
}

Done removeEntry(const QString& path)
{
    return !QFileInfo::exists(path) || QFile::remove(path) ? Done() : Done(entryUnwritable(path));
}

QString configFolder(const QString& given)
{
    return given.isEmpty() ? QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) : given;
}

QString dataFolder(const QString& given)
{
    return given.isEmpty() ? QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) : given;
}

} // namespace

Autostart::Autostart(const QString& configHome)
    : m_path(QDir(configFolder(configHome)).filePath(QStringLiteral("autostart/weft.desktop")))
{
}

bool Autostart::isOn() const { return QFileInfo::exists(m_path); }

Done Autostart::set(bool on, const QString& program)
{
    if (!on)
        return removeEntry(m_path);
    return writeEntry(m_path,
        QStringLiteral("[Desktop Entry]\nType=Application\nName=Weft\nIcon=weft\nExec=%1 --in-tray\nX-GNOME-Autostart-enabled=true\n")
            .arg(quotedForExec(program))
            .toUtf8());
}

LinkHandler::LinkHandler(const QString& configHome, const QString& dataHome)
    : m_entry(QDir(dataFolder(dataHome)).filePath(QStringLiteral("applications/") + kLinkEntry))
    , m_list(QDir(configFolder(configHome)).filePath(QStringLiteral("mimeapps.list")))
{
}

bool LinkHandler::isOn() const { return QFileInfo::exists(m_entry); }

Done LinkHandler::set(bool on, const QString& program)
{
    QFile list(m_list);
    const QByteArray before = list.open(QIODevice::ReadOnly) ? list.readAll() : QByteArray();
    list.close();
    const QByteArray after = withDefaultApplication(before, kLinkType, on ? kLinkEntry.toUtf8() : QByteArray());
    if (on) {
        WEFT_CHECK(writeEntry(m_entry,
            QStringLiteral("[Desktop Entry]\nType=Application\nName=Weft\nIcon=weft\nNoDisplay=true\nExec=%1 %u\nMimeType=%2;\n")
                .arg(quotedForExec(program), QString::fromLatin1(kLinkType))
                .toUtf8()));
    } else {
        WEFT_CHECK(removeEntry(m_entry));
    }
    if (after != before)
        WEFT_CHECK(writeEntry(m_list, after));
    return {};
}

QByteArray withDefaultApplication(const QByteArray& list, const QByteArray& type, const QByteArray& entry)
{
    QList<QByteArray> lines = list.isEmpty() ? QList<QByteArray> {} : list.split('\n');
    if (!lines.isEmpty() && lines.last().isEmpty())
        lines.removeLast();
    bool isInDefaults = false;
    qsizetype place = -1; // after the group's name
    for (qsizetype i = 0; i < lines.size(); ++i) {
        const QByteArray line = lines[i].trimmed();
        if (line.startsWith('['))
            isInDefaults = line == kDefaults;
        if (isInDefaults && line == kDefaults)
            place = i + 1;
        if (isInDefaults && line.startsWith(type + '='))
            lines.removeAt(i--);
    }
    if (!entry.isEmpty() && place < 0) {
        lines << kDefaults;
        place = lines.size();
    }
    if (!entry.isEmpty())
        lines.insert(place, type + '=' + entry);
    return lines.isEmpty() ? QByteArray() : lines.join('\n') + '\n';
}

} // namespace weft
