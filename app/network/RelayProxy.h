// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <QNetworkProxy>
#include <QString>

namespace weft {

/// "socks5://[user:password@]host:port" (Tor: socks5://127.0.0.1:9050). The proxy finds the relay's address by its name, so
/// that this computer asks no name server. Empty: no proxy, whatever the system's settings say.
/// Errors: SettingInvalid (args: input, received).
Result<QNetworkProxy> proxyFrom(const QString& text);

/// What connections use unless they are told otherwise: the environment's WEFT_PROXY, which --proxy sets.
QString defaultProxy();
void setDefaultProxy(const QString& text);

} // namespace weft
