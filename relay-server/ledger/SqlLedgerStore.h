// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "relay-server/ledger/LedgerStore.h"
#include "relay-server/storage/Database.h"

namespace weft::relay {

/// The ledger in a database. Use it within the Writer: a call of several statements relies on the savepoint around it.
class SqlLedgerStore final : public LedgerStore {
public:
    explicit SqlLedgerStore(Database& database)
        : m_database(database)
    {
    }

    Result<Book> book(const BookId& id) override;
    Result<bool> openBook(const BookId& id, Money overdraft) override;
    Done post(const Transfer& transfer) override;
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
    Done writeBook(const Book& book);
    Done move(const Transfer& transfer);
    Result<Hold> openHold(const JobId& job);
    Result<std::vector<JobId>> jobs(const char* sql, const Row& values);

    Database& m_database;
};

} // namespace weft::relay
