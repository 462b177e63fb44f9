// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/RunArguments.h"

namespace weft {

/// `weft wallet blind withdraw AMOUNT | show | deposit`
struct BlindArguments {
    enum class Action { Withdraw, Show, Deposit };
    Action action = Action::Show;
    Money amount;
    QUrl relay;
    QString home;
};
std::variant<BlindArguments, Usage> parseBlindArguments(const QStringList& words);

/// `words` without "wallet blind". Needs a QCoreApplication. -> 0 when it was done, 1 when it failed, 2 for a mistake.
int runWalletBlind(const QStringList& words);

} // namespace weft
