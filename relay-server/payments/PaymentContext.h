// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/protocol/Relay.h"
#include "relay-server/ledger/LedgerStore.h"
#include "relay-server/payments/AccountGate.h"
#include "relay-server/payments/PaymentStore.h"
#include "relay-server/payments/StripeRequests.h"
#include "relay-server/payments/UnspentCredits.h"

#include <variant>

namespace weft::relay {

using PaymentMessage = std::variant<protocol::relay::Wallet, protocol::relay::TopUpState, protocol::relay::PayoutState,
    protocol::relay::OpenInBrowser, protocol::relay::Balance>;

/// For every machine of the account that is connected.
struct PaymentPush {
    AccountId to;
    PaymentMessage message;
};
/// For the request that waited for a page's address.
struct PaymentAnswer {
    TransferId ask;
    Result<std::string> url;
};
/// What is to be told after the commit. Nothing is lost if it isn't: lists and Wallet say the same when asked.
struct PaymentEffects {
    std::vector<PaymentPush> pushes;
    std::vector<PaymentAnswer> answers;
    std::vector<std::string> notes; // for the log: what couldn't be
    std::optional<OutboxRow> next; // to be asked at once: the next page of a list
};

/// What a request for a page gets: its address at once, or the ask to wait for.
struct PageAsked {
    TransferId ask;
    std::string url;
};

/// What all parts of payments work on. No I/O, no clock, no state: everything is in the stores, so a crash, or a
/// transaction undone, leaves nothing behind.
struct PaymentContext {
    PaymentStore& store;
    LedgerStore& ledger;
    const PaymentRules& rules;
    AccountGate& gate;

    /// Posts what `of` needs done once; nothing for no amount. Errors: CreditTooLow.
    Done move(std::string_view what, std::string_view of, const BookId& debit, const BookId& credit, Money amount,
        UnixMillis now);
    Result<Money> availableCredits(const AccountId& account);
    /// Errors: AccountFrozen.
    Done checkNotFrozen(const AccountId& account);
    /// Stripe takes some hundred requests a second from all of us. Errors: LimitExceeded.
    Done checkPagesPerHour(const AccountId& account, UnixMillis now);
    Result<bool> hasOpenDispute(const AccountId& account);
    Done freeze(const AccountId& account, FrozenBy why, bool on);

    /// What of the top up could go back now.
    bool mayGoBack(const TopUp& topUp, UnixMillis now) const;
    Result<Money> refundable(const TopUp& topUp, const Unspent& unspent, UnixMillis now);
    Result<Money> refundable(const TopUp& topUp, UnixMillis now);
    Result<Money> unspent(const TopUp& topUp);
    /// Of the account's top ups that were paid since then: ask for it once per list.
    Result<Unspent> unspent(const AccountId& account, UnixMillis since);
    Result<Money> refunded(const TopUp& topUp);
    Result<protocol::relay::TopUpState> stateOf(
        const TopUp& topUp, const Unspent& unspent, std::int64_t id, UnixMillis now);
    Result<protocol::relay::Wallet> wallet(const AccountId& account, std::int64_t id, UnixMillis now);

    /// Adds pushes of the state, the balance and the wallet.
    Done tell(PaymentEffects& effects, const TopUp& topUp, UnixMillis now);
    Done tellWallet(PaymentEffects& effects, const AccountId& account, UnixMillis now);
};

/// The first bytes that are whole characters, for fields with a bound.
std::string shortened(std::string text, std::size_t maxBytes);

} // namespace weft::relay
