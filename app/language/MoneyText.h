// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Money.h"

#include <QString>

namespace weft {

// Every amount that people read is written here, with the locale's separators. What is spent is in credits; what is earned is
// cash, and in dollars: 100 credits are 1 US dollar.

/// What a run will cost, or may cost at most: "0.42", at most three figures after the point, rounded up so that nobody pays
/// more than is shown. What was charged: chargedCredits().
QString creditsText(Money amount);
/// What was charged, is held or came back: "2.581", to the nearest thousandth; less than one is shown whole.
QString chargedCredits(Money amount);
/// All of it, with its sign, and at least three decimals: "+500.000", as a column needs them.
QString signedCredits(Money amount);
/// What is there: at most two decimals, towards zero, never more than there is.
QString roundedCredits(Money amount);
/// All of it: "-1,234.567891", "500".
QString exactCredits(Money amount);
/// "0.3 credits/s"; "free".
QString pricePerSecondText(Money amount);

/// "$10", "$2.50", of whole cents.
QString plainDollars(Money amount);
/// "≈ $12.34", of credits.
QString dollarsText(Money amount);
/// What was earned, always with its cents, as amounts stand side by side: "$0.38", "$7.00"; what is less than a cent is "< $0.01".
QString cashText(Money amount);
/// All of it, with its sign: "+$0.0042".
QString exactCash(Money amount);

/// "$5 (500 credits)": of earnings, which the window pays out in dollars and the command line in credits.
QString bothTexts(Money amount);

/// "88 %" of millionths; at most two decimals.
QString percentText(std::int64_t millionths);

} // namespace weft
