// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "relay-server/payments/PaymentContext.h"

namespace weft::relay {

/// Money out: onboarding at Stripe Connect, then transfers of matured earnings. They leave the account when it is asked
/// for, wait in Transit, and come back if Stripe refuses or takes the transfer back.
class Payouts {
public:
    explicit Payouts(PaymentContext& context)
        : m_context(context)
    {
    }

    /// Errors: PasswordNeeded, TotpNeeded, CodeNeeded, CodeWrong, AccountFrozen.
    Result<PageAsked> startOnboarding(
        const AccountId& account, const protocol::relay::StartOnboarding& request, UnixMillis now);
    /// The same payout asked twice is one. Errors: OnboardingNeeded, PayoutTooSmall (args: min), CreditTooLow,
    /// AccountFrozen, AmountInvalid, ValueInvalid.
    Result<PaymentEffects> request(
        const AccountId& account, const protocol::relay::RequestPayout& request, UnixMillis now);
    Result<std::vector<protocol::relay::PayoutState>> list(const AccountId& account, std::int64_t id);
    /// At once, one way. Errors: CreditTooLow, AmountInvalid, AccountFrozen.
    Result<PaymentEffects> toCredits(
        const AccountId& account, const protocol::relay::EarningsToCredits& request, UnixMillis now);

    Done connectMade(PaymentEffects& effects, const OutboxRow& row, const StripeAnswer& answer, UnixMillis now);
    void linkMade(PaymentEffects& effects, const OutboxRow& row, const StripeAnswer& answer);
    Done sawConnect(PaymentEffects& effects, const Json& connect, UnixMillis now);
    Done transferAnswered(PaymentEffects& effects, const OutboxRow& row, const StripeAnswer& answer, UnixMillis now);
    Done sawTransfer(PaymentEffects& effects, const Json& transfer, UnixMillis now);

private:
    Done tell(PaymentEffects& effects, const Payout& payout, UnixMillis now);

    PaymentContext& m_context;
};

} // namespace weft::relay
