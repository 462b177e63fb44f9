// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/security/Ticket.h"
#include "core/values/Sha256.h"
#include "tests/relay-server/gateway/RelayClient.h"
#include "tests/relay-server/gateway/RelayProcess.h"

#include "core/base/Json.h"

using namespace weft;
using namespace weft::relay::test;
using namespace weft::protocol::relay;

/// A real weft-relay, and machines that speak its wire by hand.
class TestGateway : public QObject {
    Q_OBJECT

    const DeviceKey m_jobKey = DeviceKey::generate(systemRandom());
    std::unique_ptr<RelayProcess> m_relay;

    RequestHold holdFor(const JobId& job, const KeyHash& provider, Money amount, std::int64_t id = 7)
    {
        return {id, job, provider, m_jobKey.keyHash(), m_jobKey.publicKey(), amount, 600};
    }

private Q_SLOTS:
    void init()
    {
        m_relay = std::make_unique<RelayProcess>();
        QVERIFY(m_relay->start({QStringLiteral("--trial-credits"), QStringLiteral("10"), QStringLiteral("--trial-budget"),
            QStringLiteral("1000"), QStringLiteral("--capture"), m_relay->file(QStringLiteral("capture"))}));
    }
    void cleanup()
    {
        QCOMPARE(m_relay->terminate(), 0);
        QByteArray output;
        const int status = m_relay->command({QStringLiteral("ledger"), QStringLiteral("check")}, &output);
        QVERIFY2(status == 0, output.constData());
    }

    void loginGivesAnAccountAndTrialCredits()
    {
        RelayClient client;
        const auto welcome = client.login(m_relay->url());
        QVERIFY(welcome);
        QVERIFY(!welcome->account.isNull());
        QCOMPARE(welcome->available, credits(10));
        QVERIFY(!welcome->token.empty());
        RelayClient again(client.key());
        const auto second = again.login(m_relay->url());
        QVERIFY(second);
        QCOMPARE(second->account, welcome->account);
        QCOMPARE(second->available, credits(10)); // once
        QVERIFY(client.waitClosed()); // neither says which program it is
        again.send(AskBalance {9});
        QCOMPARE(again.take<Balance>()->id, 9);
    }

    void refusedLogins_data()
    {
        QTest::addColumn<QString>("what");
        QTest::addColumn<int>("code");
        QTest::newRow("another's key") << QStringLiteral("key") << int(ErrorCode::SignatureInvalid);
        QTest::newRow("for another relay") << QStringLiteral("relay") << int(ErrorCode::SignatureInvalid);
        QTest::newRow("a future version") << QStringLiteral("version") << int(ErrorCode::VersionUnsupported);
        QTest::newRow("request before login") << QStringLiteral("early") << int(ErrorCode::ProtocolViolation);
        QTest::newRow("text") << QStringLiteral("text") << int(ErrorCode::ProtocolViolation);
        QTest::newRow("garbage") << QStringLiteral("garbage") << int(ErrorCode::ProtocolViolation);
    }
    void refusedLogins()
    {
        QFETCH(QString, what);
        QFETCH(int, code);
        RelayClient client;
        QVERIFY(client.connectTo(m_relay->url()));
        if (what == u"early")
            client.send(AskBalance {1});
        else if (what == u"text")
            client.socket().sendTextMessage(QStringLiteral("hello"));
        else if (what == u"garbage")
            client.socket().sendBinaryMessage(QByteArray(100, '\xff'));
        else if (what == u"version")
            client.send(RelayHello {900, 999, client.key().publicKey()});
        else {
            client.send(RelayHello {1, 1, client.key().publicKey()});
            const auto challenge = client.take<Challenge>();
            QVERIFY(challenge);
            QCOMPARE(challenge->relay, m_relay->key());
            const DeviceKey other = DeviceKey::generate(systemRandom());
            const bool wrongRelay = what == u"relay";
            client.send(Login {signLogin(wrongRelay ? client.key() : other, challenge->nonce,
                wrongRelay ? other.publicKey() : challenge->relay)});
        }
        const auto failed = client.take<RequestFailed>();
        QVERIFY(failed);
        QCOMPARE(failed->id, 0);
        QCOMPARE(failed->error.code, code);
        QVERIFY(client.waitClosed());
    }

    void offersAreListedWhileTheirMachineIsThere()
    {
        RelayClient buyer;
        RelayClient provider;
        QVERIFY(buyer.login(m_relay->url()));
        QVERIFY(provider.login(m_relay->url()));
        SignedOffer offer = offerOf(provider);
        provider.send(PublishOffer {4, offer.offer, offer.signature});
        QCOMPARE(provider.take<RequestDone>()->id, 4);
        provider.send(PublishOffer {5, offer.offer, Signature {}}); // spoilt: refused, and the good one stays
        QCOMPARE(provider.take<RequestFailed>()->error.code, int(ErrorCode::SignatureInvalid));
        const SignedOffer foreign = offerOf(buyer);
        provider.send(PublishOffer {6, foreign.offer, foreign.signature});
        QCOMPARE(provider.take<RequestFailed>()->error.code, int(ErrorCode::KeyMismatch));

        buyer.send(ListOffers {1});
        const auto listed = buyer.take<OfferListed>();
        QVERIFY(listed);
        QCOMPARE(listed->signature, offer.signature);
        QCOMPARE(buyer.take<RequestDone>()->id, 1);
        provider.socket().close();
        QVERIFY(provider.waitClosed());
        QTRY_VERIFY_WITH_TIMEOUT(
            [&] {
                buyer.send(ListOffers {2});
                return buyer.take<RequestDone>() && !buyer.takeNow<OfferListed>();
            }(),
            5000);
    }

    void aJobFromHoldToSettlement()
    {
        RelayClient buyer;
        RelayClient provider;
        QVERIFY(buyer.login(m_relay->url()));
        QVERIFY(provider.login(m_relay->url()));
        const auto job = randomId<JobId>(systemRandom());
        buyer.send(holdFor(job, provider.machine(), credits(11)));
        QCOMPARE(buyer.take<RequestFailed>()->error.code, int(ErrorCode::CreditTooLow));
        buyer.send(holdFor(job, provider.machine(), credits(5)));
        const auto granted = buyer.take<HoldGranted>();
        QVERIFY(granted);
        const auto now = std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
        const auto ticket = readTicket(granted->ticket, m_relay->key(), now);
        QVERIFY(ticket);
        QCOMPARE(ticket->cap, credits(5));
        QCOMPARE(ticket->jobKey, m_jobKey.keyHash());
        QCOMPARE(ticket->holdDeadline.time_since_epoch().count(), granted->deadlineUnixMillis);

        const auto session = randomId<SessionId>(systemRandom());
        buyer.send(OpenSession {8, session, granted->ticket});
        QCOMPARE(buyer.take<SessionOpened>()->id, 8);
        QCOMPARE(provider.take<SessionOpened>()->job, job);
        buyer.send(SessionData {session, bytesOf("opaque to the relay")});
        const auto arrived = provider.take<SessionData>();
        QVERIFY(arrived);
        QCOMPARE(arrived->bytes.size(), std::strlen("opaque to the relay"));
        provider.send(SessionCredit {session, std::int64_t(arrived->bytes.size())});
        QCOMPARE(buyer.take<SessionCredit>()->bytes, std::int64_t(arrived->bytes.size()));
        provider.send(SessionData {session, bytesOf("an answer")});
        QVERIFY(buyer.take<SessionData>());
        buyer.send(OpenSession {9, randomId<SessionId>(systemRandom()), granted->ticket});
        QCOMPARE(buyer.take<RequestFailed>()->error.code, int(ErrorCode::TicketInvalid)); // once

        const auto key = randomId<SecretKey256>(systemRandom());
        Receipt receipt;
        receipt.job = job;
        receipt.increment = 1;
        receipt.cumulative = credits(4);
        receipt.final = true;
        receipt.keyCommitment = sha256(key.view());
        receipt = signReceipt(receipt, m_jobKey);
        provider.send(Settle {3, receipt, randomId<SecretKey256>(systemRandom())});
        QCOMPARE(provider.take<RequestFailed>()->error.code, int(ErrorCode::KeyMismatch));
        provider.send(Settle {3, receipt, key});
        const auto toBuyer = buyer.take<Settled>();
        const auto toProvider = provider.take<Settled>();
        QVERIFY(toBuyer && toProvider);
        QCOMPARE(toBuyer->key, key);
        QVERIFY(toProvider->key.isNull());
        QCOMPARE(toProvider->earned, microCredits(3'520'000));
        buyer.send(AskJob {12, job});
        QCOMPARE(buyer.take<JobState>()->key, key);
        buyer.send(CloseSession {session, 0});
        QVERIFY(provider.take<CloseSession>());
        QFile capture(m_relay->file(QStringLiteral("capture")));
        QVERIFY(capture.open(QFile::ReadOnly));
        QCOMPARE(capture.readAll(), QByteArray("opaque to the relayan answer"));
        QVERIFY(!m_relay->log().contains("opaque"));
        QVERIFY(!m_relay->log().contains(key.hex().c_str()));
    }

    void sessionsNeedTheirOwnTicket()
    {
        RelayClient buyer;
        RelayClient provider;
        RelayClient thief;
        QVERIFY(buyer.login(m_relay->url()));
        QVERIFY(provider.login(m_relay->url()));
        QVERIFY(thief.login(m_relay->url()));
        const auto job = randomId<JobId>(systemRandom());
        buyer.send(holdFor(job, provider.machine(), credits(5)));
        const auto granted = buyer.take<HoldGranted>();
        QVERIFY(granted);
        const auto session = randomId<SessionId>(systemRandom());
        thief.send(OpenSession {1, session, granted->ticket});
        QCOMPARE(thief.take<RequestFailed>()->error.code, int(ErrorCode::HoldUnknown));
        thief.send(OpenSession {2, session, "v4.public.AAAA"});
        QCOMPARE(thief.take<RequestFailed>()->error.code, int(ErrorCode::TicketInvalid));
        provider.socket().close();
        QVERIFY(provider.waitClosed());
        buyer.send(OpenSession {3, session, granted->ticket});
        QCOMPARE(buyer.take<RequestFailed>()->error.code, int(ErrorCode::ProviderLost));
    }

    void theBuyersSessionEndsWithTheProvider()
    {
        RelayClient buyer;
        RelayClient provider;
        QVERIFY(buyer.login(m_relay->url()));
        QVERIFY(provider.login(m_relay->url()));
        const auto job = randomId<JobId>(systemRandom());
        buyer.send(holdFor(job, provider.machine(), credits(1)));
        const auto granted = buyer.take<HoldGranted>();
        QVERIFY(granted);
        const auto session = randomId<SessionId>(systemRandom());
        buyer.send(OpenSession {1, session, granted->ticket});
        QVERIFY(buyer.take<SessionOpened>());
        provider.socket().abort();
        const auto closed = buyer.take<CloseSession>();
        QVERIFY(closed);
        QCOMPARE(closed->reason, int(ErrorCode::ProviderLost));
    }

    void withoutPaymentsThereIsNoStripe()
    {
        RelayClient client;
        QVERIFY(client.login(m_relay->url()));
        client.send(AskWallet {1});
        const auto wallet = client.take<Wallet>();
        QVERIFY(wallet);
        QVERIFY(!wallet->payments);
        QCOMPARE(wallet->shareMillionths, 120'000);
        client.send(StartTopUp {2, TransferId {{1}}, credits(1000), false});
        QCOMPARE(client.take<RequestFailed>()->error.code, int(ErrorCode::PaymentsOff));
        client.send(SaveCard {3});
        QCOMPARE(client.take<RequestFailed>()->error.code, int(ErrorCode::PaymentsOff));
        client.send(ListTopUps {4});
        QCOMPARE(client.take<RequestDone>()->id, 4);
        client.send(EarningsToCredits {5, TransferId {{2}}, credits(1)});
        QCOMPARE(client.take<RequestFailed>()->error.code, int(ErrorCode::CreditTooLow));
        // Payments without a key don't start.
        RelayProcess other;
        QVERIFY(!other.start({QStringLiteral("--payments"), QStringLiteral("stripe")}));
        QVERIFY(other.log().contains("stripe-key-file"));
    }

    void theOperatorGivesCredits()
    {
        RelayClient client;
        const auto welcome = client.login(m_relay->url());
        QVERIFY(welcome);
        const QString machine = QString::fromStdString(client.machine().hex());
        const QStringList grant {QStringLiteral("admin"), QStringLiteral("grant"), machine, QStringLiteral("25.5"),
            QStringLiteral("--id"), QStringLiteral("000102030405060708090a0b0c0d0e0f")};
        QCOMPARE(m_relay->command(grant), 0); // while the relay runs
        QCOMPARE(m_relay->command(grant), 0);
        client.send(AskBalance {1});
        QCOMPARE(client.take<Balance>()->available, microCredits(35'500'000));
        QByteArray output;
        QCOMPARE(m_relay->command({QStringLiteral("ledger"), QStringLiteral("show"), QStringLiteral("--json")}, &output), 0);
        const auto books = parseJson(output.toStdString());
        QVERIFY(books);
        QVERIFY(!memberAt(*books, "transfers").empty());
    }
};

QTEST_GUILESS_MAIN(TestGateway)
#include "TestGateway.moc"
