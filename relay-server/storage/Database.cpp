// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/storage/Database.h"

#include "relay-server/storage/DatabaseUrl.h"
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
    static std::atomic<quint64> next{1};
    return QStringLiteral("weft-%1").arg(next++);
}

Done setUrl(QSqlDatabase& connection, const QString& text)
{
    WEFT_TRY(const DatabaseUrl url, DatabaseUrl::parse(text));
    if (!connection.isValid())
        return Error{ErrorCode::StorageFailed, "Qt's driver for PostgreSQL isn't installed (libqt6sql6-psql)"};
    connection.setHostName(url.host);
    connection.setPort(url.port);
    connection.setUserName(url.user);
    connection.setPassword(url.password);
    connection.setDatabaseName(url.name);
    connection.setConnectOptions(url.options);
    return {};
}

} // namespace

Database::Database(QString name, Dialect dialect, Mode mode)
    : m_name(std::move(name))
    , m_dialect(std::move(dialect))
    , m_mode(mode)
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

Result<std::unique_ptr<Database>> Database::open(const QString& where, Mode mode)
{
    const bool isServer = DatabaseUrl::isUrl(where);
    std::unique_ptr<Database> database(
        new Database(connectionName(), isServer ? Dialect::postgresql() : Dialect::sqlite(), mode));
    const auto prepare = [&]() -> Done {
        QSqlDatabase& connection = database->m_connection;
        if (isServer) {
            WEFT_CHECK(setUrl(connection, where));
        } else {
            connection.setDatabaseName(where);
            if (mode == Mode::ReadOnly)
                connection.setConnectOptions(QStringLiteral("QSQLITE_OPEN_READONLY"));
        }
        WEFT_CHECK(database->connectToServer());
        return mode == Mode::ReadOnly ? checkVersion(*database) : migrate(*database);
    };
    if (const Done ready = prepare(); !ready)
        return ready.error().with("path", DatabaseUrl::withoutPassword(where).toStdString());
    return database;
}

Done Database::connectToServer()
{
    if (!m_connection.open())
        return failure(m_connection.lastError());
    return prepareConnection();
}

Done Database::prepareConnection()
{
    for (const QString& sql : m_dialect.onOpen)
        WEFT_CHECK(execute(sql));
    if (m_mode == Mode::ReadOnly) {
        for (const QString& sql : m_dialect.onOpenReadOnly)
            WEFT_CHECK(execute(sql));
    }
    return m_mode == Mode::Own ? takeOver() : Done{};
}

Done Database::takeOver()
{
    const auto take = [this]() -> Done {
        if (m_dialect.isServer())
            return execute(m_dialect.takeOver);
        if (m_connection.databaseName() == QLatin1String(":memory:"))
            return {};
        WEFT_TRY(m_owner, OwnerLock::take(m_connection.databaseName()));
        return {};
    };
    if (const Done taken = take(); !taken)
        return Error{ErrorCode::StorageFailed,
            "another weft-relay works on this database: stop it first, or name another one (" + taken.error().detail
                + ")"};
    return {};
}

Done Database::ensureConnected()
{
    if (!m_dialect.isServer() || (m_connection.isOpen() && execute(QStringLiteral("SELECT 1"))))
        return {};
    m_statements.clear();
    m_connection.close();
    const auto again = [this]() -> Done {
        WEFT_CHECK(connectToServer());
        return checkVersion(*this);
    };
    const Done connected = again();
    if (!connected) { // also when another relay has taken the database over meanwhile
        m_statements.clear();
        m_connection.close();
    }
    return connected;
}

Error Database::failed(const QSqlError& error)
{
    m_broke = true;
    const QString state = error.nativeErrorCode();
    m_met = state == QLatin1String("40001") || state == QLatin1String("40P01");
    return failure(error);
}

Result<QSqlQuery*> Database::prepared(const char* sql)
{
    const auto it = m_statements.find(sql);
    if (it != m_statements.end())
        return &it->second;
    QSqlQuery query(m_connection);
    query.setForwardOnly(true);
    if (!query.prepare(m_dialect.adapt(QString::fromUtf8(sql))))
        return failed(query.lastError());
    return &m_statements.emplace(sql, std::move(query)).first->second;
}

Result<QSqlQuery*> Database::run(const char* sql, const Row& values)
{
    WEFT_TRY(QSqlQuery * query, prepared(sql));
    for (std::size_t i = 0; i < values.size(); ++i)
        query->bindValue(int(i), values[i]);
    if (!query->exec()) {
        const Error error = failed(query->lastError());
        query->finish();
        return error;
    }
    return query;
}

Result<int> Database::write(const char* sql, const Row& values)
{
    WEFT_TRY(QSqlQuery * query, run(sql, values));
    const int changed = query->numRowsAffected();
    query->finish();
    m_wrote = m_wrote || changed != 0;
    return changed;
}

Done Database::forEach(const char* sql, const Row& values, const std::function<Done(const Row&)>& visit)
{
    WEFT_TRY(QSqlQuery * query, run(sql, values));
    Row row(std::size_t(query->record().count()));
    Done done;
    while (done && query->next()) {
        for (std::size_t i = 0; i < row.size(); ++i)
            row[i] = query->value(int(i));
        done = visit(row);
    }
    if (done && query->lastError().isValid()) // the server was lost in the middle
        done = failed(query->lastError());
    query->finish(); // an open statement would keep the log from being folded back
    return done;
}

Result<std::vector<Row>> Database::read(const char* sql, const Row& values)
{
    std::vector<Row> rows;
    WEFT_CHECK(forEach(sql, values, [&](const Row& row) -> Done {
        rows.push_back(row);
        return {};
    }));
    return rows;
}

Result<Row> Database::readOne(const char* sql, const Row& values)
{
    WEFT_TRY(std::vector<Row> rows, read(sql, values));
    return rows.empty() ? Row{} : std::move(rows.front());
}

Done Database::execute(const QString& sql)
{
    QSqlQuery query(m_connection);
    if (!query.exec(m_dialect.adapt(sql)))
        return failed(query.lastError());
    m_wrote = true;
    return {};
}

Done Database::begin()
{
    const Done begun = execute(m_dialect.begin);
    m_inTransaction = begun.hasValue();
    m_wrote = m_broke = m_met = false;
    return begun;
}

Done Database::beginReading()
{
    return execute(m_dialect.beginReading);
}

Done Database::commit()
{
    if (m_broke) // PostgreSQL would answer COMMIT as if it were done, and roll back
        return Error{ErrorCode::StorageFailed, "a statement of this transaction failed"};
    WEFT_CHECK(execute(QStringLiteral("COMMIT")));
    m_inTransaction = false;
    return {};
}

void Database::rollback()
{
    const bool met = m_met;
    (void)execute(QStringLiteral("ROLLBACK"));
    m_met = met;
    m_inTransaction = false;
}

Done Database::savepoint()
{
    WEFT_CHECK(execute(QStringLiteral("SAVEPOINT job")));
    m_wrote = m_broke = m_met = false;
    return {};
}

Done Database::releaseSavepoint()
{
    return execute(QStringLiteral("RELEASE SAVEPOINT job"));
}

Done Database::rollbackToSavepoint()
{
    WEFT_CHECK(execute(QStringLiteral("ROLLBACK TO SAVEPOINT job")));
    m_broke = false;
    return releaseSavepoint();
}

QVariant toSql(ByteView bytes)
{
    return QByteArray(reinterpret_cast<const char*>(bytes.data()), qsizetype(bytes.size()));
}

QVariant toSql(std::int64_t number)
{
    return QVariant::fromValue<qint64>(number);
}

} // namespace weft::relay
