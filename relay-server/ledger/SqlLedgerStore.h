// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "relay-server/ledger/LedgerStore.h"
#include "relay-server/storage/Database.h"

namespace weft::relay {

/// The ledger in a database. Use it within the Writer: if the storage fails in the middle of a call, its transaction
/// undoes what was begun. What is refused is refused by the first statement, before anything is changed.
class SqlLedgerStore final : public LedgerStore {
public:
    explicit SqlLedgerStore(Database& database)
        : m_database(database)
    {
    }

    Result<Book> book(const BookId& id) override;
    Result<bool> openBook(const BookId& id, Money overdraft) override;
    Done post(const Transfer& transfer) override;
    Result<std::optional<Transfer>> transfer(const TransferId& id) override;
    Result<std::vector<StatementLine>> statement(
        const AccountId& account, UnixMillis since, UnixMillis before, int limit) override;
    Result<std::optional<Hold>> hold(const JobId& job) override;
    Done insertHold(const Hold& hold) override;
    Done updateHold(const Hold& hold) override;
    Result<std::optional<Resolution>> resolution(const JobId& job) override;
    Done resolve(const Resolution& resolution, const std::vector<Transfer>& legs) override;
    Result<std::optional<UnixMillis>> nextDue() override;
    Result<std::vector<JobId>> dueHolds(UnixMillis now, int limit) override;
    Result<std::vector<JobId>> openHoldsOfProvider(const KeyHash& machine) override;
    Result<std::int64_t> openHoldCountOfBuyer(const AccountId& account) override;
    Result<std::vector<JobId>> openHolds() override;
    Result<MachineRecord> machineRecord(const KeyHash& machine) override;
    Done visit(Visitor& visitor) override;

private:
    /// What one book's four sums gain.
    struct Change {
        BookId book;
        std::int64_t debitsPosted = 0;
        std::int64_t creditsPosted = 0;
        std::int64_t debitsPending = 0;
        std::int64_t creditsPending = 0;

        Change opposite() const { return {book, -debitsPosted, -creditsPosted, -debitsPending, -creditsPending}; }
    };
    static std::vector<Change> changesOf(const Hold& hold, const std::vector<Transfer>& legs);

    Done writeBook(const Book& book);
    Done openIfMissing(const BookId& id);
    Done change(const Change& change);
    Done changeAll(const std::vector<Change>& changes);
    Done refusedPost(const Transfer& transfer);
    Done refusedHold(const Hold& hold);
    Done insert(const std::vector<Transfer>& transfers);
    Result<bool> anyKnown(const std::vector<Transfer>& transfers);
    Result<Hold> openHold(const JobId& job);
    Done countOutcome(const KeyHash& machine, const MachineRecord& outcome);
    Result<std::vector<JobId>> jobs(const char* sql, const Row& values);
    Done linesOf(const BookId& book, const BookId& except, bool incoming, const Row& bounds,
        std::vector<StatementLine>& lines);

    Database& m_database;
};

} // namespace weft::relay
