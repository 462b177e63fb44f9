// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/payments/TopUps.h"

#include "relay-server/payments/TopUpLimits.h"

#include <algorithm>

namespace weft::relay {

using namespace protocol::relay;

namespace {

/// Stripe's ids stand alone, or expanded into the object.
std::string idAt(const Json& object, std::string_view key)
{
    const Json& member = memberAt(object, key);
    return member.is_object() ? stringAt(member, "id") : stringAt(object, key);
}

std::string problemOf(const Json& intent)
{
    const std::string said = stringAt(memberAt(intent, "last_payment_error"), "message");
    return said.empty() ? "failed" : said;
}

/// The top up was paid with this much of the right money.
bool isWhole(const TopUp& topUp, const Json& object, const char* amountKey)
{
    return intAt(object, amountKey) == centsOf(topUp.amount) && stringAt(object, "currency") == "usd";
}

Done note(PaymentEffects& effects, std::string what)
{
    effects.notes.push_back(std::move(what));
    return {};
}

} // namespace

Done TopUps::checkRange(const AccountId& account, Money amount, UnixMillis now)
{
    WEFT_TRY(const Money most, mayStillAdd(m_context, account, now));
    const Money least = m_context.rules.minTopUp;
    if (amount < least || amount > most || amount != wholeCredits(amount))
        return Error{ErrorCode::TopUpOutOfRange, "not a whole number of credits within the limits",
            {{"min", toCreditString(least)}, {"max", toCreditString(most)}}};
    return {};
}

/// Else somebody could pay on several open pages and pass the limits.
Done TopUps::closeOlderPages(const AccountId& account, UnixMillis now)
{
    WEFT_TRY(const auto known, m_context.store.topUps(account));
    for (const TopUp& topUp : known) {
        if (topUp.stage != TopUpStage::Open || topUp.automatic)
            continue;
        if (topUp.session.empty()) // it can't be closed before Stripe has made it
            return Error{ErrorCode::TooManyTries, "another page is being made", {{"seconds", "5"}}};
        WEFT_CHECK(m_context.store.push(expireRequest(topUp, now)));
    }
    return {};
}

Result<PageAsked> TopUps::start(const AccountId& account, const StartTopUp& request, UnixMillis now)
{
    WEFT_TRY(const auto known, m_context.store.topUp(request.topUp));
    if (known && (known->account != account || known->amount != request.amount))
        return Error{ErrorCode::ValueInvalid, "another top up has this id"};
    if (known && known->stage != TopUpStage::Open)
        return Error{ErrorCode::PaymentFailed, "this top up isn't open any more"};
    if (known)
        return PageAsked{known->id, known->url};
    WEFT_CHECK(m_context.gate.checkHasPassword(account));
    WEFT_CHECK(m_context.checkNotFrozen(account));
    WEFT_CHECK(m_context.checkPagesPerHour(account, now));
    WEFT_CHECK(checkRange(account, request.amount, now));
    WEFT_CHECK(closeOlderPages(account, now));
    TopUp topUp;
    topUp.id = request.topUp;
    topUp.account = account;
    topUp.amount = request.amount;
    topUp.saveCard = request.saveCard;
    topUp.created = now;
    WEFT_TRY(const Payer payer, m_context.store.payer(account));
    WEFT_CHECK(m_context.store.write(topUp));
    WEFT_CHECK(m_context.store.push(checkoutRequest(topUp, payer, m_context.rules, now)));
    return PageAsked{topUp.id, {}};
}

Result<std::vector<TopUpState>> TopUps::list(const AccountId& account, std::int64_t id, UnixMillis now)
{
    WEFT_TRY(const auto known, m_context.store.topUps(account));
    std::optional<UnixMillis> since;
    for (const TopUp& topUp : known) {
        if (m_context.mayGoBack(topUp, now))
            since = std::min(since.value_or(*topUp.paid), *topUp.paid);
    }
    Unspent left;
    if (since) {
        WEFT_TRY(left, m_context.unspent(account, *since));
    }
    std::vector<TopUpState> states;
    for (const TopUp& topUp : known) {
        WEFT_TRY(states.emplace_back(), m_context.stateOf(topUp, left, id, now));
    }
    return states;
}

Done TopUps::change(PaymentEffects& effects, const TopUp& before, const TopUp& after, UnixMillis now)
{
    if (before == after)
        return {};
    WEFT_CHECK(m_context.store.write(after));
    return m_context.tell(effects, after, now);
}

Done TopUps::opened(PaymentEffects& effects, const OutboxRow& row, const StripeAnswer& answer, UnixMillis now)
{
    WEFT_TRY(const TransferId id, TransferId::fromHex(row.subject));
    WEFT_TRY(const auto known, m_context.store.topUp(id));
    if (!known)
        return {};
    TopUp topUp = *known;
    if (answer.kind == StripeAnswer::Kind::Refused) {
        if (topUp.stage == TopUpStage::Open)
            topUp.stage = TopUpStage::Failed;
        topUp.problem = answer.error.args.contains("reason") ? answer.error.args.at("reason") : answer.error.detail;
        effects.answers.push_back({row.ask, answer.error});
        return change(effects, *known, topUp, now);
    }
    topUp.session = stringAt(answer.body, "id");
    topUp.url = stringAt(answer.body, "url");
    effects.answers.push_back({row.ask, topUp.url});
    if (topUp.automatic && topUp.stage == TopUpStage::Open && !topUp.url.empty())
        effects.pushes.push_back({topUp.account, OpenInBrowser{0, topUp.url}});
    return change(effects, *known, topUp, now);
}

/// The row that an object of Stripe's names, if it is one of ours.
Result<std::optional<TopUp>> TopUps::topUpOf(const Json& object)
{
    const auto id = TransferId::fromHex(stringAt(memberAt(object, "metadata"), kTopUpTag));
    if (!id)
        return std::optional<TopUp>{};
    return m_context.store.topUp(*id);
}

Done TopUps::credit(TopUp& topUp, UnixMillis now)
{
    if (topUp.paid)
        return {};
    WEFT_CHECK(m_context.move("top up", topUp.id.hex(), kStripe, creditsOf(topUp.account), topUp.amount, now));
    topUp.paid = now;
    topUp.stage = TopUpStage::Paid;
    topUp.problem.clear();
    topUp.url.clear();
    if (!topUp.automatic)
        return {};
    WEFT_TRY(Payer payer, m_context.store.payer(topUp.account));
    payer.autoProblem.clear();
    return m_context.store.write(payer);
}

/// Events come out of order: a dispute, a refund or a warning of a payment that wasn't known yet meant nothing then.
Done TopUps::lookForOvertakers(const TopUp& topUp, const Json& intent, UnixMillis now)
{
    const Json& charge = memberAt(intent, "latest_charge");
    const auto look = [&](OutboxKind kind) -> Done {
        WEFT_CHECK(m_context.store.push(seeRequest(kind, topUp.intent, "credited", now)));
        return {};
    };
    WEFT_CHECK(look(OutboxKind::SeeWarningsOf));
    if (boolAt(charge, "disputed"))
        WEFT_CHECK(look(OutboxKind::SeeDisputesOf));
    if (intAt(charge, "amount_refunded") > 0)
        WEFT_CHECK(look(OutboxKind::SeeRefunds));
    return {};
}

/// Receipt, method and Stripe's fee, which may become known only later.
Done TopUps::noteCharge(TopUp& topUp, const Json& intent, UnixMillis now)
{
    const Json& charge = memberAt(intent, "latest_charge");
    if (!topUp.paid || !charge.is_object())
        return {};
    topUp.charge = stringAt(charge, "id");
    topUp.receipt = stringAt(charge, "receipt_url", topUp.receipt);
    topUp.method = stringAt(memberAt(charge, "payment_method_details"), "type", topUp.method);
    const Json& settled = memberAt(charge, "balance_transaction");
    if (topUp.fee || !settled.is_object() || stringAt(settled, "currency") != "usd")
        return {};
    topUp.fee = fromCents(std::max<std::int64_t>(0, intAt(settled, "fee")));
    return m_context.move("fee", topUp.id.hex(), kFees, kStripe, *topUp.fee, now);
}

Done keepCard(PaymentContext& context, const AccountId& account, const std::string& customer, const Json& method)
{
    const Json& card = memberAt(method, "card");
    if (customer.empty() || !card.is_object())
        return {};
    WEFT_TRY(Payer payer, context.store.payer(account));
    payer.customer = customer;
    payer.method = stringAt(method, "id");
    payer.brand = stringAt(card, "brand");
    payer.last4 = stringAt(card, "last4");
    payer.autoProblem.clear();
    return context.store.write(payer);
}

Done TopUps::noteCard(const TopUp& topUp, const Json& intent)
{
    if (!topUp.saveCard || !topUp.paid)
        return {};
    return keepCard(m_context, topUp.account, idAt(intent, "customer"), memberAt(intent, "payment_method"));
}

Done TopUps::sawSession(PaymentEffects& effects, const Json& session, UnixMillis now)
{
    WEFT_TRY(const auto known, topUpOf(session));
    if (!known)
        return {};
    TopUp topUp = *known;
    const std::string status = stringAt(session, "status");
    const Json& intent = memberAt(session, "payment_intent");
    topUp.session = stringAt(session, "id");
    if (status == "complete" && stringAt(session, "payment_status") == "paid") {
        if (!isWhole(topUp, session, "amount_total"))
            return note(effects, "a session's amount isn't its top up's: " + topUp.session);
        const bool first = !topUp.paid;
        topUp.intent = idAt(session, "payment_intent");
        WEFT_CHECK(credit(topUp, now));
        WEFT_CHECK(noteCharge(topUp, intent, now));
        if (first) {
            WEFT_CHECK(noteCard(topUp, intent));
            WEFT_CHECK(lookForOvertakers(topUp, intent, now));
        }
    } else if (topUp.paid) {
        return {}; // an older event, overtaken
    } else if (status == "expired") {
        topUp.stage = TopUpStage::Cancelled;
    } else if (status == "complete") {
        const std::string how = stringAt(intent, "status");
        const bool failed = how == "requires_payment_method" || how == "canceled";
        topUp.stage = failed ? TopUpStage::Failed : TopUpStage::Pending;
        topUp.problem = failed ? problemOf(intent) : "";
    }
    if (topUp.stage != TopUpStage::Open)
        topUp.url.clear();
    return change(effects, *known, topUp, now);
}

Done TopUps::sawIntent(PaymentEffects& effects, const Json& intent, UnixMillis now)
{
    WEFT_TRY(const auto known, topUpOf(intent));
    if (!known)
        return {};
    TopUp topUp = *known;
    const std::string status = stringAt(intent, "status");
    // What has a page is credited by its session, which is asked for anew.
    const bool byItself = topUp.automatic && topUp.session.empty();
    if (status == "succeeded" && !topUp.paid && !byItself) {
        if (!topUp.session.empty())
            WEFT_CHECK(
                m_context.store.push(seeRequest(OutboxKind::SeeSession, topUp.session, stringAt(intent, "id"), now)));
        return {};
    }
    if (status == "succeeded") {
        if (!isWhole(topUp, intent, "amount_received"))
            return note(effects, "an intent's amount isn't its top up's: " + stringAt(intent, "id"));
        topUp.intent = stringAt(intent, "id");
        if (!topUp.paid)
            WEFT_CHECK(lookForOvertakers(topUp, intent, now));
        WEFT_CHECK(credit(topUp, now));
        WEFT_CHECK(noteCharge(topUp, intent, now));
    } else if (byItself && !topUp.paid && status == "processing") {
        topUp.stage = TopUpStage::Pending;
    }
    return change(effects, *known, topUp, now);
}

} // namespace weft::relay
