// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/RunArguments.h"

namespace weft {

/// The command line of `weft account`.
struct AccountArguments {
    enum class Action {
        Show,
        SetPassword,
        SignIn,
        Recover,
        RecoveryCode,
        Devices,
        Revoke,
        TotpOn,
        TotpOff,
        Approve,
        ApproveMe,
        Keychain,
        KeychainOn,
        KeychainOff,
        Gateway,
        GatewayToken,
        GatewayTokens,
        GatewayRevoke
    };

    Action action = Action::Show;
    QString word; // an address, a code, credits, or the start of a device's or a token's id
    QUrl relay;
    QString home;
    QString keyFile;
    QString name; // of this device
    QString tokenName; // of a gateway token; may be empty
    QString code; // the authenticator's
    bool secretsFromStdin = false;
    bool asJson = false;
};

/// `relay`: used where the command line names none.
std::variant<AccountArguments, Usage> parseAccountArguments(const QStringList& words, const QUrl& relay);

} // namespace weft
