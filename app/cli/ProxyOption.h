// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCommandLineParser>

namespace weft {

/// --proxy, of every command that speaks with a relay.
QCommandLineOption proxyOption();
/// Connections use it from here on. The mistake, or an empty text. Without the option the environment's WEFT_PROXY counts.
QString takeProxy(const QCommandLineParser& parser);

} // namespace weft
