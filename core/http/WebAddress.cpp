// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/WebAddress.h"

#include <QHostAddress>

namespace weft::http {

Result<QUrl> webAddress(const QString& text, const char* input)
{
    bool isPort = false;
    const uint port = text.trimmed().toUInt(&isPort);
    const QString full = isPort                ? QStringLiteral("http://127.0.0.1:%1").arg(port)
        : text.contains(QStringLiteral("://")) ? text.trimmed()
                                               : QStringLiteral("http://") + text.trimmed();
    const QUrl url(full, QUrl::StrictMode);
    const bool web = url.scheme() == QStringLiteral("http") || url.scheme() == QStringLiteral("https");
    if (!url.isValid() || !web || url.host().isEmpty() || !url.userInfo().isEmpty() || url.hasQuery()
        || (isPort && (port == 0 || port > 65535)))
        return Error {ErrorCode::SettingInvalid, "not the address of a server", {{"input", input}, {"received", text.toStdString()}}};
    return url;
}

std::string hostAndPort(const QUrl& address)
{
    const int usual = address.scheme() == QStringLiteral("https") ? 443 : 80;
    return address.host().toStdString() + ":" + std::to_string(address.port(usual));
}

bool isOnThisComputer(const QUrl& address)
{
    return address.host() == QStringLiteral("localhost") || QHostAddress(address.host()).isLoopback();
}

} // namespace weft::http
