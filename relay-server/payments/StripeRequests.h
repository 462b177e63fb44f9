// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "relay-server/payments/PaymentRecords.h"
#include "relay-server/payments/PaymentRules.h"

/// What is asked of Stripe, as rows of the outbox. Pure: the same facts make the same bytes, which an Idempotency-Key
/// wants. Source of names: https://docs.stripe.com/api, version kStripeVersion.
namespace weft::relay {

/// The names under which our ids travel in Stripe's metadata.
constexpr const char* kTopUpTag = "weft_top_up";
constexpr const char* kRefundTag = "weft_refund";
constexpr const char* kPayoutTag = "weft_payout";
constexpr const char* kAccountTag = "weft_account";

/// A Checkout Session: the payer's own click. `ask`: who waits for its address.
OutboxRow checkoutRequest(const TopUp& topUp, const Payer& payer, const PaymentRules& rules, UnixMillis now);
/// A Checkout Session that charges nothing.
OutboxRow saveCardRequest(const Payer& payer, const PaymentRules& rules, UnixMillis now);
/// A PaymentIntent with the saved card, nobody being there.
OutboxRow chargeRequest(const TopUp& topUp, const Payer& payer, UnixMillis now);
OutboxRow refundRequest(const Refund& refund, const TopUp& topUp, bool fraudulent, UnixMillis now);
OutboxRow transferRequest(const Payout& payout, const Payer& payer, UnixMillis now);
OutboxRow makeConnectRequest(const Payer& payer, const TransferId& ask, UnixMillis now);
OutboxRow connectLinkRequest(const Payer& payer, const PaymentRules& rules, const TransferId& ask, UnixMillis now);
OutboxRow detachRequest(const Payer& payer, UnixMillis now);
OutboxRow expireRequest(const TopUp& topUp, UnixMillis now);
/// Fetches what an event was about. `why`: the event's id, so that each event looks again.
OutboxRow seeRequest(OutboxKind kind, const std::string& stripeId, const std::string& why, UnixMillis now);

/// An Idempotency-Key is kept for a day: after that, what a row asked for is looked for before it is asked again.
/// Nothing: this kind of row is simply asked again. `after`: the id that the page before ended with; empty: the first.
std::optional<StripeCall> lookCall(
    const OutboxRow& row, const std::string& intentOfRefund, const std::string& after = {});
/// The object that the row made, in the list that lookCall() got.
std::optional<Json> foundIn(const OutboxRow& row, const Json& list);
/// The id that this page ends with, if there is another after it.
std::string nextPage(const Json& list);

} // namespace weft::relay
