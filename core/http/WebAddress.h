// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <QUrl>

namespace weft::http {

/// The address of a server as people write it: "http://host:port/path", "host:port", or the port of one on this computer. Without
/// a user or a query. `input`: what the setting is called. Errors: SettingInvalid (args: input, received).
Result<QUrl> webAddress(const QString& text, const char* input);
/// "127.0.0.1:8188"; the usual port where the address names none.
std::string hostAndPort(const QUrl& address);
/// As far as the address tells.
bool isOnThisComputer(const QUrl& address);

} // namespace weft::http
