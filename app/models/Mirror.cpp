// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/models/Mirror.h"

#include "app/models/DownloadState.h"

namespace weft {

namespace {

QString withoutSlash(QString text)
{
    while (text.endsWith(u'/'))
        text.chop(1);
    return text;
}

} // namespace

Result<Mirror> mirrorFrom(const QString& text)
{
    const Error invalid {ErrorCode::SettingInvalid, "a mirror", {{"input", "mirror"}, {"received", text.toStdString()}}};
    const qsizetype equals = text.indexOf(u'=');
    if (equals < 1)
        return invalid;
    QString from = text.left(equals).trimmed();
    QString to = text.mid(equals + 1).trimmed();
    if (from.startsWith(QStringLiteral("https://")))
        from = from.mid(8);
    if (!to.contains(QStringLiteral("://")))
        to = QStringLiteral("https://") + to;
    Mirror mirror;
    mirror.host = from.section(u'/', 0, 0).toLower();
    mirror.path = withoutSlash(from.mid(mirror.host.size()));
    mirror.target = QUrl(withoutSlash(to), QUrl::StrictMode);
    const bool isGood = !mirror.host.isEmpty() && mirror.target.isValid() && isSafeAddress(mirror.target)
        && mirror.target.userInfo().isEmpty() && !mirror.target.hasQuery() && !mirror.target.hasFragment();
    if (!isGood)
        return invalid;
    return mirror;
}

std::vector<Mirror> mirrorsFrom(const QStringList& texts)
{
    std::vector<Mirror> mirrors;
    for (const QString& text : texts) {
        if (auto mirror = mirrorFrom(text))
            mirrors.push_back(std::move(*mirror));
    }
    return mirrors;
}

QUrl mirrored(const QUrl& url, const std::vector<Mirror>& mirrors)
{
    for (const Mirror& mirror : mirrors) {
        const QString path = url.path(QUrl::FullyEncoded);
        const bool fits = mirror.path.isEmpty() || path == mirror.path || path.startsWith(mirror.path + u'/');
        if (url.host() != mirror.host || !fits)
            continue;
        QUrl moved = mirror.target;
        moved.setPath(mirror.target.path(QUrl::FullyEncoded) + path.mid(mirror.path.size()), QUrl::StrictMode);
        moved.setQuery(url.query(QUrl::FullyEncoded), QUrl::StrictMode);
        return moved;
    }
    return url;
}

} // namespace weft
