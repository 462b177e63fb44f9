// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <compare>
#include <cstdint>
#include <string>

namespace weft {

/// An amount in integer micro-credits (1 credit = 1 US cent). Never a float. Sums that could overflow are Results.
struct Money {
    std::int64_t micro = 0;

    auto operator<=>(const Money&) const = default;
    bool isNegative() const { return micro < 0; }
};

constexpr std::int64_t kMicroPerCredit = 1'000'000;
/// No single hold, price or transfer is larger: one million credits.
constexpr Money kMaxAmount {1'000'000 * kMicroPerCredit};

constexpr Money credits(std::int64_t whole) { return {whole * kMicroPerCredit}; }
constexpr Money microCredits(std::int64_t micro) { return {micro}; }

/// Errors: AmountInvalid when the sum doesn't fit.
Result<Money> plus(Money a, Money b);
/// Errors: AmountInvalid when the difference doesn't fit.
Result<Money> minus(Money a, Money b);
/// amount * numerator / denominator, rounded up, in 128 bits. Errors: AmountInvalid.
Result<Money> timesRatioUp(Money amount, std::int64_t numerator, std::int64_t denominator);
/// The same, rounded down: used for shares, so that legs never exceed the whole.
Result<Money> timesRatioDown(Money amount, std::int64_t numerator, std::int64_t denominator);

/// "12.345678" without trailing zeros ("12.3", "0"): credits for logs, files and tests. Locale-free.
std::string toCreditString(Money amount);
/// Reads "12.3", at most six decimals. Errors: AmountInvalid.
Result<Money> parseCredits(std::string_view text);

} // namespace weft
