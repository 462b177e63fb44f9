// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/ledger/SqlLedgerStore.h"

#include "relay-server/ledger/LedgerRows.h"
#include "relay-server/ledger/LedgerRules.h"

namespace weft::relay {

Result<Book> SqlLedgerStore::book(const BookId& id)
{
    WEFT_TRY(const auto row,
        m_database.readOne("SELECT " WEFT_BOOK_COLUMNS " FROM book WHERE id = ?", {toSql(id)}));
    if (!row.empty())
        return bookFrom(row);
    Book empty;
    empty.id = id;
    return empty;
}

Done SqlLedgerStore::writeBook(const Book& book)
{
    WEFT_CHECK(m_database.write("INSERT INTO book (" WEFT_BOOK_COLUMNS ") VALUES (?, ?, ?, ?, ?, ?)"
                                " ON CONFLICT (id) DO UPDATE SET debits_posted = excluded.debits_posted,"
                                " credits_posted = excluded.credits_posted, debits_pending = excluded.debits_pending,"
                                " credits_pending = excluded.credits_pending, overdraft = excluded.overdraft",
        toRow(book)));
    return {};
}

Result<bool> SqlLedgerStore::openBook(const BookId& id, Money overdraft)
{
    WEFT_TRY(const auto known, m_database.readOne("SELECT id FROM book WHERE id = ?", {toSql(id)}));
    WEFT_TRY(Book changed, book(id));
    changed.overdraft = overdraft;
    if (changed.available().isNegative())
        return Error {ErrorCode::CreditTooLow, "more is overdrawn already"};
    WEFT_CHECK(writeBook(changed));
    return known.empty();
}

Done SqlLedgerStore::move(const Transfer& transfer)
{
    WEFT_TRY(Book debit, book(transfer.debit));
    WEFT_TRY(Book credit, book(transfer.credit));
    WEFT_CHECK(applyTransfer(debit, credit, transfer.amount));
    WEFT_CHECK(writeBook(debit));
    WEFT_CHECK(writeBook(credit));
    WEFT_CHECK(m_database.write(
        "INSERT INTO transfer (" WEFT_TRANSFER_COLUMNS ") VALUES (?, ?, ?, ?, ?, ?)", toRow(transfer)));
    return {};
}

Done SqlLedgerStore::post(const Transfer& transfer)
{
    WEFT_CHECK(checkTransfer(transfer));
    WEFT_TRY(const auto row,
        m_database.readOne("SELECT " WEFT_TRANSFER_COLUMNS " FROM transfer WHERE id = ?", {toSql(transfer.id)}));
    if (row.empty())
        return move(transfer);
    WEFT_TRY(Transfer known, transferFrom(row));
    known.created = transfer.created;
    if (known != transfer)
        return Error {ErrorCode::AmountInvalid, "another transfer has this id"};
    return {};
}

Result<std::optional<Hold>> SqlLedgerStore::hold(const JobId& job)
{
    WEFT_TRY(const auto row,
        m_database.readOne("SELECT " WEFT_HOLD_COLUMNS " FROM hold WHERE job = ?", {toSql(job)}));
    if (row.empty())
        return std::optional<Hold> {};
    WEFT_TRY(Hold found, holdFrom(row));
    return std::optional<Hold> {std::move(found)};
}

Done SqlLedgerStore::insertHold(const Hold& hold)
{
    WEFT_CHECK(checkHoldAmount(hold));
    WEFT_TRY(const auto known, m_database.readOne("SELECT job FROM hold WHERE job = ?", {toSql(hold.job)}));
    if (!known.empty())
        return Error {ErrorCode::AmountInvalid, "this job has a hold"};
    WEFT_TRY(Book buyer, book({hold.buyer.account, BookKind::Credits}));
    WEFT_TRY(Book clearing, book(kClearing));
    WEFT_CHECK(applyPending(buyer, clearing, hold.amount, +1));
    WEFT_CHECK(writeBook(buyer));
    WEFT_CHECK(writeBook(clearing));
    WEFT_CHECK(m_database.write("INSERT INTO hold (" WEFT_HOLD_COLUMNS
                                ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        toRow(hold)));
    return {};
}

Result<Hold> SqlLedgerStore::openHold(const JobId& job)
{
    WEFT_TRY(auto found, hold(job));
    if (!found)
        return Error {ErrorCode::HoldUnknown, "no such hold"};
    WEFT_TRY(const auto resolved, m_database.readOne("SELECT hold FROM resolution WHERE hold = ?", {toSql(job)}));
    if (!resolved.empty())
        return Error {ErrorCode::HoldResolved, "this hold was resolved"};
    return std::move(*found);
}

Done SqlLedgerStore::updateHold(const Hold& hold)
{
    WEFT_CHECK(openHold(hold.job));
    WEFT_CHECK(m_database.write("UPDATE hold SET deadline = ?, release_due = ?, gone_due = ?, due = ?, reason = ?,"
                                " receipt_increment = ?, receipt_cumulative = ? WHERE job = ?",
        {toSql(hold.deadline), toSql(hold.releaseDue), toSql(hold.goneDue), toSql(hold.due()),
            toSql(std::int64_t(hold.reason)), toSql(hold.receiptIncrement), toSql(hold.receiptCumulative.micro),
            toSql(hold.job)}));
    return {};
}

Result<std::optional<Resolution>> SqlLedgerStore::resolution(const JobId& job)
{
    WEFT_TRY(const auto row,
        m_database.readOne("SELECT " WEFT_RESOLUTION_COLUMNS " FROM resolution WHERE hold = ?", {toSql(job)}));
    if (row.empty())
        return std::optional<Resolution> {};
    WEFT_TRY(Resolution found, resolutionFrom(row));
    return std::optional<Resolution> {std::move(found)};
}

Done SqlLedgerStore::resolve(const Resolution& resolution, const std::vector<Transfer>& legs)
{
    WEFT_TRY(const Hold hold, openHold(resolution.job));
    WEFT_CHECK(checkResolution(hold, resolution, legs));
    WEFT_TRY(Book buyer, book({hold.buyer.account, BookKind::Credits}));
    WEFT_TRY(Book clearing, book(kClearing));
    WEFT_CHECK(applyPending(buyer, clearing, hold.amount, -1));
    WEFT_CHECK(writeBook(buyer));
    WEFT_CHECK(writeBook(clearing));
    for (const Transfer& leg : legs)
        WEFT_CHECK(move(leg));
    WEFT_CHECK(m_database.write(
        "INSERT INTO resolution (" WEFT_RESOLUTION_COLUMNS ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", toRow(resolution)));
    WEFT_CHECK(m_database.write("UPDATE hold SET is_open = 0 WHERE job = ?", {toSql(hold.job)}));
    const MachineRecord outcome = outcomeOf(resolution);
    WEFT_CHECK(m_database.write("INSERT INTO machine_record (machine, completed, failed) VALUES (?, ?, ?)"
                                " ON CONFLICT (machine) DO UPDATE SET"
                                " completed = machine_record.completed + excluded.completed,"
                                " failed = machine_record.failed + excluded.failed",
        {toSql(hold.provider.machine), toSql(outcome.completed), toSql(outcome.failed)}));
    return {};
}

Result<std::optional<UnixMillis>> SqlLedgerStore::nextDue()
{
    WEFT_TRY(const auto row, m_database.readOne("SELECT due FROM hold WHERE is_open = 1 ORDER BY due LIMIT 1"));
    if (row.empty())
        return std::optional<UnixMillis> {};
    return std::optional(UnixMillis {std::chrono::milliseconds(row[0].toLongLong())});
}

Result<std::vector<JobId>> SqlLedgerStore::jobs(const char* sql, const Row& values)
{
    WEFT_TRY(const auto rows, m_database.read(sql, values));
    std::vector<JobId> found;
    for (const Row& row : rows) {
        WEFT_TRY(found.emplace_back(), idFromSql<JobId>(row[0]));
    }
    return found;
}

Result<std::vector<JobId>> SqlLedgerStore::dueHolds(UnixMillis now, int limit)
{
    return jobs("SELECT job FROM hold WHERE is_open = 1 AND due <= ? ORDER BY due, job LIMIT ?",
        {toSql(now), toSql(std::int64_t(limit))});
}

Result<std::vector<JobId>> SqlLedgerStore::openHoldsOfProvider(const KeyHash& machine)
{
    return jobs("SELECT job FROM hold WHERE is_open = 1 AND provider_machine = ? ORDER BY job", {toSql(machine)});
}

Result<std::int64_t> SqlLedgerStore::openHoldCountOfBuyer(const AccountId& account)
{
    WEFT_TRY(const auto row,
        m_database.readOne("SELECT count(*) FROM hold WHERE is_open = 1 AND buyer_account = ?", {toSql(account)}));
    return std::int64_t(row[0].toLongLong());
}

Result<std::vector<JobId>> SqlLedgerStore::openHolds()
{
    return jobs("SELECT job FROM hold WHERE is_open = 1 ORDER BY due, job", {});
}

Result<MachineRecord> SqlLedgerStore::machineRecord(const KeyHash& machine)
{
    WEFT_TRY(const auto row,
        m_database.readOne("SELECT completed, failed FROM machine_record WHERE machine = ?", {toSql(machine)}));
    return !row.empty() ? MachineRecord {row[0].toLongLong(), row[1].toLongLong()} : MachineRecord {};
}

Done SqlLedgerStore::visit(Visitor& visitor)
{
    WEFT_TRY(const auto books, m_database.read("SELECT " WEFT_BOOK_COLUMNS " FROM book ORDER BY id"));
    for (const Row& row : books) {
        WEFT_TRY(const Book found, bookFrom(row));
        visitor.onBook(found);
    }
    WEFT_TRY(const auto transfers, m_database.read("SELECT " WEFT_TRANSFER_COLUMNS " FROM transfer ORDER BY id"));
    for (const Row& row : transfers) {
        WEFT_TRY(const Transfer found, transferFrom(row));
        visitor.onTransfer(found);
    }
    WEFT_TRY(const auto holds, m_database.read("SELECT " WEFT_HOLD_COLUMNS ", is_open FROM hold ORDER BY job"));
    for (const Row& row : holds) {
        WEFT_TRY(const Hold found, holdFrom(row));
        visitor.onHold(found, row.back().toInt() != 0);
    }
    WEFT_TRY(const auto ends, m_database.read("SELECT " WEFT_RESOLUTION_COLUMNS " FROM resolution ORDER BY hold"));
    for (const Row& row : ends) {
        WEFT_TRY(const Resolution found, resolutionFrom(row));
        visitor.onResolution(found);
    }
    return {};
}

} // namespace weft::relay
