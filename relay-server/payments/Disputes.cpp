// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/payments/Disputes.h"

namespace weft::relay {

namespace {

/// The bank has taken the money. An inquiry ("warning_...") hasn't.
bool tookMoney(const Json& dispute)
{
    return !stringAt(dispute, "status").starts_with("warning");
}

} // namespace

Result<Dispute> Disputes::open(const TopUp& topUp, const Json& object, UnixMillis now)
{
    Dispute dispute;
    dispute.id = stringAt(object, "id");
    dispute.topUp = topUp.id;
    dispute.created = now;
    const Money amount = fromCents(std::max<std::int64_t>(0, intAt(object, "amount")));
    WEFT_CHECK(m_context.gate.bringBack(topUp.account, now));
    WEFT_TRY(const Money available, m_context.availableCredits(topUp.account));
    dispute.fromCredits = std::min(available, amount);
    dispute.fromReserve = {amount.micro - dispute.fromCredits.micro};
    WEFT_CHECK(m_context.move("dispute", dispute.id, creditsOf(topUp.account), kDisputes, dispute.fromCredits, now));
    WEFT_CHECK(m_context.move("dispute reserve", dispute.id, kReserve, kDisputes, dispute.fromReserve, now));
    WEFT_CHECK(m_context.move("dispute taken", dispute.id, kDisputes, kStripe, amount, now));
    WEFT_CHECK(m_context.freeze(topUp.account, FrozenByDispute, true));
    return dispute;
}

/// Stripe's fee for it isn't given back when it is won.
Done Disputes::noteFee(Dispute& dispute, const Json& object, UnixMillis now)
{
    std::int64_t cents = 0;
    for (const Json& transaction : memberAt(object, "balance_transactions"))
        cents += std::max<std::int64_t>(0, intAt(transaction, "fee"));
    if (dispute.fee.micro > 0 || cents == 0)
        return {};
    dispute.fee = fromCents(cents);
    return m_context.move("dispute fee", dispute.id, kFees, kStripe, dispute.fee, now);
}

Done Disputes::win(Dispute& dispute, const TopUp& topUp, UnixMillis now)
{
    dispute.stage = DisputeStage::Won;
    const Money amount{dispute.fromCredits.micro + dispute.fromReserve.micro};
    WEFT_CHECK(m_context.move("dispute won", dispute.id, kStripe, kDisputes, amount, now));
    WEFT_CHECK(m_context.move(
        "dispute credits back", dispute.id, kDisputes, creditsOf(topUp.account), dispute.fromCredits, now));
    return m_context.move("dispute reserve back", dispute.id, kDisputes, kReserve, dispute.fromReserve, now);
}

Done Disputes::lose(Dispute& dispute, const TopUp& topUp, UnixMillis now)
{
    dispute.stage = DisputeStage::Lost;
    WEFT_TRY(const Money available, m_context.availableCredits(topUp.account));
    const Money paid = std::min(available, dispute.fromReserve);
    return m_context.move("dispute lost", dispute.id, creditsOf(topUp.account), kReserve, paid, now);
}

Done Disputes::sawDispute(PaymentEffects& effects, const Json& object, UnixMillis now)
{
    WEFT_TRY(auto topUp, m_context.store.topUpOfIntent(stringAt(object, "payment_intent")));
    if (!topUp || !topUp->paid || !tookMoney(object))
        return {};
    WEFT_TRY(const auto known, m_context.store.dispute(stringAt(object, "id")));
    Dispute dispute;
    if (known)
        dispute = *known;
    else {
        WEFT_TRY(dispute, open(*topUp, object, now));
    }
    const std::string status = stringAt(object, "status");
    WEFT_CHECK(noteFee(dispute, object, now));
    if (dispute.stage == DisputeStage::Open && status == "won")
        WEFT_CHECK(win(dispute, *topUp, now));
    if (dispute.stage == DisputeStage::Open && status == "lost")
        WEFT_CHECK(lose(dispute, *topUp, now));
    if (known && *known == dispute)
        return {};
    WEFT_CHECK(m_context.store.write(dispute));
    const bool won = dispute.stage == DisputeStage::Won;
    WEFT_TRY(const Money refunded, m_context.refunded(*topUp));
    topUp->stage = dispute.stage == DisputeStage::Open ? TopUpStage::Disputed
        : !won                                         ? TopUpStage::DisputeLost
        : refunded.micro > 0                           ? TopUpStage::Refunded
                                                       : TopUpStage::Paid;
    WEFT_CHECK(m_context.store.write(*topUp));
    WEFT_TRY(const bool another, m_context.hasOpenDispute(topUp->account));
    if (won && !another)
        WEFT_CHECK(m_context.freeze(topUp->account, FrozenByDispute, false));
    return m_context.tell(effects, *topUp, now);
}

Done Disputes::sawWarning(PaymentEffects& effects, const Json& warning, UnixMillis now)
{
    WEFT_TRY(const auto topUp, m_context.store.topUpOfIntent(stringAt(warning, "payment_intent")));
    if (!topUp || !boolAt(warning, "actionable"))
        return {}; // a refund or a dispute has overtaken it
    WEFT_CHECK(m_context.freeze(topUp->account, FrozenByWarning, true));
    if (m_context.rules.refundOnWarning)
        WEFT_CHECK(m_refunds.giveBack(effects, *topUp, Refunds::Why::Fraud, now));
    return m_context.tell(effects, *topUp, now);
}

} // namespace weft::relay
