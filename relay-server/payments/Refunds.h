// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "relay-server/payments/PaymentContext.h"

namespace weft::relay {

/// Money that goes back to the card: asked for by the payer, by the operator, after a warning, or in Stripe's
/// dashboard. The credits leave the account when it is asked for, wait in Transit, and leave the books when Stripe has
/// done it.
class Refunds {
public:
    enum class Why { Asked, Fraud };

    explicit Refunds(PaymentContext& context)
        : m_context(context)
    {
    }

    /// All that is unspent of the payer's own top up. Errors: NotRefundable (args: reason), AccountFrozen.
    Result<PaymentEffects> request(const AccountId& account, const TransferId& topUp, UnixMillis now);
    /// All that is unspent, however old. Nothing where nothing is. The operator, and warnings of fraud.
    Done giveBack(PaymentEffects& effects, const TopUp& topUp, Why why, UnixMillis now);

    /// Stripe took it on, or refused.
    Done answered(PaymentEffects& effects, const OutboxRow& row, const StripeAnswer& answer, UnixMillis now);
    /// All refunds of a payment intent, as Stripe lists them; unknown ones were made elsewhere.
    Done sawList(PaymentEffects& effects, const std::string& intent, const Json& list, UnixMillis now);

private:
    Done begin(PaymentEffects& effects, TopUp topUp, Money amount, Why why, UnixMillis now);
    Done sawOne(PaymentEffects& effects, TopUp& topUp, const Json& object, UnixMillis now);
    Result<Refund> refundOf(const TopUp& topUp, const Json& object, UnixMillis now);
    Done apply(Refund& refund, const TopUp& topUp, const std::string& status, UnixMillis now);
    Done giveUp(Refund& refund, const TopUp& topUp, UnixMillis now);
    Done settle(PaymentEffects& effects, TopUp topUp, UnixMillis now);

    PaymentContext& m_context;
};

} // namespace weft::relay
