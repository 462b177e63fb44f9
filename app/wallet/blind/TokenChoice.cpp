// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/wallet/blind/TokenChoice.h"

#include "core/protocol/RelayBlind.h"

#include <algorithm>
#include <numeric>

namespace weft {

using protocol::relay::blindWorth;
using protocol::relay::kMaxBlindPower;

namespace {
constexpr int kOfEachKind = 4;
} // namespace

std::vector<int> fewestTokens(Money amount)
{
    std::vector<int> powers;
    for (int power = kMaxBlindPower; power >= 0; --power) {
        for (; amount >= blindWorth(power); amount.micro -= blindWorth(power).micro)
            powers.push_back(power);
    }
    return powers;
}

std::vector<int> spreadTokens(Money amount)
{
    std::vector<int> powers;
    for (int power = 0; power <= kMaxBlindPower; ++power) {
        for (int i = 0; i < kOfEachKind && amount >= blindWorth(power); ++i) {
            powers.push_back(power);
            amount.micro -= blindWorth(power).micro;
        }
    }
    const std::vector<int> rest = fewestTokens(amount);
    powers.insert(powers.end(), rest.begin(), rest.end());
    std::ranges::sort(powers, std::greater {});
    return powers;
}

std::optional<std::vector<std::size_t>> tokensFor(const std::vector<int>& powers, Money needed, std::size_t limit)
{
    std::vector<std::size_t> order(powers.size());
    std::iota(order.begin(), order.end(), std::size_t {0});
    std::ranges::stable_sort(order, std::greater {}, [&](std::size_t i) { return powers[i]; });
    needed = std::max(needed, blindWorth(0));
    std::vector<std::size_t> chosen;
    Money missing = needed;
    std::optional<std::size_t> next; // the smallest that was passed over because it is worth more than what was missing
    for (const std::size_t i : order) {
        const Money worth = blindWorth(powers[i]);
        if (worth <= missing) {
            chosen.push_back(i);
            missing.micro -= worth.micro;
        } else if (missing.micro > 0) {
            next = i;
        }
    }
    if (missing.micro > 0) { // all that are smaller don't do: one larger than what they had to fill takes their place
        if (!next)
            return std::nullopt;
        const int larger = powers[*next];
        std::erase_if(chosen, [&](std::size_t i) { return powers[i] < larger; });
        chosen.push_back(*next);
    }
    if (chosen.size() > limit)
        return std::nullopt;
    return chosen;
}

} // namespace weft
