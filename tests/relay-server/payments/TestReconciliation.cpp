// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/payments/Reconciliation.h"

#include "tests/relay-server/payments/PaymentsFixture.h"

#include <QTest>

using namespace weft;
using namespace weft::relay;
using namespace weft::relay::test;

class TestReconciliation : public QObject {
    Q_OBJECT

    std::unique_ptr<PaymentsFixture> f;
    StripeSide m_side;

    /// What Stripe would list after a top up of 2000, of which 500 went back.
    void makeBoth()
    {
        const TopUp topUp = f->paid(1, credits(2000));
        f->stripe.refundElsewhere(topUp.intent, 500);
        f->event("charge.refunded", {{"id", "ch_1"}, {"payment_intent", topUp.intent}});
        f->pump();
        m_side.charges = Json::array({{{"id", "ch_1"}, {"status", "succeeded"}, {"amount", 2000},
            {"payment_intent", topUp.intent}, {"metadata", {{"weft_top_up", topUp.id.hex()}}}}});
        m_side.refunds = Json::array({f->stripe.newest("refund")});
        m_side.balanceTransactions = Json::array({{{"type", "charge"}, {"net", 1912}},
            {{"type", "refund"}, {"net", -500}}, {{"type", "payout"}, {"net", -1000}}});
    }
    std::string first()
    {
        const auto found = reconcile(f->store, f->ledger, m_side);
        return found->differences.empty() ? "" : found->differences.front();
    }

private Q_SLOTS:
    void init()
    {
        f = std::make_unique<PaymentsFixture>();
        m_side = {};
        makeBoth();
    }

    void bothSidesAgree() { QCOMPARE(first(), std::string()); }

    void differences_data()
    {
        QTest::addColumn<QString>("what");
        QTest::addColumn<QString>("said");
        const auto row = [](const char* what, const char* said) {
            QTest::newRow(what) << QString::fromUtf8(what) << QString::fromUtf8(said);
        };
        row("no charge", "has no charge");
        row("another amount", "at Stripe 1999");
        row("a charge that isn't credited", "isn't credited");
        row("a refund that isn't known", "unknown here");
        row("a refund that isn't done", "not at Stripe");
        row("a transfer that isn't known", "not here");
        row("a dispute that isn't known", "unknown here");
        row("a balance that is another", "Stripe's balance");
    }
    void differences()
    {
        QFETCH(QString, what);
        QFETCH(QString, said);
        const Json known = m_side.charges[0];
        if (what == u"no charge")
            m_side.charges.clear();
        else if (what == u"another amount")
            m_side.charges[0]["amount"] = 1999;
        else if (what == u"a charge that isn't credited")
            m_side.charges.push_back({{"id", "ch_2"}, {"status", "succeeded"}, {"amount", 1},
                {"payment_intent", "pi_x"}, {"metadata", known["metadata"]}});
        else if (what == u"a refund that isn't known")
            m_side.refunds.push_back(
                {{"id", "re_x"}, {"status", "succeeded"}, {"amount", 1}, {"payment_intent", known["payment_intent"]}});
        else if (what == u"a refund that isn't done")
            m_side.refunds[0]["status"] = "failed";
        else if (what == u"a transfer that isn't known")
            m_side.transfers.push_back({{"id", "tr_x"}, {"metadata", {{"weft_payout", "00"}}}});
        else if (what == u"a dispute that isn't known")
            m_side.disputes.push_back(
                {{"id", "du_x"}, {"status", "lost"}, {"payment_intent", known["payment_intent"]}});
        else
            m_side.balanceTransactions[0]["net"] = 1911;
        QVERIFY2(QString::fromStdString(first()).contains(said), first().c_str());
    }

    void whatIsOnItsWayWaits()
    {
        f->keep(f->payments.refunds().request(f->me, f->idOf(1), f->now));
        const auto found = reconcile(f->store, f->ledger, m_side);
        QVERIFY(found->differences.empty());
        QCOMPARE(found->waiting.size(), std::size_t(1));
    }
};

QTEST_GUILESS_MAIN(TestReconciliation)
#include "TestReconciliation.moc"
