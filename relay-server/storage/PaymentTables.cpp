// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/storage/Schema.h"

namespace weft::relay {

/// Version 2: Stripe's side of an account, top ups, refunds, payouts, disputes, events, the outbox. Stripe's ids are
/// text; one that isn't known yet is empty.
Done toVersion2(Database& database)
{
    const QStringList statements = {
        QStringLiteral("CREATE TABLE payer (account {blob} PRIMARY KEY, customer TEXT NOT NULL, method TEXT NOT NULL,"
                       " brand TEXT NOT NULL, last4 TEXT NOT NULL, auto_on BIGINT NOT NULL, auto_below BIGINT NOT NULL,"
                       " auto_amount BIGINT NOT NULL, auto_limit BIGINT NOT NULL, auto_problem TEXT NOT NULL,"
                       " connect TEXT NOT NULL, onboarding BIGINT NOT NULL, frozen BIGINT NOT NULL)"),
        QStringLiteral(
            "CREATE TABLE top_up (id {blob} PRIMARY KEY, account {blob} NOT NULL, stage BIGINT NOT NULL,"
            " amount BIGINT NOT NULL CHECK (amount > 0), automatic BIGINT NOT NULL, save_card BIGINT NOT NULL,"
            " created BIGINT NOT NULL, paid BIGINT, fee BIGINT, session TEXT NOT NULL, url TEXT NOT NULL,"
            " intent TEXT NOT NULL, charge TEXT NOT NULL, method TEXT NOT NULL, receipt TEXT NOT NULL,"
            " problem TEXT NOT NULL)"),
        QStringLiteral("CREATE INDEX top_up_account ON top_up (account, created)"),
        // One credit per payment intent.
        QStringLiteral("CREATE UNIQUE INDEX top_up_intent ON top_up (intent) WHERE intent <> ''"),
        QStringLiteral("CREATE TABLE refund (id {blob} PRIMARY KEY, top_up {blob} NOT NULL REFERENCES top_up (id),"
                       " stage BIGINT NOT NULL, from_credits BIGINT NOT NULL, from_reserve BIGINT NOT NULL,"
                       " stripe TEXT NOT NULL, created BIGINT NOT NULL)"),
        QStringLiteral("CREATE INDEX refund_top_up ON refund (top_up)"),
        QStringLiteral("CREATE TABLE payout (id {blob} PRIMARY KEY, account {blob} NOT NULL, stage BIGINT NOT NULL,"
                       " amount BIGINT NOT NULL CHECK (amount > 0), returned BIGINT NOT NULL, stripe TEXT NOT NULL,"
                       " created BIGINT NOT NULL, problem TEXT NOT NULL)"),
        QStringLiteral("CREATE INDEX payout_account ON payout (account, created)"),
        QStringLiteral("CREATE INDEX payout_stripe ON payout (stripe) WHERE stripe <> ''"),
        QStringLiteral("CREATE TABLE dispute (id TEXT PRIMARY KEY, top_up {blob} NOT NULL REFERENCES top_up (id),"
                       " stage BIGINT NOT NULL, from_credits BIGINT NOT NULL, from_reserve BIGINT NOT NULL,"
                       " fee BIGINT NOT NULL, created BIGINT NOT NULL)"),
        QStringLiteral("CREATE INDEX dispute_top_up ON dispute (top_up)"),
        // The primary key makes each event count once.
        QStringLiteral("CREATE TABLE stripe_event (id TEXT PRIMARY KEY, type TEXT NOT NULL, received BIGINT NOT NULL)"),
        QStringLiteral(
            "CREATE TABLE outbox (id {blob} PRIMARY KEY, kind BIGINT NOT NULL, subject TEXT NOT NULL,"
            " ask {blob} NOT NULL, method TEXT NOT NULL, path TEXT NOT NULL, form TEXT NOT NULL,"
            " idempotency TEXT NOT NULL, created BIGINT NOT NULL, due BIGINT NOT NULL, tries BIGINT NOT NULL,"
            " first_tried BIGINT, is_open BIGINT NOT NULL DEFAULT 1 CHECK (is_open IN (0, 1)))"),
        QStringLiteral("CREATE INDEX outbox_due ON outbox (due) WHERE is_open = 1"),
        QStringLiteral("CREATE INDEX outbox_subject ON outbox (subject, created)"),
        QStringLiteral("CREATE INDEX IF NOT EXISTS transfer_debit ON transfer (debit, created)"),
        QStringLiteral("CREATE INDEX IF NOT EXISTS transfer_credit ON transfer (credit, created)"),
    };
    return createTables(database, statements, {QStringLiteral("stripe_event")});
}

} // namespace weft::relay
