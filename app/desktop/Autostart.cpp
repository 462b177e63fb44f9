// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/Autostart.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>
#include <QStandardPaths>

namespace weft {

namespace {

/// As the Desktop Entry Specification wants it: in quotes, with a backslash before what a shell would read.
QString quotedForExec(QString program)
{
    for (const QChar special : {QLatin1Char('\\'), QLatin1Char('"'), QLatin1Char('`'), QLatin1Char('$')})
        program.replace(special, QLatin1String("\\") + special);
    program.replace(QLatin1Char('%'), QLatin1String("%%"));
    program.replace(QLatin1Char('\\'), QLatin1String("\\\\")); // the file's own escapes come on top
    return QLatin1Char('"') + program + QLatin1Char('"');
}

Error autostartUnwritable(const QString& path, const QString& why)
{
    return {ErrorCode::FileUnwritable, why.toStdString(), {{"path", path.toStdString()}}};
}

} // namespace

Autostart::Autostart(const QString& configHome)
{
    const QString base = configHome.isEmpty() ? QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) : configHome;
    m_path = QDir(base).filePath(QStringLiteral("autostart/weft.desktop"));
}

bool Autostart::isOn() const { return QFileInfo::exists(m_path); }

Done Autostart::set(bool on, const QString& program)
{
    if (!on)
        return !isOn() || QFile::remove(m_path) ? Done() : Done(autostartUnwritable(m_path, {}));
    QDir().mkpath(QFileInfo(m_path).absolutePath());
    const QString text = QStringLiteral("[Desktop Entry]\nType=Application\nName=Weft\nIcon=weft\nExec=%1 --in-tray\nX-GNOME-Autostart-enabled=true\n")
                             .arg(quotedForExec(program));
    QSaveFile file(m_path);
    const QByteArray content = text.toUtf8();
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size() || !file.commit())
        return autostartUnwritable(m_path, file.errorString());
    return {};
}

} // namespace weft
