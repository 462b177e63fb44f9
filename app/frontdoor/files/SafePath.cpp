// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/frontdoor/files/SafePath.h"

#include <QDir>

#include <algorithm>

namespace weft {

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
    if (path != base && !path.startsWith(base == QStringLiteral("/") ? base : base + u'/'))
        return std::nullopt;
    return path;
}

} // namespace weft
