// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/wallet/WalletModel.h"

#include <QString>

namespace weft {

// What is said of money, on the screen and on the command line, in the user's language.

/// All of it, in the locale's way: "-1,234.567891", "500".
QString exactCredits(Money amount);
/// At most two decimals, towards zero: never more than is there.
QString roundedCredits(Money amount);
/// "≈ $12.34": 1 credit is 1 US cent.
QString dollarsText(Money amount);
/// "$10", "$2.50", of whole cents.
QString plainDollars(Money amount);
/// "88 %" of millionths; at most two decimals.
QString percentText(std::int64_t millionths);
/// "2026-11-27 20:05", here.
QString momentText(qint64 unixMillis);

/// What the user typed, as credits: with the locale's separators or without, also in full-width digits.
/// Errors: AmountInvalid (args: received).
Result<Money> readAmount(const QString& typed);
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
