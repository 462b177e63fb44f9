// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/frontdoor/files/SafePath.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>

namespace weft {

namespace {

bool isIn(const QString& path, const QString& base)
{
    return path == base || path.startsWith(base == QStringLiteral("/") ? base : base + u'/');
}

} // namespace

std::optional<QString> pathInside(const QString& folder, const QString& relative)
{
    constexpr qsizetype kMaxBytes = 1000;
    const auto isWrong = [](QChar c) { return c.unicode() < 0x20 || c == u'\\' || c.unicode() == 0x7f; };
    if (relative.toUtf8().size() > kMaxBytes || std::any_of(relative.begin(), relative.end(), isWrong))
        return std::nullopt;
    if (relative.startsWith(u'/') || (relative.size() > 1 && relative.at(1) == u':'))
        return std::nullopt;
    const QString base = QDir::cleanPath(QDir(folder).absolutePath());
    const QString path = QDir::cleanPath(base + u'/' + relative);
    return isIn(path, base) ? std::optional(path) : std::nullopt;
}

std::optional<QString> realPathInside(const QString& folder, const QString& relative)
{
    const auto path = pathInside(folder, relative);
    if (!path)
        return std::nullopt;
    const QString base = QDir::cleanPath(QDir(folder).absolutePath());
    const QString realBase = QFileInfo(base).canonicalFilePath();
    // What isn't there yet is judged by the folder that it would be made in; a link to nowhere is there.
    QString there = *path;
    while (there.size() > base.size() && !QFileInfo::exists(there) && !QFileInfo(there).isSymLink())
        there = there.left(there.lastIndexOf(u'/'));
    if (realBase.isEmpty()) // no folder: nothing in it can be a link
        return path;
    return isIn(QFileInfo(there).canonicalFilePath(), realBase) ? path : std::nullopt;
}

} // namespace weft
