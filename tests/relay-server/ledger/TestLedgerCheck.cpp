// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/ledger/LedgerCheck.h"
#include "tests/relay-server/ledger/LedgerFixture.h"
#include "tests/relay-server/storage/Databases.h"

#include <QTest>

using namespace weft;
using namespace weft::relay;
using namespace weft::relay::test;

/// Whoever changes the database by hand is found out.
class TestLedgerCheck : public QObject {
    Q_OBJECT

    const Party m_buyer = party(1);
    const Party m_provider = party(2);

    /// Two jobs: 1 is settled, 2 is held.
    Done fill(LedgerStore& store)
    {
        RelayJobs jobs(store, {}, markCrypto());
        WEFT_CHECK(jobs.openBooks());
        WEFT_CHECK(give(store, m_buyer, credits(100)));
        WEFT_CHECK(jobs.requestHold(m_buyer, m_provider, holdRequest(1, m_provider, credits(7)), at(0)));
        WEFT_CHECK(jobs.requestHold(m_buyer, m_provider, holdRequest(2, m_provider, credits(3)), at(0)));
        WEFT_CHECK(jobs.settle(m_provider, {1, signedReceipt(1, credits(5)), {}}, at(1)));
        return {};
    }
    /// The tables' own guards, off.
    static Done disarm(Database& database)
    {
        if (database.dialect().isServer())
            return database.execute(QStringLiteral("SET session_replication_role = replica"));
        for (const char* sql : {"DROP TRIGGER transfer_no_update", "DROP TRIGGER transfer_no_delete",
                 "DROP TRIGGER resolution_no_update", "DROP TRIGGER resolution_no_delete", "PRAGMA foreign_keys = OFF",
                 "PRAGMA ignore_check_constraints = ON"})
            WEFT_CHECK(database.execute(QString::fromUtf8(sql)));
        return {};
    }

    static void breaches()
    {
        QTest::addColumn<QString>("sql");
        QTest::addColumn<QString>("found");
        const auto row = [](const char* name, const char* sql, const char* found) {
            QTest::newRow(name) << QString::fromUtf8(sql) << QString::fromUtf8(found);
        };
        row("nothing", "UPDATE device SET added = 1", "");
        row("a balance grew", "UPDATE book SET credits_posted = credits_posted + 1 WHERE debits_pending > 0",
            "differs from the replay");
        row("a balance is pending", "UPDATE book SET debits_pending = debits_pending + 1 WHERE debits_pending > 0",
            "differs from the replay");
        row("a transfer is gone", "DELETE FROM transfer WHERE hold IS NULL", "differs from the replay");
        row("a transfer is larger", "UPDATE transfer SET amount = amount + 1 WHERE hold IS NULL",
            "differs from the replay");
        row("all say the same, but the legs don't fit",
            "UPDATE resolution SET captured = captured - 1, released = released + 1, earned = earned - 1",
            "the legs don't carry");
        row("a leg is gone", "DELETE FROM transfer WHERE hold IS NOT NULL AND amount = 600000", "the legs don't carry");
        row("a resolution is gone", "DELETE FROM resolution", "neither open nor resolved");
        row("a resolved hold is open", "UPDATE hold SET is_open = 1", "is open and resolved");
        row("a hold is gone", "DELETE FROM hold WHERE is_open = 0", "doesn't exist");
        row("a hold is larger", "UPDATE hold SET amount = amount + 1 WHERE is_open = 1", "differs from the replay");
        row("clearing keeps something", "UPDATE book SET credits_posted = credits_posted + 1 WHERE credits_pending > 0",
            "clearing holds money");
        row("a book is gone", "DELETE FROM book WHERE debits_pending > 0", "is missing");
        row("a sum that doesn't fit", "UPDATE transfer SET amount = 9223372036854775807", "");
    }

private Q_SLOTS:
    void tampering_data() { breaches(); }
    void tampering()
    {
        QFETCH(QString, sql);
        QFETCH(QString, found);
        QTemporaryDir dir;
        std::vector<QString> kinds{QStringLiteral("sqlite")};
        if (PostgresCluster::get().problem().isEmpty())
            kinds.push_back(QStringLiteral("postgresql"));
        for (const QString& kind : kinds) {
            StoreUnderTest under = makeStore(kind, dir);
            QVERIFY(under.store);
            QVERIFY(fill(*under.store));
            QVERIFY(checkLedger(*under.store)->empty());
            QVERIFY(disarm(*under.database));
            QVERIFY(under.database->execute(sql));
            const auto broken = checkLedger(*under.store);
            QVERIFY(broken);
            QString all;
            for (const std::string& what : *broken)
                all += QString::fromStdString(what) + QLatin1Char('\n');
            QVERIFY2(all.contains(found), qPrintable(all));
            QCOMPARE(all.isEmpty(), sql.contains(QStringLiteral("device")));
        }
    }

    void aBookThatMustHoldSomething()
    {
        MemoryLedgerStore store;
        QVERIFY(fill(store));
        QVERIFY(checkBalance(store, kShare, microCredits(600'000))->empty());
        const auto broken = checkBalance(store, kTransit, credits(1));
        QCOMPARE(broken->size(), std::size_t{1});
        QCOMPARE(QString::fromStdString(broken->front()), QStringLiteral("book relay:transit holds 0, not 1"));
    }
};

QTEST_GUILESS_MAIN(TestLedgerCheck)
#include "TestLedgerCheck.moc"
