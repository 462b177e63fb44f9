// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engines/RemoteEngine.h"
#include "app/network/PeerSession.h"
#include "app/sharing/SharingController.h"
#include "core/planning/Costs.h"
#include "core/protocol/Worker.h"
#include "relay-server/gateway/RelayServer.h"
#include "tests/e2e/TinyEngine.h"

#include <QTemporaryDir>
#include <QTest>

using namespace weft;

namespace {

constexpr int kPatience = 20'000;

RelaySettings settingsFor(const QString& url, const QString& home)
{
    RelaySettings settings;
    settings.url = QUrl(url);
    settings.pinsFile = home + QStringLiteral("/relays.json");
    return settings;
}

SharingSettings sharingSettings(const QString& home)
{
    SharingSettings settings;
    settings.home = home;
    settings.name = "Host";
    settings.pricePerReferenceSecond = credits(1);
    return settings;
}

} // namespace

/// What a machine and a relay take from those whom they don't know: real sockets and channels, in one process.
class TestStrangers : public QObject {
    Q_OBJECT

    const QTemporaryDir m_folder;
    std::unique_ptr<relay::RelayServer> m_server;
    std::shared_ptr<TinyEngine> m_engine;
    std::unique_ptr<RelayConnection> m_host;
    std::unique_ptr<SharingController> m_sharing;
    std::unique_ptr<RelayConnection> m_buyer;

    std::unique_ptr<RelayConnection> connection(const QString& name) const
    {
        return std::make_unique<RelayConnection>(
            settingsFor(m_server->url(), m_folder.filePath(name)), DeviceKey::generate(systemRandom()));
    }
    /// -> a ticket, and a session that the relay opened for it.
    SessionId openSession(const DeviceKey& jobKey)
    {
        std::string ticket;
        m_buyer->ask(protocol::relay::RequestHold {0, randomId<JobId>(systemRandom()), m_host->key().keyHash(), jobKey.keyHash(),
                         jobKey.publicKey(), {}, 60},
            [&](const Result<RelayConnection::Answer>& answer) {
                ticket = answer ? std::get<protocol::relay::HoldGranted>(*answer).ticket : "refused";
            });
        (void)QTest::qWaitFor([&] { return !ticket.empty(); }, kPatience);
        const auto session = randomId<SessionId>(systemRandom());
        std::optional<bool> opened;
        m_buyer->ask(protocol::relay::OpenSession {0, session, ticket},
            [&](const Result<RelayConnection::Answer>& answer) { opened = answer.hasValue(); });
        (void)QTest::qWaitFor([&] { return opened.has_value(); }, kPatience);
        return opened.value_or(false) ? session : SessionId {};
    }

private Q_SLOTS:
    void init()
    {
        relay::RelayConfig config;
        config.database = m_folder.filePath(QStringLiteral("relay.db"));
        config.rules.trialCredits = credits(1000);
        config.rules.trialBudget = credits(100'000);
        m_server = std::make_unique<relay::RelayServer>(config, DeviceKey::generate(systemRandom()));
        QVERIFY(m_server->start());
        m_engine = std::make_shared<TinyEngine>();
        m_host = connection(QStringLiteral("host"));
        m_sharing = std::make_unique<SharingController>(
            *m_host, GuestEngines(m_engine), [] { return GuestWorker {"a toy", protocol::worker::kWholeSandbox}; },
            sharingSettings(m_folder.filePath(QStringLiteral("host"))), systemRandom());
        m_host->open();
        m_sharing->switchOn();
        m_buyer = connection(QStringLiteral("buyer"));
        m_buyer->open();
        QTRY_VERIFY_WITH_TIMEOUT(m_buyer->isOnline() && m_host->isOnline(), kPatience);
        QTRY_COMPARE_WITH_TIMEOUT(m_sharing->state(), SharingController::State::On, kPatience);
    }
    void cleanup()
    {
        m_buyer.reset();
        m_sharing.reset();
        m_host.reset();
        m_server.reset();
    }

    /// Nobody fills a machine's memory before the job was opened, priced and accepted.
    void valuesBeforeTheJobAreRefused()
    {
        const DeviceKey jobKey = DeviceKey::generate(systemRandom());
        const SessionId id = openSession(jobKey);
        QVERIFY(!id.isNull());
        bool opened = false;
        std::optional<Error> closed;
        PeerSession::Handlers handlers;
        handlers.opened = [&] { opened = true; };
        handlers.message = [](const SharedBytes&) {};
        handlers.value = [](const NamedValue&) {};
        handlers.alive = [] {};
        handlers.closed = [&](const Error& why) { closed = why; };
        PeerSession session(*m_buyer, id, openClientChannel(jobKey, m_host->key().keyHash()), std::move(handlers), 0);
        session.start();
        QTRY_VERIFY_WITH_TIMEOUT(opened, kPatience);
        session.sendValue({{}, SharedBytes::take(std::vector<std::uint8_t>(2'000'000))});
        QTRY_VERIFY_WITH_TIMEOUT(closed.has_value(), kPatience);
        QCOMPARE(closed->code, ErrorCode::LimitExceeded);
        QCOMPARE(m_engine->started, 0);
    }

    /// While inputs are sent nothing else is heard of the machine: what it takes is a sign of life.
    void anUploadIsNoSilence()
    {
        FragmentJob job;
        job.fragment.inputs.push_back({{"outside", 0}, "IMAGE", false});
        job.fragment.nodes.push_back({"n", "ImageInvert", {{"image", BoundaryRef {0}}}});
        job.fragment.outputs = {{"n", 0}};
        job.inputs = {{imageValue({DType::F32, {1, 512, 1024, 3}, SharedBytes::take(std::vector<std::uint8_t>(512 * 1024 * 12))})}};
        job.quote = *quoteFor(*referenceWork(job.fragment, {*inputSizeOf(job.inputs.front())}), credits(1));
        Offer offer;
        offer.machine = m_host->key().publicKey();
        offer.pricePerReferenceSecond = credits(1);
        RemoteEngine engine(*m_buyer, offer, TinyEngine::makeCatalogue(), systemRandom());
        std::vector<FragmentEvent> events;
        EventSink sink = [&](const FragmentEvent& event) { events.push_back(event); };
        auto running = engine.run(std::move(job), std::move(sink), {});
        const FragmentReport report = QCoro::waitFor(std::move(running));
        QVERIFY(std::holds_alternative<FragmentOutcome>(report));
        QVERIFY(!events.empty());
        QVERIFY(std::holds_alternative<StillAlive>(events.front()));
    }

    /// The relay hangs up on who asks before the login: what is asked too early fails here.
    void requestsDuringTheHandshakeDontBreakIt()
    {
        const auto early = connection(QStringLiteral("early"));
        int refused = 0;
        int lost = 0;
        connect(early.get(), &RelayConnection::offline, this, [&] { ++lost; });
        QTimer busy;
        connect(&busy, &QTimer::timeout, this, [&] {
            early->tell(protocol::relay::CloseSession {randomId<SessionId>(systemRandom()), 0});
            early->ask(protocol::relay::AskBalance {}, [&](const Result<RelayConnection::Answer>& answer) {
                refused += !answer && answer.error().code == ErrorCode::RelayUnreachable;
            });
        });
        connect(early.get(), &RelayConnection::online, &busy, &QTimer::stop);
        busy.start(0);
        early->open();
        QTRY_VERIFY_WITH_TIMEOUT(early->isOnline(), 5000);
        QTRY_VERIFY(refused > 0);
        QVERIFY(early->lastError().detail.empty()); // at the first try
        QCOMPARE(lost, 0);
    }
};

QTEST_GUILESS_MAIN(TestStrangers)
#include "TestStrangers.moc"
