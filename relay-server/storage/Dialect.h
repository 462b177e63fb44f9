// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace weft::relay {

/// Where SQL engines differ. All other statements are written once, in the SQL that SQLite and PostgreSQL share:
/// BIGINT, `{blob}` for bytes, ON CONFLICT, positional parameters.
struct Dialect {
    QString driver; // of Qt Sql
    QString blob; // the column type that stands for {blob}
    QString begin; // a transaction that takes the write lock at once
    QStringList onOpen; // per connection

    static Dialect sqlite();

    /// The statement with {blob} filled in.
    QString adapt(QString sql) const { return sql.replace(QStringLiteral("{blob}"), blob); }
    /// Statements that make rows of a table unchangeable.
    QStringList freeze(const QString& table) const;
};

} // namespace weft::relay
