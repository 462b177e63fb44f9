// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "relay-server/ledger/Books.h"
#include "relay-server/storage/SqlValues.h"

/// Ledger rows to SQL values and back, in the order of the column lists below.
namespace weft::relay {

#define WEFT_BOOK_COLUMNS "id, debits_posted, credits_posted, debits_pending, credits_pending, overdraft"
#define WEFT_TRANSFER_COLUMNS "id, hold, debit, credit, amount, created"
#define WEFT_HOLD_COLUMNS \
    "job, buyer_account, buyer_machine, provider_account, provider_machine, job_public_key, amount, created, " \
    "deadline, release_due, gone_due, due, reason, receipt_increment, receipt_cumulative"
#define WEFT_RESOLUTION_COLUMNS "hold, kind, captured, released, earned, is_final, seal_key, reason, created"

/// 16 bytes of owner, one byte of kind.
QVariant toSql(const BookId& id);

Row toRow(const Book& book);
Row toRow(const Transfer& transfer);
Row toRow(const Hold& hold);
Row toRow(const Resolution& resolution);

/// Errors: StorageFailed (an id of the wrong size).
Result<Book> bookFrom(const Row& row);
Result<Transfer> transferFrom(const Row& row);
Result<Hold> holdFrom(const Row& row);
Result<Resolution> resolutionFrom(const Row& row);

} // namespace weft::relay
