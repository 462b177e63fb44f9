// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/wallet/PageOpener.h"

#include <QDesktopServices>
#include <QGuiApplication>
#include <QHostAddress>
#include <QProcess>

namespace weft {

namespace {

/// For programs without a screen of their own: what the desktop calls to open an address.
bool openByCommand(const QString& address)
{
#if defined(Q_OS_MACOS)
    return QProcess::startDetached(QStringLiteral("open"), {address});
#elif defined(Q_OS_WIN)
    return QProcess::startDetached(
        QStringLiteral("rundll32"), {QStringLiteral("url.dll,FileProtocolHandler"), address});
#else
    return QProcess::startDetached(QStringLiteral("xdg-open"), {address});
#endif
}

} // namespace

bool DesktopPageOpener::open(const QUrl& page)
{
    if (qobject_cast<QGuiApplication*>(QCoreApplication::instance()))
        return QDesktopServices::openUrl(page);
    return openByCommand(page.toString(QUrl::FullyEncoded));
}

bool isSafePage(const QUrl& page, bool testMode)
{
    if (!page.isValid() || page.host().isEmpty() || !page.userInfo().isEmpty())
        return false;
    if (page.scheme() == QStringLiteral("https"))
        return true;
    const bool isHere = page.host() == QStringLiteral("localhost") || QHostAddress(page.host()).isLoopback();
    return testMode && isHere && page.scheme() == QStringLiteral("http");
}

} // namespace weft
