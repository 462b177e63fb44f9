// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/storage/Dialect.h"

namespace weft::relay {

Dialect Dialect::sqlite()
{
    return {
        QStringLiteral("QSQLITE"),
        QStringLiteral("BLOB"),
        QStringLiteral("BEGIN IMMEDIATE"), // QSqlDatabase::transaction() is deferred
        {
            QStringLiteral("PRAGMA busy_timeout = 10000"),
            QStringLiteral("PRAGMA journal_mode = WAL"),
            QStringLiteral("PRAGMA synchronous = FULL"), // acknowledged means on the disk
            QStringLiteral("PRAGMA foreign_keys = ON"),
        },
    };
}

QStringList Dialect::freeze(const QString& table) const
{
    const QString trigger = QStringLiteral("CREATE TRIGGER %1_no_%2 BEFORE %3 ON %1 BEGIN "
                                           "SELECT RAISE(ABORT, '%1 rows are immutable'); END");
    return {
        trigger.arg(table, QStringLiteral("update"), QStringLiteral("UPDATE")),
        trigger.arg(table, QStringLiteral("delete"), QStringLiteral("DELETE")),
    };
}

} // namespace weft::relay
