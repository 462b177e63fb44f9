// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Money.h"

#include <chrono>
#include <string>
#include <vector>

namespace weft::relay {

/// What the operator decides about money that comes in and goes out.
struct PaymentRules {
    bool on = false; // payments = stripe
    bool testMode = false; // Stripe's test keys
    std::string returnUrl; // of the relay's own small pages, without a slash at its end
    std::vector<std::string> methods; // "card", "alipay", ...; empty: what Stripe's dashboard switches on
    Money minTopUp = credits(500);
    Money maxTopUp = credits(50'000); // of an old account a day, five times that a week
    std::int64_t shareMillionths = 120'000; // told to wallets; JobRules has the one that counts
    std::chrono::milliseconds maturity = std::chrono::days(7); // from capture until earnings can be paid out
    std::int64_t reserveMillionths = 100'000; // held back from what has matured ...
    std::chrono::milliseconds reserveTime = std::chrono::days(30); // ... for so long
    Money minPayout = credits(1000);
    std::chrono::milliseconds refundTime = std::chrono::days(14);
    bool refundOnWarning = true; // an early fraud warning sends back what is unspent
};

/// How much an account may add. New ones little: most stolen cards are tried on them.
struct TopUpCap {
    Money perDay;
    Money perWeek;
};
TopUpCap topUpCap(const PaymentRules& rules, std::chrono::milliseconds accountAge);

} // namespace weft::relay
