// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/storage/Database.h"

#include "relay-server/storage/Migrations.h"

#include <QSqlError>
#include <QSqlRecord>

#include <atomic>

namespace weft::relay {

namespace {

Error failure(const QSqlError& error)
{
    return {ErrorCode::StorageFailed, error.text().toStdString()};
}

QString connectionName()
{
    static std::atomic<quint64> next {1};
    return QStringLiteral("weft-%1").arg(next++);
}

} // namespace

Database::Database(QString name, Dialect dialect)
    : m_name(std::move(name))
    , m_dialect(std::move(dialect))
    , m_connection(QSqlDatabase::addDatabase(m_dialect.driver, m_name))
{
}

Database::~Database()
{
    m_statements.clear();
    m_connection.close();
    m_connection = {}; // removeDatabase() wants no other copy
    QSqlDatabase::removeDatabase(m_name);
}

Result<std::unique_ptr<Database>> Database::open(const QString& path, Mode mode)
{
    std::unique_ptr<Database> database(new Database(connectionName(), Dialect::sqlite()));
    database->m_connection.setDatabaseName(path);
    if (mode == Mode::ReadOnly)
        database->m_connection.setConnectOptions(QStringLiteral("QSQLITE_OPEN_READONLY"));
    if (!database->m_connection.open())
        return failure(database->m_connection.lastError()).with("path", path.toStdString());
    const auto prepare = [&]() -> Done {
        for (const QString& sql : database->m_dialect.onOpen)
            WEFT_CHECK(database->execute(sql));
        return mode == Mode::ReadOnly ? checkVersion(*database) : migrate(*database);
    };
    if (const Done ready = prepare(); !ready)
        return ready.error().with("path", path.toStdString());
    return database;
}

Result<QSqlQuery*> Database::run(const char* sql, const Row& values)
{
    auto it = m_statements.find(sql);
    if (it == m_statements.end()) {
        QSqlQuery query(m_connection);
        query.setForwardOnly(true);
        if (!query.prepare(m_dialect.adapt(QString::fromUtf8(sql))))
            return failure(query.lastError());
        it = m_statements.emplace(sql, std::move(query)).first;
    }
    QSqlQuery& query = it->second;
    for (std::size_t i = 0; i < values.size(); ++i)
        query.bindValue(int(i), values[i]);
    if (!query.exec()) {
        const Error error = failure(query.lastError());
        query.finish();
        return error;
    }
    return &query;
}

Result<int> Database::write(const char* sql, const Row& values)
{
    WEFT_TRY(QSqlQuery * query, run(sql, values));
    const int changed = query->numRowsAffected();
    query->finish();
    return changed;
}

Result<std::vector<Row>> Database::read(const char* sql, const Row& values)
{
    WEFT_TRY(QSqlQuery * query, run(sql, values));
    const int columns = query->record().count();
    std::vector<Row> rows;
    while (query->next()) {
        Row row;
        for (int i = 0; i < columns; ++i)
            row.push_back(query->value(i));
        rows.push_back(std::move(row));
    }
    query->finish(); // an open statement would keep the log from being folded back
    return rows;
}

Result<Row> Database::readOne(const char* sql, const Row& values)
{
    WEFT_TRY(std::vector<Row> rows, read(sql, values));
    return rows.empty() ? Row {} : std::move(rows.front());
}

Done Database::execute(const QString& sql)
{
    QSqlQuery query(m_connection);
    if (!query.exec(m_dialect.adapt(sql)))
        return failure(query.lastError());
    return {};
}

Done Database::begin() { return execute(m_dialect.begin); }
Done Database::commit() { return execute(QStringLiteral("COMMIT")); }
void Database::rollback() { (void)execute(QStringLiteral("ROLLBACK")); }

Done Database::savepoint()
{
    WEFT_CHECK(write("SAVEPOINT job"));
    return {};
}

Done Database::releaseSavepoint()
{
    WEFT_CHECK(write("RELEASE SAVEPOINT job"));
    return {};
}

Done Database::rollbackToSavepoint()
{
    WEFT_CHECK(write("ROLLBACK TO SAVEPOINT job"));
    return releaseSavepoint();
}

QVariant toSql(ByteView bytes)
{
    return QByteArray(reinterpret_cast<const char*>(bytes.data()), qsizetype(bytes.size()));
}

QVariant toSql(std::int64_t number) { return QVariant::fromValue<qint64>(number); }

} // namespace weft::relay
