// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/WeftLink.h"

#include <QStringList>
#include <QUrl>

#include <algorithm>

namespace weft {

namespace {

constexpr qsizetype kLongest = 300;

bool isPlainName(const QString& name)
{
    return !name.isEmpty() && std::ranges::all_of(name, [](QChar c) {
        return c.unicode() < 128 && (c.isLetterOrNumber() || c == QLatin1Char('-') || c == QLatin1Char('_'));
    });
}

bool isPrintable(const QString& text)
{
    return std::ranges::all_of(text, [](QChar c) { return c.isPrint(); });
}

} // namespace

bool looksLikeWeftLink(const QString& word) { return word.startsWith(QLatin1String("weft:"), Qt::CaseInsensitive); }

std::optional<WeftLink> parseWeftLink(const QString& text)
{
    if (text.size() > kLongest)
        return {};
    const QUrl url(text, QUrl::StrictMode);
    if (!url.isValid() || url.scheme() != QLatin1String(kLinkScheme) || !url.userInfo().isEmpty() || url.port() != -1)
        return {};
    const QString rest = url.path(QUrl::FullyDecoded).mid(1);
    const QString host = url.host();
    if (host == QLatin1String("page") && QStringList {QStringLiteral("start"), QStringLiteral("wallet"), QStringLiteral("account"), QStringLiteral("market"), QStringLiteral("sharing")}.contains(rest))
        return WeftLink {WeftLink::Kind::Page, rest};
    if (host == QLatin1String("template") && isPlainName(rest))
        return WeftLink {WeftLink::Kind::Template, rest};
    if (host == QLatin1String("models") && isPrintable(rest))
        return WeftLink {WeftLink::Kind::Models, rest};
    return {};
}

} // namespace weft
