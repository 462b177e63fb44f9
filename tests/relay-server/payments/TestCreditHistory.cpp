// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/relay-server/payments/PaymentsFixture.h"

#include "relay-server/ledger/LedgerRows.h"

#include <QTest>

using namespace weft;
using namespace weft::relay;
using namespace weft::relay::test;

/// What is left of each top up, from sums.
class TestCreditHistory : public QObject {
    Q_OBJECT

    std::unique_ptr<PaymentsFixture> f;
    Money left(std::uint8_t n) { return f->payments.context().unspent(f->topUp(n)).value(); }

private Q_SLOTS:
    void init() { f = std::make_unique<PaymentsFixture>(); }
    void cleanup()
    {
        const std::string wrong = f->mismatch();
        QVERIFY2(wrong.empty(), wrong.c_str());
        f.reset();
    }

    void whatComesAfterDoesntReplaceWhatWasSpent()
    {
        f->paid(1, credits(2000));
        f->spend(credits(1800));
        f->now += std::chrono::seconds(1);
        f->earn(credits(700));
        f->keep(f->payments.payouts().toCredits(f->me, {1, f->idOf(9), credits(700)}, f->now));
        QCOMPARE(left(1), credits(200));
        f->spend(credits(100)); // of what was earned
        QCOMPARE(left(1), credits(200));
        f->now += std::chrono::seconds(1);
        f->paid(2, credits(1000));
        f->keep(f->payments.refunds().request(f->me, f->idOf(1), f->now));
        f->pump();
        QCOMPARE(left(1), Money{});
        QCOMPARE(left(2), credits(1000));
        f->spend(credits(650)); // the 600 that were earned, and 50
        QCOMPARE(left(2), credits(950));
    }

    void anOlderTopUpIsSpentFirst()
    {
        f->paid(1, credits(2000));
        f->spend(credits(500));
        f->now += std::chrono::days(20);
        f->paid(2, credits(1000));
        f->spend(credits(1600)); // 1500 were left of the first
        QCOMPARE(f->payments.topUps().list(f->me, 1, f->now).value().front().refundable, credits(900));
        f->keep(f->payments.refunds().request(f->me, f->idOf(2), f->now));
        f->pump();
        QCOMPARE(f->available(), Money{});
        QCOMPARE(f->payments.context().unspent(f->topUp(1)).value(), Money{});
    }

    /// Of runs only sums are read, and those from the index alone.
    void aHundredThousandRunsAreNoLongList()
    {
        f->paid(1, credits(2000));
        Database& database = *f->database;
        const QVariant me = toSql(creditsOf(f->me));
        QVERIFY(database.write("WITH RECURSIVE run(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM run WHERE n < 100000)"
                               " INSERT INTO transfer (id, hold, debit, credit, amount, created)"
                               " SELECT randomblob(16), NULL, ?, ?, 10000, ? + n FROM run",
            {me, toSql(kShare), toSql(f->now)}));
        QVERIFY(database.write("UPDATE book SET debits_posted = debits_posted + 1000000000 WHERE id = ?", {me}));
        QVERIFY(database.write(
            "UPDATE book SET credits_posted = credits_posted + 1000000000 WHERE id = ?", {toSql(kShare)}));
        f->now += std::chrono::days(1);
        QCOMPARE(f->payments.topUps().list(f->me, 1, f->now).value().front().refundable, credits(1000));
        QCOMPARE(f->store.creditsIn(f->me, UnixMillis{})->size(), std::size_t{1});
        const std::string plan = "EXPLAIN QUERY PLAN " + std::string(PaymentStore::kCreditsOutSql);
        const auto how = database.readOne(plan.c_str(), {me, toSql(UnixMillis{}), toSql(f->now)});
        QVERIFY2(how->back().toString().contains(QStringLiteral("COVERING INDEX")), qPrintable(how->back().toString()));
    }
};

QTEST_GUILESS_MAIN(TestCreditHistory)
#include "TestCreditHistory.moc"
