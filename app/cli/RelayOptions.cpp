// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/RelayOptions.h"

#include "app/models/ModelSettings.h"
#include "app/network/RelayAddress.h"
#include "app/network/RelayProxy.h"
#include "app/wallet/blind/BlindSettings.h"

#include <QCoreApplication>

namespace weft {

QString takeRelay(const QString& text, QUrl& relay)
{
    const auto address = relayAddress(text);
    if (!address)
        return QCoreApplication::translate("Cli", "--relay takes an address that begins with ws:// or wss://.");
    relay = *address;
    return {};
}

QCommandLineOption proxyOption()
{
    return {QStringLiteral("proxy"),
        QCoreApplication::translate("Cli", "Reach relays through this SOCKS5 proxy only, such as socks5://127.0.0.1:9050 for Tor; it also finds their addresses (default: WEFT_PROXY, else the one in the settings)."),
        QStringLiteral("socks5://HOST:PORT")};
}

QString useProxy(const std::optional<QString>& asked)
{
    QString chosen = asked.value_or(defaultProxy());
    if (!asked && chosen.isEmpty())
        chosen = BlindSettings::read(*openUserSettings()).proxy;
    setDefaultProxy(chosen); // also a wrong one: whoever wants a proxy isn't connected without
    if (proxyFrom(chosen))
        return {};
    return asked ? QCoreApplication::translate("Cli", "--proxy takes an address such as socks5://127.0.0.1:9050.")
                 : QCoreApplication::translate("Cli",
                       "The proxy in WEFT_PROXY or in the settings isn't an address such as socks5://127.0.0.1:9050. Nothing "
                       "was connected.");
}

QString takeProxy(const QCommandLineParser& parser)
{
    const QString name = QStringLiteral("proxy");
    return useProxy(parser.isSet(name) ? std::optional(parser.value(name)) : std::nullopt);
}

} // namespace weft
