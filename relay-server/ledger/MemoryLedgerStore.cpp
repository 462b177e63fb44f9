// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/ledger/MemoryLedgerStore.h"

#include "relay-server/ledger/LedgerRules.h"
#include "relay-server/ledger/Statement.h"

namespace weft::relay {

Book MemoryLedgerStore::read(const BookId& id) const
{
    const auto it = m_books.find(id);
    if (it != m_books.end())
        return it->second;
    Book empty;
    empty.id = id;
    return empty;
}

Result<Book> MemoryLedgerStore::book(const BookId& id) { return read(id); }

Result<bool> MemoryLedgerStore::openBook(const BookId& id, Money overdraft)
{
    Book changed = read(id);
    changed.overdraft = overdraft;
    if (changed.available().isNegative())
        return Error {ErrorCode::CreditTooLow, "more is overdrawn already"};
    return m_books.insert_or_assign(id, changed).second;
}

/// Works on copies, so that a refused leg leaves nothing behind.
Done MemoryLedgerStore::applyLegs(std::map<BookId, Book>& books, const std::vector<Transfer>& legs) const
{
    for (const Transfer& leg : legs) {
        if (m_transfers.contains(leg.id))
            return Error {ErrorCode::AmountInvalid, "another transfer has this id"};
        Book& debit = books.try_emplace(leg.debit, read(leg.debit)).first->second;
        Book& credit = books.try_emplace(leg.credit, read(leg.credit)).first->second;
        WEFT_CHECK(applyTransfer(debit, credit, leg.amount));
    }
    return {};
}

Done MemoryLedgerStore::post(const Transfer& transfer)
{
    WEFT_CHECK(checkTransfer(transfer));
    const auto known = m_transfers.find(transfer.id);
    if (known != m_transfers.end()) {
        Transfer again = transfer;
        again.created = known->second.created;
        return again == known->second ? Done {} : Done {Error {ErrorCode::AmountInvalid, "another transfer has this id"}};
    }
    std::map<BookId, Book> books;
    WEFT_CHECK(applyLegs(books, {transfer}));
    for (const auto& [id, changed] : books)
        m_books.insert_or_assign(id, changed);
    m_transfers.emplace(transfer.id, transfer);
    return {};
}

Result<std::optional<Transfer>> MemoryLedgerStore::transfer(const TransferId& id)
{
    const auto it = m_transfers.find(id);
    return it == m_transfers.end() ? std::optional<Transfer> {} : std::optional<Transfer> {it->second};
}

Result<std::vector<StatementLine>> MemoryLedgerStore::statement(
    const AccountId& account, UnixMillis since, UnixMillis before, int limit)
{
    std::vector<StatementLine> lines;
    for (const auto& [id, transfer] : m_transfers) {
        if (transfer.created < since || transfer.created >= before)
            continue;
        for (const bool incoming : {true, false}) {
            if (isOnStatement({transfer, incoming}, account))
                lines.push_back({transfer, incoming});
        }
    }
    return newestFirst(std::move(lines), limit);
}

Result<std::optional<Hold>> MemoryLedgerStore::hold(const JobId& job)
{
    const auto it = m_holds.find(job);
    return it == m_holds.end() ? std::optional<Hold> {} : std::optional<Hold> {it->second};
}

Done MemoryLedgerStore::insertHold(const Hold& hold)
{
    WEFT_CHECK(checkHoldAmount(hold));
    if (m_holds.contains(hold.job))
        return Error {ErrorCode::AmountInvalid, "this job has a hold"};
    Book buyer = read(creditsOf(hold.buyer.account));
    Book clearing = read(kClearing);
    WEFT_CHECK(applyPending(buyer, clearing, hold.amount, +1));
    m_books.insert_or_assign(buyer.id, buyer);
    m_books.insert_or_assign(clearing.id, clearing);
    m_holds.emplace(hold.job, hold);
    m_due.emplace(hold.due(), hold.job);
    m_openByProvider.emplace(hold.provider.machine, hold.job);
    ++m_openByBuyer[hold.buyer.account];
    return {};
}

Result<Hold> MemoryLedgerStore::openHold(const JobId& job) const
{
    const auto it = m_holds.find(job);
    if (it == m_holds.end())
        return Error {ErrorCode::HoldUnknown, "no such hold"};
    if (m_resolutions.contains(job))
        return Error {ErrorCode::HoldResolved, "this hold was resolved"};
    return it->second;
}

Done MemoryLedgerStore::updateHold(const Hold& hold)
{
    WEFT_TRY(Hold changed, openHold(hold.job));
    m_due.erase({changed.due(), hold.job});
    changed.deadline = hold.deadline;
    changed.releaseDue = hold.releaseDue;
    changed.goneDue = hold.goneDue;
    changed.reason = hold.reason;
    changed.receiptIncrement = hold.receiptIncrement;
    changed.receiptCumulative = hold.receiptCumulative;
    m_due.emplace(changed.due(), hold.job);
    m_holds.insert_or_assign(hold.job, changed);
    return {};
}

Result<std::optional<Resolution>> MemoryLedgerStore::resolution(const JobId& job)
{
    const auto it = m_resolutions.find(job);
    return it == m_resolutions.end() ? std::optional<Resolution> {} : std::optional<Resolution> {it->second};
}

Done MemoryLedgerStore::resolve(const Resolution& resolution, const std::vector<Transfer>& legs)
{
    WEFT_TRY(const Hold hold, openHold(resolution.job));
    WEFT_CHECK(checkResolution(hold, resolution, legs));
    std::map<BookId, Book> books;
    Book& buyer = books.emplace(creditsOf(hold.buyer.account),
        read(creditsOf(hold.buyer.account))).first->second;
    Book& clearing = books.emplace(kClearing, read(kClearing)).first->second;
    WEFT_CHECK(applyPending(buyer, clearing, hold.amount, -1));
    WEFT_CHECK(applyLegs(books, legs));
    for (const auto& [id, changed] : books)
        m_books.insert_or_assign(id, changed);
    for (const Transfer& leg : legs)
        m_transfers.emplace(leg.id, leg);
    m_resolutions.emplace(hold.job, resolution);
    m_due.erase({hold.due(), hold.job});
    m_openByProvider.erase({hold.provider.machine, hold.job});
    --m_openByBuyer[hold.buyer.account];
    const MachineRecord outcome = outcomeOf(resolution);
    MachineRecord& record = m_records[hold.provider.machine];
    record.completed += outcome.completed;
    record.failed += outcome.failed;
    return {};
}

Result<std::optional<UnixMillis>> MemoryLedgerStore::nextDue()
{
    return m_due.empty() ? std::optional<UnixMillis> {} : std::optional<UnixMillis> {m_due.begin()->first};
}

Result<std::vector<JobId>> MemoryLedgerStore::dueHolds(UnixMillis now, int limit)
{
    std::vector<JobId> jobs;
    for (auto it = m_due.begin(); it != m_due.end() && it->first <= now && int(jobs.size()) < limit; ++it)
        jobs.push_back(it->second);
    return jobs;
}

Result<std::vector<JobId>> MemoryLedgerStore::openHoldsOfProvider(const KeyHash& machine)
{
    std::vector<JobId> jobs;
    for (auto it = m_openByProvider.lower_bound({machine, {}}); it != m_openByProvider.end() && it->first == machine; ++it)
        jobs.push_back(it->second);
    return jobs;
}

Result<std::int64_t> MemoryLedgerStore::openHoldCountOfBuyer(const AccountId& account)
{
    const auto it = m_openByBuyer.find(account);
    return it == m_openByBuyer.end() ? std::int64_t {0} : it->second;
}

Result<std::vector<JobId>> MemoryLedgerStore::openHolds()
{
    std::vector<JobId> jobs;
    for (const auto& [due, job] : m_due)
        jobs.push_back(job);
    return jobs;
}

Result<MachineRecord> MemoryLedgerStore::machineRecord(const KeyHash& machine)
{
    const auto it = m_records.find(machine);
    return it == m_records.end() ? MachineRecord {} : it->second;
}

Done MemoryLedgerStore::visit(Visitor& visitor)
{
    for (const auto& [id, row] : m_books)
        visitor.onBook(row);
    for (const auto& [id, row] : m_transfers)
        visitor.onTransfer(row);
    for (const auto& [job, row] : m_holds)
        visitor.onHold(row, !m_resolutions.contains(job));
    for (const auto& [job, row] : m_resolutions)
        visitor.onResolution(row);
    return {};
}

} // namespace weft::relay
