// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/storage/Database.h"
#include "relay-server/storage/Migrations.h"

#include <QTemporaryDir>
#include <QTest>

using namespace weft;
using namespace weft::relay;

class TestDatabase : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    QString path() const { return m_dir.filePath(QString::fromUtf8(QTest::currentTestFunction()) + QStringLiteral(".db")); }

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

    void transfersAreImmutable()
    {
        auto opened = Database::open(path());
        QVERIFY(opened);
        Database& database = **opened;
        QVERIFY(database.execute(QStringLiteral("INSERT INTO book (id, credits_posted) VALUES (x'01', 5), (x'02', 5)")));
        QVERIFY(database.execute(
            QStringLiteral("INSERT INTO transfer (id, debit, credit, amount, created) VALUES (x'07', x'01', x'02', 1, 0)")));
        QVERIFY(!database.execute(QStringLiteral("UPDATE transfer SET amount = 2")));
        QVERIFY(!database.execute(QStringLiteral("DELETE FROM transfer")));
    }

    void constraints_data()
    {
        QTest::addColumn<QString>("sql");
        QTest::newRow("overdraft") << QStringLiteral("UPDATE book SET debits_posted = 6 WHERE id = x'01'");
        QTest::newRow("overdraft with pending")
            << QStringLiteral("UPDATE book SET debits_posted = 3, debits_pending = 3 WHERE id = x'01'");
        QTest::newRow("negative pending") << QStringLiteral("UPDATE book SET credits_pending = -1 WHERE id = x'01'");
        QTest::newRow("same book twice")
            << QStringLiteral("INSERT INTO transfer (id, debit, credit, amount, created) VALUES (x'07', x'01', x'01', 1, 0)");
        QTest::newRow("nothing moved")
            << QStringLiteral("INSERT INTO transfer (id, debit, credit, amount, created) VALUES (x'07', x'01', x'02', 0, 0)");
        QTest::newRow("unknown book")
            << QStringLiteral("INSERT INTO transfer (id, debit, credit, amount, created) VALUES (x'07', x'01', x'09', 1, 0)");
    }
    void constraints()
    {
        QFETCH(QString, sql);
        QTemporaryDir dir;
        auto opened = Database::open(dir.filePath(QStringLiteral("constraints.db")));
        QVERIFY(opened);
        Database& database = **opened;
        QVERIFY(database.execute(QStringLiteral("INSERT INTO book (id, credits_posted) VALUES (x'01', 5), (x'02', 5)")));
        QVERIFY(!database.execute(sql));
    }
};

QTEST_GUILESS_MAIN(TestDatabase)
#include "TestDatabase.moc"
