// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/Money.h"

#include <charconv>

namespace weft {

namespace {

Error invalid(std::string detail) { return {ErrorCode::AmountInvalid, std::move(detail)}; }

Result<Money> scaled(Money amount, std::int64_t numerator, std::int64_t denominator, bool up)
{
    if (denominator <= 0 || numerator < 0 || amount.micro < 0)
        return invalid("ratio out of range");
    __int128 product = static_cast<__int128>(amount.micro) * numerator;
    if (up)
        product += denominator - 1;
    const __int128 quotient = product / denominator;
    if (quotient > INT64_MAX)
        return invalid("product too large");
    return Money {static_cast<std::int64_t>(quotient)};
}

} // namespace

Result<Money> plus(Money a, Money b)
{
    std::int64_t sum = 0;
    if (__builtin_add_overflow(a.micro, b.micro, &sum))
        return invalid("sum too large");
    return Money {sum};
}

Result<Money> minus(Money a, Money b)
{
    std::int64_t difference = 0;
    if (__builtin_sub_overflow(a.micro, b.micro, &difference))
        return invalid("difference too large");
    return Money {difference};
}

Result<Money> timesRatioUp(Money amount, std::int64_t numerator, std::int64_t denominator)
{
    return scaled(amount, numerator, denominator, true);
}

Result<Money> timesRatioDown(Money amount, std::int64_t numerator, std::int64_t denominator)
{
    return scaled(amount, numerator, denominator, false);
}

std::string toCreditString(Money amount)
{
    const bool negative = amount.micro < 0;
    const auto magnitude = negative ? 0 - static_cast<std::uint64_t>(amount.micro) : static_cast<std::uint64_t>(amount.micro);
    std::string text = std::to_string(magnitude / kMicroPerCredit);
    std::string decimals = std::to_string(magnitude % kMicroPerCredit);
    decimals.insert(0, 6 - decimals.size(), '0');
    while (!decimals.empty() && decimals.back() == '0')
        decimals.pop_back();
    if (!decimals.empty())
        text += '.' + decimals;
    return negative ? '-' + text : text;
}

Result<Money> parseCredits(std::string_view text)
{
    const auto dot = text.find('.');
    const std::string_view whole = text.substr(0, dot);
    std::string decimals(dot == std::string_view::npos ? std::string_view() : text.substr(dot + 1));
    if (whole.empty() || decimals.size() > 6 || (dot != std::string_view::npos && decimals.empty()))
        return invalid("not an amount");
    decimals.append(6 - decimals.size(), '0');
    const std::string digits = std::string(whole) + decimals;
    std::int64_t micro = 0;
    const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), micro);
    if (problem != std::errc() || end != digits.data() + digits.size() || digits.front() == '-')
        return invalid("not an amount");
    return Money {micro};
}

} // namespace weft
