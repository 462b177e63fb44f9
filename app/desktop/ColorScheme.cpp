// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/ColorScheme.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusVariant>

namespace weft {

namespace {

const QString kPortal = QStringLiteral("org.freedesktop.portal.Desktop");
const QString kPortalPath = QStringLiteral("/org/freedesktop/portal/desktop");
const QString kPortalSettings = QStringLiteral("org.freedesktop.portal.Settings");
const QString kAppearance = QStringLiteral("org.freedesktop.appearance");
const QString kScheme = QStringLiteral("color-scheme");

/// Older portals wrap the value twice.
uint innerNumber(QVariant value)
{
    while (value.canConvert<QDBusVariant>())
        value = value.value<QDBusVariant>().variant();
    return value.toUInt();
}

} // namespace

ColorScheme::ColorScheme(QObject* parent)
    : QObject(parent)
{
    QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected())
        return;
    bus.connect(kPortal, kPortalPath, kPortalSettings, QStringLiteral("SettingChanged"), this,
        SLOT(noteSetting(QString, QString, QDBusVariant)));
    ask();
}

std::optional<bool> ColorScheme::meaningOf(uint value)
{
    return value == 1 ? std::optional(true) : value == 2 ? std::optional(false) : std::nullopt;
}

void ColorScheme::ask()
{
    QDBusMessage question = QDBusMessage::createMethodCall(kPortal, kPortalPath, kPortalSettings, QStringLiteral("Read"));
    question << kAppearance << kScheme;
    auto* watcher = new QDBusPendingCallWatcher(QDBusConnection::sessionBus().asyncCall(question), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher] {
        watcher->deleteLater();
        const QDBusPendingReply<QDBusVariant> reply = *watcher;
        if (reply.isValid())
            use(meaningOf(innerNumber(reply.value().variant())));
    });
}

void ColorScheme::noteSetting(const QString& group, const QString& key, const QDBusVariant& value)
{
    if (group == kAppearance && key == kScheme)
        use(meaningOf(innerNumber(value.variant())));
}

void ColorScheme::use(std::optional<bool> prefersDark)
{
    if (std::exchange(m_prefersDark, prefersDark) != prefersDark)
        Q_EMIT changed();
}

} // namespace weft
