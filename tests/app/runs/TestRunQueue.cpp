// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/runs/RunsFixture.h"

#include <QProcess>
#include <QSignalSpy>
#include <QTest>

#include <csignal>
#include <cstdio>

using namespace weft;
using namespace weft::fake;

namespace {

constexpr const char* kChild = "WEFT_TEST_CHILD"; // the folder that a child works in

QStringList namesIn(const RunQueue& queue)
{
    QStringList names;
    for (const QueuedRun& run : queue.runs())
        names << run.name;
    return names;
}

/// Runs one workflow after the other, and says of each file that it is shown.
int childMain(const QString& folder)
{
    RunsFixture f(qgetenv("WEFT_TEST_MOOD").constData(), folder);
    auto history = RunHistory::open(f.in("history"));
    if (!history || !f.queue.keepIn(f.in("queue.jsonl")))
        return 1;
    f.queue.writeTo(**history);
    QObject::connect(&f.queue, &RunQueue::fileStored, [](const StoredFile& file) {
        std::printf("%s\n", qPrintable(file.path));
        std::fflush(stdout);
    });
    for (int i = 0; i < 40; ++i)
        f.queue.add(queued(qPrintable(QStringLiteral("run %1").arg(i)), "words of run " + std::to_string(i)));
    return QCoreApplication::exec();
}

/// Starts such a child, kills it after so many files were shown, and returns their paths.
QStringList killedChild(const QString& folder, const char* mood, int files)
{
    QProcess child;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QString::fromLatin1(kChild), folder);
    environment.insert(QStringLiteral("WEFT_TEST_MOOD"), QString::fromLatin1(mood));
    environment.remove(QString::fromLatin1(kFakeWorker));
    child.setProcessEnvironment(environment);
    child.start(QCoreApplication::applicationFilePath(), {});
    QByteArray said;
    while (said.count('\n') < files && child.waitForReadyRead(20'000))
        said += child.readAllStandardOutput();
    ::kill(pid_t(child.processId()), SIGKILL);
    child.waitForFinished();
    said += child.readAllStandardOutput();
    said.truncate(said.lastIndexOf('\n') + 1);
    return QString::fromUtf8(said).split(u'\n', Qt::SkipEmptyParts);
}

} // namespace

class TestRunQueue : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void oneRunsAfterTheOther()
    {
        RunsFixture f("well");
        QStringList started;
        connect(&f.queue, &RunQueue::aboutToStart, this, [&](const QueuedRun& run) { started << run.name; });
        QSignalSpy files(&f.queue, &RunQueue::fileStored);
        for (const char* name : {"a", "b", "c"})
            f.queue.add(queued(name));
        QCOMPARE(started, QStringList{QStringLiteral("a")}); // at once
        QCOMPARE(f.queue.waiting(), 2);
        QTRY_COMPARE(files.size(), 3);
        QTRY_VERIFY(f.queue.runs().empty());
        QCOMPARE(started, (QStringList{QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("c")}));
    }

    void aFailureIsKeptInSightAndTheNextOneRuns()
    {
        RunsFixture f("well");
        QueuedRun bad = queued("bad");
        Node fails;
        fails.id = "2";
        fails.type = "Nowhere";
        bad.graph = Graph();
        (void)bad.graph.addNode(fails);
        f.queue.add(bad);
        f.queue.add(queued("good"));
        QSignalSpy files(&f.queue, &RunQueue::fileStored);
        QTRY_COMPARE(files.size(), 1);
        QTRY_COMPARE(namesIn(f.queue), QStringList{QStringLiteral("bad")});
        const QueuedRun& ended = f.queue.runs().front();
        QVERIFY(ended.state == QueuedRun::State::Failed);
        QVERIFY(ended.error.has_value());
        f.queue.cancel(ended.id); // looked at
        QVERIFY(f.queue.runs().empty());
    }

    void orderCanBeChanged()
    {
        RunsFixture f("slow");
        std::vector<QString> ids;
        for (const char* name : {"a", "b", "c", "d"})
            ids.push_back(f.queue.add(queued(name)));
        f.queue.move(ids[3], 0);
        QCOMPARE(namesIn(f.queue).join(u' '), QStringLiteral("a d b c")); // the one that runs stays in front
        f.queue.move(ids[3], 99);
        QCOMPARE(namesIn(f.queue).join(u' '), QStringLiteral("a b c d"));
        f.queue.move(ids[1], 1);
        QCOMPARE(namesIn(f.queue).join(u' '), QStringLiteral("a c b d"));
        f.queue.move(ids[0], 2); // it runs: nothing to move
        f.queue.move(QStringLiteral("nobody"), 2);
        QCOMPARE(namesIn(f.queue).join(u' '), QStringLiteral("a c b d"));
    }

    void oneOrAllAreCancelled()
    {
        RunsFixture f("slow");
        QSignalSpy starts(&f.queue, &RunQueue::aboutToStart);
        std::vector<QString> ids;
        for (const char* name : {"a", "b", "c"})
            ids.push_back(f.queue.add(queued(name)));
        f.queue.cancel(ids[1]);
        QCOMPARE(namesIn(f.queue).join(u' '), QStringLiteral("a c"));
        QSignalSpy planned(&f.runs, &RunController::runEvent);
        QTRY_VERIFY(!planned.isEmpty());
        connect(&f.queue, &RunQueue::aboutToStart, this, [&planned] { planned.clear(); });
        f.queue.cancel(ids[0]);
        QVERIFY(f.queue.current()->isCancelling);
        QTRY_COMPARE(starts.size(), 2); // c
        f.queue.add(queued("d"));
        QTRY_VERIFY(!planned.isEmpty());
        f.queue.cancelAll();
        QTRY_VERIFY(f.queue.runs().empty());
        QTest::qWait(50);
        QCOMPARE(starts.size(), 2); // d never started
    }

    void theHistoryKnowsHowEachEnded()
    {
        RunsFixture f("well");
        auto history = RunHistory::open(f.in("history"));
        QVERIFY(history);
        f.queue.writeTo(**history);
        f.queue.add(queued("a", "a dog"));
        QTRY_VERIFY(f.queue.runs().empty());
        const RunRecord& run = (*history)->runs().first();
        QCOMPARE(run.name, QStringLiteral("a"));
        QVERIFY(run.state == RunState::Done);
        QCOMPARE(run.prompts, QStringList{QStringLiteral("a dog")});
        QCOMPARE(run.seed, QStringLiteral("1"));
        QCOMPARE(run.files.size(), 1);
        QCOMPARE(run.files[0].type, QStringLiteral("Save"));
        QVERIFY(QFile::exists(run.files[0].path));
        const auto workflow = (*history)->workflowOf(run);
        QVERIFY(workflow);
        QVERIFY(workflow->contains("a dog"));
    }

    void whatWaitsComesBackPausedAndKeepsItsPromise()
    {
        QTemporaryDir folder;
        {
            RunsFixture f("slow", folder.path());
            QVERIFY(f.queue.keepIn(f.in("queue.jsonl")));
            QueuedRun first = queued("a");
            f.queue.add(first);
            QueuedRun second = queued("b", "words of b");
            second.options.policy.privacy = Privacy::TrustedMachines;
            second.options.policy.cap = microCredits(1'500'000);
            second.options.targets = {"1"};
            f.queue.add(second);
            const QString third = f.queue.add(queued("c"));
            f.queue.move(third, 0);
        }
        RunsFixture f("well", folder.path());
        QSignalSpy starts(&f.queue, &RunQueue::aboutToStart);
        QVERIFY(f.queue.keepIn(f.in("queue.jsonl")));
        QCOMPARE(namesIn(f.queue).join(u' '), QStringLiteral("c b a"));
        QVERIFY(f.queue.runs()[2].state == QueuedRun::State::Interrupted); // a ran
        const QueuedRun b = f.queue.runs()[1];
        QVERIFY(b.state == QueuedRun::State::Paused);
        QVERIFY(b.options.policy.privacy == Privacy::TrustedMachines);
        QCOMPARE(b.options.policy.cap.micro, qint64(1'500'000));
        QCOMPARE(b.options.targets, (std::vector<NodeId>{"1"}));
        QTest::qWait(100);
        QCOMPARE(starts.size(), 0); // nothing runs or pays by itself
        f.queue.add(queued("now")); // what is asked for now runs; the others go on waiting
        QTRY_COMPARE(namesIn(f.queue).join(u' '), QStringLiteral("c b a"));
        QCOMPARE(starts.size(), 1);
        QVERIFY(f.queue.hasPaused());
        QSignalSpy files(&f.queue, &RunQueue::fileStored);
        f.queue.resume();
        QTRY_COMPARE(files.size(), 2);
        QTRY_COMPARE(namesIn(f.queue).join(u' '), QStringLiteral("a"));
        f.queue.again(f.queue.runs().front().id);
        QTRY_COMPARE(files.size(), 3);
        QTRY_VERIFY(f.queue.runs().empty());
    }

    void aPauseHoldsWhatWaits()
    {
        RunsFixture f("slow");
        QSignalSpy starts(&f.queue, &RunQueue::aboutToStart);
        const QString first = f.queue.add(queued("a"));
        f.queue.add(queued("b"));
        f.queue.pause();
        QSignalSpy planned(&f.runs, &RunController::runEvent);
        QTRY_VERIFY(!planned.isEmpty());
        f.queue.cancel(first);
        QTRY_COMPARE(namesIn(f.queue).join(u' '), QStringLiteral("b"));
        QTest::qWait(50);
        QCOMPARE(starts.size(), 1);
    }

    void aKilledProgramLosesNothingThatWasShown_data()
    {
        QTest::addColumn<QByteArray>("mood");
        QTest::addColumn<int>("files");
        QTest::newRow("in the first run") << QByteArray("endless") << 1;
        for (int files : {1, 3, 8, 20})
            QTest::addRow("after %d files", files) << QByteArray("well") << files;
    }

    void aKilledProgramLosesNothingThatWasShown()
    {
        QFETCH(QByteArray, mood);
        QFETCH(int, files);
        QTemporaryDir folder;
        const QStringList shown = killedChild(folder.path(), mood.constData(), files);
        QVERIFY(shown.size() >= files);
        RunsFixture f("well", folder.path());
        auto history = RunHistory::open(f.in("history"));
        QVERIFY(history);
        QStringList kept;
        int running = 0;
        for (const RunRecord& run : (*history)->runs()) {
            for (const RunFile& file : run.files)
                kept << file.path;
            running += run.state == RunState::Interrupted ? 1 : 0;
        }
        for (const QString& path : shown) {
            QVERIFY2(kept.contains(path), qPrintable(path));
            QVERIFY(QFile::exists(path));
        }
        QVERIFY(running <= 1);
        QVERIFY(f.queue.keepIn(f.in("queue.jsonl")));
        QVERIFY(f.queue.hasPaused());
        for (const QueuedRun& run : f.queue.runs())
            QVERIFY(run.state == QueuedRun::State::Paused || run.state == QueuedRun::State::Interrupted);
        QVERIFY(f.queue.runs().size() <= std::size_t(41 - (*history)->runs().size())); // none is there twice
        QVERIFY(f.queue.runs().size() >= std::size_t(40 - (*history)->runs().size()));
    }

    void aTallyCountsStepsAndNeverGoesBack()
    {
        RunTally tally;
        PlannedFragment fragment;
        fragment.fragment.nodes = {{"1", "Loader", {}}, {"2", "KSampler", {{"steps", Json(8)}}}, {"3", "Save", {}}};
        tally.add(RunPlanned{Plan{{fragment}, {}, {}, {}}});
        QCOMPARE(tally.share(), 0.0);
        QVERIFY(tally.secondsLeft(10) < 0);
        tally.add(FragmentProgressed{0, kHere, NodeFinished{"1", {}, false}});
        QCOMPARE(tally.share(), 0.1);
        tally.add(FragmentProgressed{0, kHere, NodeProgress{"2", 4, 8}});
        QCOMPARE(tally.share(), 0.5);
        QCOMPARE(tally.secondsLeft(3), 3.0);
        tally.add(FragmentProgressed{0, kHere, NodeProgress{"2", 1, 8}}); // another machine took over
        QCOMPARE(tally.share(), 0.5);
        tally.add(NodeAnswered{"2"});
        tally.add(NodeAnswered{"3"});
        QCOMPARE(tally.share(), 1.0);
    }

    void whatIsKnownBeforeThePlanIsNoShareOfIt()
    {
        RunTally tally;
        tally.add(NodeAnswered{"1"});
        QCOMPARE(tally.share(), 0.0);
        PlannedFragment fragment;
        fragment.fragment.nodes = {{"2", "KSampler", {{"steps", Json(8)}}}, {"3", "Save", {}}};
        tally.add(RunPlanned{Plan{{fragment}, {}, {}, {}}});
        QCOMPARE(tally.share(), 0.1);
    }
};

int main(int argc, char** argv)
{
    QCoreApplication application(argc, argv);
    if (qEnvironmentVariableIsSet(kFakeWorker))
        return fakeWorkerMain();
    if (qEnvironmentVariableIsSet(kChild))
        return childMain(qEnvironmentVariable(kChild));
    TestRunQueue test;
    return QTest::qExec(&test, argc, argv);
}
#include "TestRunQueue.moc"
