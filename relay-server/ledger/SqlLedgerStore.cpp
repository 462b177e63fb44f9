// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/ledger/SqlLedgerStore.h"

#include "relay-server/ledger/LedgerRows.h"
#include "relay-server/ledger/LedgerRules.h"
#include "relay-server/ledger/Statement.h"

#include <algorithm>

namespace weft::relay {

Result<Book> SqlLedgerStore::book(const BookId& id)
{
    WEFT_TRY(const auto row, m_database.readOne("SELECT " WEFT_BOOK_COLUMNS " FROM book WHERE id = ?", {toSql(id)}));
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
    WEFT_TRY(const auto row, m_database.readOne("SELECT " WEFT_BOOK_COLUMNS " FROM book WHERE id = ?", {toSql(id)}));
    Book changed;
    changed.id = id;
    if (!row.empty()) {
        WEFT_TRY(changed, bookFrom(row));
    }
    const bool isSame = !row.empty() && changed.overdraft == overdraft;
    changed.overdraft = overdraft;
    if (changed.available().isNegative())
        return Error{ErrorCode::CreditTooLow, "more is overdrawn already"};
    if (!isSame)
        WEFT_CHECK(writeBook(changed));
    return row.empty();
}

Done SqlLedgerStore::openIfMissing(const BookId& id)
{
    WEFT_CHECK(m_database.write("INSERT INTO book (id) VALUES (?) ON CONFLICT (id) DO NOTHING", {toSql(id)}));
    return {};
}

/// Opens the book as needed. The table's constraints hold; who calls has made sure of them. Errors: AmountInvalid, and
/// then nothing has changed.
Done SqlLedgerStore::change(const Change& change)
{
    const auto most = [](std::int64_t more) { return toSql(kBoundless.micro - std::max<std::int64_t>(0, more)); };
    const Row values{toSql(change.debitsPosted), toSql(change.creditsPosted), toSql(change.debitsPending),
        toSql(change.creditsPending), toSql(change.book), most(change.debitsPosted), most(change.creditsPosted)};
    constexpr const char* kSql =
        "UPDATE book SET debits_posted = debits_posted + ?, credits_posted = credits_posted + ?,"
        " debits_pending = debits_pending + ?, credits_pending = credits_pending + ?"
        " WHERE id = ? AND debits_posted <= ? AND credits_posted <= ?";
    WEFT_TRY(int changed, m_database.write(kSql, values));
    if (changed == 0) {
        WEFT_CHECK(openIfMissing(change.book));
        WEFT_TRY(changed, m_database.write(kSql, values));
    }
    if (changed == 0)
        return Error{ErrorCode::AmountInvalid, "a book can't hold that much"};
    return {};
}

Done SqlLedgerStore::changeAll(const std::vector<Change>& changes)
{
    for (std::size_t i = 0; i < changes.size(); ++i) {
        const Done done = change(changes[i]);
        if (done)
            continue;
        for (; i > 0; --i)
            WEFT_CHECK(change(changes[i - 1].opposite()));
        return done;
    }
    return {};
}

Done SqlLedgerStore::insert(const std::vector<Transfer>& transfers)
{
    static constexpr const char* kSql[] = {
        "INSERT INTO transfer (" WEFT_TRANSFER_COLUMNS ") VALUES (?, ?, ?, ?, ?, ?)",
        "INSERT INTO transfer (" WEFT_TRANSFER_COLUMNS ") VALUES (?, ?, ?, ?, ?, ?), (?, ?, ?, ?, ?, ?)",
        "INSERT INTO transfer (" WEFT_TRANSFER_COLUMNS
        ") VALUES (?, ?, ?, ?, ?, ?), (?, ?, ?, ?, ?, ?), (?, ?, ?, ?, ?, ?)",
    };
    for (std::size_t i = 0; i < transfers.size();) {
        const std::size_t count = std::min(std::size(kSql), transfers.size() - i);
        Row values;
        for (const std::size_t end = i + count; i < end; ++i) {
            Row row = toRow(transfers[i]);
            values.insert(values.end(), std::make_move_iterator(row.begin()), std::make_move_iterator(row.end()));
        }
        WEFT_CHECK(m_database.write(kSql[count - 1], values));
    }
    return {};
}

Done SqlLedgerStore::post(const Transfer& transfer)
{
    WEFT_CHECK(checkTransfer(transfer));
    // One statement decides: the id is new, the sum fits, and the book has enough.
    WEFT_TRY(const int debited,
        m_database.write("UPDATE book SET debits_posted = debits_posted + ? WHERE id = ? AND debits_posted <= ?"
                         " AND debits_posted + debits_pending + ? <= credits_posted + overdraft"
                         " AND NOT EXISTS (SELECT 1 FROM transfer WHERE transfer.id = ?)",
            {toSql(transfer.amount.micro), toSql(transfer.debit), toSql(kBoundless.micro - transfer.amount.micro),
                toSql(transfer.amount.micro), toSql(transfer.id)}));
    if (debited == 0)
        return refusedPost(transfer);
    Change credit{transfer.credit};
    credit.creditsPosted = transfer.amount.micro;
    if (const Done credited = change(credit); !credited) {
        Change back{transfer.debit};
        back.debitsPosted = -transfer.amount.micro;
        WEFT_CHECK(change(back));
        return credited;
    }
    return insert({transfer});
}

/// Why the debit's statement found nothing to do. No error: this very transfer was posted before.
Done SqlLedgerStore::refusedPost(const Transfer& transfer)
{
    WEFT_TRY(const auto posted, this->transfer(transfer.id));
    if (!posted) {
        WEFT_TRY(Book debit, book(transfer.debit));
        Book credit;
        WEFT_CHECK(applyTransfer(debit, credit, transfer.amount));
        return Error{ErrorCode::StorageFailed, "a book could not be debited"};
    }
    Transfer known = *posted;
    known.created = transfer.created;
    if (known != transfer)
        return Error{ErrorCode::AmountInvalid, "another transfer has this id"};
    return {};
}

Result<std::optional<Transfer>> SqlLedgerStore::transfer(const TransferId& id)
{
    return oneOf(
        m_database, transferFrom, "SELECT " WEFT_TRANSFER_COLUMNS " FROM transfer WHERE id = ?", {toSql(id)});
}

/// Without those between this book and `except`.
Done SqlLedgerStore::linesOf(
    const BookId& book, const BookId& except, bool incoming, const Row& bounds, std::vector<StatementLine>& lines)
{
    Row values{toSql(book), toSql(except)};
    values.insert(values.end(), bounds.begin(), bounds.end());
    return m_database.forEach(incoming ? "SELECT " WEFT_TRANSFER_COLUMNS " FROM transfer WHERE credit = ?"
                                         " AND debit <> ? AND created >= ? AND created < ? ORDER BY created DESC, id DESC LIMIT ?"
                                       : "SELECT " WEFT_TRANSFER_COLUMNS " FROM transfer WHERE debit = ?"
                                         " AND credit <> ? AND created >= ? AND created < ? ORDER BY created DESC, id DESC LIMIT ?",
        values, [&](const Row& row) -> Done {
            WEFT_TRY(const Transfer transfer, transferFrom(row));
            lines.push_back({transfer, incoming});
            return {};
        });
}

Result<std::vector<StatementLine>> SqlLedgerStore::statement(
    const AccountId& account, UnixMillis since, UnixMillis before, int limit)
{
    const Row bounds{toSql(since), toSql(before), toSql(std::int64_t(limit))};
    std::vector<StatementLine> lines;
    const std::pair<BookId, BookId> books[] = {{creditsOf(account), trialOf(account)},
        {trialOf(account), creditsOf(account)}, {earningsOf(account), BookId{}}};
    for (const auto& [book, except] : books) {
        for (const bool incoming : {true, false})
            WEFT_CHECK(linesOf(book, except, incoming, bounds, lines));
    }
    return newestFirst(std::move(lines), limit);
}

Result<std::optional<Hold>> SqlLedgerStore::hold(const JobId& job)
{
    return oneOf(
        m_database, holdFrom, "SELECT " WEFT_HOLD_COLUMNS " FROM hold WHERE job = ?", {toSql(job)});
}

Done SqlLedgerStore::insertHold(const Hold& hold)
{
    WEFT_CHECK(checkHoldAmount(hold));
    const BookId buyer = creditsOf(hold.buyer.account);
    constexpr const char* kSql = "UPDATE book SET debits_pending = debits_pending + ? WHERE id = ?"
                                 " AND debits_posted + debits_pending + ? <= credits_posted + overdraft"
                                 " AND NOT EXISTS (SELECT 1 FROM hold WHERE hold.job = ?)";
    const Row values{toSql(hold.amount.micro), toSql(buyer), toSql(hold.amount.micro), toSql(hold.job)};
    WEFT_TRY(int held, m_database.write(kSql, values));
    if (held == 0) {
        WEFT_CHECK(refusedHold(hold));
        WEFT_CHECK(openIfMissing(buyer)); // a hold of nothing on a book that was never opened
        WEFT_TRY(held, m_database.write(kSql, values));
    }
    if (held == 0)
        return Error{ErrorCode::StorageFailed, "a book could not be held on"};
    Change clearing{kClearing};
    clearing.creditsPending = hold.amount.micro;
    WEFT_CHECK(change(clearing));
    WEFT_CHECK(m_database.write(
        "INSERT INTO hold (" WEFT_HOLD_COLUMNS ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", toRow(hold)));
    return {};
}

/// Why the buyer's statement found nothing to do. No error: its book is missing.
Done SqlLedgerStore::refusedHold(const Hold& hold)
{
    WEFT_TRY(const auto known, m_database.readOne("SELECT job FROM hold WHERE job = ?", {toSql(hold.job)}));
    if (!known.empty())
        return Error{ErrorCode::AmountInvalid, "this job has a hold"};
    WEFT_TRY(Book buyer, book(creditsOf(hold.buyer.account)));
    Book clearing;
    return applyPending(buyer, clearing, hold.amount, +1);
}

Result<Hold> SqlLedgerStore::openHold(const JobId& job)
{
    WEFT_TRY(const auto row,
        m_database.readOne("SELECT " WEFT_HOLD_COLUMNS ", is_open FROM hold WHERE job = ?", {toSql(job)}));
    if (row.empty())
        return Error{ErrorCode::HoldUnknown, "no such hold"};
    if (row.back().toInt() == 0)
        return Error{ErrorCode::HoldResolved, "this hold was resolved"};
    return holdFrom(row);
}

Done SqlLedgerStore::updateHold(const Hold& hold)
{
    WEFT_TRY(const int changed,
        m_database.write("UPDATE hold SET deadline = ?, release_due = ?, gone_due = ?, due = ?, reason = ?,"
                         " receipt_increment = ?, receipt_cumulative = ? WHERE job = ? AND is_open = 1",
            {toSql(hold.deadline), toSql(hold.releaseDue), toSql(hold.goneDue), toSql(hold.due()),
                toSql(std::int64_t(hold.reason)), toSql(hold.receiptIncrement), toSql(hold.receiptCumulative.micro),
                toSql(hold.job)}));
    if (changed == 0)
        WEFT_CHECK(openHold(hold.job)); // says why
    return {};
}

Result<std::optional<Resolution>> SqlLedgerStore::resolution(const JobId& job)
{
    return oneOf(
        m_database, resolutionFrom, "SELECT " WEFT_RESOLUTION_COLUMNS " FROM resolution WHERE hold = ?", {toSql(job)});
}

Result<bool> SqlLedgerStore::anyKnown(const std::vector<Transfer>& transfers)
{
    constexpr std::size_t kAtOnce = 3; // captured, earned, share
    for (std::size_t i = 0; i < transfers.size(); i += kAtOnce) {
        Row ids;
        for (std::size_t k = 0; k < kAtOnce; ++k)
            ids.push_back(toSql(transfers[std::min(i + k, transfers.size() - 1)].id));
        WEFT_TRY(const auto row, m_database.readOne("SELECT id FROM transfer WHERE id IN (?, ?, ?)", ids));
        if (!row.empty())
            return true;
    }
    return false;
}

/// One change for each book.
std::vector<SqlLedgerStore::Change> SqlLedgerStore::changesOf(const Hold& hold, const std::vector<Transfer>& legs)
{
    std::vector<Change> changes;
    const auto of = [&](const BookId& id) -> Change& {
        const auto it = std::find_if(changes.begin(), changes.end(), [&](const Change& c) { return c.book == id; });
        return it != changes.end() ? *it : changes.emplace_back(Change{id});
    };
    of(creditsOf(hold.buyer.account)).debitsPending = -hold.amount.micro;
    of(kClearing).creditsPending = -hold.amount.micro;
    for (const Transfer& leg : legs) {
        of(leg.debit).debitsPosted += leg.amount.micro;
        of(leg.credit).creditsPosted += leg.amount.micro;
    }
    return changes;
}

Done SqlLedgerStore::resolve(const Resolution& resolution, const std::vector<Transfer>& legs)
{
    WEFT_TRY(const Hold hold, openHold(resolution.job));
    WEFT_CHECK(checkResolution(hold, resolution, legs));
    WEFT_TRY(const bool known, anyKnown(legs));
    if (known)
        return Error{ErrorCode::AmountInvalid, "another transfer has this id"};
    // No overdraft: the legs take no more than was pending.
    WEFT_CHECK(changeAll(changesOf(hold, legs)));
    WEFT_CHECK(insert(legs));
    WEFT_CHECK(m_database.write(
        "INSERT INTO resolution (" WEFT_RESOLUTION_COLUMNS ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", toRow(resolution)));
    WEFT_CHECK(m_database.write("UPDATE hold SET is_open = 0 WHERE job = ?", {toSql(hold.job)}));
    return countOutcome(hold.provider.machine, outcomeOf(resolution));
}

Done SqlLedgerStore::countOutcome(const KeyHash& machine, const MachineRecord& outcome)
{
    if (outcome == MachineRecord{})
        return {};
    WEFT_CHECK(m_database.write("INSERT INTO machine_record (machine, completed, failed) VALUES (?, ?, ?)"
                                " ON CONFLICT (machine) DO UPDATE SET"
                                " completed = machine_record.completed + excluded.completed,"
                                " failed = machine_record.failed + excluded.failed",
        {toSql(machine), toSql(outcome.completed), toSql(outcome.failed)}));
    return {};
}

Result<std::optional<UnixMillis>> SqlLedgerStore::nextDue()
{
    WEFT_TRY(const auto row, m_database.readOne("SELECT due FROM hold WHERE is_open = 1 ORDER BY due LIMIT 1"));
    if (row.empty())
        return std::optional<UnixMillis>{};
    return std::optional(UnixMillis{std::chrono::milliseconds(row[0].toLongLong())});
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
    return !row.empty() ? MachineRecord{row[0].toLongLong(), row[1].toLongLong()} : MachineRecord{};
}

Done SqlLedgerStore::visit(Visitor& visitor)
{
    WEFT_CHECK(
        m_database.forEach("SELECT " WEFT_BOOK_COLUMNS " FROM book ORDER BY id", {}, [&](const Row& row) -> Done {
            WEFT_TRY(const Book found, bookFrom(row));
            visitor.onBook(found);
            return {};
        }));
    WEFT_CHECK(m_database.forEach(
        "SELECT " WEFT_TRANSFER_COLUMNS " FROM transfer ORDER BY id", {}, [&](const Row& row) -> Done {
            WEFT_TRY(const Transfer found, transferFrom(row));
            visitor.onTransfer(found);
            return {};
        }));
    WEFT_CHECK(m_database.forEach(
        "SELECT " WEFT_HOLD_COLUMNS ", is_open FROM hold ORDER BY job", {}, [&](const Row& row) -> Done {
            WEFT_TRY(const Hold found, holdFrom(row));
            visitor.onHold(found, row.back().toInt() != 0);
            return {};
        }));
    return m_database.forEach(
        "SELECT " WEFT_RESOLUTION_COLUMNS " FROM resolution ORDER BY hold", {}, [&](const Row& row) -> Done {
            WEFT_TRY(const Resolution found, resolutionFrom(row));
            visitor.onResolution(found);
            return {};
        });
}

} // namespace weft::relay
