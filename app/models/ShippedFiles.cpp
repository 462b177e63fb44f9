// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/models/ShippedFiles.h"

#include <QCoreApplication>
#include <QDir>

namespace weft {

QString shippedFolder()
{
    if (const QString given = qEnvironmentVariable("WEFT_RESOURCES"); !given.isEmpty())
        return given;
    const QDir program(QCoreApplication::applicationDirPath());
    // The last one: SOURCE/build/PRESET/bin.
    for (const char* place : {"../share/weft", "../Resources", "resources", "../../../resources"}) {
        const QString folder = QDir::cleanPath(program.filePath(QLatin1String(place)));
        if (QDir(folder + QStringLiteral("/workflows")).exists())
            return folder;
    }
    return {};
}

QString shippedFolder(const QString& name)
{
    const QString all = shippedFolder();
    const QString folder = all + u'/' + name;
    return !all.isEmpty() && QDir(folder).exists() ? folder : QString();
}

QStringList withShippedModels(QStringList folders)
{
    const QString shipped = shippedFolder(QStringLiteral("models"));
    if (!shipped.isEmpty() && !folders.contains(shipped))
        folders << shipped;
    return folders;
}

} // namespace weft
