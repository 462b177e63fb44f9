// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/values/Sha256.h"
#include "relay-server/blind/BlindBank.h"
#include "relay-server/ledger/SqlLedgerStore.h"
#include "tests/relay-server/gateway/BlindPurse.h"
#include "tests/relay-server/gateway/RelayProcess.h"

using namespace weft;
using namespace weft::relay;
using namespace weft::relay::test;

namespace {

/// 5.12, 1.28 and 0.01 credits.
const std::vector<int> kPowers {9, 7, 0};

template <typename Message, typename M>
std::optional<Message> answerTo(RelayClient& client, const M& question)
{
    client.send(question);
    return client.take<Message>();
}

/// The code that the next refusal tells.
ErrorCode refusal(RelayClient& client)
{
    const auto failed = client.take<RequestFailed>();
    return failed ? static_cast<ErrorCode>(failed->error.code) : ErrorCode::Internal;
}

} // namespace

/// Blind credits with a real relay and real sockets.
class TestBlindCredits : public QObject {
    Q_OBJECT

    const QStringList m_flags {QStringLiteral("--gone-grace"), QStringLiteral("60")};
    const DeviceKey m_jobKey = DeviceKey::generate(systemRandom());
    std::unique_ptr<RelayProcess> m_relay;
    std::unique_ptr<RelayClient> m_account; // logged in
    std::unique_ptr<RelayClient> m_anonymous;
    std::unique_ptr<RelayClient> m_provider;
    BlindPurse m_purse;
    SecretKey256 m_secret;

    void connectAll()
    {
        const auto keyOr = [](const std::unique_ptr<RelayClient>& old) {
            return old ? old->key() : DeviceKey::generate(systemRandom());
        };
        auto account = std::make_unique<RelayClient>(keyOr(m_account));
        auto provider = std::make_unique<RelayClient>(keyOr(m_provider));
        QVERIFY(account->login(m_relay->url()));
        QVERIFY(provider->login(m_relay->url()));
        m_account = std::move(account);
        m_provider = std::move(provider);
        m_anonymous = std::make_unique<RelayClient>();
        QVERIFY(loginBlind(*m_anonymous, m_relay->url()));
    }
    void restart()
    {
        m_relay->kill();
        QVERIFY(m_relay->start(m_flags));
        connectAll();
    }
    RequestBlindHold holdOf(const std::vector<BlindToken>& tokens, Money amount)
    {
        m_secret = randomId<SecretKey256>(systemRandom());
        return {7, randomId<JobId>(systemRandom()), m_provider->machine(), m_jobKey.keyHash(), m_jobKey.publicKey(),
            amount, 600, sha256(m_secret.view()), tokens};
    }
    Settle settlementOf(const JobId& job, Money amount)
    {
        const auto key = randomId<SecretKey256>(systemRandom());
        return {9, signReceipt({job, 1, amount, true, sha256(key.view()), {}}, m_jobKey), key};
    }
    Money available()
    {
        m_account->send(AskBalance {77});
        for (auto balance = m_account->take<Balance>(); balance; balance = m_account->take<Balance>()) {
            if (balance->id == 77) // others were pushed
                return balance->available;
        }
        return microCredits(-1);
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_relay = std::make_unique<RelayProcess>(); // one for all: it makes its keys once
        QVERIFY(m_relay->start(m_flags));
    }
    void cleanupTestCase() { QCOMPARE(m_relay->terminate(), 0); }
    void init()
    {
        m_account.reset();
        m_provider.reset();
        connectAll();
        const QString machine = QString::fromStdString(m_account->machine().hex());
        QCOMPARE(m_relay->command({QStringLiteral("admin"), QStringLiteral("grant"), machine, QStringLiteral("100")}), 0);
        QVERIFY(m_purse.takeKeys(*m_account));
    }
    void cleanup()
    {
        QByteArray output;
        const int status = m_relay->command({QStringLiteral("ledger"), QStringLiteral("check")}, &output);
        QVERIFY2(status == 0, output.constData());
    }

    void bothKindsOfConnectionGetTheSameKeys()
    {
        QVERIFY(checkBlindKeys(m_purse.keys(), m_relay->key()));
        BlindPurse other;
        QVERIFY(other.takeKeys(*m_anonymous));
        QCOMPARE(blindKeysHash(other.keys()), blindKeysHash(m_purse.keys()));
        restart();
        QVERIFY(other.takeKeys(*m_anonymous));
        QCOMPARE(blindKeysHash(other.keys()), blindKeysHash(m_purse.keys()));
        m_anonymous->send(AskBlindKeys {1, 5});
        QCOMPARE(refusal(*m_anonymous), ErrorCode::TokenInvalid);
    }

    void aJobIsPaidWithTokens()
    {
        const auto tokens = m_purse.withdraw(*m_account, kPowers);
        QCOMPARE(tokens.size(), kPowers.size());
        QCOMPARE(available(), microCredits(93'590'000));
        const auto request = holdOf(tokens, microCredits(6'001'234));
        const auto granted = answerTo<HoldGranted>(*m_anonymous, request);
        QVERIFY(granted);
        m_anonymous->send(OpenSession {3, randomId<SessionId>(systemRandom()), granted->ticket});
        QVERIFY(m_anonymous->take<SessionOpened>());
        QVERIFY(m_provider->take<SessionOpened>());
        QCOMPARE(answerTo<BlindChange>(*m_anonymous, AskBlindChange {4, m_secret})->state, int(HoldState::Held));
        m_provider->send(settlementOf(request.job, credits(5)));
        const auto settled = m_anonymous->take<Settled>();
        QVERIFY(settled && !settled->key.isNull());
        QCOMPARE(settled->captured, credits(5));
        QCOMPARE(m_provider->take<Settled>()->earned, microCredits(4'400'000));

        const auto change = answerTo<BlindChange>(*m_anonymous, AskBlindChange {4, m_secret});
        QCOMPARE(change->amount, microCredits(1'410'000));
        const auto signatures = answerTo<BlindSignatures>(*m_anonymous,
            ClaimBlindChange {5, m_secret, m_purse.keys().epoch, m_purse.prepare({7, 3, 2, 0})});
        QVERIFY(signatures);
        const auto back = m_purse.finish(*signatures);
        QCOMPARE(back.size(), std::size_t {4});
        QVERIFY(answerTo<HoldGranted>(*m_anonymous, holdOf(back, credits(1))));
    }

    void withoutALoginLittleIsAllowed()
    {
        m_anonymous->send(AskBalance {1});
        QCOMPARE(refusal(*m_anonymous), ErrorCode::RelayRefused);
        m_anonymous->send(WithdrawBlind {1, randomId<TransferId>(systemRandom()), m_purse.keys().epoch, m_purse.prepare({0})});
        QCOMPARE(refusal(*m_anonymous), ErrorCode::RelayRefused);
        m_anonymous->send(RequestHold {1, randomId<JobId>(systemRandom()), m_provider->machine(), m_jobKey.keyHash(),
            m_jobKey.publicKey(), {}, 600});
        QCOMPARE(refusal(*m_anonymous), ErrorCode::RelayRefused);
        const auto tokens = m_purse.withdraw(*m_account, {0});
        m_account->send(holdOf(tokens, {})); // it would tell who spends
        QCOMPARE(refusal(*m_account), ErrorCode::RelayRefused);
        auto toNobody = holdOf(tokens, {});
        toNobody.provider = m_anonymous->machine(); // can't be paid
        m_anonymous->send(toNobody);
        QCOMPARE(refusal(*m_anonymous), ErrorCode::ProviderLost);
        QVERIFY(answerTo<RequestDone>(*m_anonymous, ListOffers {6}));
    }

    void falseTokensAreRefused()
    {
        const auto tokens = m_purse.withdraw(*m_account, {0});
        auto request = holdOf(tokens, {});
        request.tokens[0].power = 14;
        m_anonymous->send(request);
        QCOMPARE(refusal(*m_anonymous), ErrorCode::TokenInvalid);
        request = holdOf(tokens, {});
        request.tokens[0].message.bytes[5] ^= 1;
        m_anonymous->send(request);
        QCOMPARE(refusal(*m_anonymous), ErrorCode::TokenInvalid);
        request = holdOf(tokens, {});
        request.tokens[0].epoch -= 2;
        m_anonymous->send(request);
        QCOMPARE(refusal(*m_anonymous), ErrorCode::TokenInvalid);
        QVERIFY(answerTo<HoldGranted>(*m_anonymous, holdOf(tokens, {})));
    }

    void sixtyFourWantOneToken()
    {
        const auto tokens = m_purse.withdraw(*m_account, {7});
        std::vector<std::unique_ptr<RelayClient>> racers;
        for (int i = 0; i < 64; ++i) {
            racers.push_back(std::make_unique<RelayClient>());
            QVERIFY(loginBlind(*racers.back(), m_relay->url()));
        }
        for (const auto& racer : racers)
            racer->send(holdOf(tokens, credits(1)));
        int granted = 0;
        int spent = 0;
        for (const auto& racer : racers) {
            (void)QTest::qWaitFor([&] {
                granted += racer->takeNow<HoldGranted>().has_value() ? 1 : 0;
                if (const auto failed = racer->takeNow<RequestFailed>())
                    spent += failed->error.code == int(ErrorCode::TokenSpent) ? 1 : 100;
                return granted + spent >= 64;
            }, 300);
        }
        QTRY_COMPARE_WITH_TIMEOUT(granted + spent, 64, 1);
        QCOMPARE(granted, 1);
        QCOMPARE(spent, 63);
    }

    void oldTokensBecomeNewOnesAndCredits()
    {
        const Money before = available();
        auto tokens = m_purse.withdraw(*m_account, {3, 3});
        const ExchangeBlind exchange {5, tokens, m_purse.keys().epoch, m_purse.prepare({4})};
        const auto signatures = answerTo<BlindSignatures>(*m_anonymous, exchange);
        QVERIFY(signatures);
        const auto again = answerTo<BlindSignatures>(*m_anonymous, exchange);
        QVERIFY(std::ranges::equal(again->signatures[0].signature.view(), signatures->signatures[0].signature.view()));
        const auto fresh = m_purse.finish(*signatures);
        QCOMPARE(fresh.size(), std::size_t {1});
        m_account->send(DepositBlind {6, randomId<TransferId>(systemRandom()), tokens});
        QCOMPARE(refusal(*m_account), ErrorCode::TokenSpent);
        QVERIFY(answerTo<RequestDone>(*m_account, DepositBlind {7, randomId<TransferId>(systemRandom()), fresh}));
        QCOMPARE(available(), before);
    }

    /// The relay dies at any moment; whoever asks again gets what it would have got, once.
    void aKilledRelayLosesNothing_data()
    {
        QTest::addColumn<int>("afterMillis");
        for (const int wait : {0, 5, 30})
            QTest::newRow(std::to_string(wait).c_str()) << wait;
    }
    void aKilledRelayLosesNothing()
    {
        QFETCH(int, afterMillis);
        const WithdrawBlind withdrawal {2, randomId<TransferId>(systemRandom()), m_purse.keys().epoch, m_purse.prepare(kPowers)};
        const auto killDuring = [&](RelayClient& client, const auto& request) {
            client.send(request);
            client.socket().flush();
            QTest::qWait(afterMillis);
            restart();
        };
        killDuring(*m_account, withdrawal);
        const auto signatures = answerTo<BlindSignatures>(*m_account, withdrawal);
        QVERIFY(signatures);
        QCOMPARE(available(), microCredits(93'590'000));
        const auto tokens = m_purse.finish(*signatures);
        QCOMPARE(tokens.size(), kPowers.size());

        const auto request = holdOf(tokens, credits(6));
        killDuring(*m_anonymous, request);
        // Another machine's key by now: either the hold is there, to be released, or the tokens are as before.
        const auto state = answerTo<BlindChange>(*m_anonymous, AskBlindChange {4, m_secret});
        QVERIFY(state);
        if (state->state == int(HoldState::Unknown))
            QVERIFY(answerTo<HoldGranted>(*m_anonymous, request));
        QVERIFY(answerTo<RequestDone>(*m_provider, ReleaseHold {3, request.job, 0}));
        QCOMPARE(answerTo<BlindChange>(*m_anonymous, AskBlindChange {4, m_secret})->amount, microCredits(6'410'000));

        const ClaimBlindChange claim {5, m_secret, m_purse.keys().epoch, m_purse.prepare(kPowers)};
        killDuring(*m_anonymous, claim);
        const auto change = answerTo<BlindSignatures>(*m_anonymous, claim);
        QVERIFY(change);
        QCOMPARE(m_purse.finish(*change).size(), kPowers.size());
        auto others = claim;
        others.tokens = m_purse.prepare(kPowers);
        m_anonymous->send(others);
        QCOMPARE(refusal(*m_anonymous), ErrorCode::TokenSpent);
    }

    void tooManyRequestsCloseTheConnection()
    {
        const auto tokens = m_purse.withdraw(*m_account, {0});
        for (int i = 0; i < 60; ++i)
            m_anonymous->send(holdOf(tokens, {}));
        QVERIFY(m_anonymous->waitClosed());
    }
};

QTEST_GUILESS_MAIN(TestBlindCredits)
#include "TestBlindCredits.moc"
