// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/conductor/Conductor.h"
#include "tests/core/conductor/FakeEngine.h"

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

using namespace weft;
using namespace weft::fake;

namespace {

/// Two machines and this computer, and a prompt to run on them.
struct World {
    std::shared_ptr<FakeEngine> here = std::make_shared<FakeEngine>(kHere);
    std::shared_ptr<FakeEngine> a = std::make_shared<FakeEngine>("aa");
    std::shared_ptr<FakeEngine> b = std::make_shared<FakeEngine>("bb");
    RunRequest request;
    ConductorLimits limits {4, std::chrono::milliseconds(5), std::chrono::milliseconds(60'000), std::chrono::milliseconds(50)};
    std::vector<RunEvent> events;
    std::unique_ptr<ValueCache> cache;

    World()
    {
        FakeEngine::mostRunning = 0;
        request.plan.engines = {infoFor(*here, 0), infoFor(*a, 1), infoFor(*b, 1)};
        request.sink = [this](const RunEvent& event) { events.push_back(event); };
    }

    void node(const NodeId& id, const std::string& type, std::map<std::string, PromptInput> inputs, const std::string& place = {})
    {
        request.plan.prompt.nodes[id] = {type, "", std::move(inputs)};
        if (!place.empty())
            request.plan.places[id] = place;
    }

    RunReport run()
    {
        Conductor conductor(cache.get(), limits);
        auto task = conductor.run(request, {{kHere, here}, {"aa", a}, {"bb", b}});
        return QCoro::waitFor(std::move(task));
    }

    static PromptInput from(const NodeId& id) { return SlotRef {id, 0}; }

    /// (1 here -> 2 elsewhere), 3 elsewhere -> 4 here -> 5 shows it
    void diamond()
    {
        node("1", "Make", {{"value", Json(1)}}, "here");
        node("2", "Add", {{"a", from("1")}, {"b", Json(10)}}, "elsewhere");
        node("3", "Add", {{"a", from("1")}, {"b", Json(100)}}, "elsewhere");
        node("4", "Add", {{"a", from("2")}, {"b", from("3")}}, "here");
        node("5", "Show", {{"value", from("4")}});
    }
};

QByteArray shown(const RunReport& report, const NodeId& node)
{
    const auto files = report.files.find(node);
    if (files == report.files.end() || files->second.empty())
        return "nothing";
    const Tensor* bytes = files->second[0].tensor("bytes");
    return {reinterpret_cast<const char*>(bytes->data.data()), static_cast<qsizetype>(bytes->data.size())};
}

Money sumOverNodes(const RunReport& report)
{
    Money sum;
    for (const auto& [id, node] : report.nodes)
        sum.micro += node.charged.micro;
    return sum;
}

#define VERIFY_GOOD(report) \
    QVERIFY2((report).errors.empty(), (report).errors.empty() ? "" : ((report).errors[0].second.detail + " " + std::string(nameOf((report).errors[0].second.code))).c_str())

} // namespace

class TestConductor : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cleanup()
    {
        ++FakeEngine::test;
        QTRY_COMPARE(FakeEngine::running, 0);
    }

    void threeMachinesSideBySide()
    {
        World world;
        world.diamond();
        world.a = std::make_shared<FakeEngine>("aa", 1, 60);
        world.b = std::make_shared<FakeEngine>("bb", 1, 60);
        const RunReport report = world.run();
        VERIFY_GOOD(report);
        QCOMPARE(shown(report, "5"), QByteArray("112 "));
        QVERIFY(FakeEngine::mostRunning >= 2);
        QCOMPARE(world.a->runs + world.b->runs, 2);
        QVERIFY(report.nodes.at("2").engines != report.nodes.at("3").engines);
        QVERIFY(report.charged > Money {});
        QCOMPARE(report.held.micro, report.charged.micro);
        QCOMPARE(sumOverNodes(report).micro, report.charged.micro);
    }

    void anotherMachineGoesOn_data()
    {
        QTest::addColumn<int>("mood");
        QTest::newRow("lost at once") << int(Mood::CrashAtOnce);
        QTest::newRow("silent, listens to cancel") << int(Mood::Hang);
        QTest::newRow("silent, deaf") << int(Mood::Deaf);
        QTest::newRow("too little memory") << int(Mood::TooSmall);
        QTest::newRow("a value of the wrong type") << int(Mood::WrongType);
        QTest::newRow("a value of the wrong type, early") << int(Mood::WrongTypeEarly);
        QTest::newRow("files that nobody asked for") << int(Mood::PlantsFiles);
        QTest::newRow("without its output") << int(Mood::Silent);
    }
    void anotherMachineGoesOn()
    {
        QFETCH(int, mood);
        World world;
        world.diamond();
        world.request.plan.places["3"] = "here";
        world.limits.stall = std::chrono::milliseconds(40);
        world.a->moods = {Mood(mood)};
        world.b->moods = {Mood::Well};
        const RunReport report = world.run();
        VERIFY_GOOD(report);
        QCOMPARE(shown(report, "5"), QByteArray("112 "));
        QCOMPARE(world.a->runs, 1);
        QCOMPARE(world.b->runs, 1);
        QCOMPARE(report.nodes.at("2").engines, std::vector<std::string> {"bb"});
        QCOMPARE(report.files.size(), std::size_t {1}); // what 5 shows
    }

    /// A value that comes along stands for the node that would have made it; the cache has no part in it.
    void givenValues()
    {
        World world;
        const QTemporaryDir folder;
        auto cache = ValueCache::open(folder.path().toStdString());
        QVERIFY(cache);
        world.cache = std::move(*cache);
        world.node("1", "Make", {{"value", Json(1)}}, "here");
        world.node("2", "Add", {{"a", World::from("1")}, {"b", Json(10)}}, "elsewhere");
        world.request.plan.wanted = {{"2", 0}};
        for (const int given : {5, 7}) {
            world.request.given[{"1", 0}] = {literalValue("INT", given)};
            const RunReport report = world.run();
            VERIFY_GOOD(report);
            QVERIFY(report.slots.at({"2", 0}).front().meta.at("value") == Json(given + 10));
        }
        QCOMPARE(world.here->runs, 0);
        QCOMPARE(world.a->runs + world.b->runs, 2);
        world.request.plan.wanted = {{"1", 0}};
        const RunReport report = world.run();
        VERIFY_GOOD(report);
        QVERIFY(report.slots.at({"1", 0}).front().meta.at("value") == Json(7));
    }

    void aLongUploadIsNoSilence()
    {
        World world;
        world.diamond();
        world.request.plan.places["3"] = "here";
        world.limits.stall = std::chrono::milliseconds(250);
        world.a->moods = {Mood::Uploads};
        const RunReport report = world.run();
        VERIFY_GOOD(report);
        QCOMPARE(shown(report, "5"), QByteArray("112 "));
        QCOMPARE(world.b->runs, 0);
    }

    void whatWasHandedOverIsntMadeAgain()
    {
        World world;
        world.node("1", "Make", {{"value", Json(1)}}, "aa");
        world.node("2", "Add", {{"a", World::from("1")}, {"b", Json(10)}}, "elsewhere");
        world.request.plan.places["1"] = "elsewhere";
        world.node("3", "Show", {{"value", World::from("1")}});
        world.node("4", "Show", {{"value", World::from("2")}});
        world.a->moods = {Mood::CrashAfterFirst};
        const RunReport report = world.run();
        VERIFY_GOOD(report);
        QCOMPARE(shown(report, "3"), QByteArray("1 "));
        QCOMPARE(shown(report, "4"), QByteArray("11 "));
        QCOMPARE(world.b->computed, std::vector<NodeId> {"2"});
        QVERIFY(report.released > Money {});
        QCOMPARE(report.held.micro, report.charged.micro + report.released.micro);
        QCOMPARE(sumOverNodes(report).micro, report.charged.micro);
    }

    void whatEndsAlikeIsTriedOnceOnEachMachine()
    {
        World world;
        world.node("1", "Make", {{"value", Json(1)}}, "elsewhere");
        world.node("2", "Show", {{"value", World::from("1")}});
        world.a->moods.assign(10, Mood::TooSmall);
        world.b->moods.assign(10, Mood::TooSmall);
        const RunReport report = world.run();
        QVERIFY(!report.errors.empty());
        QCOMPARE(report.errors[0].second.code, ErrorCode::OutOfMemory);
        QCOMPARE(world.a->runs, 1);
        QCOMPARE(world.b->runs, 1);
        QCOMPARE(report.charged.micro, 0);
    }

    void givesUpAfterSomeAttempts()
    {
        World world;
        world.diamond();
        world.a->moods.assign(10, Mood::CrashAtOnce);
        world.b->moods.assign(10, Mood::CrashAtOnce);
        const RunReport report = world.run();
        QVERIFY(!report.errors.empty());
        QCOMPARE(report.errors[0].second.code, ErrorCode::ProviderLost);
        QCOMPARE(world.a->runs + world.b->runs, 8); // two fragments, four attempts each
        QCOMPARE(report.charged.micro, 0);
    }

    void aFailingNodeDoesNotStopOtherOutputs()
    {
        World world;
        world.diamond();
        world.node("6", "Break", {});
        world.node("7", "Show", {{"value", World::from("6")}});
        world.node("8", "Add", {{"a", World::from("6")}, {"b", World::from("4")}}, "elsewhere");
        world.node("9", "Show", {{"value", World::from("8")}});
        const RunReport report = world.run();
        QCOMPARE(report.errors.size(), std::size_t {1});
        QCOMPARE(report.errors[0].first, NodeId("6"));
        QCOMPARE(shown(report, "5"), QByteArray("112 "));
        QVERIFY(!report.files.contains("7") && !report.files.contains("9"));
    }

    void aNodeThatNobodyHasDoesNotStopOtherOutputs()
    {
        World world;
        world.diamond();
        world.node("6", "Unheard", {});
        world.node("7", "Show", {{"value", World::from("6")}});
        const RunReport report = world.run();
        QCOMPARE(report.errors.size(), std::size_t {1});
        QCOMPARE(report.errors[0].second.code, ErrorCode::NodeTypeUnknown);
        QCOMPARE(shown(report, "5"), QByteArray("112 "));
    }

    void lazyBranchesRunOnlyWhenAskedFor_data()
    {
        QTest::addColumn<int>("first");
        QTest::addColumn<QByteArray>("result");
        QTest::newRow("first") << 1 << QByteArray("5 ");
        QTest::newRow("second") << 0 << QByteArray("7 ");
    }
    void lazyBranchesRunOnlyWhenAskedFor()
    {
        QFETCH(int, first);
        QFETCH(QByteArray, result);
        World world;
        world.node("1", "Make", {{"value", Json(5)}}, "aa");
        world.node("2", "Make", {{"value", Json(7)}}, "bb");
        world.node("3", "Choose", {{"first", Json(first)}, {"a", World::from("1")}, {"b", World::from("2")}}, "here");
        world.node("4", "Show", {{"value", World::from("3")}});
        const RunReport report = world.run();
        VERIFY_GOOD(report);
        QCOMPARE(shown(report, "4"), result);
        QCOMPARE(world.a->runs, first ? 1 : 0);
        QCOMPARE(world.b->runs, first ? 0 : 1);
    }

    void listsCrossMachines()
    {
        World world;
        world.node("1", "MakeList", {{"count", Json(3)}}, "aa");
        world.node("2", "Add", {{"a", World::from("1")}, {"b", Json(10)}}, "bb");
        world.node("3", "Show", {{"value", World::from("2")}});
        const RunReport report = world.run();
        VERIFY_GOOD(report);
        QCOMPARE(shown(report, "3"), QByteArray("10 11 12 "));
    }

    void theSecondRunComputesAndChargesNothing()
    {
        QTemporaryDir folder;
        auto cache = ValueCache::open(folder.path().toStdString());
        QVERIFY(cache);
        World first;
        first.diamond();
        first.cache = std::move(*cache);
        const RunReport one = first.run();
        VERIFY_GOOD(one);

        World second;
        second.diamond();
        second.cache = std::move(first.cache);
        second.request.plan.wanted = {{"2", 0}};
        second.request.plan.targets = {"5"};
        const RunReport two = second.run();
        VERIFY_GOOD(two);
        QCOMPARE(second.here->runs + second.a->runs + second.b->runs, 0);
        QCOMPARE(two.charged.micro, 0);
        QCOMPARE(two.held.micro, 0);
        QCOMPARE(shown(two, "5"), QByteArray("112 "));
        QVERIFY(two.nodes.at("4").cached);
        QCOMPARE(two.slots.size(), std::size_t {1});

        World third; // only what depends on the change is computed
        third.diamond();
        third.node("3", "Add", {{"a", World::from("1")}, {"b", Json(200)}}, "elsewhere");
        third.cache = std::move(second.cache);
        const RunReport three = third.run();
        VERIFY_GOOD(three);
        QCOMPARE(shown(three, "5"), QByteArray("212 "));
        QCOMPARE(third.a->runs + third.b->runs, 1);
        QCOMPARE(third.here->computed, (std::vector<NodeId> {"4", "5"}));
    }

    /// What is quick to make here isn't kept; what was paid for is.
    void onlyWhatIsWorthItIsKept()
    {
        QTemporaryDir folder;
        auto cache = ValueCache::open(folder.path().toStdString());
        QVERIFY(cache);
        World first;
        first.diamond();
        first.request.keptFrom = std::chrono::hours(1);
        first.cache = std::move(*cache);
        const RunReport one = first.run();
        VERIFY_GOOD(one);
        World second;
        second.diamond();
        second.cache = std::move(first.cache);
        const RunReport two = second.run();
        VERIFY_GOOD(two);
        QCOMPARE(second.a->runs + second.b->runs, 0);
        QCOMPARE(second.here->computed, (std::vector<NodeId> {"4", "5"}));
        QCOMPARE(shown(two, "5"), QByteArray("112 "));
    }

    void whatAMachineWasPaidAfterItWasGivenUpIsReported_data()
    {
        QTest::addColumn<int>("mood");
        QTest::newRow("it says so while the other works") << int(Mood::PaidLate);
        QTest::newRow("it never says") << int(Mood::Deaf); // its quote is what it may have cost
    }
    void whatAMachineWasPaidAfterItWasGivenUpIsReported()
    {
        QFETCH(int, mood);
        World plain;
        plain.diamond();
        plain.request.plan.places["3"] = "here";
        const Money once = plain.run().charged;
        World world;
        world.diamond();
        world.request.plan.places["3"] = "here";
        world.limits.stall = std::chrono::milliseconds(300);
        world.b = std::make_shared<FakeEngine>("bb", 1, 250);
        world.a->moods = {Mood(mood)};
        const RunReport report = world.run();
        VERIFY_GOOD(report);
        QCOMPARE(world.b->runs, 1);
        QCOMPARE(report.charged.micro, 2 * once.micro);
        QCOMPARE(report.held.micro, 2 * once.micro);
        QCOMPARE(sumOverNodes(report).micro, report.charged.micro);
    }

    /// While it isn't known what the first costs, the second may not use its part of the cap.
    void aMachineThatWasGivenUpKeepsItsPartOfTheCap()
    {
        World plain;
        plain.diamond();
        plain.request.plan.places["3"] = "here";
        const Money once = plain.run().charged;
        World world;
        world.diamond();
        world.request.plan.places["3"] = "here";
        world.request.plan.policy.cap = Money {2 * once.micro - 1};
        world.limits.stall = std::chrono::milliseconds(40);
        world.limits.release = std::chrono::milliseconds(30);
        world.a->moods = {Mood::PaidLate};
        const RunReport report = world.run();
        QVERIFY(!report.errors.empty());
        QCOMPARE(report.errors[0].second.code, ErrorCode::QuoteExceeded);
        QCOMPARE(world.b->runs, 0);
        QCOMPARE(report.charged.micro, once.micro);
    }

    void aTightBalanceWaitsForTheReleaseOfTheFirstHold_data()
    {
        QTest::addColumn<int>("first");
        QTest::addColumn<bool>("good");
        QTest::newRow("the first machine died") << int(Mood::CrashAtOnce) << true;
        QTest::newRow("no credits at all") << int(Mood::Poor) << false;
    }
    void aTightBalanceWaitsForTheReleaseOfTheFirstHold()
    {
        QFETCH(int, first);
        QFETCH(bool, good);
        World world;
        world.diamond();
        world.request.plan.places["3"] = "here";
        world.limits.release = std::chrono::milliseconds(800); // longer than an attempt takes under a sanitizer
        world.a->moods = {Mood(first)};
        world.b->moods = {Mood::Poor};
        QElapsedTimer clock;
        clock.start();
        const RunReport report = world.run();
        QCOMPARE(report.errors.empty(), good);
        QCOMPARE(world.a->runs, 1);
        QCOMPARE(world.b->runs, good ? 2 : 0);
        QVERIFY(!good || clock.elapsed() >= 800);
    }

    void cancelStopsAtOnce()
    {
        World world;
        world.diamond();
        world.a->moods = {Mood::Hang};
        world.b->moods = {Mood::Deaf};
        QTimer::singleShot(30, this, [&world] { world.request.cancel.cancel(); });
        QElapsedTimer clock;
        clock.start();
        const RunReport report = world.run();
        QVERIFY(clock.elapsed() < 5000);
        QCOMPARE(report.errors.size(), std::size_t {1});
        QCOMPARE(report.errors[0].second.code, ErrorCode::Cancelled);
        QCOMPARE(world.a->cancels, 1);
        QVERIFY(report.charged > Money {}); // the deaf one may have been paid
        QCOMPARE(report.held.micro, report.charged.micro);
    }

    void theCapHoldsOverAllHolds()
    {
        World world;
        world.diamond();
        const RunReport free = world.run();
        QVERIFY(free.charged > Money {});
        World tight;
        tight.diamond();
        tight.request.plan.policy.cap = Money {free.charged.micro - 1};
        const RunReport report = tight.run();
        QVERIFY(!report.errors.empty());
        QCOMPARE(report.errors[0].second.code, ErrorCode::QuoteExceeded);
        QVERIFY(report.charged <= tight.request.plan.policy.cap);
    }

    void nothingToRun()
    {
        World world;
        world.node("1", "Make", {{"value", Json(1)}});
        const RunReport report = world.run();
        QCOMPARE(report.errors.size(), std::size_t {1});
        QCOMPARE(report.errors[0].second.code, ErrorCode::NoOutputNode);
    }
};

QTEST_GUILESS_MAIN(TestConductor)
#include "TestConductor.moc"
