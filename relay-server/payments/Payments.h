// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "relay-server/payments/Cards.h"
#include "relay-server/payments/Disputes.h"
#include "relay-server/payments/Payouts.h"
#include "relay-server/payments/StripeEvents.h"

namespace weft::relay {

/// Everything about money that goes through Stripe, as a state machine without I/O: requests of accounts, events and
/// answers of Stripe come in; rows of the outbox say what Stripe is to be asked. Use it within the Writer.
class Payments {
public:
    Payments(PaymentStore& store, LedgerStore& ledger, const PaymentRules& rules, AccountGate& gate);

    TopUps& topUps() { return m_topUps; }
    Cards& cards() { return m_cards; }
    Refunds& refunds() { return m_refunds; }
    Payouts& payouts() { return m_payouts; }
    PaymentContext& context() { return m_context; }

    /// An event whose signature was checked. The same one again, and one of an unknown type, change nothing.
    Done noteEvent(const StripeEvent& event, UnixMillis now);

    /// What is to be asked now, at most `limit`. Marks each as tried, so that it is looked for before it is asked again
    /// once its Idempotency-Key may be forgotten; those have `call` replaced by a list.
    Result<std::vector<OutboxRow>> due(UnixMillis now, int limit);
    /// Stripe's answer to a row that due() gave, or that the effects of the answer before gave.
    Result<PaymentEffects> answered(const OutboxRow& row, const StripeAnswer& answer, UnixMillis now);

    /// The account's books after it was frozen or set free by the operator.
    Result<PaymentEffects> setFrozen(const AccountId& account, bool frozen, UnixMillis now);

private:
    Result<std::optional<StripeCall>> lookFirst(const OutboxRow& row, UnixMillis now);
    Result<std::string> intentOfRefund(const OutboxRow& row);
    /// The object was on none of the pages so far: looks on, or has it made after all.
    Done notFound(PaymentEffects& effects, const OutboxRow& asked, OutboxRow row, const Json& list, UnixMillis now);
    Done apply(PaymentEffects& effects, const OutboxRow& row, const StripeAnswer& answer, UnixMillis now);
    Done applySeen(PaymentEffects& effects, const OutboxRow& row, const Json& object, UnixMillis now);

    PaymentContext m_context;
    TopUps m_topUps;
    Cards m_cards;
    Refunds m_refunds;
    Disputes m_disputes;
    Payouts m_payouts;
};

} // namespace weft::relay
