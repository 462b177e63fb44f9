// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/relay-server/payments/PaymentsFixture.h"
#include "tests/relay-server/storage/Databases.h"

using namespace weft;
using namespace weft::relay;
using namespace weft::relay::test;

/// The same statements on every kind of database.
class TestPaymentStore : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

private Q_SLOTS:
    void rowsComeBackAsTheyWere_data() { databaseKinds(); }
    void rowsComeBackAsTheyWere()
    {
        QFETCH(QString, kind);
        PaymentsFixture f(emptyDatabase(kind, m_folder));
        Payer payer{f.me, "cus_1", "pm_1", "visa", "4242", true, credits(1), credits(2), credits(3), "Größe", "acct_1",
            OnboardingState::Ready, FrozenByDispute | FrozenByOperator};
        TopUp topUp{f.idOf(1), f.me, TopUpStage::Paid, credits(5), true, true, f.now, f.now, credits(1), "cs_1", "",
            "pi_1", "ch_1", "card", "https://r", "no"};
        const Refund refund{f.idOf(2), f.idOf(1), RefundStage::Done, credits(1), credits(2), "re_1", f.now};
        const Payout payout{f.idOf(3), f.me, PayoutStage::Failed, credits(5), credits(4), "tr_1", f.now, "why"};
        const Dispute dispute{"du_1", f.idOf(1), DisputeStage::Lost, credits(1), credits(2), credits(3), f.now};
        for (int twice = 0; twice < 2; ++twice) {
            QVERIFY(f.store.write(payer) && f.store.write(topUp) && f.store.write(refund) && f.store.write(payout)
                && f.store.write(dispute));
        }
        QCOMPARE(*f.store.payer(f.me), payer);
        QCOMPARE(**f.store.payerOfConnect("acct_1"), payer);
        QCOMPARE(**f.store.payerOfMethod("pm_1"), payer);
        QCOMPARE(**f.store.topUp(f.idOf(1)), topUp);
        QCOMPARE(**f.store.topUpOfIntent("pi_1"), topUp);
        QCOMPARE(f.store.refunds(f.idOf(1))->at(0), refund);
        QCOMPARE(**f.store.payoutOfStripe("tr_1"), payout);
        QCOMPARE(f.store.disputes(f.idOf(1))->at(0), dispute);
        QVERIFY(!*f.store.topUpOfIntent("")); // what isn't known yet names nobody
        QVERIFY(!*f.store.payerOfConnect(""));
        topUp.id = f.idOf(9);
        QVERIFY(!f.store.write(topUp)); // one top up per payment intent
    }

    void eventsAndOutboxRowsCountOnce_data() { databaseKinds(); }
    void eventsAndOutboxRowsCountOnce()
    {
        QFETCH(QString, kind);
        PaymentsFixture f(emptyDatabase(kind, m_folder));
        QCOMPARE(*f.store.addEvent("evt_1", "a.b", f.now), true);
        QCOMPARE(*f.store.addEvent("evt_1", "a.b", f.now), false);
        OutboxRow row = seeRequest(OutboxKind::SeeSession, "cs_1", "evt_1", f.now);
        QCOMPARE(*f.store.push(row), true);
        QCOMPARE(*f.store.push(row), false);
        QCOMPARE(f.store.dueOutbox(f.now, 10)->size(), std::size_t(1));
        row.due = f.now + std::chrono::hours(1);
        row.tries = 3;
        row.firstTried = f.now;
        QVERIFY(f.store.update(row));
        QVERIFY(f.store.dueOutbox(f.now, 10)->empty());
        QVERIFY(f.store.makeOutboxDue(f.now));
        QCOMPARE(f.store.dueOutbox(f.now, 10)->at(0).tries, 3);
        row.open = false;
        QVERIFY(f.store.update(row));
        QVERIFY(f.store.openOutbox()->empty());
        QCOMPARE(*f.store.askedSince("cs_1", f.now - std::chrono::hours(1)), 1);
    }

    void aWholeLife_data() { databaseKinds(); }
    void aWholeLife()
    {
        QFETCH(QString, kind);
        PaymentsFixture f(emptyDatabase(kind, m_folder));
        f.paid(1, credits(2000), true);
        f.now += std::chrono::seconds(1);
        f.spend(credits(300));
        f.keep(f.payments.refunds().request(f.me, f.idOf(1), f.now));
        f.pump();
        f.paid(2, credits(4000));
        const std::string dispute = f.stripe.dispute(f.topUp(2).intent, 4000);
        f.event("charge.dispute.created", f.stripe.object(dispute));
        f.pump();
        f.stripe.closeDispute(dispute, "won");
        f.event("charge.dispute.closed", f.stripe.object(dispute));
        f.pump();
        f.earn(credits(3000));
        f.now += std::chrono::days(8);
        QCOMPARE(f.wallet().matured, credits(2700));
        QCOMPARE(f.available(), credits(4000));
        QCOMPARE(f.mismatch(), std::string());
        const AccountId other = f.accountOf(3);
        QVERIFY(f.store.moveAccount(f.me, other));
        QCOMPARE(f.store.topUps(other)->size(), std::size_t(2));
    }
};

QTEST_GUILESS_MAIN(TestPaymentStore)
#include "TestPaymentStore.moc"
