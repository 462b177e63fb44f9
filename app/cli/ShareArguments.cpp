// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/ShareArguments.h"

#include "app/account/DeviceIdentity.h"
#include "app/cli/RelayOptions.h"
#include "app/engines/comfy/ComfyClient.h"
#include "app/engines/language/LanguageClient.h"
#include "app/network/RelayAddress.h"

#include <QDir>
#include <QSysInfo>

namespace weft {

namespace {

constexpr int kMaxSlots = 64;
constexpr qsizetype kMaxNameLength = 100;

Error invalid(const QString& name, const QString& value)
{
    return Error {ErrorCode::SettingInvalid, "the command line", {{"name", name.toStdString()}, {"value", value.toStdString()}}};
}

/// Errors: SettingInvalid.
Done apply(ShareArguments& out, const QString& name, const QString& value)
{
    bool good = true;
    if (name == QStringLiteral("--relay")) {
        const auto relay = relayAddress(value);
        good = relay.has_value();
        out.relay = relay.value_or(QUrl());
    } else if (name == QStringLiteral("--price")) {
        const auto price = parseCredits(value.toStdString());
        good = price && !price->isNegative() && *price <= kMaxAmount;
        out.price = price.valueOr(Money {});
    } else if (name == QStringLiteral("--slots")) {
        out.slots = value.toInt(&good);
        good = good && out.slots >= 1 && out.slots <= kMaxSlots;
    } else if (name == QStringLiteral("--name")) {
        out.name = value.trimmed();
        good = !out.name.isEmpty() && out.name.size() <= kMaxNameLength;
    } else if (name == QStringLiteral("--models")) {
        out.models << value;
    } else if (name == QStringLiteral("--only")) {
        for (const QString& type : value.split(u',', Qt::SkipEmptyParts))
            out.only.insert(type.trimmed().toStdString());
    } else if (name == QStringLiteral("--comfy")) {
        const auto address = comfyAddress(value);
        good = address.hasValue();
        out.comfy = address.valueOr(QUrl());
    } else if (name == QStringLiteral("--comfy-nodes")) {
        for (const QString& type : value.split(u',', Qt::SkipEmptyParts))
            out.comfyNodes.insert(type.trimmed().toStdString());
    } else if (name == QStringLiteral("--language")) {
        const auto address = languageAddress(value);
        good = address.hasValue();
        out.language = address.valueOr(QUrl());
    } else if (name == QStringLiteral("--language-key")) {
        out.languageKey = value;
    } else if (name == QStringLiteral("--language-price")) {
        const auto price = parseCredits(value.toStdString());
        good = price && !price->isNegative() && *price <= kMaxAmount;
        out.languagePrice = price.valueOr(Money {});
    } else if (name == QStringLiteral("--key")) {
        out.keyFile = value;
    } else if (name == QStringLiteral("--record")) {
        out.record = value;
    } else if (name == QStringLiteral("--home")) {
        out.home = value;
    } else if (name == QStringLiteral("--worker")) {
        out.worker = value;
    } else if (name == QStringLiteral("--proxy")) {
        out.proxy = value;
    } else {
        good = false;
    }
    return good ? Done {} : Done {invalid(name, value)};
}

} // namespace

Result<ShareArguments> parseShareArguments(const QStringList& arguments)
{
    ShareArguments out;
    out.home = defaultHome();
    for (qsizetype i = 0; i < arguments.size(); ++i) {
        QString name = arguments.at(i);
        if (name == QStringLiteral("--help") || name == QStringLiteral("-h")) {
            out.wantsHelp = true;
            return out;
        }
        if (name == QStringLiteral("--accept-no-sandbox")) {
            out.acceptsNoSandbox = true;
            continue;
        }
        const qsizetype equals = name.indexOf(u'=');
        if (name.startsWith(QStringLiteral("--")) && equals > 0) {
            WEFT_CHECK(apply(out, name.left(equals), name.mid(equals + 1)));
        } else if (i + 1 < arguments.size()) {
            WEFT_CHECK(apply(out, name, arguments.at(++i)));
        } else {
            return invalid(name, {});
        }
    }
    if (out.relay.isEmpty())
        return invalid(QStringLiteral("--relay"), {});
    if (!useProxy(out.proxy).isEmpty())
        return invalid(QStringLiteral("--proxy"), out.proxy.value_or(QString()));
    if (out.keyFile.isEmpty())
        out.keyFile = QDir(out.home).filePath(QStringLiteral("device.key"));
    if (out.name.isEmpty())
        out.name = QSysInfo::machineHostName();
    return out;
}

QString shareUsage()
{
    return QStringLiteral(
        "weft share --relay URL [--name TEXT] [--price CREDITS_PER_REFERENCE_SECOND] [--models DIR]... [--only TYPE,TYPE...]\n"
        "           [--slots N] [--home DIR] [--key FILE] [--worker PROGRAM] [--record DIR] [--accept-no-sandbox]\n"
        "           [--comfy URL [--comfy-nodes TYPE,TYPE...]] [--language URL [--language-key FILE] [--language-price CREDITS_PER_1000_TOKENS]]\n"
        "           [--proxy socks5://HOST:PORT]");
}

} // namespace weft
