// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/gateway/LoggedIn.h"
#include "relay-server/gateway/RequestIds.h"
#include "tests/relay-server/gateway/RelayClient.h"
#include "tests/relay-server/gateway/RelayProcess.h"

using namespace weft;
using namespace weft::relay;
using namespace weft::relay::test;
using namespace weft::protocol::relay;

/// A machine's programs at a real weft-relay: what one of them does must not cut what another is at.
class TestGatewayPrograms : public QObject {
    Q_OBJECT

    static constexpr int kMoreThanTheGrace = 5'000; // with a look at what is due
    const DeviceKey m_jobKey = DeviceKey::generate(systemRandom());
    std::unique_ptr<RelayProcess> m_relay;
    std::unique_ptr<RelayClient> m_share; // offers
    std::unique_ptr<RelayClient> m_beside; // the same machine's, a command
    std::unique_ptr<RelayClient> m_buyer;

    static std::unique_ptr<RelayClient> programOf(const DeviceKey& key)
    {
        return std::make_unique<RelayClient>(key, randomId<ProgramId>(systemRandom()));
    }
    static bool publish(RelayClient& client, const char* name)
    {
        const SignedOffer offer = offerOf(client, name);
        client.send(PublishOffer {4, offer.offer, offer.signature});
        const auto done = client.take<RequestDone>();
        return done && done->id == 4;
    }
    std::string offered()
    {
        m_buyer->send(ListOffers {1});
        if (!m_buyer->take<RequestDone>())
            return "no answer";
        const auto listed = m_buyer->takeNow<OfferListed>();
        const auto now = std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
        const auto offer = listed ? openOffer({listed->offer, listed->signature}, now) : Result<Offer>(Error {});
        return offer ? offer->name : "";
    }
    std::optional<HoldGranted> hold(RelayClient& buyer)
    {
        buyer.send(RequestHold {7, randomId<JobId>(systemRandom()), m_share->machine(), m_jobKey.keyHash(), m_jobKey.publicKey(), credits(1), 600});
        return buyer.take<HoldGranted>();
    }
    /// Null: it wasn't opened.
    SessionId openedBy(RelayClient& buyer)
    {
        const auto granted = hold(buyer);
        const auto session = randomId<SessionId>(systemRandom());
        if (!granted)
            return {};
        buyer.send(OpenSession {8, session, granted->ticket});
        const auto opened = buyer.take<SessionOpened>();
        return opened && opened->id == 8 && opened->session == session ? session : SessionId {};
    }
    /// Whatever was sent to it before is here once this was answered.
    static bool asksForItsBalance(RelayClient& client)
    {
        client.send(AskBalance {77});
        while (const auto balance = client.take<Balance>())
            if (balance->id == 77)
                return true;
        return false;
    }
    HoldState stateOf(const JobId& job)
    {
        m_buyer->send(AskJob {12, job});
        const auto state = m_buyer->take<JobState>();
        return state ? HoldState(state->state) : HoldState::Unknown;
    }
    /// What arrives next at `to` of what `from` sends.
    static std::size_t passes(RelayClient& from, RelayClient& to, const SessionId& session)
    {
        from.send(SessionData {session, bytesOf("opaque")});
        const auto arrived = to.take<SessionData>();
        return arrived && arrived->session == session ? arrived->bytes.size() : 0;
    }

private Q_SLOTS:
    void init()
    {
        m_relay = std::make_unique<RelayProcess>();
        QVERIFY(m_relay->start({QStringLiteral("--trial-credits"), QStringLiteral("10"), QStringLiteral("--trial-budget"),
            QStringLiteral("1000"), QStringLiteral("--gone-grace"), QStringLiteral("3")}));
        m_share = programOf(DeviceKey::generate(systemRandom()));
        m_beside = programOf(m_share->key());
        m_buyer = programOf(DeviceKey::generate(systemRandom()));
        QVERIFY(m_share->login(m_relay->url()));
        QVERIFY(publish(*m_share, "shared"));
        QVERIFY(m_buyer->login(m_relay->url()));
    }
    void cleanup()
    {
        QCOMPARE(m_relay->terminate(), 0);
        QByteArray output;
        const int status = m_relay->command({QStringLiteral("ledger"), QStringLiteral("check")}, &output);
        QVERIFY2(status == 0, output.constData());
    }

    void aCommandBesideCutsNothing()
    {
        const SessionId session = openedBy(*m_buyer);
        QVERIFY(!session.isNull());
        QVERIFY(m_share->take<SessionOpened>());
        QVERIFY(m_beside->login(m_relay->url()));
        m_beside->send(AskWallet {3});
        QCOMPARE(m_beside->take<Wallet>()->id, 3);
        QVERIFY(asksForItsBalance(*m_share));
        QVERIFY(!m_share->takeNow<Wallet>());
        QCOMPARE(passes(*m_buyer, *m_share, session), std::size_t {6});
        m_beside->socket().close();
        QVERIFY(m_beside->waitClosed());
        QCOMPARE(passes(*m_share, *m_buyer, session), std::size_t {6});
        QCOMPARE(offered(), std::string("shared"));
        QVERIFY(m_share->isOpen());
        QVERIFY(!m_buyer->takeNow<CloseSession>());
    }

    void sessionsGoToTheOneThatOffers()
    {
        QVERIFY(m_beside->login(m_relay->url())); // it came last
        QVERIFY(!openedBy(*m_buyer).isNull());
        QVERIFY(m_share->take<SessionOpened>());
        QVERIFY(asksForItsBalance(*m_beside));
        QVERIFY(!m_beside->takeNow<SessionOpened>());
        QVERIFY(publish(*m_beside, "taken over"));
        QCOMPARE(offered(), std::string("taken over"));
        QVERIFY(!openedBy(*m_buyer).isNull());
        QVERIFY(m_beside->take<SessionOpened>());
        m_share->send(WithdrawOffer {5}); // no longer its own
        QCOMPARE(m_share->take<RequestDone>()->id, 5);
        QCOMPARE(offered(), std::string("taken over"));
        m_beside->socket().abort();
        QTRY_COMPARE(offered(), std::string());
        QVERIFY(m_share->isOpen());
    }

    void nobodyStandsInForAShareThatEnded()
    {
        QVERIFY(m_beside->login(m_relay->url()));
        const auto granted = hold(*m_buyer);
        QVERIFY(granted);
        m_share->socket().abort();
        QTRY_COMPARE(offered(), std::string());
        m_buyer->send(OpenSession {8, randomId<SessionId>(systemRandom()), granted->ticket});
        QCOMPARE(m_buyer->take<RequestFailed>()->error.code, int(ErrorCode::ProviderLost));
        m_buyer->send(RequestHold {9, randomId<JobId>(systemRandom()), m_share->machine(), m_jobKey.keyHash(), m_jobKey.publicKey(), credits(1), 600});
        QCOMPARE(m_buyer->take<RequestFailed>()->error.code, int(ErrorCode::ProviderLost));
    }

    void ofSeveralThatNeverOfferedNoneIsChosen()
    {
        auto one = programOf(DeviceKey::generate(systemRandom()));
        auto two = programOf(one->key());
        QVERIFY(one->login(m_relay->url()));
        QVERIFY(two->login(m_relay->url()));
        m_buyer->send(RequestHold {9, randomId<JobId>(systemRandom()), one->machine(), m_jobKey.keyHash(), m_jobKey.publicKey(), credits(1), 600});
        QCOMPARE(m_buyer->take<RequestFailed>()->error.code, int(ErrorCode::ProviderLost));
    }

    void jobsOfAProgramThatStaysDontWait()
    {
        const auto granted = hold(*m_buyer);
        QVERIFY(granted);
        const auto session = randomId<SessionId>(systemRandom());
        m_buyer->send(OpenSession {8, session, granted->ticket});
        QVERIFY(m_share->take<SessionOpened>());
        auto window = programOf(m_share->key());
        QVERIFY(window->login(m_relay->url()));
        QVERIFY(m_beside->login(m_relay->url()));
        QVERIFY(publish(*m_beside, "taken over"));
        m_beside->socket().abort();
        QTRY_COMPARE(offered(), std::string());
        QTest::qWait(kMoreThanTheGrace);
        QCOMPARE(stateOf(granted->job), HoldState::Held);
        QCOMPARE(passes(*m_buyer, *m_share, session), std::size_t {6});
        m_share->socket().abort(); // it offers nothing now, and is at a job
        QTRY_COMPARE_WITH_TIMEOUT(stateOf(granted->job), HoldState::Released, 20'000);
    }

    void aCommandDoesntStandInForALostProvider()
    {
        auto window = programOf(m_share->key());
        QVERIFY(window->login(m_relay->url()));
        const auto granted = hold(*m_buyer);
        QVERIFY(granted);
        m_share->socket().abort();
        QTRY_COMPARE(offered(), std::string());
        QVERIFY(m_beside->login(m_relay->url()));
        QVERIFY(asksForItsBalance(*m_beside));
        m_beside->socket().abort();
        QTRY_COMPARE_WITH_TIMEOUT(stateOf(granted->job), HoldState::Released, 20'000);
        QVERIFY(window->isOpen());
    }

    void aLostProviderComesBack_data()
    {
        QTest::addColumn<bool>("itself");
        QTest::newRow("its program logs in again") << true;
        QTest::newRow("another program offers") << false;
    }
    void aLostProviderComesBack()
    {
        QFETCH(bool, itself);
        auto window = programOf(m_share->key());
        QVERIFY(window->login(m_relay->url()));
        const auto granted = hold(*m_buyer);
        QVERIFY(granted);
        RelayClient again(m_share->key(), m_share->program());
        if (itself) {
            QVERIFY(again.login(m_relay->url()));
            QVERIFY(m_share->waitClosed());
        } else {
            m_share->socket().abort();
            QTRY_COMPARE(offered(), std::string());
            QVERIFY(publish(*window, "another"));
        }
        QTest::qWait(kMoreThanTheGrace);
        QCOMPARE(stateOf(granted->job), HoldState::Held);
    }

    void anAnswerToOneThatLeftIsNobodys()
    {
        QVERIFY(m_beside->login(m_relay->url()));
        for (int i = 1; i <= 20; ++i)
            m_beside->send(AskWallet {i});
        m_beside->socket().flush();
        m_beside->socket().abort();
        QVERIFY(asksForItsBalance(*m_share));
        QVERIFY(!m_share->takeNow<Wallet>());
    }

    void eachIsAnsweredUnderItsOwnIds()
    {
        auto other = programOf(m_buyer->key());
        QVERIFY(other->login(m_relay->url()));
        for (RelayClient* asker : {m_buyer.get(), other.get()}) {
            asker->send(AskWallet {kMaxRequestId});
            asker->send(ListOffers {1});
            asker->send(StartTopUp {2, TransferId {{1}}, credits(1000), false});
        }
        for (RelayClient* asker : {m_buyer.get(), other.get()}) {
            QCOMPARE(asker->take<Wallet>()->id, kMaxRequestId);
            QVERIFY(!asker->takeNow<Wallet>());
            QCOMPARE(asker->take<OfferListed>()->id, 1);
            QCOMPARE(asker->take<RequestDone>()->id, 1);
            QCOMPARE(asker->take<RequestFailed>()->id, 2);
        }
        const SessionId first = openedBy(*m_buyer);
        const SessionId second = openedBy(*other);
        QVERIFY(!first.isNull() && !second.isNull());
        QCOMPARE(passes(*m_share, *other, second), std::size_t {6});
        QCOMPARE(passes(*m_share, *m_buyer, first), std::size_t {6});
        QVERIFY(asksForItsBalance(*other));
        QVERIFY(!other->takeNow<SessionData>());
        other->socket().abort();
        const auto closed = m_share->take<CloseSession>();
        QVERIFY(closed && closed->session == second);
        QCOMPARE(passes(*m_buyer, *m_share, first), std::size_t {6});
    }

    void anIdOutOfBoundsIsRefused()
    {
        for (const std::int64_t id : {std::int64_t {-1}, kMaxRequestId + 1}) {
            auto odd = programOf(DeviceKey::generate(systemRandom()));
            QVERIFY(odd->login(m_relay->url()));
            odd->send(AskBalance {id});
            QCOMPARE(odd->take<RequestFailed>()->error.code, int(ErrorCode::ProtocolViolation));
            QVERIFY(odd->waitClosed());
        }
    }

    void newsAreForAllOfThem()
    {
        auto other = programOf(m_buyer->key());
        QVERIFY(other->login(m_relay->url()));
        QVERIFY(hold(*m_buyer));
        QCOMPARE(m_buyer->take<Balance>()->held, credits(1));
        QCOMPARE(other->take<Balance>()->held, credits(1));
        QVERIFY(!other->takeNow<HoldGranted>());
    }

    void theSameProgramTakesItsOwnPlace()
    {
        const ProgramId program = randomId<ProgramId>(systemRandom());
        RelayClient before(m_buyer->key(), program);
        QVERIFY(before.login(m_relay->url()));
        const SessionId session = openedBy(before);
        QVERIFY(!session.isNull());
        RelayClient after(m_buyer->key(), program);
        QVERIFY(after.login(m_relay->url()));
        QVERIFY(before.waitClosed());
        QCOMPARE(m_share->take<CloseSession>()->session, session); // the provider learns of it at once
        QVERIFY(m_buyer->isOpen());
        after.send(AskBalance {9});
        QCOMPARE(after.take<Balance>()->id, 9);
    }

    void tooManyAreRefused()
    {
        std::vector<std::unique_ptr<RelayClient>> programs;
        while (programs.size() + 1 < LoggedIn::kMaxPrograms) {
            programs.push_back(programOf(m_buyer->key()));
            QVERIFY(programs.back()->login(m_relay->url()));
        }
        auto one = programOf(m_buyer->key());
        QVERIFY(!one->login(m_relay->url()));
        QCOMPARE(one->take<RequestFailed>()->error.code, int(ErrorCode::LimitExceeded));
        QVERIFY(one->waitClosed());
        QVERIFY(m_buyer->isOpen());
        programs.pop_back();
        QTRY_VERIFY_WITH_TIMEOUT((one = programOf(m_buyer->key()))->login(m_relay->url()), 10'000);
    }
};

QTEST_GUILESS_MAIN(TestGatewayPrograms)
#include "TestGatewayPrograms.moc"
