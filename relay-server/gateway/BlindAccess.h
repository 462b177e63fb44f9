// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/protocol/Wires.h"

#include <type_traits>

/// Which messages belong to which kind of connection (core/protocol/RelayBlind.h).
namespace weft::relay {

namespace detail {
    template <typename Message, typename... Of>
    constexpr bool isOneOf = (std::is_same_v<Message, Of> || ...);
}

/// May come from a connection without a login: what is paid with tokens, and what such a job needs.
template <typename Message>
constexpr bool mayComeWithoutLogin = detail::isOneOf<Message, protocol::relay::RelayHello, protocol::relay::Login,
    protocol::relay::LoginBlind, protocol::relay::ListOffers, protocol::relay::OpenSession,
    protocol::relay::SessionData, protocol::relay::SessionCredit, protocol::relay::CloseSession,
    protocol::relay::Settle, protocol::relay::ReleaseHold, protocol::relay::AskJob, protocol::relay::AskBlindKeys,
    protocol::relay::RequestBlindHold, protocol::relay::AskBlindChange, protocol::relay::ClaimBlindChange,
    protocol::relay::ExchangeBlind>;

/// May come from a connection with a login. Spending there would tell the relay who spends: refused, so that a mistake
/// in a program isn't paid for with what the user wanted to hide.
template <typename Message>
constexpr bool mayComeWithLogin = !detail::isOneOf<Message, protocol::relay::RequestBlindHold,
    protocol::relay::AskBlindChange, protocol::relay::ClaimBlindChange, protocol::relay::ExchangeBlind>;

/// Against the bucket of requests: signatures cost the relay milliseconds.
template <typename Message>
constexpr int requestCost = detail::isOneOf<Message, protocol::relay::WithdrawBlind, protocol::relay::RequestBlindHold,
                                protocol::relay::ClaimBlindChange, protocol::relay::DepositBlind>
    ? 10
    : std::is_same_v<Message, protocol::relay::ExchangeBlind> ? 50
                                                              : 1;

} // namespace weft::relay
