// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/relay-server/gateway/PaymentsBench.h"

#include <QMessageAuthenticationCode>
#include <QTcpSocket>

using namespace weft;
using namespace weft::relay::test;
using namespace weft::protocol::relay;

/// Money that comes in and goes back, and webhooks of every kind.
class TestPayments : public PaymentsBench {
    Q_OBJECT

    QByteArray signatureOf(const QByteArray& body, qint64 age = 0, const char* secret = FakeStripe::kSecret)
    {
        const QByteArray time = QByteArray::number(QDateTime::currentSecsSinceEpoch() - age);
        return "t=" + time
            + ",v1=" + QMessageAuthenticationCode::hash(time + "." + body, secret, QCryptographicHash::Sha256).toHex();
    }
    /// Qt's client takes no answer before it has sent everything.
    int statusOfRaw(const QByteArray& request)
    {
        QTcpSocket socket;
        socket.connectToHost(QHostAddress::LocalHost, quint16(webhook().port()));
        if (!socket.waitForConnected(5'000))
            return 0;
        socket.write(request);
        (void)QTest::qWaitFor([&] { return socket.canReadLine(); }, 10'000);
        return socket.readLine().split(' ').value(1).toInt();
    }
    int sendWebhook(const QByteArray& body, const QByteArray& signature)
    {
        return httpStatus(webhook(), body, {{"Content-Type", "application/json"}, {"Stripe-Signature", signature}});
    }

private Q_SLOTS:
    void init() { beginTest(); }
    void cleanup() { endTest(); }

    void paid()
    {
        QVERIFY(wallet().payments);
        QVERIFY(wallet().testMode);
        const std::string url = startTopUp(1, credits(2000));
        QVERIFY(!url.empty());
        QCOMPARE(waitFor(1, TopUpStage::Open)->amount, credits(2000));
        QVERIFY(payWith(url, {{"card", "4242424242424242"}}).contains("url"));
        const auto done = waitFor(1, TopUpStage::Paid);
        QVERIFY(done);
        QCOMPARE(done->method, std::string("card"));
        QCOMPARE(done->refundable, credits(2000));
        QCOMPARE(available(), credits(2000));
        m_me->send(ListTopUps{5});
        QCOMPARE(m_me->take<TopUpState>()->id, 5);
        QVERIFY(isDone(5));
        QByteArray page;
        QCOMPARE(httpStatus(QUrl(m_relay->httpUrl().toString() + QStringLiteral("/pay/done")), {}, {}, &page), 200);
        QVERIFY(page.contains("You can close this window"));
    }

    void declinedThenCancelled()
    {
        const std::string url = startTopUp(1, credits(2000));
        QVERIFY(payWith(url, {{"card", "4000000000000002"}}).contains("declined"));
        QVERIFY(!startTopUp(2, credits(1000)).empty()); // closes the page before
        QVERIFY(waitFor(1, TopUpStage::Cancelled));
        QCOMPARE(available(), Money{});
    }

    void threeDSecure()
    {
        const std::string url = startTopUp(1, credits(2000));
        QVERIFY(payWith(url, {{"card", "4000000000003220"}, {"authenticate", false}}).contains("declined"));
        QVERIFY(payWith(url, {{"card", "4000000000003220"}, {"authenticate", true}}).contains("url"));
        QVERIFY(waitFor(1, TopUpStage::Paid));
        QCOMPARE(available(), credits(2000));
    }

    void aBankDebitIsPendingFirst()
    {
        m_stripe->post("settings", {{"payment_methods", {"card", "us_bank_account"}}});
        payWith(startTopUp(1, credits(2000)), {{"method", "us_bank_account"}});
        QVERIFY(waitFor(1, TopUpStage::Pending));
        QCOMPARE(available(), Money{});
        m_stripe->post(
            "payment_intents/" + stringAt(m_stripe->newest("payment_intent"), "id") + "/settle", {{"ok", true}});
        QVERIFY(waitFor(1, TopUpStage::Paid));
        QCOMPARE(available(), credits(2000));
    }

    void refunded()
    {
        topUp(1, credits(2000));
        m_me->send(RefundTopUp{7, idOf(1)});
        QVERIFY(isDone(7));
        QVERIFY(waitFor(1, TopUpStage::Refunding));
        const auto back = waitFor(1, TopUpStage::Refunded);
        QVERIFY(back);
        QCOMPARE(back->refunded, credits(2000));
        QCOMPARE(available(), Money{});
        m_me->send(RefundTopUp{8, idOf(1)});
        QCOMPARE(m_me->take<RequestFailed>()->error.code, int(ErrorCode::NotRefundable));
    }

    void webhooksTwiceReversedAndLate()
    {
        m_stripe->post("webhooks", {{"hold", true}, {"duplicate", 2}});
        const std::string url = startTopUp(1, credits(2000));
        payWith(url, {{"card", "4242424242424242"}});
        QTest::qWait(300);
        QCOMPARE(available(), Money{});
        m_stripe->post("webhooks/release", {{"order", "reversed"}});
        QVERIFY(waitFor(1, TopUpStage::Paid));
        QVERIFY(m_stripe->waitIdle());
        QCOMPARE(available(), credits(2000));
        const Json event = m_stripe->newest("event");
        m_stripe->post("webhooks/resend", {{"event", event["id"]}, {"times", 5}});
        QVERIFY(m_stripe->waitIdle());
        QCOMPARE(available(), credits(2000));
    }

    void forgedWebhooks()
    {
        const std::string url = startTopUp(1, credits(2000));
        const QByteArray body = QByteArray::fromStdString(
            toJsonText({{"id", "evt_1"}, {"object", "event"}, {"type", "checkout.session.completed"},
                {"livemode", false}, {"data", {{"object", {{"id", sessionIn(url)}, {"payment_status", "paid"}}}}}}));
        QCOMPARE(sendWebhook(body, "t=1,v1=00"), 400);
        QCOMPARE(sendWebhook(body, {}), 400);
        QCOMPARE(sendWebhook(body, signatureOf(body, 0, "whsec_wrong")), 400);
        QCOMPARE(sendWebhook(body, signatureOf(body, 400)), 400); // too old
        QCOMPARE(sendWebhook(body + " ", signatureOf(body)), 400);
        QCOMPARE(sendWebhook("[]", signatureOf("[]")), 400);
        QCOMPARE(sendWebhook(body, signatureOf(body)), 200); // a hint: the session, fetched, is unpaid
        QCOMPARE(sendWebhook(body, signatureOf(body)), 200); // a replay
        const QByteArray unknown = R"({"id":"evt_2","object":"event","type":"star.born","data":{"object":{"id":"x"}}})";
        QCOMPARE(sendWebhook(unknown, signatureOf(unknown)), 200);
        const QByteArray large(10 << 20, 'a');
        QCOMPARE(
            statusOfRaw("POST /stripe/webhook HTTP/1.1\r\nHost: x\r\nContent-Length: 10485760\r\n\r\n" + large), 413);
        QCOMPARE(httpStatus(webhook(), {}), 405);
        QTest::qWait(500);
        QCOMPARE(available(), Money{});
    }

    void theSecretIsRotated()
    {
        m_stripe->post("webhooks/secrets", {{"secrets", {"whsec_new", FakeStripe::kSecret}}});
        topUp(1, credits(2000));
        QCOMPARE(available(), credits(2000));
    }

    void hangsUp_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<bool>("kill");
        QTest::newRow("the page") << QStringLiteral("^/v1/checkout/sessions$") << false;
        QTest::newRow("the refund") << QStringLiteral("^/v1/refunds$") << false;
        QTest::newRow("the refund, and the relay is killed") << QStringLiteral("^/v1/refunds$") << true;
    }
    void hangsUp()
    {
        QFETCH(QString, path);
        QFETCH(bool, kill);
        m_stripe->fault({{"kind", "hang_up_after"}, {"path", path.toStdString()}, {"method", "POST"}});
        topUp(1, credits(2000));
        m_me->send(RefundTopUp{7, idOf(1)});
        QVERIFY(m_me->take<RequestDone>());
        if (kill) {
            QTRY_COMPARE(m_stripe->ofKind("refund").size(), std::size_t(1)); // Stripe's commit, and not ours
            m_relay->kill();
            startRelay();
            login();
        }
        QTRY_COMPARE_WITH_TIMEOUT(stageNow(1), int(TopUpStage::Refunded), 15'000);
        QCOMPARE(m_stripe->ofKind("refund").size(), std::size_t(1));
        QCOMPARE(m_stripe->ofKind("checkout.session").size(), std::size_t(1));
        QCOMPARE(available(), Money{});
    }
    void stripeIsBusy()
    {
        m_stripe->fault({{"kind", "status"}, {"status", 429}, {"path", "^/v1/checkout/sessions$"}});
        m_stripe->fault({{"kind", "status"}, {"status", 500}, {"path", "^/v1/checkout/sessions$"}});
        topUp(1, credits(2000));
        QCOMPARE(available(), credits(2000));
    }

    void reconciliationFindsWhatIsMissing()
    {
        m_stripe->post("webhooks", {{"lose", true}});
        payWith(startTopUp(1, credits(2000)), {{"card", "4242424242424242"}});
        QTest::qWait(300);
        QCOMPARE(available(), Money{});
        m_agrees = false; // it was paid, and nobody told us
    }
};

QTEST_GUILESS_MAIN(TestPayments)
#include "TestPayments.moc"
