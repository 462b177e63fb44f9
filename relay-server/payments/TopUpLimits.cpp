// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/payments/TopUpLimits.h"

namespace weft::relay {

using std::chrono::days;

TopUpCap topUpCap(const PaymentRules& rules, std::chrono::milliseconds accountAge)
{
    TopUpCap cap{rules.maxTopUp, {rules.maxTopUp.micro * 5}};
    if (accountAge < days(7))
        cap = {credits(5'000), credits(10'000)};
    else if (accountAge < days(30))
        cap = {credits(20'000), credits(50'000)};
    return {std::min(cap.perDay, rules.maxTopUp), cap.perWeek};
}

namespace {

/// Money that came, or that will as far as anybody knows. A page that is merely open doesn't count.
bool counts(const TopUp& topUp)
{
    return topUp.paid || topUp.stage == TopUpStage::Pending || (topUp.automatic && topUp.stage == TopUpStage::Open);
}

} // namespace

Result<Money> mayStillAdd(PaymentContext& context, const AccountId& account, UnixMillis now)
{
    WEFT_TRY(const auto topUps, context.store.topUps(account));
    WEFT_TRY(const UnixMillis since, context.store.accountSince(account, now));
    const TopUpCap cap = topUpCap(context.rules, now - since);
    Money left{std::min(cap.perDay.micro, cap.perWeek.micro)};
    std::int64_t today = 0;
    std::int64_t thisWeek = 0;
    for (const TopUp& topUp : topUps) {
        if (counts(topUp) && now - topUp.created < days(7))
            thisWeek += topUp.amount.micro;
        if (counts(topUp) && now - topUp.created < days(1))
            today += topUp.amount.micro;
    }
    left.micro = std::min(cap.perDay.micro - today, cap.perWeek.micro - thisWeek);
    return std::max(Money{}, wholeCredits(left));
}

Result<Money> addedByItselfThisMonth(PaymentContext& context, const AccountId& account, UnixMillis now)
{
    const std::chrono::year_month_day today{std::chrono::floor<days>(now)};
    const UnixMillis monthBegan{std::chrono::sys_days{today.year() / today.month() / 1}};
    WEFT_TRY(const auto topUps, context.store.topUps(account));
    Money sum;
    for (const TopUp& topUp : topUps) {
        if (topUp.automatic && counts(topUp) && topUp.created >= monthBegan)
            sum.micro += topUp.amount.micro;
    }
    return sum;
}

} // namespace weft::relay
