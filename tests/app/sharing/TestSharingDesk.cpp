// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sharing/SharingDesk.h"

#include "app/engines/OfferedNodes.h"
#include "app/sharing/JobStore.h"
#include "core/protocol/Worker.h"
#include "core/security/Signing.h"
#include "tests/app/servers/local/LocalServers.h"
#include "tests/app/wallet/ScriptedRelay.h"

#include <QTest>

using namespace weft;
using namespace weft::test;
using namespace weft::testing;

namespace {

/// Guests' engine that is never asked to compute.
class QuietEngine : public Engine {
public:
    std::string id() const override { return "guests"; }
    std::string displayName() const override { return "CPU, 2 threads"; }
    QCoro::Task<Result<Catalogue>> catalogue() override
    {
        Catalogue catalogue;
        NodeType type;
        type.name = "ImageInvert";
        catalogue.add(type);
        co_return catalogue;
    }
    QCoro::Task<FragmentReport> run(FragmentJob, EventSink, CancelToken) override { co_return FragmentReport {}; }
};

struct DeskFixture {
    QTemporaryDir folder;
    QSettings settings {folder.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat};
    ScriptedRelay relay;
    RelayConnection connection {settingsFor(relay, folder), DeviceKey::generate(systemRandom())};
    std::string sandbox = protocol::worker::kWholeSandbox;
    SharingDesk desk {connection, folder.path(), {QStringLiteral("My PC"), microCredits(10'000), {}, {}}, settings, systemRandom(),
        [this] { return GuestEngine {std::make_shared<QuietEngine>(), [this] { return GuestWorker {"CPU, 2 threads", sandbox}; }}; }};

    DeskFixture()
    {
        connection.open();
        (void)QTest::qWaitFor([this] { return connection.isOnline(); });
    }

    Offer lastOffer() const
    {
        const auto published = relay.all<PublishOffer>();
        return published.empty() ? Offer {} : openOffer({published.back().offer, published.back().signature}, unixNow()).valueOr({});
    }
    bool isOn() const { return desk.state() == SharingModel::State::On; }
    bool isOff() const { return desk.state() == SharingModel::State::Off; }
};

} // namespace

class TestSharingDesk : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theSwitchPublishesAndWithdraws()
    {
        DeskFixture f;
        QVERIFY(f.isOff());
        f.desk.switchOn();
        QTRY_VERIFY(f.isOn());
        QTRY_COMPARE(f.lastOffer().name, std::string("My PC"));
        QCOMPARE(f.desk.worker().device, std::string("CPU, 2 threads"));
        f.desk.switchOff();
        QTRY_VERIFY(f.isOff());
        QCOMPARE(f.relay.count<WithdrawOffer>(), 1);
    }

    void nameAndPriceAreKeptAndToldAtOnce()
    {
        DeskFixture f;
        f.desk.switchOn();
        QTRY_COMPARE(f.relay.count<PublishOffer>(), 1);
        QVERIFY(f.desk.setName(QStringLiteral("  RTX 3060 ·  attic ")));
        QVERIFY(f.desk.setPrice(microCredits(25'000)));
        QTRY_COMPARE(f.lastOffer().pricePerReferenceSecond, microCredits(25'000));
        QCOMPARE(f.lastOffer().name, std::string("RTX 3060 · attic"));
        QCOMPARE(f.settings.value(QStringLiteral("share/name")).toString(), QStringLiteral("RTX 3060 · attic"));
        QCOMPARE(f.settings.value(QStringLiteral("share/price")).toString(), QStringLiteral("0.025"));
    }

    void badNamesAndPricesChangeNothing()
    {
        DeskFixture f;
        QVERIFY(f.desk.setName(QStringLiteral("  ")).error().code == ErrorCode::LimitExceeded);
        QVERIFY(!f.desk.setName(QString(300, u'x')));
        QVERIFY(f.desk.setPrice(microCredits(-1)).error().code == ErrorCode::AmountInvalid);
        QVERIFY(!f.desk.setPrice(Money {kMaxAmount.micro + 1}));
        QCOMPARE(f.desk.name(), QStringLiteral("My PC"));
        QCOMPARE(f.desk.price(), microCredits(10'000));
        QVERIFY(!f.settings.contains(QStringLiteral("share/name")));
    }

    void aPauseEndsByItself()
    {
        DeskFixture f;
        f.desk.switchOn();
        QTRY_VERIFY(f.isOn());
        f.desk.pause(std::chrono::milliseconds {600});
        QVERIFY(f.desk.pausedUntil().isValid());
        QTRY_VERIFY(f.isOff());
        QTRY_VERIFY(f.isOn());
        QVERIFY(!f.desk.pausedUntil().isValid());
    }

    /// It is shorter than what it takes to stop.
    void aShortPauseEndsToo()
    {
        DeskFixture f;
        f.desk.switchOn();
        QTRY_VERIFY(f.isOn());
        f.desk.pause(std::chrono::milliseconds {1});
        QTRY_VERIFY(f.desk.state() == SharingModel::State::Stopping);
        QTRY_VERIFY(f.isOn());
    }

    void theSwitchEndsAPause()
    {
        DeskFixture f;
        f.desk.switchOn();
        QTRY_VERIFY(f.isOn());
        f.desk.pause(std::chrono::milliseconds {300});
        f.desk.switchOff();
        QVERIFY(!f.desk.pausedUntil().isValid());
        QTRY_VERIFY(f.isOff());
        QTest::qWait(500);
        QVERIFY(f.isOff());
    }

    void theOwnersServersAreInTheOfferAndChangeWithIt()
    {
        LocalComfy comfy;
        DeskFixture f;
        ServerOffers servers;
        servers.comfy = {true, comfy.url(), {{"WeftTestFetch", {true, microCredits(50'000)}}}};
        QVERIFY(f.desk.setServers(servers));
        f.desk.switchOn();
        QTRY_COMPARE(f.lastOffer().servers.size(), std::size_t(1));
        const OfferedServer first = f.lastOffer().servers.front();
        QCOMPARE(first.kind, std::string("comfyui"));
        QCOMPARE(first.work.at("WeftTestFetch"), std::int64_t(5'000'000)); // at 0.01 credits a second
        QCOMPARE(unpackNodes(first.nodes.view())->types().size(), std::size_t(1));

        servers.comfy.classes["ImageInvert"] = {};
        QVERIFY(f.desk.setServers(servers)); // while it is shared
        QTRY_COMPARE(unpackNodes(f.lastOffer().servers.front().nodes.view())->types().size(), std::size_t(2));
        QVERIFY(f.desk.setPrice(microCredits(20'000)));
        QTRY_COMPARE(f.lastOffer().servers.front().work.at("WeftTestFetch"), std::int64_t(2'500'000)); // a call costs the same
        QCOMPARE(f.lastOffer().servers.front().pricePerReferenceSecond, microCredits(20'000));

        comfy.goAway();
        servers.comfy.classes.erase("ImageInvert");
        QVERIFY(f.desk.setServers(servers));
        QTRY_VERIFY(f.lastOffer().servers.empty());
        QTRY_VERIFY(f.desk.serverProblem("comfyui").has_value());
        comfy.comeBack();
        servers.comfy.isOn = false;
        QVERIFY(f.desk.setServers(servers));
        QTRY_VERIFY(!f.desk.serverProblem("comfyui"));
        QVERIFY(f.lastOffer().servers.empty());
        QVERIFY(readOffers(f.folder.filePath(QStringLiteral("guest/servers.json"))) == servers);
    }

    void whatAnotherOneLeftMeanwhileIsSettled()
    {
        DeskFixture f;
        f.desk.switchOn();
        QTRY_VERIFY(f.isOn());
        const QString folder = f.folder.filePath(QStringLiteral("hosted"));
        JobStore other(folder);
        QVERIFY(!other.take());
        f.desk.switchOff();
        QTRY_VERIFY(f.isOff());
        QVERIFY(other.take());
        JobRecord record;
        record.job = randomId<JobId>(systemRandom());
        record.receipt = {record.job, 1, credits(1), true, randomId<Hash256>(systemRandom()), randomId<Signature>(systemRandom())};
        record.key = randomId<SecretKey256>(systemRandom());
        record.holdDeadline = unixNow() + std::chrono::minutes(5);
        QVERIFY(other.keep(record));
        f.desk.switchOn();
        QTRY_VERIFY(f.desk.problem().has_value()); // it has the folder
        QVERIFY(f.isOff());
        QCOMPARE(f.relay.count<protocol::relay::Settle>(), 0);
        other.leave();
        f.desk.switchOn();
        QTRY_COMPARE(f.relay.count<protocol::relay::Settle>(), 1);
        QCOMPARE(f.relay.all<protocol::relay::Settle>().front().receipt.job, record.job);
    }

    void withoutAWholeSandboxItStaysOff()
    {
        DeskFixture f;
        f.sandbox = "seccomp only";
        f.desk.switchOn();
        QTRY_VERIFY(f.desk.problem().has_value());
        QVERIFY(f.isOff());
        QVERIFY(f.desk.problem()->code == ErrorCode::SandboxMissing);
        QCOMPARE(f.desk.worker().sandbox, std::string("seccomp only"));
        QCOMPARE(f.relay.count<PublishOffer>(), 0);
        f.sandbox = protocol::worker::kWholeSandbox; // mended
        f.desk.switchOn();
        QTRY_VERIFY(f.isOn());
        QVERIFY(!f.desk.problem());
    }
};

QTEST_GUILESS_MAIN(TestSharingDesk)
#include "TestSharingDesk.moc"
