// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/relay-server/payments/MemoryStripe.h"

#include <QUrl>
#include <QUrlQuery>

namespace weft::relay::test {

namespace {

std::map<std::string, std::string> readForm(const std::string& text)
{
    std::map<std::string, std::string> form;
    for (const auto& [name, value] : QUrlQuery(QString::fromStdString(text)).queryItems(QUrl::FullyDecoded))
        form[name.toStdString()] = value.toStdString();
    return form;
}

std::string valueOf(const std::map<std::string, std::string>& form, const std::string& name)
{
    const auto it = form.find(name);
    return it == form.end() ? "" : it->second;
}

Json errorOf(const char* code, const char* message)
{
    return {{"error", {{"type", "invalid_request_error"}, {"code", code}, {"message", message}}}};
}

std::string lastPart(const std::string& path)
{
    return path.substr(path.rfind('/') + 1);
}

} // namespace

StripeAnswer MemoryStripe::call(const StripeCall& call)
{
    calls.push_back(call);
    StripeAnswer lost;
    lost.error = {ErrorCode::PaymentUnreachable, "as asked"};
    if (down > 0)
        return --down, lost;
    const bool keyed = call.method == "POST" && !call.idempotencyKey.empty() && !forgetsKeys;
    const auto kept = m_kept.find(call.idempotencyKey);
    const Json answer = keyed && kept != m_kept.end() ? kept->second : carryOut(call, readForm(call.form));
    if (keyed)
        m_kept[call.idempotencyKey] = answer;
    if (loseAnswers > 0)
        return --loseAnswers, lost;
    return readStripeAnswer(answer.contains("error") ? 402 : 200, toJsonText(answer), "");
}

Json MemoryStripe::metadataOf(const Form& form)
{
    Json metadata = Json::object();
    for (const auto& [name, value] : form) {
        if (name.starts_with("metadata["))
            metadata[name.substr(9, name.size() - 10)] = value;
    }
    return metadata;
}

Json& MemoryStripe::add(const std::string& kind, const std::string& prefix)
{
    const std::string id = prefix + std::to_string(m_order.size());
    m_order.push_back(id);
    Json& made = m_objects[id];
    made["id"] = id;
    made["object"] = kind;
    return made;
}

Json MemoryStripe::newest(const std::string& kind) const
{
    for (auto it = m_order.rbegin(); it != m_order.rend(); ++it) {
        if (m_objects.at(*it)["object"] == kind)
            return m_objects.at(*it);
    }
    return {};
}

int MemoryStripe::count(const std::string& kind) const
{
    return int(std::count_if(
        m_objects.begin(), m_objects.end(), [&](const auto& one) { return one.second["object"] == kind; }));
}

Json MemoryStripe::listOf(const std::string& kind, const std::string& key, const Form& form) const
{
    Json list{{"object", "list"}, {"data", Json::array()}, {"has_more", false}};
    const std::string limit = valueOf(form, "limit");
    const std::size_t most = limit.empty() ? 10 : std::stoul(limit);
    const std::string after = valueOf(form, "starting_after");
    auto from = m_order.rbegin();
    if (!after.empty())
        from = std::next(std::find(m_order.rbegin(), m_order.rend(), after));
    for (; from != m_order.rend(); ++from) {
        const Json& one = m_objects.at(*from);
        if (one["object"] != kind || (form.contains(key) && stringAt(one, key) != valueOf(form, key)))
            continue;
        if (list["data"].size() == most) {
            list["has_more"] = true;
            break;
        }
        list["data"].push_back(one);
    }
    return list;
}

Json& MemoryStripe::addIntent(const std::string& customer)
{
    Json& intent = add("payment_intent", "pi_");
    intent["customer"] = customer;
    intent["metadata"] = Json::object();
    return intent;
}

Json MemoryStripe::carryOut(const StripeCall& call, const Form& form)
{
    const std::string& path = call.path;
    if (call.method == "GET" && path == "/v1/refunds")
        return listOf("refund", "payment_intent", form);
    if (call.method == "GET" && path == "/v1/transfers")
        return listOf("transfer", "transfer_group", form);
    if (call.method == "GET" && path == "/v1/payment_intents")
        return listOf("payment_intent", "customer", form);
    if (call.method == "GET" && path == "/v1/disputes")
        return listOf("dispute", "payment_intent", form);
    if (call.method == "GET" && path == "/v1/radar/early_fraud_warnings")
        return listOf("warning", "payment_intent", form);
    if (call.method == "GET")
        return m_objects.contains(lastPart(path)) ? m_objects[lastPart(path)]
                                                  : errorOf("resource_missing", "No such object");
    if (path == "/v1/checkout/sessions")
        return makeSession(form);
    if (path == "/v1/payment_intents")
        return makeIntent(form);
    if (path == "/v1/refunds")
        return makeRefund(form);
    if (path == "/v1/transfers")
        return makeTransfer(form);
    if (path == "/v1/accounts") {
        Json& made = add("account", "acct_");
        made["metadata"] = metadataOf(form);
        made["capabilities"]["transfers"] = "inactive";
        return made;
    }
    if (path == "/v1/account_links")
        return {{"object", "account_link"}, {"url", "https://connect.example/" + valueOf(form, "account")}};
    if (path.ends_with("/expire")) {
        const std::string id = lastPart(path.substr(0, path.size() - 7));
        if (m_objects[id]["status"] != "open")
            return errorOf("session_over", "It is complete.");
        expire(id);
        return m_objects[id];
    }
    if (path.ends_with("/detach")) {
        Json& method = m_objects[lastPart(path.substr(0, path.size() - 7))];
        method["customer"] = nullptr;
        return method;
    }
    return errorOf("unknown", path.c_str());
}

Json MemoryStripe::makeSession(const Form& form)
{
    const bool setup = valueOf(form, "mode") == "setup";
    Json& made = add("checkout.session", "cs_");
    made["mode"] = valueOf(form, "mode");
    made["status"] = "open";
    made["payment_status"] = setup ? "no_payment_required" : "unpaid";
    made["url"] = "https://checkout.example/" + made["id"].get<std::string>();
    made["metadata"] = metadataOf(form);
    made["currency"] = "usd";
    if (!setup)
        made["amount_total"] = std::stoll(valueOf(form, "line_items[0][price_data][unit_amount]"));
    made["customer"] = valueOf(form, "customer");
    return made;
}

/// A charge that went through, as the intent shows it when it is expanded.
Json MemoryStripe::charged(Json& intent, std::int64_t amount, const std::string& method)
{
    const std::int64_t fee = amount * 29 / 1000 + 30;
    cents += amount - fee;
    intent["status"] = "succeeded";
    intent["amount_received"] = amount;
    intent["currency"] = "usd";
    intent["latest_charge"] = {{"id", "ch_" + intent["id"].get<std::string>()},
        {"receipt_url", "https://receipt.example/1"}, {"payment_method_details", {{"type", method}}},
        {"disputed", false}, {"amount_refunded", 0},
        {"balance_transaction", {{"id", "txn_1"}, {"currency", "usd"}, {"fee", fee}}}};
    return intent;
}

void MemoryStripe::pay(const std::string& session, const std::string& method)
{
    if (m_objects[session]["mode"] == "setup") {
        Json& saved = add("payment_method", "pm_");
        saved["customer"] = "cus_1";
        saved["card"] = {{"brand", "visa"}, {"last4", "4242"}};
        Json& done = m_objects[session];
        done["status"] = "complete";
        done["customer"] = "cus_1";
        done["setup_intent"] = {{"status", "succeeded"}, {"payment_method", saved}};
        return;
    }
    Json& intent = add("payment_intent", "pi_");
    intent["metadata"] = m_objects[session]["metadata"];
    intent["status"] = "processing";
    intent["customer"] = "cus_1";
    intent["payment_method"] = {{"id", "pm_9"}, {"card", {{"brand", "visa"}, {"last4", "4242"}}}};
    Json& done = m_objects[session];
    done["status"] = "complete";
    done["payment_intent"] = intent;
    if (method == "card")
        arrive(session, true);
}

void MemoryStripe::arrive(const std::string& session, bool ok)
{
    Json& done = m_objects[session];
    Json& intent = m_objects[done["payment_intent"]["id"].get<std::string>()];
    if (ok) {
        charged(intent, done["amount_total"].get<std::int64_t>(), "card");
        done["payment_status"] = "paid";
    } else {
        intent["status"] = "requires_payment_method";
        intent["last_payment_error"] = {{"message", "The bank said no."}};
    }
    done["payment_intent"] = intent;
}

void MemoryStripe::expire(const std::string& session)
{
    m_objects[session]["status"] = "expired";
}

Json MemoryStripe::makeIntent(const Form& form)
{
    if (card == "decline")
        return {{"error",
            {{"type", "card_error"}, {"code", "card_declined"}, {"decline_code", "insufficient_funds"},
                {"message", "Your card has insufficient funds."}}}};
    if (card == "authenticate")
        return {{"error",
            {{"type", "card_error"}, {"code", "authentication_required"}, {"decline_code", "authentication_required"},
                {"message", "Your bank wants you to confirm."}}}};
    Json& intent = addIntent(valueOf(form, "customer"));
    intent["metadata"] = metadataOf(form);
    return charged(intent, std::stoll(valueOf(form, "amount")), "card");
}

Json MemoryStripe::makeRefund(const Form& form)
{
    if (refunds == "refuse")
        return errorOf("charge_disputed", "The charge is disputed.");
    Json& refund = add("refund", "re_");
    refund["metadata"] = metadataOf(form);
    refund["payment_intent"] = valueOf(form, "payment_intent");
    refund["amount"] = std::stoll(valueOf(form, "amount"));
    refund["status"] = refunds;
    cents -= refunds == "succeeded" ? refund["amount"].get<std::int64_t>() : 0;
    return refund;
}

std::string MemoryStripe::refundElsewhere(const std::string& intent, std::int64_t amount)
{
    Json& refund = add("refund", "re_");
    refund["metadata"] = Json::object();
    refund["payment_intent"] = intent;
    refund["amount"] = amount;
    refund["status"] = "succeeded";
    cents -= amount;
    return refund["id"];
}

void MemoryStripe::setRefund(const std::string& id, const std::string& status)
{
    Json& refund = m_objects[id];
    const std::int64_t amount = refund["amount"];
    cents -= status == "succeeded" ? amount : 0;
    cents += refund["status"] == "succeeded" && status == "failed" ? amount : 0;
    refund["status"] = status;
}

std::string MemoryStripe::dispute(const std::string& intent, std::int64_t amount)
{
    Json& dispute = add("dispute", "du_");
    dispute["payment_intent"] = intent;
    dispute["amount"] = amount;
    dispute["status"] = "needs_response";
    dispute["balance_transactions"][0] = {{"fee", 1500}};
    m_objects[intent]["latest_charge"]["disputed"] = true;
    cents -= amount + 1500;
    return dispute["id"];
}

void MemoryStripe::closeDispute(const std::string& id, const std::string& status)
{
    m_objects[id]["status"] = status;
    cents += status == "won" ? m_objects[id]["amount"].get<std::int64_t>() : 0;
}

std::string MemoryStripe::warn(const std::string& intent)
{
    Json& warning = add("warning", "issfr_");
    warning["payment_intent"] = intent;
    warning["actionable"] = true;
    return warning["id"];
}

void MemoryStripe::finishOnboarding(const std::string& account)
{
    m_objects[account]["capabilities"]["transfers"] = "active";
    m_objects[account]["payouts_enabled"] = true;
    m_objects[account]["details_submitted"] = true;
}

Json MemoryStripe::makeTransfer(const Form& form)
{
    if (transfers == "refuse")
        return errorOf("balance_insufficient", "You have insufficient funds.");
    Json& transfer = add("transfer", "tr_");
    transfer["metadata"] = metadataOf(form);
    transfer["transfer_group"] = valueOf(form, "transfer_group");
    transfer["amount"] = std::stoll(valueOf(form, "amount"));
    transfer["amount_reversed"] = 0;
    cents -= transfer["amount"].get<std::int64_t>();
    return transfer;
}

void MemoryStripe::reverse(const std::string& transfer, std::int64_t amount)
{
    Json& made = m_objects[transfer];
    made["amount_reversed"] = made["amount_reversed"].get<std::int64_t>() + amount;
    cents += amount;
}

} // namespace weft::relay::test
