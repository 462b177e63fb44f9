// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/RunArguments.h"

#include <QDateTime>

namespace weft {

/// The command line of `weft wallet`.
struct WalletArguments {
    enum class Action {
        Show,
        TopUp,
        History,
        Refund,
        Card,
        SaveCard,
        ForgetCard,
        AutoTopUp,
        AutoTopUpOff,
        SetAutoTopUp,
        Onboard,
        Payout,
        ToCredits
    };

    Action action = Action::Show;
    QUrl relay;
    QString home;
    Money amount; // of a top up, a payout, a move; how much is added by itself
    Money below, monthlyLimit;
    TransferId topUp; // to be refunded
    QString code; // of the authenticator
    qint64 sinceUnixMillis = 0;
    bool asJson = false;
    bool asCsv = false;
    bool opensBrowser = true;
    bool savesCard = false;
};

std::variant<WalletArguments, Usage> parseWalletArguments(const QStringList& arguments);

} // namespace weft
