// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "relay-server/payments/TopUps.h"

namespace weft::relay {

/// The saved card, and top ups that come by themselves.
class Cards {
public:
    explicit Cards(PaymentContext& context)
        : m_context(context)
    {
    }

    /// Errors: PasswordNeeded, AccountFrozen.
    Result<PageAsked> save(const AccountId& account, UnixMillis now);
    /// Automatic top ups end with it.
    Result<PaymentEffects> forget(const AccountId& account, UnixMillis now);
    /// A card that was refused rests all the same; another card, or a payment that goes through, ends that.
    /// Errors: CardMissing, TopUpOutOfRange, PasswordNeeded, AccountFrozen.
    Result<PaymentEffects> setAuto(
        const AccountId& account, const protocol::relay::SetAutoTopUp& request, UnixMillis now);
    /// Call when an account's credits became fewer: begins a top up if it is wanted now.
    Result<PaymentEffects> topUpIfLow(const AccountId& account, UnixMillis now);

    /// The page for saving was made, or couldn't be.
    void pageOpened(PaymentEffects& effects, const OutboxRow& row, const StripeAnswer& answer);
    Done sawSetup(PaymentEffects& effects, const Json& session, UnixMillis now);
    Done sawMethod(PaymentEffects& effects, const Json& method, UnixMillis now);
    /// The charge was refused: the payer has to confirm it in a browser, or is told why.
    Done refused(PaymentEffects& effects, const OutboxRow& row, const Error& error, UnixMillis now);

private:
    Result<bool> wantsTopUp(const Payer& payer, UnixMillis now);

    PaymentContext& m_context;
};

} // namespace weft::relay
