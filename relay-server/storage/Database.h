// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Ids.h"
#include "relay-server/storage/Dialect.h"

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QVariant>

#include <memory>
#include <unordered_map>
#include <vector>

namespace weft::relay {

using Row = std::vector<QVariant>;

/// One connection, for the thread that opened it. Statements are prepared once and kept.
class Database {
public:
    enum class Mode { ReadWrite, ReadOnly };

    /// Opens (and in ReadWrite makes) the file and brings its schema up to this build's version.
    /// Errors: StorageFailed, StorageNewer (args: path).
    static Result<std::unique_ptr<Database>> open(const QString& path, Mode mode = Mode::ReadWrite);
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    const Dialect& dialect() const { return m_dialect; }

    /// Statements must be string literals or live for ever: they are the cache's key. Errors: StorageFailed.
    Result<int> write(const char* sql, const Row& values = {}); // -> rows changed
    Result<std::vector<Row>> read(const char* sql, const Row& values = {});
    /// An empty row: there is none.
    Result<Row> readOne(const char* sql, const Row& values = {});
    /// Once, unprepared: schema and pragmas.
    Done execute(const QString& sql);

    Done begin();
    Done commit();
    void rollback();
    Done savepoint();
    Done releaseSavepoint();
    /// An error means that it isn't known what is undone (SQLite may have undone the whole transaction): roll all back.
    Done rollbackToSavepoint();

private:
    Database(QString name, Dialect dialect);
    Result<QSqlQuery*> run(const char* sql, const Row& values);

    QString m_name;
    Dialect m_dialect;
    QSqlDatabase m_connection;
    std::unordered_map<const char*, QSqlQuery> m_statements;
};

/// Bytes as SQL values and back. An empty view becomes an empty blob, not NULL.
QVariant toSql(ByteView bytes);
QVariant toSql(std::int64_t number);
template <typename Tag, std::size_t N>
QVariant toSql(const FixedBytes<Tag, N>& id)
{
    return toSql(id.view());
}
/// A column that holds exactly this id. Errors: StorageFailed (the file was damaged).
template <typename Id>
Result<Id> idFromSql(const QVariant& value)
{
    const QByteArray bytes = value.toByteArray();
    auto id = Id::fromBytes({reinterpret_cast<const std::uint8_t*>(bytes.constData()), std::size_t(bytes.size())});
    if (!id)
        return Error {ErrorCode::StorageFailed, "an id in the database has the wrong size"};
    return id;
}

} // namespace weft::relay
