// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/account/AccountText.h"

#include "app/language/ErrorText.h"
#include "core/security/HumanCodes.h"
#include "core/security/PasswordRules.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>
#include <QUrl>
#include <QUrlQuery>

namespace weft {

namespace {

QString reasonText(const std::string& reason)
{
    if (reason == "short")
        return QCoreApplication::translate("Account", "it has fewer than %1 characters").arg(kMinPasswordLetters);
    if (reason == "common")
        return QCoreApplication::translate("Account", "it is among the first that are tried");
    if (reason == "email")
        return QCoreApplication::translate("Account", "it is your e-mail address");
    if (reason == "mistyped")
        return QCoreApplication::translate("Account", "a character is mistyped or missing");
    if (reason == "unknown")
        return QCoreApplication::translate("Account", "it is unknown, expired or was used before");
    if (reason == "revoked")
        return QCoreApplication::translate("Account", "this device was signed out of its account for good");
    return {};
}

} // namespace

QString accountSentence(const Error& error)
{
    Error told = error;
    const auto reason = told.args.find("reason");
    const bool isOurs = error.code == ErrorCode::PasswordWeak || error.code == ErrorCode::CodeWrong
        || error.code == ErrorCode::RelayRefused;
    if (isOurs && reason != told.args.end()) {
        if (const QString text = reasonText(reason->second); !text.isEmpty())
            reason->second = text.toStdString();
    }
    return sentenceFor(told);
}

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
    return QLocale().toString(QDateTime::fromMSecsSinceEpoch(unixMillis).date(), QLocale::ShortFormat);
}

QString totpSecretText(const QString& uri)
{
    const QString secret = QUrlQuery(QUrl(uri)).queryItemValue(QStringLiteral("secret"));
    return QString::fromStdString(grouped(secret.toStdString())).replace(u'-', u' ');
}

} // namespace weft
