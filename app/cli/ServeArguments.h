// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/RunArguments.h"

#include <QHostAddress>

#include <optional>

namespace weft {

constexpr std::chrono::hours kLongestCall {6}; // POST /v1 answers when the call has ended

/// The command line of `weft serve`.
struct ServeArguments : PlaceOptions {
    QHostAddress address = QHostAddress::LocalHost;
    std::optional<quint16> port; // nothing: ComfyUI's usual one, or any where that is taken
    QStringList tokens; // that are to be known
    bool newToken = false; // one is to be made and printed
    bool forgetTokens = false;
    std::optional<Money> budget; // of these tokens; without any, of everybody together
    QString frontend; // folder; empty: none
    QString certificate; // PEM files; empty: no TLS
    QString certificateKey;
    QString gateway; // the file of the secret that a relay shares with its public gateway; empty: this is none

    /// Whoever can be reached from elsewhere lets nobody in without a token.
    bool needsToken() const { return !address.isLoopback() || !tokens.isEmpty() || newToken; }
};

std::variant<ServeArguments, Usage> parseServeArguments(const QStringList& words);

} // namespace weft
