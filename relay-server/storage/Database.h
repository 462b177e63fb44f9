// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Ids.h"
#include "relay-server/storage/Dialect.h"
#include "relay-server/storage/OwnerLock.h"

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QVariant>

#include <functional>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

namespace weft::relay {

using Row = std::vector<QVariant>;

/// One connection, for the thread that opened it. Statements are prepared once and kept.
class Database {
public:
    enum class Mode {
        ReadWrite,
        ReadOnly,
        Own, // ReadWrite, for the relay: a second one is refused while this one is open
    };

    /// Opens a file (and in ReadWrite makes it) or a PostgreSQL database (DatabaseUrl), and brings its schema up to
    /// this build's version. Errors: SettingInvalid (the URL), StorageFailed, StorageNewer (args: path).
    static Result<std::unique_ptr<Database>> open(const QString& where, Mode mode = Mode::ReadWrite);
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    const Dialect& dialect() const { return m_dialect; }

    /// Statements must be string literals or live for ever: they are the cache's key. Errors: StorageFailed.
    Result<int> write(const char* sql, const Row& values = {}); // -> rows changed
    Result<std::vector<Row>> read(const char* sql, const Row& values = {});
    /// An empty row: there is none.
    Result<Row> readOne(const char* sql, const Row& values = {});
    /// Row by row, without keeping them; `visit` asks nothing of this Database. Errors: also `visit`'s, which end it.
    Done forEach(const char* sql, const Row& values, const std::function<Done(const Row&)>& visit);
    /// Once, unprepared: schema and pragmas.
    Done execute(const QString& sql);

    Done begin();
    /// One snapshot for all that is read, until rollback().
    Done beginReading();
    /// Refused when a statement since begin() failed and wasn't undone to a savepoint.
    Done commit();
    void rollback();
    Done savepoint();
    Done releaseSavepoint();
    /// An error means that it isn't known what is undone (SQLite may have undone the whole transaction): roll all back.
    Done rollbackToSavepoint();

    bool inTransaction() const { return m_inTransaction; }
    /// Whether rows may have been changed since the last begin(), savepoint() or watch().
    bool wrote() const { return m_wrote; }
    void watch() { m_wrote = false; }
    /// A statement failed since begin(): PostgreSQL takes no more then, and SQLite may have undone everything.
    bool broke() const { return m_broke; }
    /// The last failure was of two transactions that met (deadlock, serialization): the same again may succeed.
    bool met() const { return m_met; }
    /// Connects anew if the server was lost. Call it outside of a transaction. Errors: StorageFailed.
    Done ensureConnected();

private:
    Database(QString name, Dialect dialect, Mode mode);
    Done connectToServer();
    Done prepareConnection();
    Done takeOver();
    Result<QSqlQuery*> run(const char* sql, const Row& values);
    Result<QSqlQuery*> prepared(const char* sql);
    Error failed(const QSqlError& error);

    QString m_name;
    Dialect m_dialect;
    Mode m_mode;
    QSqlDatabase m_connection;
    std::optional<OwnerLock> m_owner; // of a file; a server has its own locks
    std::unordered_map<const char*, QSqlQuery> m_statements;
    bool m_inTransaction = false;
    bool m_wrote = false;
    bool m_broke = false;
    bool m_met = false;
};

/// Bytes as SQL values and back. An empty view becomes an empty blob, not NULL.
QVariant toSql(ByteView bytes);
QVariant toSql(std::int64_t number);
template <typename Tag, std::size_t N> QVariant toSql(const FixedBytes<Tag, N>& id)
{
    return toSql(id.view());
}
/// A column that holds exactly this id. Errors: StorageFailed (the file was damaged).
template <typename Id> Result<Id> idFromSql(const QVariant& value)
{
    const QByteArray bytes = value.toByteArray();
    auto id = Id::fromBytes({reinterpret_cast<const std::uint8_t*>(bytes.constData()), std::size_t(bytes.size())});
    if (!id)
        return Error{ErrorCode::StorageFailed, "an id in the database has the wrong size"};
    return id;
}

} // namespace weft::relay
