// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "relay-server/ledger/Books.h"

#include <vector>

namespace weft::relay {

/// Where the ledger is kept. Each call is atomic; a refused one changes nothing. SqlLedgerStore and MemoryLedgerStore
/// mean the same (tests/relay-server/ledger/TestLedgerStore runs on both).
class LedgerStore {
public:
    virtual ~LedgerStore() = default;

    /// A book that was never opened reads as empty.
    virtual Result<Book> book(const BookId& id) = 0;
    /// Opens the book, or sets an open one's overdraft. true: it is new. Errors: CreditTooLow (more is overdrawn).
    virtual Result<bool> openBook(const BookId& id, Money overdraft) = 0;
    /// Opens the books as needed (without overdraft). Posting the same transfer again does nothing.
    /// Errors: CreditTooLow, AmountInvalid (not positive, same book twice, or another transfer with this id).
    virtual Done post(const Transfer& transfer) = 0;

    virtual Result<std::optional<Transfer>> transfer(const TransferId& id) = 0;

    /// The transfers of an account's credits, trial credits and earnings with since <= created < before, newest first; one
    /// between credits and earnings comes twice, its credit first, one between trial credits and credits never. Errors: none but the storage's.
    virtual Result<std::vector<StatementLine>> statement(
        const AccountId& account, UnixMillis since, UnixMillis before, int limit) = 0;

    virtual Result<std::optional<Hold>> hold(const JobId& job) = 0;
    /// Makes the amount pending. Errors: CreditTooLow; AmountInvalid (negative, or the job has a hold).
    virtual Done insertHold(const Hold& hold) = 0;
    /// Writes the fields from deadline on; the others never change. Errors: HoldUnknown, HoldResolved.
    virtual Done updateHold(const Hold& hold) = 0;
    virtual Result<std::optional<Resolution>> resolution(const JobId& job) = 0;
    /// Ends the pending amount, posts the legs and counts the provider's outcome.
    /// Errors: HoldUnknown, HoldResolved, AmountInvalid, CreditTooLow.
    virtual Done resolve(const Resolution& resolution, const std::vector<Transfer>& legs) = 0;

    /// The earliest due() of the open holds.
    virtual Result<std::optional<UnixMillis>> nextDue() = 0;
    /// Open holds with due() <= now, earliest first, at most `limit`.
    virtual Result<std::vector<JobId>> dueHolds(UnixMillis now, int limit) = 0;
    virtual Result<std::vector<JobId>> openHoldsOfProvider(const KeyHash& machine) = 0;
    virtual Result<std::int64_t> openHoldCountOfBuyer(const AccountId& account) = 0;
    virtual Result<std::vector<JobId>> openHolds() = 0;
    virtual Result<MachineRecord> machineRecord(const KeyHash& machine) = 0;

    /// Everything, for checks and reports. `visit` calls: books, then transfers, holds, resolutions, in id order.
    struct Visitor {
        virtual ~Visitor() = default;
        virtual void onBook(const Book&) { }
        virtual void onTransfer(const Transfer&) { }
        virtual void onHold(const Hold&, bool open) { (void)open; }
        virtual void onResolution(const Resolution&) { }
    };
    virtual Done visit(Visitor& visitor) = 0;
};

} // namespace weft::relay
