// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/storage/Dialect.h"

namespace weft::relay {

namespace {
constexpr int kLocks = 0x77656674; // "weft": the first half of our advisory locks' keys
constexpr int kOwnLock = 1; // of the relay that the database belongs to, while it runs
constexpr int kWriteLock = 2; // of a transaction that writes
} // namespace

Dialect Dialect::sqlite()
{
    Dialect dialect;
    dialect.driver = QStringLiteral("QSQLITE");
    dialect.blob = QStringLiteral("BLOB");
    dialect.clustered = QStringLiteral("WITHOUT ROWID");
    dialect.begin = QStringLiteral("BEGIN IMMEDIATE"); // QSqlDatabase::transaction() is deferred
    dialect.beginReading = QStringLiteral("BEGIN");
    dialect.onOpen = {
        QStringLiteral("PRAGMA busy_timeout = 10000"), QStringLiteral("PRAGMA journal_mode = WAL"),
        QStringLiteral("PRAGMA synchronous = FULL"), // acknowledged means on the disk
        QStringLiteral("PRAGMA foreign_keys = ON"),
        QStringLiteral("PRAGMA cache_size = -65536"), // KiB
        QStringLiteral("PRAGMA wal_autocheckpoint = 16000"), // pages: rare pauses, a log of 64 MB
    };
    return dialect;
}

Dialect Dialect::postgresql()
{
    Dialect dialect;
    dialect.engine = Engine::Postgresql;
    dialect.driver = QStringLiteral("QPSQL");
    dialect.blob = QStringLiteral("BYTEA");
    // One write lock for all: the relay and the operator's commands never wait for each other's rows.
    dialect.begin = QStringLiteral("BEGIN ISOLATION LEVEL READ COMMITTED; SELECT pg_advisory_xact_lock(%1, %2)")
                        .arg(kLocks)
                        .arg(kWriteLock);
    dialect.beginReading = QStringLiteral("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    dialect.onOpen = {
        QStringLiteral("SET synchronous_commit = on"), // acknowledged means on the disk
        QStringLiteral("SET client_min_messages = warning"),
        QStringLiteral("SELECT set_config('lock_timeout', '10s', false) WHERE current_setting('lock_timeout') = '0'"),
        QStringLiteral("SET plan_cache_mode = force_generic_plan"), // every statement is a look-up by its key
    };
    dialect.onOpenReadOnly = {QStringLiteral("SET default_transaction_read_only = on")};
    // A relay that was killed keeps it for as long as the server needs to notice: lock_timeout waits for that.
    dialect.takeOver = QStringLiteral("SELECT pg_advisory_lock(%1, %2)").arg(kLocks).arg(kOwnLock);
    dialect.immutable =
        QStringLiteral("CREATE OR REPLACE FUNCTION weft_immutable() RETURNS trigger LANGUAGE plpgsql AS $$"
                       " BEGIN RAISE EXCEPTION '% rows are immutable', TG_TABLE_NAME; END $$");
    return dialect;
}

QString Dialect::adapt(QString sql) const
{
    return sql.replace(QStringLiteral("{blob}"), blob).replace(QStringLiteral("{clustered}"), clustered);
}

QStringList Dialect::freeze(const QString& table) const
{
    if (engine == Engine::Postgresql) {
        return {
            immutable,
            QStringLiteral("CREATE TRIGGER %1_no_change BEFORE UPDATE OR DELETE ON %1"
                           " FOR EACH ROW EXECUTE FUNCTION weft_immutable()")
                .arg(table),
            QStringLiteral("CREATE TRIGGER %1_no_truncate BEFORE TRUNCATE ON %1"
                           " FOR EACH STATEMENT EXECUTE FUNCTION weft_immutable()")
                .arg(table),
        };
    }
    const QString trigger = QStringLiteral("CREATE TRIGGER %1_no_%2 BEFORE %3 ON %1 BEGIN "
                                           "SELECT RAISE(ABORT, '%1 rows are immutable'); END");
    return {
        trigger.arg(table, QStringLiteral("update"), QStringLiteral("UPDATE")),
        trigger.arg(table, QStringLiteral("delete"), QStringLiteral("DELETE")),
    };
}

} // namespace weft::relay
