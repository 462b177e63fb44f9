// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/language/DateText.h"
#include "app/language/MoneyText.h"
#include "app/wallet/WalletModel.h"

#include <QString>

namespace weft {

// What is said of money, on the screen and on the command line, in the user's language.

/// What the user typed, as credits: with the locale's separators or without, also in full-width digits.
/// Errors: AmountInvalid (args: received).
Result<Money> readAmount(const QString& typed);
/// Dollars and cents, such as "4.50" or "$4.50", as the credits that they are. Errors: AmountInvalid (args: received; cents).
Result<Money> readDollars(const QString& typed);
/// The same for what goes through the payment service. Errors: those above; AmountInvalid (args: whole).
Result<Money> readWholeCredits(const QString& typed);

/// "Top up", "Run", ...
QString lineKindText(const WalletLine& line);
/// "topup", "run", ...: for files.
QString lineKindWord(int kind);
/// How a top up stands, and what to do.
QString topUpSentence(const TopUp& topUp);
/// "card", "Alipay", ...
QString methodText(const std::string& method);
/// What the payment service said of a top up or payout that failed: in its own words, or in the user's language.
QString problemText(const std::string& problem);
QString payoutSentence(const Payout& payout);
/// Whether something must be done on the account page first.
bool needsAccount(const Error& error);
/// An error of an action: the wallet knows more than the code says.
QString walletSentence(const Error& error);

} // namespace weft
