// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gallery/model/Trash.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

namespace weft {

std::optional<Trashed> moveToTrash(const QString& path)
{
    Trashed trashed{path, {}};
    if (!QFile::moveToTrash(path, &trashed.inTrash))
        return {};
    return trashed;
}

bool restoreFromTrash(const Trashed& trashed)
{
    if (trashed.inTrash.isEmpty() || QFile::exists(trashed.path) || !QFile::rename(trashed.inTrash, trashed.path))
        return false;
    // Freedesktop's trash has a note beside each file (Trash specification 1.0: files/NAME, info/NAME.trashinfo).
    const QFileInfo kept(trashed.inTrash);
    QFile::remove(QDir(kept.absolutePath()).filePath(QStringLiteral("../info/%1.trashinfo").arg(kept.fileName())));
    return true;
}

} // namespace weft
