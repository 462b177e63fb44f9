// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/ledger/LedgerRows.h"

namespace weft::relay {

namespace {

Result<BookId> bookIdFrom(const QVariant& value)
{
    const QByteArray bytes = value.toByteArray();
    if (bytes.size() != qsizetype(AccountId::size) + 1)
        return Error {ErrorCode::StorageFailed, "a book's id in the database has the wrong size"};
    BookId id;
    std::memcpy(id.owner.bytes.data(), bytes.constData(), AccountId::size);
    id.kind = static_cast<BookKind>(bytes.back());
    return id;
}

/// A null id is NULL, so that a foreign key may be absent.
template <typename Id>
QVariant optionalToSql(const Id& id)
{
    return id.isNull() ? QVariant(QMetaType(QMetaType::QByteArray)) : toSql(id);
}

template <typename Id>
Result<Id> optionalIdFrom(const QVariant& value)
{
    if (value.isNull())
        return Id {};
    return idFromSql<Id>(value);
}

} // namespace

QVariant toSql(const BookId& id)
{
    std::array<std::uint8_t, AccountId::size + 1> bytes {};
    std::copy(id.owner.bytes.begin(), id.owner.bytes.end(), bytes.begin());
    bytes.back() = static_cast<std::uint8_t>(id.kind);
    return toSql(ByteView(bytes));
}

Row toRow(const Book& book)
{
    return {toSql(book.id), toSql(book.debitsPosted), toSql(book.creditsPosted),
        toSql(book.debitsPending), toSql(book.creditsPending), toSql(book.overdraft)};
}

Row toRow(const Transfer& transfer)
{
    return {toSql(transfer.id), optionalToSql(transfer.hold), toSql(transfer.debit), toSql(transfer.credit),
        toSql(transfer.amount), toSql(transfer.created)};
}

Row toRow(const Hold& hold)
{
    return {toSql(hold.job), toSql(hold.buyer.account), toSql(hold.buyer.machine), toSql(hold.provider.account),
        toSql(hold.provider.machine), toSql(hold.jobPublicKey), toSql(hold.amount), toSql(hold.created),
        toSql(hold.deadline), toSql(hold.releaseDue), toSql(hold.goneDue), toSql(hold.due()),
        toSql(std::int64_t(hold.reason)), toSql(hold.receiptIncrement), toSql(hold.receiptCumulative)};
}

Row toRow(const Resolution& resolution)
{
    return {toSql(resolution.job), toSql(std::int64_t(resolution.kind)), toSql(resolution.captured),
        toSql(resolution.released), toSql(resolution.earned), toSql(std::int64_t(resolution.final)),
        optionalToSql(resolution.key), toSql(std::int64_t(resolution.reason)), toSql(resolution.created)};
}

Result<Book> bookFrom(const Row& row)
{
    WEFT_TRY(const BookId id, bookIdFrom(row[0]));
    return Book {id, moneyAt(row, 1), moneyAt(row, 2), moneyAt(row, 3), moneyAt(row, 4), moneyAt(row, 5)};
}

Result<Transfer> transferFrom(const Row& row)
{
    Transfer transfer;
    WEFT_TRY(transfer.id, idFromSql<TransferId>(row[0]));
    WEFT_TRY(transfer.hold, optionalIdFrom<JobId>(row[1]));
    WEFT_TRY(transfer.debit, bookIdFrom(row[2]));
    WEFT_TRY(transfer.credit, bookIdFrom(row[3]));
    transfer.amount = moneyAt(row, 4);
    transfer.created = timeAt(row, 5);
    return transfer;
}

Result<Hold> holdFrom(const Row& row)
{
    Hold hold;
    WEFT_TRY(hold.job, idFromSql<JobId>(row[0]));
    WEFT_TRY(hold.buyer.account, idFromSql<AccountId>(row[1]));
    WEFT_TRY(hold.buyer.machine, idFromSql<KeyHash>(row[2]));
    WEFT_TRY(hold.provider.account, idFromSql<AccountId>(row[3]));
    WEFT_TRY(hold.provider.machine, idFromSql<KeyHash>(row[4]));
    WEFT_TRY(hold.jobPublicKey, idFromSql<PublicKey>(row[5]));
    hold.amount = moneyAt(row, 6);
    hold.created = timeAt(row, 7);
    hold.deadline = timeAt(row, 8);
    hold.releaseDue = maybeTimeAt(row, 9);
    hold.goneDue = maybeTimeAt(row, 10);
    hold.reason = row[12].toInt();
    hold.receiptIncrement = row[13].toLongLong();
    hold.receiptCumulative = moneyAt(row, 14);
    return hold;
}

Result<Resolution> resolutionFrom(const Row& row)
{
    Resolution resolution;
    WEFT_TRY(resolution.job, idFromSql<JobId>(row[0]));
    resolution.kind = static_cast<HoldState>(row[1].toInt());
    resolution.captured = moneyAt(row, 2);
    resolution.released = moneyAt(row, 3);
    resolution.earned = moneyAt(row, 4);
    resolution.final = row[5].toInt() != 0;
    WEFT_TRY(resolution.key, optionalIdFrom<SecretKey256>(row[6]));
    resolution.reason = row[7].toInt();
    resolution.created = timeAt(row, 8);
    return resolution;
}

} // namespace weft::relay
