// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/ledger/LedgerRules.h"

#include <set>

namespace weft::relay {

namespace {

Error tooLow(Money available, Money needed)
{
    return {ErrorCode::CreditTooLow, "not enough credits",
        {{"available", toCreditString(available)}, {"needed", toCreditString(needed)}}};
}

Error wrong(const char* why) { return {ErrorCode::AmountInvalid, why}; }

/// No column of a book grows beyond kBoundless, so that sums of three fit, in SQL too.
Result<Money> bounded(Money before, Money more)
{
    WEFT_TRY(const Money sum, plus(before, more));
    if (sum > kBoundless)
        return wrong("a book can't hold that much");
    return sum;
}

bool hasTwins(std::span<const Transfer> legs)
{
    std::set<TransferId> ids;
    for (const Transfer& leg : legs)
        ids.insert(leg.id);
    return ids.size() != legs.size();
}

} // namespace

Done checkTransfer(const Transfer& transfer)
{
    if (transfer.amount.micro <= 0)
        return wrong("a transfer moves more than nothing");
    if (transfer.amount > kBoundless)
        return wrong("a transfer moves more than a book can hold");
    if (transfer.debit == transfer.credit)
        return wrong("a transfer has two different books");
    return {};
}

Done checkHoldAmount(const Hold& hold)
{
    if (hold.amount.isNegative() || hold.amount > kMaxAmount)
        return wrong("a hold's amount is out of bounds");
    return {};
}

Done checkResolution(const Hold& hold, const Resolution& resolution, std::span<const Transfer> legs)
{
    const std::int64_t captured = resolution.captured.micro;
    if (captured < 0 || captured > hold.amount.micro || captured + resolution.released.micro != hold.amount.micro)
        return wrong("captured and released don't add up to the hold");
    if (resolution.earned.isNegative() || resolution.earned > resolution.captured)
        return wrong("a provider can't earn more than was captured");
    if (resolution.kind == HoldState::Released ? captured != 0 : resolution.kind != HoldState::Captured)
        return wrong("a hold ends captured or released");
    if (hasTwins(legs))
        return wrong("two legs have the same id");
    std::int64_t fromBuyer = 0;
    std::int64_t toProvider = 0;
    std::int64_t toShare = 0;
    for (const Transfer& leg : legs) {
        WEFT_CHECK(checkTransfer(leg));
        if (leg.hold != hold.job)
            return wrong("a leg names another hold");
        if (leg.debit == creditsOf(hold.buyer.account) && leg.credit == kClearing)
            fromBuyer += leg.amount.micro;
        else if (leg.debit == kClearing && leg.credit == earningsOf(hold.provider.account))
            toProvider += leg.amount.micro;
        else if (leg.debit == kClearing && leg.credit == kShare)
            toShare += leg.amount.micro;
        else
            return wrong("a leg between books that this hold doesn't concern");
    }
    if (fromBuyer != captured || toProvider + toShare != captured)
        return wrong("the legs don't carry what was captured");
    if (toProvider != resolution.earned.micro)
        return wrong("the provider's legs aren't what it earned");
    return {};
}

Done applyTransfer(Book& debit, Book& credit, Money amount)
{
    if (debit.available() < amount)
        return tooLow(debit.available(), amount);
    WEFT_TRY(const Money debits, bounded(debit.debitsPosted, amount));
    WEFT_TRY(const Money credits, bounded(credit.creditsPosted, amount));
    debit.debitsPosted = debits;
    credit.creditsPosted = credits;
    return {};
}

Done applyPending(Book& buyer, Book& clearing, Money amount, int sign)
{
    if (sign > 0 && buyer.available() < amount)
        return tooLow(buyer.available(), amount);
    WEFT_TRY(const Money debits, bounded(buyer.debitsPending, {sign * amount.micro}));
    WEFT_TRY(const Money credits, bounded(clearing.creditsPending, {sign * amount.micro}));
    buyer.debitsPending = debits;
    clearing.creditsPending = credits;
    return {};
}

MachineRecord outcomeOf(const Resolution& resolution)
{
    if (resolution.final)
        return {1, 0};
    const auto reason = static_cast<ErrorCode>(resolution.reason);
    const bool ownersChoice = reason == ErrorCode::Cancelled || reason == ErrorCode::NeedsInput || resolution.reason == 0;
    return {0, ownersChoice ? 0 : 1};
}

} // namespace weft::relay
