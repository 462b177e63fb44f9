// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/protocol/RelayAccount.h"
#include "core/security/Totp.h"

#include <QDateTime>
#include <QUrlQuery>

namespace weft::relay::test {

/// The secret in the address that an authenticator scans.
inline std::vector<std::uint8_t> secretOf(const protocol::relay::TotpSecret& told)
{
    const QByteArray text =
        QUrlQuery(QUrl(QString::fromStdString(told.uri))).queryItemValue(QStringLiteral("secret")).toLatin1();
    std::vector<std::uint8_t> bytes;
    std::uint32_t buffer = 0;
    int bits = 0;
    for (const char c : text) {
        buffer = (buffer << 5) | std::uint32_t(c >= 'A' ? c - 'A' : c - '2' + 26);
        bits += 5;
        if (bits >= 8)
            bytes.push_back(std::uint8_t(buffer >> (bits -= 8)));
    }
    return bytes;
}

inline std::int64_t stepNow()
{
    return QDateTime::currentSecsSinceEpoch() / kTotpStepSeconds;
}

} // namespace weft::relay::test
