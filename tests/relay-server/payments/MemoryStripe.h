// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "relay-server/payments/StripeApi.h"

#include <map>

namespace weft::relay::test {

/// The part of Stripe that the relay asks, in memory, with its balance in cents. Tests do what a payer or a bank would.
class MemoryStripe {
public:
    StripeAnswer call(const StripeCall& call);

    /// The payer's click on a session's page. "card", or "us_bank_account", which takes its time.
    void pay(const std::string& session, const std::string& method = "card");
    void arrive(const std::string& session, bool ok);
    void expire(const std::string& session);
    std::string dispute(const std::string& intent, std::int64_t cents);
    void closeDispute(const std::string& id, const std::string& status);
    std::string warn(const std::string& intent);
    std::string refundElsewhere(const std::string& intent, std::int64_t cents);
    void setRefund(const std::string& id, const std::string& status);
    void finishOnboarding(const std::string& account);
    void reverse(const std::string& transfer, std::int64_t cents);

    Json& object(const std::string& id) { return m_objects.at(id); }
    /// One that somebody else asked for.
    Json& addIntent(const std::string& customer);
    /// The newest object of a kind ("checkout.session"); null: there is none.
    Json newest(const std::string& kind) const;
    int count(const std::string& kind) const;

    std::string card = "ok"; // what the saved card does: "decline", "authenticate"
    std::string transfers = "ok"; // "refuse"
    std::string refunds = "succeeded"; // "pending", "refuse"
    int loseAnswers = 0; // so many calls are carried out, and nobody hears of it
    int down = 0; // so many calls don't get through
    bool forgetsKeys = false; // a day is over
    std::int64_t cents = 0; // what it holds for us
    std::vector<StripeCall> calls;

private:
    using Form = std::map<std::string, std::string>;
    Json carryOut(const StripeCall& call, const Form& form);
    Json makeSession(const Form& form);
    Json makeIntent(const Form& form);
    Json makeRefund(const Form& form);
    Json makeTransfer(const Form& form);
    Json charged(Json& intent, std::int64_t amount, const std::string& method);
    Json& add(const std::string& kind, const std::string& prefix);
    /// A page, newest first, of those whose member `key` the form names.
    Json listOf(const std::string& kind, const std::string& key, const Form& form) const;
    static Json metadataOf(const Form& form);

    std::map<std::string, Json> m_objects;
    std::vector<std::string> m_order;
    std::map<std::string, Json> m_kept; // by Idempotency-Key
};

} // namespace weft::relay::test
