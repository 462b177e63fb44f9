// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "relay-server/payments/PaymentContext.h"

namespace weft::relay {

/// Money in: a page at Stripe, then credits, once, when Stripe says that it was paid. What a browser comes back with
/// proves nothing and isn't looked at.
class TopUps {
public:
    explicit TopUps(PaymentContext& context)
        : m_context(context)
    {
    }

    /// The same top up asked twice is one. Errors: PasswordNeeded, AccountFrozen, TopUpOutOfRange, ValueInvalid (the id
    /// is another top up's), PaymentFailed (its page is gone).
    Result<PageAsked> start(const AccountId& account, const protocol::relay::StartTopUp& request, UnixMillis now);
    Result<std::vector<protocol::relay::TopUpState>> list(const AccountId& account, std::int64_t id, UnixMillis now);

    /// A page was made, or couldn't be.
    Done opened(PaymentEffects& effects, const OutboxRow& row, const StripeAnswer& answer, UnixMillis now);
    /// What Stripe says of a session or of a payment intent: credits what is paid, once, whatever came before.
    Done sawSession(PaymentEffects& effects, const Json& session, UnixMillis now);
    Done sawIntent(PaymentEffects& effects, const Json& intent, UnixMillis now);

private:
    Done checkRange(const AccountId& account, Money amount, UnixMillis now);
    Done closeOlderPages(const AccountId& account, UnixMillis now);
    Result<std::optional<TopUp>> topUpOf(const Json& object);
    Done credit(TopUp& topUp, UnixMillis now);
    Done lookForOvertakers(const TopUp& topUp, const Json& intent, UnixMillis now);
    Done noteCharge(TopUp& topUp, const Json& intent, UnixMillis now);
    Done noteCard(const TopUp& topUp, const Json& intent);
    Done change(PaymentEffects& effects, const TopUp& before, const TopUp& after, UnixMillis now);

    PaymentContext& m_context;
};

/// The card of a payment method, kept for automatic top ups.
Done keepCard(PaymentContext& context, const AccountId& account, const std::string& customer, const Json& method);

} // namespace weft::relay
