// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/account/AccountText.h"

#include "app/language/DateText.h"

#include "core/security/HumanCodes.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QUrl>
#include <QUrlQuery>

namespace weft {

QString seenText(qint64 unixMillis, qint64 nowMillis)
{
    if (unixMillis <= 0)
        return {};
    const qint64 minutes = (nowMillis - unixMillis) / 60'000;
    if (minutes < 1)
        return QCoreApplication::translate("Account", "just now");
    if (minutes < 60)
        return QCoreApplication::translate("Account", "%1 min ago").arg(minutes);
    if (minutes < 24 * 60)
        return QCoreApplication::translate("Account", "%1 h ago").arg(minutes / 60);
    return dayText(QDateTime::fromMSecsSinceEpoch(unixMillis).date());
}

QString totpSecretText(const QString& uri)
{
    const QString secret = QUrlQuery(QUrl(uri)).queryItemValue(QStringLiteral("secret"));
    return QString::fromStdString(grouped(secret.toStdString())).replace(u'-', u' ');
}

} // namespace weft
