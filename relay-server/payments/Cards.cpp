// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/payments/Cards.h"

#include "relay-server/ledger/TrialCredits.h"
#include "relay-server/payments/TopUpLimits.h"

namespace weft::relay {

using namespace protocol::relay;

namespace {
/// A card that was refused isn't tried again at once.
constexpr std::chrono::hours kPauseAfterFailure{24};
} // namespace

Result<PageAsked> Cards::save(const AccountId& account, UnixMillis now)
{
    WEFT_CHECK(m_context.gate.checkHasPassword(account));
    WEFT_CHECK(m_context.checkNotFrozen(account));
    WEFT_CHECK(m_context.checkPagesPerHour(account, now));
    WEFT_TRY(const Payer payer, m_context.store.payer(account));
    const OutboxRow row = saveCardRequest(payer, m_context.rules, now);
    WEFT_CHECK(m_context.store.push(row));
    return PageAsked{row.ask, {}};
}

void Cards::pageOpened(PaymentEffects& effects, const OutboxRow& row, const StripeAnswer& answer)
{
    if (answer.kind == StripeAnswer::Kind::Refused)
        effects.answers.push_back({row.ask, answer.error});
    else
        effects.answers.push_back({row.ask, stringAt(answer.body, "url")});
}

Result<PaymentEffects> Cards::forget(const AccountId& account, UnixMillis now)
{
    PaymentEffects effects;
    WEFT_TRY(Payer payer, m_context.store.payer(account));
    if (payer.method.empty())
        return Error{ErrorCode::CardMissing, "there is no saved card"};
    WEFT_CHECK(m_context.store.push(detachRequest(payer, now)));
    payer.method.clear();
    payer.brand.clear();
    payer.last4.clear();
    payer.autoOn = false;
    payer.autoProblem.clear();
    WEFT_CHECK(m_context.store.write(payer));
    WEFT_CHECK(m_context.tellWallet(effects, account, now));
    return effects;
}

Result<PaymentEffects> Cards::setAuto(const AccountId& account, const SetAutoTopUp& request, UnixMillis now)
{
    WEFT_TRY(Payer payer, m_context.store.payer(account));
    if (request.on) {
        WEFT_CHECK(m_context.gate.checkHasPassword(account));
        WEFT_CHECK(m_context.checkNotFrozen(account));
        if (payer.method.empty())
            return Error{ErrorCode::CardMissing, "there is no saved card"};
        const Money most = std::min(m_context.rules.maxTopUp, request.monthlyLimit);
        if (request.amount < m_context.rules.minTopUp || request.amount > most
            || request.amount != wholeCredits(request.amount))
            return Error{ErrorCode::TopUpOutOfRange, "not a whole number of credits within the limits",
                {{"min", toCreditString(m_context.rules.minTopUp)}, {"max", toCreditString(most)}}};
        payer.autoBelow = request.below;
        payer.autoAmount = request.amount;
        payer.autoLimit = request.monthlyLimit;
    }
    payer.autoOn = request.on; // the card that was refused is still the same: its pause goes on
    WEFT_CHECK(m_context.store.write(payer));
    WEFT_TRY(PaymentEffects effects, topUpIfLow(account, now));
    WEFT_CHECK(m_context.tellWallet(effects, account, now));
    return effects;
}

Result<bool> Cards::wantsTopUp(const Payer& payer, UnixMillis now)
{
    if (!payer.autoOn || payer.method.empty() || payer.frozen != 0)
        return false;
    WEFT_TRY(const Balance balance, balanceOf(m_context.ledger, payer.account));
    if (balance.available >= payer.autoBelow)
        return false;
    WEFT_TRY(const auto topUps, m_context.store.topUps(payer.account));
    for (const TopUp& topUp : topUps) {
        const bool onItsWay = topUp.stage == TopUpStage::Open || topUp.stage == TopUpStage::Pending;
        const bool failed = topUp.stage == TopUpStage::Failed || topUp.stage == TopUpStage::Cancelled;
        const bool failedLately = failed && now - topUp.created < kPauseAfterFailure;
        if (topUp.automatic && (onItsWay || (failedLately && !payer.autoProblem.empty())))
            return false;
    }
    WEFT_TRY(const Money thisMonth, addedByItselfThisMonth(m_context, payer.account, now));
    WEFT_TRY(const Money most, mayStillAdd(m_context, payer.account, now));
    return thisMonth.micro + payer.autoAmount.micro <= payer.autoLimit.micro && payer.autoAmount <= most;
}

Result<PaymentEffects> Cards::topUpIfLow(const AccountId& account, UnixMillis now)
{
    PaymentEffects effects;
    WEFT_TRY(const Payer payer, m_context.store.payer(account));
    WEFT_TRY(const bool wanted, wantsTopUp(payer, now));
    if (!wanted)
        return effects;
    TopUp topUp;
    WEFT_TRY(const auto before, m_context.store.topUps(account));
    topUp.id = derivedId("automatic " + account.hex(),
        std::to_string(now.time_since_epoch().count()) + " " + std::to_string(before.size()));
    topUp.account = account;
    topUp.amount = payer.autoAmount;
    topUp.automatic = true;
    topUp.created = now;
    WEFT_CHECK(m_context.store.write(topUp));
    WEFT_CHECK(m_context.store.push(chargeRequest(topUp, payer, now)));
    WEFT_CHECK(m_context.tell(effects, topUp, now));
    return effects;
}

Done Cards::refused(PaymentEffects& effects, const OutboxRow& row, const Error& error, UnixMillis now)
{
    WEFT_TRY(const TransferId id, TransferId::fromHex(row.subject));
    WEFT_TRY(const auto known, m_context.store.topUp(id));
    if (!known || known->stage != TopUpStage::Open)
        return {};
    TopUp topUp = *known;
    WEFT_TRY(Payer payer, m_context.store.payer(topUp.account));
    const auto code = error.args.find("code");
    const auto reason = error.args.find("reason");
    topUp.problem = reason == error.args.end() ? "failed" : reason->second;
    const bool mayConfirm = code != error.args.end() && code->second == "authentication_required";
    if (mayConfirm) {
        WEFT_CHECK(m_context.store.push(checkoutRequest(topUp, payer, m_context.rules, now)));
    }
    topUp.stage = mayConfirm ? TopUpStage::Open : TopUpStage::Failed;
    payer.autoProblem = topUp.problem;
    WEFT_CHECK(m_context.store.write(payer));
    WEFT_CHECK(m_context.store.write(topUp));
    return m_context.tell(effects, topUp, now);
}

Done Cards::sawSetup(PaymentEffects& effects, const Json& session, UnixMillis now)
{
    const auto account = AccountId::fromHex(stringAt(memberAt(session, "metadata"), kAccountTag));
    if (!account || stringAt(session, "status") != "complete")
        return {};
    const Json& setup = memberAt(session, "setup_intent");
    if (stringAt(setup, "status") != "succeeded")
        return {};
    WEFT_CHECK(keepCard(m_context, *account, stringAt(session, "customer"), memberAt(setup, "payment_method")));
    return m_context.tellWallet(effects, *account, now);
}

/// A card that was detached elsewhere is no saved card any more; one that was renewed has new digits.
Done Cards::sawMethod(PaymentEffects& effects, const Json& method, UnixMillis now)
{
    WEFT_TRY(auto payer, m_context.store.payerOfMethod(stringAt(method, "id")));
    if (!payer)
        return {};
    const Json& card = memberAt(method, "card");
    const bool attached = stringAt(method, "customer") == payer->customer;
    payer->brand = attached ? stringAt(card, "brand") : "";
    payer->last4 = attached ? stringAt(card, "last4") : "";
    if (!attached) {
        payer->method.clear();
        payer->autoOn = false;
    }
    WEFT_CHECK(m_context.store.write(*payer));
    return m_context.tellWallet(effects, payer->account, now);
}

} // namespace weft::relay
