// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/network/RelayProxy.h"

#include <QUrl>

namespace weft {

namespace {
constexpr const char* kVariable = "WEFT_PROXY";
} // namespace

Result<QNetworkProxy> proxyFrom(const QString& text)
{
    if (text.isEmpty())
        return QNetworkProxy(QNetworkProxy::NoProxy);
    const QUrl url(text, QUrl::StrictMode);
    const bool isKnown = url.scheme() == QStringLiteral("socks5") || url.scheme() == QStringLiteral("socks5h");
    const bool isBare = (url.path().isEmpty() || url.path() == QStringLiteral("/")) && !url.hasQuery() && !url.hasFragment();
    if (!url.isValid() || !isKnown || !isBare || url.host().isEmpty() || url.port() < 1)
        return Error {ErrorCode::SettingInvalid, "a proxy such as socks5://127.0.0.1:9050",
            {{"input", "proxy"}, {"received", url.toString(QUrl::RemoveUserInfo).toStdString()}}};
    QNetworkProxy proxy(QNetworkProxy::Socks5Proxy, url.host(), static_cast<quint16>(url.port()), url.userName(), url.password());
    proxy.setCapabilities(QNetworkProxy::TunnelingCapability | QNetworkProxy::HostNameLookupCapability);
    return proxy;
}

QString defaultProxy() { return qEnvironmentVariable(kVariable); }
void setDefaultProxy(const QString& text) { qputenv(kVariable, text.toUtf8()); }

} // namespace weft
