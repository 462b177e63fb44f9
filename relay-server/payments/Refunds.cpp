// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/payments/Refunds.h"

namespace weft::relay {

namespace {

/// `reason`: a word for the app, which says it in the user's language (app/language/ErrorReasons.cpp).
Error notRefundable(const char* reason)
{
    return {ErrorCode::NotRefundable, "a refund", {{"reason", reason}}};
}

bool isHeldUp(const TopUp& topUp)
{
    return topUp.stage == TopUpStage::Disputed || topUp.stage == TopUpStage::DisputeLost;
}

} // namespace

Result<PaymentEffects> Refunds::request(const AccountId& account, const TransferId& id, UnixMillis now)
{
    PaymentEffects effects;
    WEFT_TRY(const auto topUp, m_context.store.topUp(id));
    if (!topUp || topUp->account != account || !topUp->paid)
        return notRefundable("unknown");
    if (topUp->stage == TopUpStage::Refunding)
        return effects; // it is on its way
    WEFT_CHECK(m_context.checkNotFrozen(account));
    if (now >= *topUp->paid + m_context.rules.refundTime)
        return notRefundable("late");
    WEFT_TRY(const Money amount, m_context.refundable(*topUp, now));
    if (amount.micro <= 0)
        return notRefundable("spent");
    WEFT_CHECK(begin(effects, *topUp, amount, Why::Asked, now));
    return effects;
}

Done Refunds::giveBack(PaymentEffects& effects, const TopUp& topUp, Why why, UnixMillis now)
{
    if (!topUp.paid || isHeldUp(topUp) || topUp.stage == TopUpStage::Refunding)
        return {};
    WEFT_TRY(const Money left, m_context.unspent(topUp));
    WEFT_TRY(const Money gone, m_context.refunded(topUp));
    const Money amount = wholeCredits(std::min(left, Money{topUp.amount.micro - gone.micro}));
    if (amount.micro <= 0)
        return {};
    return begin(effects, topUp, amount, why, now);
}

Done Refunds::begin(PaymentEffects& effects, TopUp topUp, Money amount, Why why, UnixMillis now)
{
    WEFT_TRY(const auto before, m_context.store.refunds(topUp.id));
    Refund refund;
    refund.id = derivedId("refund of " + topUp.id.hex(), std::to_string(before.size()));
    refund.topUp = topUp.id;
    refund.fromCredits = amount;
    refund.created = now;
    WEFT_CHECK(m_context.store.write(refund));
    WEFT_CHECK(m_context.move("refund asked", refund.id.hex(), creditsOf(topUp.account), kTransit, amount, now));
    WEFT_CHECK(m_context.store.push(refundRequest(refund, topUp, why == Why::Fraud, now)));
    return settle(effects, std::move(topUp), now);
}

Done Refunds::answered(PaymentEffects& effects, const OutboxRow& row, const StripeAnswer& answer, UnixMillis now)
{
    WEFT_TRY(const TransferId id, TransferId::fromHex(row.subject));
    WEFT_TRY(auto refund, m_context.store.refund(id));
    if (!refund)
        return {};
    WEFT_TRY(auto topUp, m_context.store.topUp(refund->topUp));
    if (!topUp)
        return {};
    if (answer.kind == StripeAnswer::Kind::Done)
        return sawOne(effects, *topUp, answer.body, now);
    if (refund->stage != RefundStage::Asked)
        return {};
    WEFT_CHECK(giveUp(*refund, *topUp, now));
    const auto reason = answer.error.args.find("reason");
    topUp->problem = reason == answer.error.args.end() ? "refund-refused" : reason->second;
    return settle(effects, *topUp, now);
}

Done Refunds::sawList(PaymentEffects& effects, const std::string& intent, const Json& list, UnixMillis now)
{
    WEFT_TRY(auto topUp, m_context.store.topUpOfIntent(intent));
    if (!topUp)
        return {};
    for (const Json& object : memberAt(list, "data")) {
        WEFT_CHECK(sawOne(effects, *topUp, object, now));
    }
    return {};
}

Done Refunds::sawOne(PaymentEffects& effects, TopUp& topUp, const Json& object, UnixMillis now)
{
    WEFT_TRY(Refund refund, refundOf(topUp, object, now));
    const Refund before = refund;
    refund.stripe = stringAt(object, "id");
    WEFT_CHECK(apply(refund, topUp, stringAt(object, "status"), now));
    if (refund == before)
        return {};
    WEFT_CHECK(m_context.store.write(refund));
    return settle(effects, topUp, now);
}

/// Ours by its tag, or one that somebody made in Stripe's dashboard: then the credits go now, as far as they are there,
/// and the reserve bears the rest.
Result<Refund> Refunds::refundOf(const TopUp& topUp, const Json& object, UnixMillis now)
{
    if (const auto id = TransferId::fromHex(stringAt(memberAt(object, "metadata"), kRefundTag))) {
        WEFT_TRY(const auto known, m_context.store.refund(*id));
        if (known)
            return *known;
    }
    Refund refund;
    refund.id = derivedId("refund elsewhere", stringAt(object, "id"));
    WEFT_TRY(const auto known, m_context.store.refund(refund.id));
    if (known)
        return *known;
    const Money amount = fromCents(std::max<std::int64_t>(0, intAt(object, "amount")));
    WEFT_TRY(const Money available, m_context.availableCredits(topUp.account));
    refund.topUp = topUp.id;
    refund.fromCredits = std::min(available, amount);
    refund.fromReserve = {amount.micro - refund.fromCredits.micro};
    refund.created = now;
    const std::string id = refund.id.hex();
    WEFT_CHECK(m_context.store.write(refund));
    WEFT_CHECK(m_context.move("refund asked", id, creditsOf(topUp.account), kTransit, refund.fromCredits, now));
    WEFT_CHECK(m_context.move("refund of reserve", id, kReserve, kTransit, refund.fromReserve, now));
    return refund;
}

Done Refunds::apply(Refund& refund, const TopUp& topUp, const std::string& status, UnixMillis now)
{
    if (status == "succeeded" && refund.stage == RefundStage::Asked) {
        refund.stage = RefundStage::Done;
        return m_context.move("refund done", refund.id.hex(), kTransit, kStripe, refund.amount(), now);
    }
    if ((status != "failed" && status != "canceled") || refund.stage == RefundStage::Failed)
        return {};
    if (refund.stage == RefundStage::Done) // a bank sent it back
        WEFT_CHECK(m_context.move("refund undone", refund.id.hex(), kStripe, kTransit, refund.amount(), now));
    return giveUp(refund, topUp, now);
}

/// What it took goes back to where it came from.
Done Refunds::giveUp(Refund& refund, const TopUp& topUp, UnixMillis now)
{
    refund.stage = RefundStage::Failed;
    const std::string id = refund.id.hex();
    WEFT_CHECK(m_context.store.write(refund));
    WEFT_CHECK(m_context.move("refund back", id, kTransit, creditsOf(topUp.account), refund.fromCredits, now));
    return m_context.move("refund back to reserve", id, kTransit, kReserve, refund.fromReserve, now);
}

/// The top up's stage by its refunds.
Done Refunds::settle(PaymentEffects& effects, TopUp topUp, UnixMillis now)
{
    WEFT_TRY(const auto refunds, m_context.store.refunds(topUp.id));
    TopUpStage stage = TopUpStage::Paid;
    for (const Refund& refund : refunds) {
        if (refund.stage == RefundStage::Done && stage == TopUpStage::Paid)
            stage = TopUpStage::Refunded;
        if (refund.stage == RefundStage::Asked)
            stage = TopUpStage::Refunding;
    }
    if (!isHeldUp(topUp))
        topUp.stage = stage;
    WEFT_CHECK(m_context.store.write(topUp));
    return m_context.tell(effects, topUp, now);
}

} // namespace weft::relay
