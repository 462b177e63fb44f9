// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/storage/Migrations.h"

#include "relay-server/storage/Schema.h"

namespace weft::relay {

namespace {

using Migration = Done (*)(Database&);
constexpr Migration kMigrations[kSchemaVersion] = {toVersion1, toVersion2, toVersion3, toVersion4, toVersion5, toVersion6};

Result<int> versionOf(Database& database)
{
    WEFT_TRY(auto row, database.readOne("SELECT version FROM schema_version"));
    return row.empty() ? 0 : row[0].toInt();
}

Error newer(int found)
{
    return {ErrorCode::StorageNewer, "the database was made by a newer version",
        {{"found", std::to_string(found)}, {"known", std::to_string(kSchemaVersion)}}};
}

Done step(Database& database, int version)
{
    WEFT_CHECK(database.begin());
    const auto apply = [&]() -> Done {
        WEFT_TRY(const int current, versionOf(database)); // again, now that the lock is held
        if (current > version - 1)
            return {};
        WEFT_CHECK(kMigrations[version - 1](database));
        WEFT_CHECK(database.write("DELETE FROM schema_version"));
        WEFT_CHECK(database.write("INSERT INTO schema_version (version) VALUES (?)", {version}));
        return {};
    };
    if (const Done done = apply(); !done) {
        database.rollback();
        return done;
    }
    return database.commit();
}

/// In a transaction of its own, as two programs may start at once.
Done makeVersionTable(Database& database)
{
    WEFT_CHECK(database.begin());
    const Done made
        = database.execute(QStringLiteral("CREATE TABLE IF NOT EXISTS schema_version (version BIGINT NOT NULL)"));
    if (made)
        return database.commit();
    database.rollback();
    return made;
}

} // namespace

Done createTables(Database& database, const QStringList& statements, const QStringList& frozen)
{
    for (const QString& sql : statements)
        WEFT_CHECK(database.execute(sql));
    for (const QString& table : frozen) {
        for (const QString& sql : database.dialect().freeze(table))
            WEFT_CHECK(database.execute(sql));
    }
    return {};
}

Done migrate(Database& database)
{
    WEFT_CHECK(makeVersionTable(database));
    WEFT_TRY(const int found, versionOf(database));
    if (found > kSchemaVersion)
        return newer(found);
    for (int version = found + 1; version <= kSchemaVersion; ++version)
        WEFT_CHECK(step(database, version));
    return {};
}

Done checkVersion(Database& database)
{
    WEFT_TRY(const int found, versionOf(database));
    if (found > kSchemaVersion)
        return newer(found);
    if (found < kSchemaVersion)
        return Error{ErrorCode::StorageFailed, "the database has an older schema; start weft-relay on it once"};
    return {};
}

} // namespace weft::relay
