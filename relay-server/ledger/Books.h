// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/job/Market.h"
#include "core/protocol/Relay.h"

#include <optional>

/// The rows of the double-entry ledger (money.md): books, transfers, holds, resolutions.
namespace weft::relay {

using protocol::relay::HoldState;

enum class BookKind : std::uint8_t {
    Credits = 1, // an account's credits: bought, given by the operator
    Earnings = 2, // owed to a provider
    Clearing = 3, // the relay's: captured money on its way; zero between transactions
    Share = 4, // the relay's part
    Promotion = 5, // the relay's: pays trial credits; may be overdrawn up to its budget
    Grants = 6, // the operator's: pays what the operator gives by hand
    Stripe = 7, // the relay's asset: minus what Stripe must hold for it; top ups are debited here
    Fees = 8, // the relay's expense: what Stripe keeps
    Transit = 9, // the relay's: refunds and payouts that Stripe was asked for and hasn't confirmed
    Reserve = 10, // the relay's: bears chargebacks that the buyer's credits don't cover
    Disputes = 11, // the relay's: what a bank takes, from credits and reserve, on its way to Stripe's book; else zero
    Blind = 12, // the relay's: blind credits in circulation
    Trial = 13, // an account's trial credits (TrialCredits.h)
    BlindRounding = 20, // the relay's: what change in blind credits was rounded down by
};

/// Whose book, and what for. The relay's own books have a null owner.
struct BookId {
    AccountId owner;
    BookKind kind = BookKind::Credits;

    auto operator<=>(const BookId&) const = default;
};

constexpr BookId creditsOf(const AccountId& account) { return {account, BookKind::Credits}; }
constexpr BookId earningsOf(const AccountId& account) { return {account, BookKind::Earnings}; }
constexpr BookId trialOf(const AccountId& account) { return {account, BookKind::Trial}; }

constexpr BookId kClearing {{}, BookKind::Clearing};
constexpr BookId kShare {{}, BookKind::Share};
constexpr BookId kPromotion {{}, BookKind::Promotion};
constexpr BookId kGrants {{}, BookKind::Grants};
constexpr BookId kStripe {{}, BookKind::Stripe};
constexpr BookId kFees {{}, BookKind::Fees};
constexpr BookId kTransit {{}, BookKind::Transit};
constexpr BookId kReserve {{}, BookKind::Reserve};
constexpr BookId kDisputes {{}, BookKind::Disputes};
constexpr BookId kBlind {{}, BookKind::Blind};
constexpr BookId kBlindRounding {{}, BookKind::BlindRounding};

/// For books that mirror the world outside and may owe any amount: Stripe, Fees, Reserve.
constexpr Money kBoundless {INT64_MAX / 4};

/// No overdraft: debits posted and pending never exceed credits posted plus the book's overdraft (0 but for sources).
struct Book {
    BookId id;
    Money debitsPosted;
    Money creditsPosted;
    Money debitsPending;
    Money creditsPending;
    Money overdraft;

    Money posted() const { return {creditsPosted.micro - debitsPosted.micro}; }
    /// What can still be spent.
    Money available() const { return {posted().micro + overdraft.micro - debitsPending.micro}; }
    bool operator==(const Book&) const = default;
};

/// Immutable. `hold`: the hold whose resolution it belongs to, or null.
struct Transfer {
    TransferId id;
    JobId hold;
    BookId debit;
    BookId credit;
    Money amount; // > 0
    UnixMillis created {};

    bool operator==(const Transfer&) const = default;
};

/// A transfer as one of its books sees it.
struct StatementLine {
    Transfer transfer;
    bool incoming = false; // this book is credited

    const BookId& book() const { return incoming ? transfer.credit : transfer.debit; }
    bool operator==(const StatementLine&) const = default;
};

/// A machine and the account that it is logged in to.
struct Party {
    AccountId account;
    KeyHash machine;

    bool operator==(const Party&) const = default;
};

/// Credits set aside for one job: pending from the buyer to clearing until its one resolution.
struct Hold {
    JobId job;
    Party buyer;
    Party provider;
    PublicKey jobPublicKey; // signs the receipts
    Money amount;
    UnixMillis created {};
    UnixMillis deadline {};
    std::optional<UnixMillis> releaseDue; // the buyer asked for its release; until then the provider may settle
    std::optional<UnixMillis> goneDue; // the provider's socket is gone; until then it may come back
    int reason = 0; // ErrorCode of the release that was asked for
    std::int64_t receiptIncrement = 0; // the buyer's last receipt that was shown
    Money receiptCumulative;

    /// When it is resolved if nothing more happens.
    UnixMillis due() const
    {
        UnixMillis at = deadline;
        if (releaseDue)
            at = std::min(at, *releaseDue);
        if (goneDue)
            at = std::min(at, *goneDue);
        return at;
    }
    bool operator==(const Hold&) const = default;
};

/// How a hold ended. captured + released = the hold's amount.
struct Resolution {
    JobId job;
    HoldState kind = HoldState::Released; // Captured or Released
    Money captured;
    Money released;
    Money earned; // captured minus the relay's share
    bool final = false; // by a final receipt with its key
    SecretKey256 key; // null unless final
    int reason = 0; // ErrorCode
    UnixMillis created {};

    bool operator==(const Resolution&) const = default;
};

/// What a machine achieved at this relay.
struct MachineRecord {
    std::int64_t completed = 0;
    std::int64_t failed = 0;

    bool operator==(const MachineRecord&) const = default;
};

} // namespace weft::relay
