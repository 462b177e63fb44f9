// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace weft::relay {

/// Where SQL engines differ. All other statements are written once, in the SQL that SQLite and PostgreSQL share:
/// BIGINT, `{blob}` for bytes, `{clustered}` behind a table of short rows, ON CONFLICT, positional parameters.
struct Dialect {
    enum class Engine { Sqlite, Postgresql };

    Engine engine = Engine::Sqlite;
    QString driver; // of Qt Sql
    QString blob; // the column type that stands for {blob}
    QString clustered; // rows live in the primary key's tree
    QString begin; // a transaction that takes the one write lock at once
    QString beginReading; // a transaction that sees one snapshot
    QStringList onOpen; // per connection
    QStringList onOpenReadOnly; // besides
    QString takeOver; // refused while another connection holds it; empty: OwnerLock does it
    QString immutable; // what the frozen tables need once

    static Dialect sqlite();
    static Dialect postgresql();

    bool isServer() const { return engine == Engine::Postgresql; }
    /// The statement with {blob} and {clustered} filled in.
    QString adapt(QString sql) const;
    /// Statements that make rows of a table unchangeable.
    QStringList freeze(const QString& table) const;
};

} // namespace weft::relay
