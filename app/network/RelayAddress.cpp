// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/network/RelayAddress.h"

namespace weft {

std::optional<QUrl> relayAddress(const QString& text)
{
    const QUrl address(text.trimmed(), QUrl::StrictMode);
    const bool isSocket = address.scheme() == QStringLiteral("wss") || address.scheme() == QStringLiteral("ws");
    if (!address.isValid() || !isSocket || address.host().isEmpty())
        return std::nullopt;
    return address;
}

} // namespace weft
