// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/ledger/TrialCredits.h"

#include "relay-server/ledger/DerivedId.h"
#include "relay-server/ledger/LedgerRules.h"

#include <algorithm>

namespace weft::relay {

namespace {

enum class TrialLeg : std::uint8_t { Given = 4, Used = 5, Back = 6, Joined = 7, Returned = 8 };

template <typename Id> TransferId trialId(const Id& of, TrialLeg leg)
{
    const auto byte = static_cast<std::uint8_t>(leg);
    return derivedFrom<TransferId>({of.view(), ByteView(&byte, 1)});
}

} // namespace

Done TrialCredits::give(const AccountId& account, Money amount, UnixMillis now)
{
    if (amount.micro <= 0)
        return {};
    const Done given = m_store.post({trialId(account, TrialLeg::Given), {}, kPromotion, trialOf(account), amount, now});
    return !given && given.error().code == ErrorCode::CreditTooLow ? Done{} : given;
}

Done TrialCredits::use(const Hold& hold, bool may, UnixMillis now)
{
    WEFT_CHECK(checkHoldAmount(hold)); // nothing may be refused after this has moved something
    WEFT_TRY(const Book trial, m_store.book(trialOf(hold.buyer.account)));
    if (trial.available().micro <= 0)
        return {};
    WEFT_TRY(const Book credits, m_store.book(creditsOf(hold.buyer.account)));
    const Money part = may ? std::min(trial.available(), hold.amount) : Money{};
    if (credits.available().micro + part.micro < hold.amount.micro) {
        Error tooLow{ErrorCode::CreditTooLow, "not enough credits",
            {{"available", toCreditString({credits.available().micro + part.micro})},
                {"needed", toCreditString(hold.amount)}}};
        return may ? tooLow : tooLow.with("trial", toCreditString(trial.available()));
    }
    if (part.micro <= 0)
        return {};
    return m_store.post({trialId(hold.job, TrialLeg::Used), {}, trial.id, credits.id, part, now});
}

Done TrialCredits::giveBack(const Hold& hold, Money captured, UnixMillis now)
{
    WEFT_TRY(const auto used, m_store.transfer(trialId(hold.job, TrialLeg::Used)));
    if (!used || used->amount <= captured)
        return {};
    return m_store.post(
        {trialId(hold.job, TrialLeg::Back), {}, used->credit, used->debit, {used->amount.micro - captured.micro}, now});
}

Done TrialCredits::join(const AccountId& from, const AccountId& to, UnixMillis now)
{
    WEFT_TRY(const Book left, m_store.book(trialOf(from)));
    if (left.available().micro <= 0)
        return {};
    WEFT_TRY(const Book other, m_store.book(trialOf(to)));
    const bool isFirst = other.creditsPosted.micro == 0;
    return m_store.post({trialId(from, isFirst ? TrialLeg::Joined : TrialLeg::Returned), {}, left.id,
        isFirst ? other.id : kPromotion, left.available(), now});
}

Result<protocol::relay::Balance> balanceOf(LedgerStore& store, const AccountId& account, std::int64_t id)
{
    WEFT_TRY(const Book credits, store.book(creditsOf(account)));
    WEFT_TRY(const Book trial, store.book(trialOf(account)));
    WEFT_TRY(const Book earnings, store.book(earningsOf(account)));
    return protocol::relay::Balance{
        id, {credits.available().micro + trial.available().micro}, credits.debitsPending, earnings.posted()};
}

} // namespace weft::relay
