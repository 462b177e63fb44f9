// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/protocol/Shared.h"

/// The relay's wire, third part: money that comes in and goes out. Amounts are micro-credits; what goes through Stripe
/// is a whole number of credits (US cents). Ids of top ups, payouts and moves are made by the client: asking twice does
/// it once.
///
///   AskWallet                 ->
///                             <-   Wallet (also pushed after every change)
///   AskStatement              ->
///                             <-   StatementListed (repeated, newest first), RequestDone
///   ListTopUps, ListPayouts   ->
///                             <-   TopUpState, PayoutState (repeated, newest first, with the request's id),
///                             RequestDone
///   StartTopUp                ->
///                             <-   OpenInBrowser (Stripe Checkout); then TopUpState is pushed (id 0) as it changes
///   RefundTopUp               ->   RequestDone: the unspent part goes back; TopUpState tells when it did
///   SaveCard                  ->
///                             <-   OpenInBrowser (Checkout in setup mode); then Wallet is pushed
///   ForgetCard, SetAutoTopUp  ->   RequestDone, and Wallet is pushed
///   StartOnboarding           ->
///                             <-   OpenInBrowser (Connect onboarding); then Wallet is pushed
///   RequestPayout             ->   RequestDone: matured earnings are on their way; PayoutState tells how it goes
///   EarningsToCredits         ->   RequestDone: at once, one way
namespace weft::protocol::relay {

struct AskWallet {
    static constexpr int type = 100;
    std::int64_t id = 0;

    static constexpr auto fields() { return std::tuple{field(1, "id", &AskWallet::id)}; }
};

enum class OnboardingState : int { None = 0, Started = 1, Ready = 2, Restricted = 3 };

struct Wallet {
    static constexpr int type = 101;
    std::int64_t id = 0; // 0: pushed
    bool payments = false; // false: this relay takes no money
    bool testMode = false; // Stripe's test keys: no real money moves
    bool frozen = false;
    Money minTopUp;
    Money maxTopUp; // what this account may still add today
    std::string cardBrand; // empty: no saved card
    std::string cardLast4;
    bool autoTopUp = false;
    Money autoBelow; // when less than this is available ...
    Money autoAmount; // ... so much is added,
    Money autoMonthlyLimit; // at most so much a calendar month (UTC)
    Money autoThisMonth;
    std::string autoProblem; // why the last automatic top up didn't come; empty: fine
    int onboarding = 0; // OnboardingState
    Money matured; // can be paid out now
    Money maturing;
    std::int64_t nextMaturesUnixMillis = 0; // 0: nothing is maturing
    Money nextMatures;
    Money reserve; // held back from what has matured, for a while
    Money minPayout;
    std::int64_t shareMillionths = 0; // the relay's part of what providers earn

    static constexpr auto fields()
    {
        return std::tuple{
            field(1, "id", &Wallet::id),
            field(2, "payments", &Wallet::payments),
            field(3, "testMode", &Wallet::testMode),
            field(4, "frozen", &Wallet::frozen),
            field(5, "minTopUp", &Wallet::minTopUp),
            field(6, "maxTopUp", &Wallet::maxTopUp),
            field(7, "cardBrand", &Wallet::cardBrand, atMost(40)),
            field(8, "cardLast4", &Wallet::cardLast4, atMost(4)),
            field(9, "autoTopUp", &Wallet::autoTopUp),
            field(10, "autoBelow", &Wallet::autoBelow),
            field(11, "autoAmount", &Wallet::autoAmount),
            field(12, "autoMonthlyLimit", &Wallet::autoMonthlyLimit),
            field(13, "autoThisMonth", &Wallet::autoThisMonth),
            field(14, "autoProblem", &Wallet::autoProblem, atMost(400)),
            field(15, "onboarding", &Wallet::onboarding, between(0, 3)),
            field(16, "matured", &Wallet::matured),
            field(17, "maturing", &Wallet::maturing),
            field(18, "nextMaturesUnixMillis", &Wallet::nextMaturesUnixMillis),
            field(19, "nextMatures", &Wallet::nextMatures),
            field(20, "reserve", &Wallet::reserve),
            field(21, "minPayout", &Wallet::minPayout),
            field(22, "shareMillionths", &Wallet::shareMillionths, between(0, 1'000'000)),
        };
    }
};

struct AskStatement {
    static constexpr int type = 102;
    std::int64_t id = 0;
    std::int64_t sinceUnixMillis = 0;
    std::int64_t beforeUnixMillis = 0; // 0: now
    std::int64_t limit = 1000;

    static constexpr auto fields()
    {
        return std::tuple{
            field(1, "id", &AskStatement::id),
            field(2, "sinceUnixMillis", &AskStatement::sinceUnixMillis),
            field(3, "beforeUnixMillis", &AskStatement::beforeUnixMillis),
            field(4, "limit", &AskStatement::limit, between(1, 10'000)),
        };
    }
};

/// What a line of a statement is about.
enum class StatementKind : int {
    TopUp = 1,
    Run = 2, // paid for a job
    Earning = 3, // earned with a job, after the relay's share
    Refund = 4, // back to the card
    Payout = 5,
    PayoutReturned = 6,
    EarningsToCredits = 7,
    Trial = 8, // given by the relay
    Grant = 9, // given by the operator
    Dispute = 10, // taken back by a bank
    DisputeWon = 11,
    Blind = 12, // changed into, or back from, blind credits
    Joined = 13, // brought along by a device that signed in
    GatewayToken = 14, // set aside for a token of the public gateway, or back from it
    Other = 99,
};

/// One transfer, seen from this account.
struct StatementListed {
    static constexpr int type = 103;
    std::int64_t id = 0;
    TransferId transfer;
    std::int64_t createdUnixMillis = 0;
    int kind = 0; // StatementKind
    bool ofEarnings = false; // of the account's earnings; else of its credits
    Money amount; // negative: it went out
    JobId job; // null unless it belongs to one

    static constexpr auto fields()
    {
        return std::tuple{
            field(1, "id", &StatementListed::id),
            field(2, "transfer", &StatementListed::transfer),
            field(3, "createdUnixMillis", &StatementListed::createdUnixMillis),
            field(4, "kind", &StatementListed::kind, between(1, 99)),
            field(5, "ofEarnings", &StatementListed::ofEarnings),
            field(6, "amount", &StatementListed::amount),
            field(7, "job", &StatementListed::job),
        };
    }
};

struct StartTopUp {
    static constexpr int type = 104;
    std::int64_t id = 0;
    TransferId topUp;
    Money amount;
    bool saveCard = false; // for automatic top ups

    static constexpr auto fields()
    {
        return std::tuple{
            field(1, "id", &StartTopUp::id),
            field(2, "topUp", &StartTopUp::topUp),
            field(3, "amount", &StartTopUp::amount, between(1, kMaxAmount.micro)),
            field(4, "saveCard", &StartTopUp::saveCard),
        };
    }
};

/// A page of the payment provider, for the system's browser.
struct OpenInBrowser {
    static constexpr int type = 105;
    std::int64_t id = 0;
    std::string url;

    static constexpr auto fields()
    {
        return std::tuple{field(1, "id", &OpenInBrowser::id), field(2, "url", &OpenInBrowser::url, between(1, 4096))};
    }
};

enum class TopUpStage : int {
    Open = 1, // the page waits
    Pending = 2, // paid by a method that takes its time
    Paid = 3,
    Cancelled = 4, // or expired
    Failed = 5,
    Refunding = 6,
    Refunded = 7, // wholly or partly
    Disputed = 8,
    DisputeLost = 9,
};

struct TopUpState {
    static constexpr int type = 106;
    std::int64_t id = 0;
    TransferId topUp;
    int stage = 0; // TopUpStage
    Money amount;
    Money refunded;
    Money refundable; // unspent, within the time for it
    std::int64_t createdUnixMillis = 0;
    std::int64_t refundableUntilUnixMillis = 0;
    bool automatic = false;
    std::string method; // "card", "alipay", ...
    std::string receiptUrl;
    std::string problem; // of the payment provider, for the user's eyes

    static constexpr auto fields()
    {
        return std::tuple{
            field(1, "id", &TopUpState::id),
            field(2, "topUp", &TopUpState::topUp),
            field(3, "stage", &TopUpState::stage, between(1, 9)),
            field(4, "amount", &TopUpState::amount),
            field(5, "refunded", &TopUpState::refunded),
            field(6, "refundable", &TopUpState::refundable),
            field(7, "createdUnixMillis", &TopUpState::createdUnixMillis),
            field(8, "refundableUntilUnixMillis", &TopUpState::refundableUntilUnixMillis),
            field(9, "automatic", &TopUpState::automatic),
            field(10, "method", &TopUpState::method, atMost(40)),
            field(11, "receiptUrl", &TopUpState::receiptUrl, atMost(2048)),
            field(12, "problem", &TopUpState::problem, atMost(400)),
        };
    }
};

struct ListTopUps {
    static constexpr int type = 107;
    std::int64_t id = 0;

    static constexpr auto fields() { return std::tuple{field(1, "id", &ListTopUps::id)}; }
};

struct RefundTopUp {
    static constexpr int type = 108;
    std::int64_t id = 0;
    TransferId topUp;

    static constexpr auto fields()
    {
        return std::tuple{field(1, "id", &RefundTopUp::id), field(2, "topUp", &RefundTopUp::topUp)};
    }
};

struct SaveCard {
    static constexpr int type = 109;
    std::int64_t id = 0;

    static constexpr auto fields() { return std::tuple{field(1, "id", &SaveCard::id)}; }
};

struct ForgetCard {
    static constexpr int type = 110;
    std::int64_t id = 0;

    static constexpr auto fields() { return std::tuple{field(1, "id", &ForgetCard::id)}; }
};

struct SetAutoTopUp {
    static constexpr int type = 111;
    std::int64_t id = 0;
    bool on = false;
    Money below;
    Money amount;
    Money monthlyLimit;

    static constexpr auto fields()
    {
        return std::tuple{
            field(1, "id", &SetAutoTopUp::id),
            field(2, "on", &SetAutoTopUp::on),
            field(3, "below", &SetAutoTopUp::below, between(0, kMaxAmount.micro)),
            field(4, "amount", &SetAutoTopUp::amount, between(0, kMaxAmount.micro)),
            field(5, "monthlyLimit", &SetAutoTopUp::monthlyLimit, between(0, kMaxAmount.micro)),
        };
    }
};

struct StartOnboarding {
    static constexpr int type = 112;
    std::int64_t id = 0;
    std::string totp; // payout details change: TOTP must be on

    static constexpr auto fields()
    {
        return std::tuple{field(1, "id", &StartOnboarding::id), field(2, "totp", &StartOnboarding::totp, atMost(16))};
    }
};

struct RequestPayout {
    static constexpr int type = 113;
    std::int64_t id = 0;
    TransferId payout;
    Money amount;

    static constexpr auto fields()
    {
        return std::tuple{
            field(1, "id", &RequestPayout::id),
            field(2, "payout", &RequestPayout::payout),
            field(3, "amount", &RequestPayout::amount, between(1, kMaxAmount.micro)),
        };
    }
};

enum class PayoutStage : int { OnItsWay = 1, Paid = 2, Failed = 3 }; // failed: the earnings came back

struct PayoutState {
    static constexpr int type = 114;
    std::int64_t id = 0;
    TransferId payout;
    int stage = 0; // PayoutStage
    Money amount;
    std::int64_t createdUnixMillis = 0;
    std::string problem;

    static constexpr auto fields()
    {
        return std::tuple{
            field(1, "id", &PayoutState::id),
            field(2, "payout", &PayoutState::payout),
            field(3, "stage", &PayoutState::stage, between(1, 3)),
            field(4, "amount", &PayoutState::amount),
            field(5, "createdUnixMillis", &PayoutState::createdUnixMillis),
            field(6, "problem", &PayoutState::problem, atMost(400)),
        };
    }
};

struct ListPayouts {
    static constexpr int type = 115;
    std::int64_t id = 0;

    static constexpr auto fields() { return std::tuple{field(1, "id", &ListPayouts::id)}; }
};

struct EarningsToCredits {
    static constexpr int type = 116;
    std::int64_t id = 0;
    TransferId transfer;
    Money amount;

    static constexpr auto fields()
    {
        return std::tuple{
            field(1, "id", &EarningsToCredits::id),
            field(2, "transfer", &EarningsToCredits::transfer),
            field(3, "amount", &EarningsToCredits::amount, between(1, kMaxAmount.micro)),
        };
    }
};

} // namespace weft::protocol::relay
