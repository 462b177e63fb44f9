// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCommandLineParser>
#include <QUrl>

#include <optional>

namespace weft {

/// Which proxy all connections to relays use from here on: the one that is asked for (empty: none), else WEFT_PROXY, else
/// what the settings name (relay/proxy). For the window and for every command. The mistake, or an empty text; after a
/// mistake nothing connects at all.
QString useProxy(const std::optional<QString>& asked);

/// What --relay says, into `relay`. The mistake, or an empty text.
QString takeRelay(const QString& text, QUrl& relay);

/// --proxy, of every command that speaks with a relay.
QCommandLineOption proxyOption();
/// useProxy() with what the command line says.
QString takeProxy(const QCommandLineParser& parser);

} // namespace weft
