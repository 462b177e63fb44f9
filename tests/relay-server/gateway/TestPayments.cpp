// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/payments/WebhookSignature.h"
#include "tests/relay-server/gateway/FakeStripe.h"
#include "tests/relay-server/gateway/RelayClient.h"
#include "tests/relay-server/gateway/RelayProcess.h"

#include <QMessageAuthenticationCode>

using namespace weft;
using namespace weft::relay::test;
using namespace weft::protocol::relay;

/// A real weft-relay, a fake Stripe that keeps its own books, and machines that speak the relay's wire by hand. After
/// each test the relay's books balance, Stripe and the ledger agree, and no secret is in the log.
class TestPayments : public QObject {
    Q_OBJECT

    std::unique_ptr<FakeStripe> m_stripe;
    std::unique_ptr<RelayProcess> m_relay;
    std::unique_ptr<RelayClient> m_me;
    QString m_keyFile;
    bool m_agrees = true; // Stripe and the ledger, in the end

    static QStringList words(std::initializer_list<const char*> list)
    {
        QStringList all;
        for (const char* word : list)
            all.push_back(QString::fromUtf8(word));
        return all;
    }
    void startRelay()
    {
        QStringList more = words({"--payments", "stripe", "--maturity-days", "0", "--reserve-permille", "0"});
        more << QStringLiteral("--stripe-url") << m_stripe->url().toString() << QStringLiteral("--stripe-key-file")
             << m_keyFile << QStringLiteral("--stripe-webhook-secrets") << QString::fromUtf8(FakeStripe::kSecret);
        QVERIFY(m_relay->start(more));
        QVERIFY(m_relay->httpUrl().isValid());
        m_stripe->sendEventsTo(webhook());
    }
    QUrl webhook() const { return QUrl(m_relay->httpUrl().toString() + QStringLiteral("/stripe/webhook")); }
    void login()
    {
        m_me = m_me ? std::make_unique<RelayClient>(m_me->key()) : std::make_unique<RelayClient>();
        QVERIFY(m_me->login(m_relay->url()));
    }
    TransferId idOf(std::uint8_t n) const { return TransferId{{n, 9}}; }
    /// The page's address.
    std::string startTopUp(std::uint8_t n, Money amount, bool saveCard = false)
    {
        m_me->send(StartTopUp{n, idOf(n), amount, saveCard});
        const auto page = m_me->take<OpenInBrowser>();
        return page && page->id == n ? page->url : "";
    }
    static std::string sessionIn(const std::string& url) { return url.substr(url.rfind('/') + 1); }
    Json payWith(const std::string& url, Json how)
    {
        return m_stripe->post("sessions/" + sessionIn(url) + "/pay", how);
    }
    /// Waits for a pushed state of the top up.
    std::optional<TopUpState> waitFor(std::uint8_t n, TopUpStage stage)
    {
        std::optional<TopUpState> found;
        (void)QTest::qWaitFor(
            [&] {
                while (auto state = m_me->takeNow<TopUpState>()) {
                    if (state->topUp == idOf(n) && state->stage == int(stage))
                        found = state;
                }
                return found.has_value();
            },
            15'000);
        return found;
    }
    int stageNow(std::uint8_t n)
    {
        m_me->send(ListTopUps {97});
        while (const auto state = m_me->take<TopUpState>()) {
            if (state->id == 97 && state->topUp == idOf(n))
                return state->stage;
        }
        return 0;
    }
    Money available()
    {
        while (m_me->takeNow<Balance>()) { }
        m_me->send(AskBalance{99});
        for (auto balance = m_me->take<Balance>(); balance; balance = m_me->take<Balance>()) {
            if (balance->id == 99)
                return balance->available;
        }
        return microCredits(-1);
    }
    Wallet wallet()
    {
        m_me->send(AskWallet{98});
        for (auto wallet = m_me->take<Wallet>(); wallet; wallet = m_me->take<Wallet>()) {
            if (wallet->id == 98)
                return *wallet;
        }
        return {};
    }
    void topUp(std::uint8_t n, Money amount, const char* card = "4000000000000077", bool saveCard = false)
    {
        payWith(startTopUp(n, amount, saveCard), {{"card", card}});
        QVERIFY(waitFor(n, TopUpStage::Paid));
    }
    int admin(std::initializer_list<const char*> command, const QStringList& more = {}, QByteArray* output = nullptr)
    {
        return m_relay->command(QStringList{QStringLiteral("admin")} + words(command) + more, output);
    }
    QByteArray signatureOf(const QByteArray& body, qint64 age = 0, const char* secret = FakeStripe::kSecret)
    {
        const QByteArray time = QByteArray::number(QDateTime::currentSecsSinceEpoch() - age);
        return "t=" + time
            + ",v1=" + QMessageAuthenticationCode::hash(time + "." + body, secret, QCryptographicHash::Sha256).toHex();
    }
    int sendWebhook(const QByteArray& body, const QByteArray& signature)
    {
        return httpStatus(webhook(), body, {{"Content-Type", "application/json"}, {"Stripe-Signature", signature}});
    }

private Q_SLOTS:
    void init()
    {
        m_agrees = true;
        m_me.reset();
        m_stripe = std::make_unique<FakeStripe>();
        if (!m_stripe->start())
            QSKIP("SKIPPED: no python3");
        m_relay = std::make_unique<RelayProcess>();
        m_keyFile = m_relay->file(QStringLiteral("stripe.key"));
        QFile key(m_keyFile);
        QVERIFY(key.open(QFile::WriteOnly));
        key.write(FakeStripe::kKey);
        key.close();
        startRelay();
        login();
    }
    void cleanup()
    {
        if (!m_relay)
            return;
        QVERIFY(m_stripe->waitIdle());
        QTest::qWait(300); // the last answer is written down
        QCOMPARE(m_relay->terminate(), 0);
        QByteArray output;
        const int status = m_relay->command(words({"ledger", "check"}), &output);
        QVERIFY2(status == 0, output.constData());
        const QStringList where{
            QStringLiteral("--stripe-key-file"), m_keyFile, QStringLiteral("--stripe-url"), m_stripe->url().toString()};
        const int same = admin({"reconcile"}, where, &output);
        QVERIFY2(same == (m_agrees ? 0 : 1), output.constData());
        QVERIFY(boolAt(m_stripe->get("balance"), "balanced"));
        for (const char* secret : {FakeStripe::kKey, FakeStripe::kSecret})
            QVERIFY(!m_relay->log().contains(secret));
        m_relay.reset();
        m_stripe.reset();
    }

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
        QCOMPARE(m_me->take<RequestDone>()->id, 5);
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
        QCOMPARE(m_me->take<RequestDone>()->id, 7);
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
        QCOMPARE(sendWebhook(large, signatureOf(large)), 413);
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

    void automaticTopUpWithThreeDSecure()
    {
        topUp(1, credits(2000), "4000002760003184", true);
        QVERIFY2(wallet().cardLast4 == "3184", wallet().cardLast4.c_str());
        while (m_me->takeNow<OpenInBrowser>()) { }
        m_me->send(SetAutoTopUp{3, true, credits(5000), credits(1000), credits(9000)}); // below at once
        QCOMPARE(m_me->take<RequestDone>()->id, 3);
        const auto page = m_me->take<OpenInBrowser>();
        QVERIFY(page);
        QCOMPARE(page->id, 0);
        QVERIFY(!wallet().autoProblem.empty());
        payWith(page->url, {{"card", "4000002760003184"}, {"authenticate", true}});
        QTRY_COMPARE_WITH_TIMEOUT(available(), credits(3000), 15'000);
        m_me->send(ForgetCard{4});
        QCOMPARE(m_me->take<RequestDone>()->id, 4);
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

    /// Earns from itself: two machines, one job.
    void earn(Money amount)
    {
        const std::string provider = m_me->machine().hex();
        RelayClient buyer;
        QVERIFY(buyer.login(m_relay->url()));
        const QByteArray machine = QByteArray::fromStdString(buyer.machine().hex());
        QCOMPARE(admin({"grant", machine.constData(), "100000"}), 0);
        const DeviceKey jobKey = DeviceKey::generate(systemRandom());
        const auto job = randomId<JobId>(systemRandom());
        buyer.send(RequestHold{1, job, m_me->machine(), jobKey.keyHash(), jobKey.publicKey(), amount, 600});
        QVERIFY(buyer.take<HoldGranted>());
        Receipt receipt;
        receipt.job = job;
        receipt.increment = 1;
        receipt.cumulative = amount;
        receipt.signature = signReceipt(receipt, jobKey);
        m_me->send(Settle{2, receipt, {}});
        QVERIFY(m_me->take<Settled>());
    }
    void onboard()
    {
        m_me->send(StartOnboarding{4, {}});
        const auto page = m_me->take<OpenInBrowser>();
        QVERIFY(page);
        m_stripe->post("accounts/" + stringAt(m_stripe->newest("account"), "id") + "/onboard");
        QTRY_COMPARE_WITH_TIMEOUT(wallet().onboarding, int(OnboardingState::Ready), 15'000);
    }
    std::optional<PayoutState> payOut(std::uint8_t n, Money amount, PayoutStage stage)
    {
        m_me->send(RequestPayout{n, idOf(n), amount});
        if (!m_me->take<RequestDone>())
            return std::nullopt;
        for (auto state = m_me->take<PayoutState>(); state; state = m_me->take<PayoutState>()) {
            if (state->payout == idOf(n) && state->stage == int(stage))
                return state;
        }
        return std::nullopt;
    }

    void paidOut()
    {
        topUp(1, credits(5000));
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
        QCOMPARE(m_me->take<RequestDone>()->id, 12);
        QCOMPARE(available(), credits(5500));
        QByteArray output;
        QCOMPARE(admin({"payouts"}, {}, &output), 0);
        QCOMPARE(output.count('\n'), 2);
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
