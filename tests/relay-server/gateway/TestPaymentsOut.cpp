// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/relay-server/gateway/PaymentsBench.h"

using namespace weft;
using namespace weft::relay::test;
using namespace weft::protocol::relay;

/// Saved cards, disputes, warnings, and money that goes out.
class TestPaymentsOut : public PaymentsBench {
    Q_OBJECT

private Q_SLOTS:
    void init() { beginTest(); }
    void cleanup() { endTest(); }

    void automaticTopUpWithThreeDSecure()
    {
        payWith(startTopUp(1, credits(2000), true), {{"card", "4000002760003184"}, {"authenticate", true}});
        QVERIFY(waitFor(1, TopUpStage::Paid));
        QVERIFY2(wallet().cardLast4 == "3184", wallet().cardLast4.c_str());
        while (m_me->takeNow<OpenInBrowser>()) { }
        m_me->send(SetAutoTopUp{3, true, credits(5000), credits(1000), credits(9000)}); // below at once
        QVERIFY(isDone(3));
        const auto page = m_me->take<OpenInBrowser>();
        QVERIFY(page);
        QCOMPARE(page->id, 0);
        QVERIFY(!wallet().autoProblem.empty());
        payWith(page->url, {{"card", "4000002760003184"}, {"authenticate", true}});
        QTRY_COMPARE_WITH_TIMEOUT(available(), credits(3000), 15'000);
        m_me->send(ForgetCard{4});
        QVERIFY(isDone(4));
        QVERIFY(wallet().cardLast4.empty());
    }

    void aCardIsSavedAndUsed()
    {
        m_me->send(SaveCard{2});
        const auto page = m_me->take<OpenInBrowser>();
        QVERIFY(page);
        payWith(page->url, {{"card", "4242424242424242"}});
        QTRY_COMPARE_WITH_TIMEOUT(wallet().cardLast4, std::string("4242"), 15'000);
        m_me->send(SetAutoTopUp{3, true, credits(100), credits(1000), credits(9000)});
        QTRY_COMPARE_WITH_TIMEOUT(available(), credits(1000), 15'000);
        QCOMPARE(wallet().autoThisMonth, credits(1000));
    }

    void aDispute()
    {
        topUp(1, credits(2000));
        const Json charge = m_stripe->newest("charge");
        const Json dispute = m_stripe->post("disputes", {{"charge", charge["id"]}});
        QVERIFY(waitFor(1, TopUpStage::Disputed));
        QCOMPARE(available(), Money{});
        QVERIFY(wallet().frozen);
        RequestHold hold{6, JobId{{1}}, m_me->machine(), m_me->key().keyHash(), m_me->key().publicKey(), Money{}, 600};
        m_me->send(hold);
        QCOMPARE(m_me->take<RequestFailed>()->error.code, int(ErrorCode::AccountFrozen));
        m_stripe->post("disputes/" + stringAt(dispute, "id") + "/close", {{"status", "won"}});
        QVERIFY(waitFor(1, TopUpStage::Paid));
        QCOMPARE(available(), credits(2000));
        QVERIFY(!wallet().frozen);
        m_me->send(hold);
        QVERIFY(m_me->take<HoldGranted>());
    }

    void aFraudWarning()
    {
        topUp(1, credits(2000));
        m_stripe->post("early_fraud_warnings", {{"charge", m_stripe->newest("charge")["id"]}});
        QVERIFY(waitFor(1, TopUpStage::Refunded));
        QCOMPARE(available(), Money{});
        QVERIFY(wallet().frozen);
        const QByteArray machine = QByteArray::fromStdString(m_me->machine().hex());
        QCOMPARE(admin({"unfreeze", machine.constData()}), 0);
        QVERIFY(!wallet().frozen);
    }

    void paidOut()
    {
        topUp(1, credits(5000), "4000000000000077"); // whose money is available at once
        earn(credits(4000));
        m_me->send(RequestPayout{9, idOf(9), credits(2000)});
        QCOMPARE(m_me->take<RequestFailed>()->error.code, int(ErrorCode::OnboardingNeeded));
        onboard();
        QCOMPARE(wallet().matured, credits(3520)); // less the relay's 12 %
        m_stripe->post("transfers/fail_next");
        const auto failed = payOut(10, credits(2000), PayoutStage::Failed);
        QVERIFY(failed);
        QVERIFY(!failed->problem.empty());
        QCOMPARE(wallet().matured, credits(3520));
        m_stripe->fault({{"kind", "hang_up_after"}, {"path", "^/v1/transfers$"}});
        QVERIFY(payOut(11, credits(2000), PayoutStage::Paid));
        QCOMPARE(m_stripe->ofKind("transfer").size(), std::size_t(1));
        QCOMPARE(wallet().matured, credits(1520));
        m_stripe->post("transfers/" + stringAt(m_stripe->newest("transfer"), "id") + "/reverse");
        QTRY_COMPARE_WITH_TIMEOUT(wallet().matured, credits(3520), 15'000);
        m_me->send(EarningsToCredits{12, idOf(12), credits(500)});
        QVERIFY(isDone(12));
        QCOMPARE(available(), credits(5500));
        QByteArray output;
        QCOMPARE(admin({"payouts"}, {}, &output), 0);
        QCOMPARE(output.count('\n'), 2);
    }
};

QTEST_GUILESS_MAIN(TestPaymentsOut)
#include "TestPaymentsOut.moc"
