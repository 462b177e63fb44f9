// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/payments/StripeRequests.h"

#include "relay-server/payments/StripeForm.h"

#include <algorithm>

namespace weft::relay {

namespace {

constexpr std::chrono::hours kSessionLife{2};
constexpr std::chrono::seconds kLookBack{86'400}; // before a row was made, for clocks that differ

std::int64_t secondsOf(UnixMillis time)
{
    return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
}

OutboxRow rowOf(OutboxKind kind, const std::string& subject, std::string path, const Json& form, UnixMillis now)
{
    OutboxRow row;
    row.kind = kind;
    row.subject = subject;
    row.call = {"POST", std::move(path), formText(form), {}};
    row.created = now;
    row.due = now;
    return row;
}

OutboxRow keyed(OutboxRow row, std::string_view what, const std::string& of)
{
    row.id = derivedId(what, of);
    row.call.idempotencyKey = row.id.hex();
    return row;
}

std::string atThisMoment(const std::string& subject, UnixMillis now)
{
    return subject + " " + std::to_string(now.time_since_epoch().count());
}

Json pages(const PaymentRules& rules, const char* done)
{
    return {{"success_url", rules.returnUrl + done}, {"cancel_url", rules.returnUrl + "/pay/cancelled"}};
}

void offerMethods(Json& form, const PaymentRules& rules, bool cardOnly)
{
    const std::vector<std::string> methods = cardOnly ? std::vector<std::string>{"card"} : rules.methods;
    if (!methods.empty())
        form["allowed_payment_method_types"] = methods;
    if (std::find(methods.begin(), methods.end(), "wechat_pay") != methods.end())
        form["payment_method_options"]["wechat_pay"]["client"] = "web";
}

} // namespace

OutboxRow checkoutRequest(const TopUp& topUp, const Payer& payer, const PaymentRules& rules, UnixMillis now)
{
    const std::string id = topUp.id.hex();
    Json form = pages(rules, "/pay/done");
    form["mode"] = "payment";
    form["client_reference_id"] = id;
    form["expires_at"] = secondsOf(now + kSessionLife);
    form["line_items"][0] = {{"quantity", 1},
        {"price_data",
            {{"currency", "usd"}, {"unit_amount", centsOf(topUp.amount)}, {"product_data", {{"name", "Credits"}}}}}};
    form["metadata"][kTopUpTag] = id;
    form["payment_intent_data"]["metadata"][kTopUpTag] = id;
    if (topUp.saveCard)
        form["payment_intent_data"]["setup_future_usage"] = "off_session";
    if (!payer.customer.empty())
        form["customer"] = payer.customer;
    else if (topUp.saveCard)
        form["customer_creation"] = "always";
    offerMethods(form, rules, topUp.saveCard);
    // One that couldn't be charged without the payer gets a page, under another key.
    OutboxRow row = keyed(rowOf(OutboxKind::Checkout, id, "/v1/checkout/sessions", form, now), "checkout", id);
    row.ask = topUp.id;
    return row;
}

OutboxRow saveCardRequest(const Payer& payer, const PaymentRules& rules, UnixMillis now)
{
    const std::string id = payer.account.hex();
    Json form = pages(rules, "/pay/saved");
    form["mode"] = "setup";
    form["currency"] = "usd";
    form["metadata"][kAccountTag] = id;
    if (!payer.customer.empty())
        form["customer"] = payer.customer;
    else
        form["customer_creation"] = "always";
    offerMethods(form, rules, true);
    OutboxRow row =
        keyed(rowOf(OutboxKind::SaveCard, id, "/v1/checkout/sessions", form, now), "save card", atThisMoment(id, now));
    row.ask = row.id;
    return row;
}

OutboxRow chargeRequest(const TopUp& topUp, const Payer& payer, UnixMillis now)
{
    const std::string id = topUp.id.hex();
    Json form{{"amount", centsOf(topUp.amount)}, {"currency", "usd"}, {"customer", payer.customer},
        {"payment_method", payer.method}, {"off_session", true}, {"confirm", true}, {"description", "Credits"},
        {"automatic_payment_methods", {{"enabled", true}, {"allow_redirects", "never"}}}};
    form["metadata"][kTopUpTag] = id;
    return keyed(rowOf(OutboxKind::Charge, id, "/v1/payment_intents", form, now), "charge", id);
}

OutboxRow refundRequest(const Refund& refund, const TopUp& topUp, bool fraudulent, UnixMillis now)
{
    const std::string id = refund.id.hex();
    Json form{{"payment_intent", topUp.intent}, {"amount", centsOf(refund.amount())},
        {"reason", fraudulent ? "fraudulent" : "requested_by_customer"}};
    form["metadata"][kRefundTag] = id;
    return keyed(rowOf(OutboxKind::Refund, id, "/v1/refunds", form, now), "refund", id);
}

OutboxRow transferRequest(const Payout& payout, const Payer& payer, UnixMillis now)
{
    const std::string id = payout.id.hex();
    Json form{{"amount", centsOf(payout.amount)}, {"currency", "usd"}, {"destination", payer.connect},
        {"description", "Earnings"}, {"transfer_group", id}};
    form["metadata"][kPayoutTag] = id;
    OutboxRow row = keyed(rowOf(OutboxKind::Transfer, id, "/v1/transfers", form, now), "payout", id);
    row.call.idempotencyKey = id;
    return row;
}

OutboxRow makeConnectRequest(const Payer& payer, const TransferId& ask, UnixMillis now)
{
    const std::string id = payer.account.hex();
    Json form{{"type", "express"}, {"capabilities", {{"transfers", {{"requested", true}}}}}};
    form["metadata"][kAccountTag] = id;
    OutboxRow row = keyed(rowOf(OutboxKind::MakeConnect, id, "/v1/accounts", form, now), "connect", id);
    // A row for each time that somebody asked; one key, so that there is one account.
    row.id = derivedId("make connect", atThisMoment(id, now));
    row.ask = ask;
    return row;
}

OutboxRow connectLinkRequest(const Payer& payer, const PaymentRules& rules, const TransferId& ask, UnixMillis now)
{
    const std::string id = payer.account.hex();
    const Json form{{"account", payer.connect}, {"type", "account_onboarding"},
        {"refresh_url", rules.returnUrl + "/pay/again"}, {"return_url", rules.returnUrl + "/pay/onboarded"}};
    OutboxRow row =
        keyed(rowOf(OutboxKind::ConnectLink, id, "/v1/account_links", form, now), "connect link", ask.hex());
    row.ask = ask;
    return row;
}

OutboxRow detachRequest(const Payer& payer, UnixMillis now)
{
    return keyed(rowOf(OutboxKind::DetachCard, payer.account.hex(),
                     "/v1/payment_methods/" + formEncoded(payer.method) + "/detach", Json::object(), now),
        "detach", payer.method);
}

OutboxRow expireRequest(const TopUp& topUp, UnixMillis now)
{
    return keyed(rowOf(OutboxKind::ExpireSession, topUp.id.hex(),
                     "/v1/checkout/sessions/" + formEncoded(topUp.session) + "/expire", Json::object(), now),
        "expire", topUp.session);
}

OutboxRow seeRequest(OutboxKind kind, const std::string& stripeId, const std::string& why, UnixMillis now)
{
    const std::string id = formEncoded(stripeId);
    OutboxRow row = rowOf(kind, stripeId, {}, Json::object(), now);
    row.id = derivedId("see " + std::to_string(int(kind)) + " " + stripeId, why);
    const auto get = [&](std::string path, Json form = Json::object()) {
        row.call = {"GET", std::move(path), formText(form), {}};
    };
    switch (kind) {
    case OutboxKind::SeeSession:
        get("/v1/checkout/sessions/" + id,
            {{"expand",
                {"payment_intent.latest_charge.balance_transaction", "payment_intent.payment_method",
                    "setup_intent.payment_method"}}});
        break;
    case OutboxKind::SeeIntent:
        get("/v1/payment_intents/" + id, {{"expand", {"latest_charge.balance_transaction", "payment_method"}}});
        break;
    case OutboxKind::SeeRefunds:
        get("/v1/refunds", {{"payment_intent", stripeId}, {"limit", 100}});
        break;
    case OutboxKind::SeeDisputesOf:
        get("/v1/disputes", {{"payment_intent", stripeId}, {"limit", 100}});
        break;
    case OutboxKind::SeeWarningsOf:
        get("/v1/radar/early_fraud_warnings", {{"payment_intent", stripeId}, {"limit", 100}});
        break;
    case OutboxKind::SeeDispute:
        get("/v1/disputes/" + id);
        break;
    case OutboxKind::SeeConnect:
        get("/v1/accounts/" + id);
        break;
    case OutboxKind::SeeTransfer:
        get("/v1/transfers/" + id);
        break;
    case OutboxKind::SeeWarning:
        get("/v1/radar/early_fraud_warnings/" + id);
        break;
    default:
        get("/v1/payment_methods/" + id);
        break;
    }
    return row;
}

std::optional<StripeCall> lookCall(
    const OutboxRow& row, const std::string& intentOfRefund, const std::string& after)
{
    const auto list = [&](const char* path, Json form) {
        form["limit"] = 100;
        if (!after.empty())
            form["starting_after"] = after;
        return StripeCall{"GET", path, formText(form), {}};
    };
    const Json since{{"gte", secondsOf(row.created - kLookBack)}};
    if (row.kind == OutboxKind::Transfer)
        return list("/v1/transfers", {{"transfer_group", row.subject}});
    if (row.kind == OutboxKind::Refund)
        return list("/v1/refunds", {{"payment_intent", intentOfRefund}});
    if (row.kind == OutboxKind::Charge)
        return list("/v1/payment_intents", {{"created", since}, {"customer", formValue(row.call.form, "customer")}});
    return std::nullopt;
}

std::string nextPage(const Json& list)
{
    const Json& page = memberAt(list, "data");
    return boolAt(list, "has_more") && page.is_array() && !page.empty() ? stringAt(page.back(), "id") : "";
}

std::optional<Json> foundIn(const OutboxRow& row, const Json& list)
{
    for (const Json& one : memberAt(list, "data")) {
        const Json& tags = memberAt(one, "metadata");
        for (const char* tag : {kTopUpTag, kRefundTag, kPayoutTag}) {
            if (stringAt(tags, tag) == row.subject)
                return one;
        }
    }
    return std::nullopt;
}

} // namespace weft::relay
