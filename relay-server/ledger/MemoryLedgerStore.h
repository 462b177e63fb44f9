// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "relay-server/ledger/LedgerStore.h"

#include <map>
#include <set>
#include <unordered_map>

namespace weft::relay {

/// The ledger in memory, for simulations and tests: same meaning as on a disk, a million times as fast.
class MemoryLedgerStore final : public LedgerStore {
public:
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
    Book read(const BookId& id) const;
    Result<Hold> openHold(const JobId& job) const;
    Done applyLegs(std::map<BookId, Book>& books, const std::vector<Transfer>& legs) const;

    std::map<BookId, Book> m_books;
    std::map<TransferId, Transfer> m_transfers;
    std::map<JobId, Hold> m_holds;
    std::map<JobId, Resolution> m_resolutions;
    std::set<std::pair<UnixMillis, JobId>> m_due; // open holds only, as the next two
    std::set<std::pair<KeyHash, JobId>> m_openByProvider;
    std::map<AccountId, std::int64_t> m_openByBuyer;
    std::unordered_map<KeyHash, MachineRecord> m_records;
};

} // namespace weft::relay
