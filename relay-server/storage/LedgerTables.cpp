// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/storage/Schema.h"

namespace weft::relay {

/// Version 1: devices, books, transfers, holds, resolutions, what machines achieved.
Done toVersion1(Database& database)
{
    const QStringList statements = {
        QStringLiteral("CREATE TABLE device (machine {blob} PRIMARY KEY, account {blob} NOT NULL,"
                       " added BIGINT NOT NULL, revoked BIGINT) {clustered}"),
        QStringLiteral("CREATE INDEX device_account ON device (account)"),
        // id: 16 bytes of account (zero: the relay's own) and one byte of kind.
        QStringLiteral("CREATE TABLE book (id {blob} PRIMARY KEY,"
                       " debits_posted BIGINT NOT NULL DEFAULT 0 CHECK (debits_posted >= 0),"
                       " credits_posted BIGINT NOT NULL DEFAULT 0 CHECK (credits_posted >= 0),"
                       " debits_pending BIGINT NOT NULL DEFAULT 0 CHECK (debits_pending >= 0),"
                       " credits_pending BIGINT NOT NULL DEFAULT 0 CHECK (credits_pending >= 0),"
                       " overdraft BIGINT NOT NULL DEFAULT 0 CHECK (overdraft >= 0),"
                       " CHECK (debits_posted + debits_pending <= credits_posted + overdraft)) {clustered}"),
        QStringLiteral("CREATE TABLE hold (job {blob} PRIMARY KEY,"
                       " buyer_account {blob} NOT NULL, buyer_machine {blob} NOT NULL,"
                       " provider_account {blob} NOT NULL, provider_machine {blob} NOT NULL,"
                       " job_public_key {blob} NOT NULL,"
                       " amount BIGINT NOT NULL CHECK (amount >= 0), created BIGINT NOT NULL, deadline BIGINT NOT NULL,"
                       " release_due BIGINT, gone_due BIGINT, due BIGINT NOT NULL, reason BIGINT NOT NULL DEFAULT 0,"
                       " receipt_increment BIGINT NOT NULL DEFAULT 0,"
                       " receipt_cumulative BIGINT NOT NULL DEFAULT 0"
                       " CHECK (receipt_cumulative >= 0 AND receipt_cumulative <= amount),"
                       " is_open BIGINT NOT NULL DEFAULT 1 CHECK (is_open IN (0, 1)))"),
        QStringLiteral("CREATE INDEX hold_due ON hold (due) WHERE is_open = 1"),
        QStringLiteral("CREATE INDEX hold_open_provider ON hold (provider_machine) WHERE is_open = 1"),
        QStringLiteral("CREATE INDEX hold_open_buyer ON hold (buyer_account) WHERE is_open = 1"),
        QStringLiteral("CREATE TABLE transfer (id {blob} PRIMARY KEY, hold {blob} REFERENCES hold (job),"
                       " debit {blob} NOT NULL REFERENCES book (id), credit {blob} NOT NULL REFERENCES book (id),"
                       " amount BIGINT NOT NULL CHECK (amount > 0), created BIGINT NOT NULL,"
                       " CHECK (debit <> credit))"),
        // For statements: an account's transfers by time.
        QStringLiteral("CREATE INDEX transfer_debit ON transfer (debit, created)"),
        QStringLiteral("CREATE INDEX transfer_credit ON transfer (credit, created)"),
        // The primary key makes each hold resolve once.
        QStringLiteral(
            "CREATE TABLE resolution (hold {blob} PRIMARY KEY REFERENCES hold (job),"
            " kind BIGINT NOT NULL CHECK (kind IN (2, 3)),"
            " captured BIGINT NOT NULL CHECK (captured >= 0), released BIGINT NOT NULL CHECK (released >= 0),"
            " earned BIGINT NOT NULL CHECK (earned >= 0 AND earned <= captured),"
            " is_final BIGINT NOT NULL CHECK (is_final IN (0, 1)), seal_key {blob},"
            " reason BIGINT NOT NULL, created BIGINT NOT NULL) {clustered}"),
        QStringLiteral("CREATE TABLE machine_record (machine {blob} PRIMARY KEY,"
                       " completed BIGINT NOT NULL DEFAULT 0, failed BIGINT NOT NULL DEFAULT 0) {clustered}"),
    };
    return createTables(database, statements, {QStringLiteral("transfer"), QStringLiteral("resolution")});
}

} // namespace weft::relay
