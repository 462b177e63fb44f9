// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/relay-server/gateway/FakeStripe.h"
#include "tests/relay-server/gateway/RelayClient.h"
#include "tests/relay-server/gateway/RelayProcess.h"
#include "tests/relay-server/gateway/TotpCodes.h"

namespace weft::relay::test {

/// A real weft-relay, a fake Stripe that keeps its own books, and a machine that speaks the relay's wire by hand. After
/// each test the relay's books balance, Stripe and the ledger agree, and no secret is in the log.
class PaymentsBench : public QObject {
protected:
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
        if (m_relay->httpUrl().isValid()) // again: webhooks are on their way to that port
            more << QStringLiteral("--http-listen") << QStringLiteral("127.0.0.1:%1").arg(m_relay->httpUrl().port());
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
        m_me->send(ListTopUps{97});
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
    void topUp(std::uint8_t n, Money amount, const char* card = "4242424242424242", bool saveCard = false)
    {
        payWith(startTopUp(n, amount, saveCard), {{"card", card}});
        QVERIFY(waitFor(n, TopUpStage::Paid));
    }
    int admin(std::initializer_list<const char*> command, const QStringList& more = {}, QByteArray* output = nullptr)
    {
        return m_relay->command(QStringList{QStringLiteral("admin")} + words(command) + more, output);
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
        receipt = signReceipt(receipt, jobKey);
        m_me->send(Settle{2, receipt, {}});
        QVERIFY(m_me->take<Settled>());
    }
    /// Others' answers are passed over.
    bool isDone(std::int64_t id)
    {
        while (const auto done = m_me->take<RequestDone>()) {
            if (done->id == id)
                return true;
        }
        return false;
    }
    void setPassword()
    {
        m_me->send(SetPassword{1, "ann@example.org", "canary horse battery staple", {}, {}});
        const auto done = m_me->take<RequestDone>();
        QVERIFY(done);
    }
    /// A code of the second factor, which is switched on first.
    std::string totpCode()
    {
        m_me->send(BeginTotp{2, "canary horse battery staple"});
        const auto told = m_me->take<TotpSecret>();
        if (!told)
            return {};
        const auto secret = secretOf(*told);
        m_me->send(ConfirmTotp{3, hotpCode(secret, stepNow() - 1)});
        return m_me->take<RequestDone>() ? hotpCode(secret, stepNow()) : std::string();
    }
    void onboard()
    {
        m_me->send(StartOnboarding{4, totpCode()});
        const auto page = m_me->take<OpenInBrowser>();
        QVERIFY(page);
        m_stripe->post("accounts/" + stringAt(m_stripe->newest("account"), "id") + "/onboard");
        QTRY_COMPARE_WITH_TIMEOUT(wallet().onboarding, int(OnboardingState::Ready), 15'000);
    }
    std::optional<PayoutState> payOut(std::uint8_t n, Money amount, PayoutStage stage)
    {
        m_me->send(RequestPayout{n, idOf(n), amount});
        if (!isDone(n))
            return std::nullopt;
        for (auto state = m_me->take<PayoutState>(); state; state = m_me->take<PayoutState>()) {
            if (state->payout == idOf(n) && state->stage == int(stage))
                return state;
        }
        return std::nullopt;
    }

    void beginTest()
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
        setPassword();
    }
    void endTest()
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
};

} // namespace weft::relay::test
