// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/ProxyOption.h"

#include "app/network/RelayProxy.h"

#include <QCoreApplication>

namespace weft {

QCommandLineOption proxyOption()
{
    return {QStringLiteral("proxy"),
        QCoreApplication::translate("Cli", "Reach relays through this SOCKS5 proxy only, such as socks5://127.0.0.1:9050 for Tor; it also finds their addresses (default: WEFT_PROXY, or none)."),
        QStringLiteral("socks5://HOST:PORT")};
}

QString takeProxy(const QCommandLineParser& parser)
{
    const QString given = parser.isSet(QStringLiteral("proxy")) ? parser.value(QStringLiteral("proxy")) : defaultProxy();
    if (!proxyFrom(given))
        return QCoreApplication::translate("Cli", "--proxy takes an address such as socks5://127.0.0.1:9050.");
    setDefaultProxy(given);
    return {};
}

} // namespace weft
