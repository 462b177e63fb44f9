// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/storage/Database.h"
#include "relay-server/storage/Migrations.h"

#include "tests/relay-server/storage/Databases.h"

#include <QTemporaryDir>
#include <QTest>

using namespace weft;
using namespace weft::relay;
using namespace weft::relay::test;

class TestDatabase : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    QString path() const { return m_dir.filePath(QString::fromUtf8(QTest::currentTestFunction()) + QStringLiteral(".db")); }

    static constexpr const char* kTwoBooks = "INSERT INTO book (id, credits_posted) VALUES (x'01', 5), (x'02', 5)";
    /// x'01' as this engine writes it.
    static QString bytes(const Database& database, const char* sql)
    {
        QString text = QString::fromUtf8(sql);
        return database.dialect().isServer() ? text.replace(QStringLiteral("x'"), QStringLiteral("'\\x")) : text;
    }

private Q_SLOTS:
    void opensWithTheSettingsThatKeepMoney()
    {
        auto database = Database::open(path());
        QVERIFY(database);
        const auto pragma = [&](const char* sql) { return (**database).readOne(sql).value()[0].toString(); };
        QCOMPARE(pragma("PRAGMA journal_mode"), QStringLiteral("wal"));
        QCOMPARE(pragma("PRAGMA synchronous"), QStringLiteral("2")); // FULL
        QCOMPARE(pragma("PRAGMA foreign_keys"), QStringLiteral("1"));
        QCOMPARE(pragma("SELECT version FROM schema_version"), QString::number(kSchemaVersion));
    }

    void opensAgain()
    {
        QVERIFY(Database::open(path()));
        auto database = Database::open(path());
        QVERIFY(database);
        QCOMPARE((**database).read("SELECT version FROM schema_version")->size(), std::size_t {1});
    }

    void refusesANewerDatabase()
    {
        {
            auto database = Database::open(path());
            QVERIFY(database);
            QVERIFY((**database).execute(QStringLiteral("UPDATE schema_version SET version = 99")));
        }
        auto database = Database::open(path());
        QVERIFY(!database);
        QCOMPARE(database.error().code, ErrorCode::StorageNewer);
        QCOMPARE(database.error().args.at("found"), std::string("99"));
        auto reader = Database::open(path(), Database::Mode::ReadOnly);
        QVERIFY(!reader);
        QCOMPARE(reader.error().code, ErrorCode::StorageNewer);
    }

    void refusesAFileThatIsNoDatabase()
    {
        QFile file(path());
        QVERIFY(file.open(QFile::WriteOnly));
        file.write(QByteArray(8192, 'x'));
        file.close();
        auto database = Database::open(path());
        QVERIFY(!database);
        QCOMPARE(database.error().code, ErrorCode::StorageFailed);
        QVERIFY(database.error().args.contains("path"));
    }

    void readersMayNotWrite()
    {
        QVERIFY(Database::open(path()));
        auto reader = Database::open(path(), Database::Mode::ReadOnly);
        QVERIFY(reader);
        QVERIFY(!(**reader).write("DELETE FROM schema_version"));
    }

    void transfersAreImmutable_data() { databaseKinds(); }
    void transfersAreImmutable()
    {
        QFETCH(QString, kind);
        auto opened = Database::open(emptyDatabase(kind, m_dir));
        QVERIFY(opened);
        Database& database = **opened;
        QVERIFY(database.execute(bytes(database, kTwoBooks)));
        QVERIFY(database.execute(bytes(database,
            "INSERT INTO transfer (id, debit, credit, amount, created) VALUES (x'07', x'01', x'02', 1, 0)")));
        QVERIFY(!database.execute(QStringLiteral("UPDATE transfer SET amount = 2")));
        QVERIFY(!database.execute(QStringLiteral("DELETE FROM transfer")));
        QVERIFY(!database.execute(QStringLiteral("TRUNCATE transfer"))); // unknown to SQLite
        QCOMPARE((database.readOne("SELECT amount FROM transfer").value()[0]).toInt(), 1);
    }

    void readersOfAServerMayNotWrite()
    {
        if (!PostgresCluster::get().problem().isEmpty())
            QSKIP(qPrintable(PostgresCluster::get().problem()));
        const QString url = PostgresCluster::get().newDatabase();
        QVERIFY(!Database::open(url, Database::Mode::ReadOnly)); // no schema yet
        QVERIFY(Database::open(url));
        auto reader = Database::open(url, Database::Mode::ReadOnly);
        QVERIFY(reader);
        QVERIFY(!(**reader).write("DELETE FROM schema_version"));
        QCOMPARE((**reader).readOne("SELECT version FROM schema_version").value()[0].toInt(), kSchemaVersion);
    }

    void aServersDatabaseHasOneOwner()
    {
        if (!PostgresCluster::get().problem().isEmpty())
            QSKIP(qPrintable(PostgresCluster::get().problem()));
        const QString url = PostgresCluster::get().newDatabase() + QStringLiteral("&options=-clock_timeout%3D300ms");
        auto owner = Database::open(url, Database::Mode::Own);
        QVERIFY(owner);
        QCOMPARE((**owner).readOne("SELECT current_setting('synchronous_commit')").value()[0].toString(), QStringLiteral("on"));
        const auto second = Database::open(url, Database::Mode::Own);
        QVERIFY(!second);
        QVERIFY(second.error().detail.starts_with("another weft-relay works on this database"));
        QVERIFY(Database::open(url)); // the operator's commands
        owner->reset();
        QVERIFY(Database::open(url, Database::Mode::Own));
    }

    void aFileHasOneOwner()
    {
        auto owner = Database::open(path(), Database::Mode::Own);
        QVERIFY(owner);
        const QString other = m_dir.filePath(QStringLiteral("the-same.db"));
        QVERIFY(QFile::link(path(), other));
        for (const QString& name : {path(), other}) {
            const auto second = Database::open(name, Database::Mode::Own);
            QVERIFY(!second);
            QCOMPARE(second.error().code, ErrorCode::StorageFailed);
            QVERIFY(second.error().detail.starts_with("another weft-relay works on this database"));
        }
        QVERIFY(Database::open(path())); // the operator's commands
        QVERIFY(Database::open(path(), Database::Mode::ReadOnly));
        owner->reset();
        QVERIFY(Database::open(path(), Database::Mode::Own));
        QVERIFY(Database::open(QStringLiteral(":memory:"), Database::Mode::Own));
    }

    void aServerThatIsNotThere()
    {
        const auto database = Database::open(QStringLiteral("postgresql://u:secret@/weft?host=/nonexistent"));
        QVERIFY(!database);
        QCOMPARE(database.error().code, ErrorCode::StorageFailed);
        QCOMPARE(database.error().args.at("path"), std::string("postgresql://u@/weft?host=/nonexistent"));
    }

    void constraints_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("sql");
        QList<QString> kinds {QStringLiteral("sqlite")};
        if (PostgresCluster::get().problem().isEmpty())
            kinds += QStringLiteral("postgresql");
        for (const QString& kind : kinds)
            constraintRows(kind);
    }
    static void constraintRows(const QString& kind)
    {
        const auto row = [&](const char* name) -> QTestData& {
            return QTest::newRow(qPrintable(kind + QStringLiteral(": ") + QString::fromUtf8(name))) << kind;
        };
        row("overdraft")  << QStringLiteral("UPDATE book SET debits_posted = 6 WHERE id = x'01'");
        row("overdraft with pending")
             << QStringLiteral("UPDATE book SET debits_posted = 3, debits_pending = 3 WHERE id = x'01'");
        row("negative pending")  << QStringLiteral("UPDATE book SET credits_pending = -1 WHERE id = x'01'");
        row("same book twice")
             << QStringLiteral("INSERT INTO transfer (id, debit, credit, amount, created) VALUES (x'07', x'01', x'01', 1, 0)");
        row("nothing moved")
             << QStringLiteral("INSERT INTO transfer (id, debit, credit, amount, created) VALUES (x'07', x'01', x'02', 0, 0)");
        row("unknown book")
             << QStringLiteral("INSERT INTO transfer (id, debit, credit, amount, created) VALUES (x'07', x'01', x'09', 1, 0)");
    }
    void constraints()
    {
        QFETCH(QString, kind);
        QFETCH(QString, sql);
        auto opened = Database::open(emptyDatabase(kind, m_dir));
        QVERIFY(opened);
        Database& database = **opened;
        QVERIFY(database.execute(bytes(database, kTwoBooks)));
        QVERIFY(!database.execute(bytes(database, qPrintable(sql))));
    }
};

QTEST_GUILESS_MAIN(TestDatabase)
#include "TestDatabase.moc"
