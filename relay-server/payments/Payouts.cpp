// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/payments/Payouts.h"

#include "relay-server/payments/Earnings.h"

namespace weft::relay {

using namespace protocol::relay;

namespace {

PayoutState stateOfPayout(const Payout& payout, std::int64_t id)
{
    return {id, payout.id, int(payout.stage), payout.amount, std::int64_t(payout.created.time_since_epoch().count()),
        shortened(payout.problem, 400)};
}

OnboardingState onboardingOf(const Json& connect)
{
    const bool transfers = stringAt(memberAt(connect, "capabilities"), "transfers") == "active";
    if (transfers && boolAt(connect, "payouts_enabled"))
        return OnboardingState::Ready;
    return boolAt(connect, "details_submitted") ? OnboardingState::Restricted : OnboardingState::Started;
}

} // namespace

Result<PageAsked> Payouts::startOnboarding(const AccountId& account, const StartOnboarding& request, UnixMillis now)
{
    WEFT_CHECK(m_context.gate.checkHasPassword(account));
    WEFT_CHECK(m_context.checkNotFrozen(account));
    WEFT_CHECK(m_context.checkPagesPerHour(account, now));
    WEFT_CHECK(m_context.gate.checkTotp(account, request.totp, now));
    WEFT_TRY(const Payer payer, m_context.store.payer(account));
    const TransferId ask = derivedId("onboarding " + account.hex(), std::to_string(now.time_since_epoch().count()));
    WEFT_CHECK(m_context.store.push(payer.connect.empty() ? makeConnectRequest(payer, ask, now)
                                                          : connectLinkRequest(payer, m_context.rules, ask, now)));
    return PageAsked{ask, {}};
}

Done Payouts::connectMade(PaymentEffects& effects, const OutboxRow& row, const StripeAnswer& answer, UnixMillis now)
{
    if (answer.kind == StripeAnswer::Kind::Refused) {
        effects.answers.push_back({row.ask, answer.error});
        return {};
    }
    WEFT_TRY(const AccountId account, AccountId::fromHex(row.subject));
    WEFT_TRY(Payer payer, m_context.store.payer(account));
    payer.connect = stringAt(answer.body, "id");
    payer.onboarding = std::max(payer.onboarding, OnboardingState::Started);
    WEFT_CHECK(m_context.store.write(payer));
    WEFT_CHECK(m_context.store.push(connectLinkRequest(payer, m_context.rules, row.ask, now)));
    return m_context.tellWallet(effects, account, now);
}

void Payouts::linkMade(PaymentEffects& effects, const OutboxRow& row, const StripeAnswer& answer)
{
    if (answer.kind == StripeAnswer::Kind::Refused)
        effects.answers.push_back({row.ask, answer.error});
    else
        effects.answers.push_back({row.ask, stringAt(answer.body, "url")});
}

Done Payouts::sawConnect(PaymentEffects& effects, const Json& connect, UnixMillis now)
{
    WEFT_TRY(auto payer, m_context.store.payerOfConnect(stringAt(connect, "id")));
    if (!payer || payer->onboarding == onboardingOf(connect))
        return {};
    payer->onboarding = onboardingOf(connect);
    WEFT_CHECK(m_context.store.write(*payer));
    return m_context.tellWallet(effects, payer->account, now);
}

Done Payouts::tell(PaymentEffects& effects, const Payout& payout, UnixMillis now)
{
    effects.pushes.push_back({payout.account, stateOfPayout(payout, 0)});
    return m_context.tellWallet(effects, payout.account, now);
}

Result<PaymentEffects> Payouts::request(const AccountId& account, const RequestPayout& request, UnixMillis now)
{
    PaymentEffects effects;
    WEFT_TRY(const auto known, m_context.store.payout(request.payout));
    if (known && (known->account != account || known->amount != request.amount))
        return Error{ErrorCode::ValueInvalid, "another payout has this id"};
    if (known)
        return effects;
    WEFT_CHECK(m_context.gate.checkHasPassword(account));
    WEFT_CHECK(m_context.checkNotFrozen(account));
    WEFT_TRY(const Payer payer, m_context.store.payer(account));
    if (payer.connect.empty() || payer.onboarding != OnboardingState::Ready)
        return Error{ErrorCode::OnboardingNeeded, "payouts aren't set up"};
    if (request.amount != wholeCredits(request.amount))
        return Error{ErrorCode::AmountInvalid, "not a whole number of credits"};
    if (request.amount < m_context.rules.minPayout)
        return Error{
            ErrorCode::PayoutTooSmall, "below the minimum", {{"min", toCreditString(m_context.rules.minPayout)}}};
    WEFT_TRY(const EarningsSplit earnings, splitEarnings(m_context, account, now));
    if (request.amount > earnings.matured)
        return Error{ErrorCode::CreditTooLow, "more than has matured",
            {{"available", toCreditString(earnings.matured)}, {"needed", toCreditString(request.amount)}}};
    Payout payout;
    payout.id = request.payout;
    payout.account = account;
    payout.amount = request.amount;
    payout.created = now;
    WEFT_CHECK(m_context.store.write(payout));
    WEFT_CHECK(m_context.move("payout", payout.id.hex(), earningsOf(account), kTransit, payout.amount, now));
    WEFT_CHECK(m_context.store.push(transferRequest(payout, payer, now)));
    WEFT_CHECK(tell(effects, payout, now));
    return effects;
}

Result<std::vector<PayoutState>> Payouts::list(const AccountId& account, std::int64_t id)
{
    WEFT_TRY(const auto payouts, m_context.store.payouts(account));
    std::vector<PayoutState> states;
    for (const Payout& payout : payouts)
        states.push_back(stateOfPayout(payout, id));
    return states;
}

Result<PaymentEffects> Payouts::toCredits(const AccountId& account, const EarningsToCredits& request, UnixMillis now)
{
    PaymentEffects effects;
    WEFT_CHECK(m_context.checkNotFrozen(account));
    const std::string id = account.hex() + request.transfer.hex();
    WEFT_CHECK(m_context.move("earnings to credits", id, earningsOf(account), creditsOf(account), request.amount, now));
    WEFT_CHECK(m_context.tellWallet(effects, account, now));
    return effects;
}

Done Payouts::transferAnswered(
    PaymentEffects& effects, const OutboxRow& row, const StripeAnswer& answer, UnixMillis now)
{
    WEFT_TRY(const TransferId id, TransferId::fromHex(row.subject));
    WEFT_TRY(auto payout, m_context.store.payout(id));
    if (!payout || payout->stage != PayoutStage::OnItsWay)
        return {};
    if (answer.kind == StripeAnswer::Kind::Done) {
        payout->stripe = stringAt(answer.body, "id");
        payout->stage = PayoutStage::Paid;
        WEFT_CHECK(m_context.move("payout done", id.hex(), kTransit, kStripe, payout->amount, now));
    } else {
        const auto reason = answer.error.args.find("reason");
        payout->problem = reason == answer.error.args.end() ? "payout-refused" : reason->second;
        payout->stage = PayoutStage::Failed;
        payout->returned = payout->amount;
        WEFT_CHECK(m_context.move("payout back", id.hex(), kTransit, earningsOf(payout->account), payout->amount, now));
    }
    WEFT_CHECK(m_context.store.write(*payout));
    return tell(effects, *payout, now);
}

Done Payouts::sawTransfer(PaymentEffects& effects, const Json& transfer, UnixMillis now)
{
    const auto id = TransferId::fromHex(stringAt(memberAt(transfer, "metadata"), kPayoutTag));
    if (!id)
        return {};
    WEFT_TRY(auto payout, m_context.store.payout(*id));
    const Money reversed = fromCents(intAt(transfer, "amount_reversed"));
    if (!payout || payout->stage == PayoutStage::OnItsWay || reversed <= payout->returned || reversed > payout->amount)
        return {};
    const std::string step = id->hex() + " " + toCreditString(reversed);
    const Money more{reversed.micro - payout->returned.micro};
    WEFT_CHECK(m_context.move("payout undone", step, kStripe, kTransit, more, now));
    WEFT_CHECK(m_context.move("payout undone back", step, kTransit, earningsOf(payout->account), more, now));
    payout->returned = reversed;
    payout->stage = PayoutStage::Failed;
    payout->problem = "payout-reversed";
    WEFT_CHECK(m_context.store.write(*payout));
    return tell(effects, *payout, now);
}

} // namespace weft::relay
