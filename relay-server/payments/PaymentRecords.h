// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/protocol/RelayMoney.h"
#include "relay-server/payments/StripeApi.h"

#include "core/job/Market.h"

#include <optional>

/// What the relay remembers of money that goes through Stripe: rows, without behaviour. Stripe's ids are empty until
/// known.
namespace weft::relay {

using protocol::relay::OnboardingState;
using protocol::relay::PayoutStage;
using protocol::relay::TopUpStage;

/// Why an account is frozen; several may hold at once.
enum FrozenBy : std::int64_t { FrozenByOperator = 1, FrozenByDispute = 2, FrozenByWarning = 4 };

/// Stripe's side of an account.
struct Payer {
    AccountId account;
    std::string customer; // cus_...
    std::string method; // pm_..., the saved card
    std::string brand;
    std::string last4;
    bool autoOn = false;
    Money autoBelow;
    Money autoAmount;
    Money autoLimit;
    std::string autoProblem;
    std::string connect; // acct_...
    OnboardingState onboarding = OnboardingState::None;
    std::int64_t frozen = 0; // FrozenBy, together

    bool operator==(const Payer&) const = default;
};

struct TopUp {
    TransferId id;
    AccountId account;
    TopUpStage stage = TopUpStage::Open;
    Money amount;
    bool automatic = false;
    bool saveCard = false;
    UnixMillis created{};
    std::optional<UnixMillis> paid; // when it was credited: once
    std::optional<Money> fee; // Stripe's, once it is known
    std::string session; // cs_...
    std::string url; // of the open session
    std::string intent; // pi_...
    std::string charge; // ch_...
    std::string method; // "card"
    std::string receipt;
    std::string problem;

    bool operator==(const TopUp&) const = default;
};

enum class RefundStage : int { Asked = 1, Done = 2, Failed = 3 };

struct Refund {
    TransferId id;
    TransferId topUp;
    RefundStage stage = RefundStage::Asked;
    Money fromCredits;
    Money fromReserve; // of refunds that weren't asked for here and found the credits spent
    std::string stripe; // re_...
    UnixMillis created{};

    Money amount() const { return {fromCredits.micro + fromReserve.micro}; }
    bool operator==(const Refund&) const = default;
};

struct Payout {
    TransferId id;
    AccountId account;
    PayoutStage stage = PayoutStage::OnItsWay;
    Money amount;
    Money returned;
    std::string stripe; // tr_...
    UnixMillis created{};
    std::string problem;

    bool operator==(const Payout&) const = default;
};

enum class DisputeStage : int { Open = 1, Won = 2, Lost = 3 };

struct Dispute {
    std::string id; // du_...
    TransferId topUp;
    DisputeStage stage = DisputeStage::Open;
    Money fromCredits;
    Money fromReserve;
    Money fee;
    UnixMillis created{};

    bool operator==(const Dispute&) const = default;
};

/// What is to be asked of Stripe, and what the answer is for. Numbers are stored: never reuse one.
enum class OutboxKind : int {
    Checkout = 1, // subject: the top up
    SaveCard = 2, // the account
    Charge = 3, // the top up, without the payer
    Refund = 4, // the refund
    Transfer = 5, // the payout
    MakeConnect = 6, // the account
    ConnectLink = 7, // the account
    DetachCard = 8, // the account
    ExpireSession = 9, // the top up
    // What an event was about, fetched again; subject: Stripe's id
    SeeSession = 20,
    SeeIntent = 21,
    SeeRefunds = 22, // of a payment intent
    SeeDispute = 23,
    SeeConnect = 24,
    SeeTransfer = 25,
    SeeWarning = 26,
    SeeMethod = 27,
    SeeDisputesOf = 28, // of a payment intent, as the next
    SeeWarningsOf = 29,
};

struct OutboxRow {
    TransferId id;
    OutboxKind kind = OutboxKind::Checkout;
    std::string subject;
    TransferId ask; // the client's request that waits for it; null: nobody's
    StripeCall call;
    UnixMillis created{};
    UnixMillis due{};
    std::int64_t tries = 0;
    std::optional<UnixMillis> firstTried;
    bool open = true;
    int page = 0; // of the list that `call` looks in; not written down: a look begins anew
};

/// Derived, so that the same step is the same row however often it is tried, and no client can choose the id of
/// another's.
TransferId derivedId(std::string_view what, std::string_view of);
template <typename Tag, std::size_t N> TransferId derivedId(std::string_view what, const FixedBytes<Tag, N>& of)
{
    return derivedId(what, std::string_view(of.hex()));
}

/// Whole credits are US cents.
constexpr Money fromCents(std::int64_t cents)
{
    return credits(cents);
}
constexpr std::int64_t centsOf(Money amount)
{
    return amount.micro / kMicroPerCredit;
}
constexpr Money wholeCredits(Money amount)
{
    return credits(centsOf(amount));
}

} // namespace weft::relay
