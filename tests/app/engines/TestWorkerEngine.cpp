// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engines/WorkerEngine.h"
#include "core/values/Sha256.h"
#include "tests/app/engines/FakeWorker.h"

#include <QCoreApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QFloat16>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

using namespace weft;

namespace {

std::unique_ptr<WorkerEngine> engineWith(const QByteArray& mood, const QStringList& models = {})
{
    qputenv(fake::kFakeWorker, mood);
    WorkerSettings settings;
    settings.program = QCoreApplication::applicationFilePath();
    settings.modelFolders = models;
    settings.startLimit = std::chrono::milliseconds(3000);
    settings.cancelLimit = std::chrono::milliseconds(100);
    settings.keptBytes = 3000;
    settings.maxResultBytes = 100'000;
    return std::make_unique<WorkerEngine>(std::move(settings));
}

FragmentJob jobOf(const std::string& type, std::map<std::string, FragmentInput> inputs = {})
{
    FragmentJob job;
    job.fragment.nodes.push_back({"1", type, std::move(inputs)});
    job.fragment.outputs.push_back({"1", 0});
    return job;
}

FragmentJob echoOf(const Value& value)
{
    FragmentJob job = jobOf("Echo", {{"value", BoundaryRef {0}}});
    job.fragment.inputs.push_back({{"0", 0}, value.type, false});
    job.inputs.push_back({value});
    return job;
}

Value numberWithWeight(int number, int bytes)
{
    Value value = literalValue("INT", number);
    value.tensors.emplace_back("weight", Tensor {DType::U8, {bytes}, SharedBytes::take(std::vector<std::uint8_t>(static_cast<std::size_t>(bytes)))});
    return value;
}

FragmentReport run(WorkerEngine& engine, FragmentJob job, CancelToken cancel = {}, std::vector<FragmentEvent>* events = nullptr)
{
    EventSink sink = [events](const FragmentEvent& event) {
        if (events)
            events->push_back(event);
    };
    auto task = engine.run(std::move(job), std::move(sink), std::move(cancel));
    return QCoro::waitFor(std::move(task));
}

/// Workers of this program that live. Linux only: from /proc.
int childProcesses()
{
    int count = 0;
    for (const QString& name : QDir(QStringLiteral("/proc")).entryList({QStringLiteral("[0-9]*")}, QDir::Dirs)) {
        QFile file(QStringLiteral("/proc/%1/stat").arg(name));
        if (!file.open(QIODevice::ReadOnly))
            continue;
        const QByteArray line = file.readAll();
        const QList<QByteArray> fields = line.mid(line.lastIndexOf(')') + 2).split(' '); // state, parent, ...
        count += fields.size() > 1 && fields[0] != "Z" && fields[1].toLongLong() == QCoreApplication::applicationPid() ? 1 : 0;
    }
    return count;
}

/// waitFor() needs a type that can be empty.
QCoro::Task<std::optional<Result<Catalogue>>> ask(WorkerEngine& engine)
{
    auto asking = engine.catalogue();
    Result<Catalogue> catalogue = co_await asking;
    co_return catalogue;
}

Result<Catalogue> described(WorkerEngine& engine) { return *QCoro::waitFor(ask(engine)); }

Json resultOf(const FragmentReport& report)
{
    const auto* outcome = std::get_if<FragmentOutcome>(&report);
    if (!outcome)
        return std::string(nameOf(std::get<FragmentFailure>(report).error.code));
    const auto items = outcome->result.outputs.find({"1", 0});
    return items == outcome->result.outputs.end() ? Json("nothing") : memberAt(items->second.at(0).meta, "value");
}

} // namespace

class TestWorkerEngine : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void runsAndTells()
    {
        const auto engine = engineWith("well");
        std::vector<FragmentEvent> events;
        const auto report = run(*engine, echoOf(literalValue("INT", 42)), {}, &events);
        QCOMPARE(resultOf(report), Json(42));
        QCOMPARE(events.size(), std::size_t {3});
        QVERIFY(std::holds_alternative<NodeStarted>(events[0]));
        QCOMPARE(std::get<NodeFinished>(events[1]).took.count(), 5);
        QCOMPARE(std::get<NodeOutput>(events[2]).items.size(), std::size_t {1});
        QCOMPARE(engine->device(), std::string("fake device"));
    }

    void valuesAreSentOnceWithinBounds()
    {
        const auto engine = engineWith("well");
        const Value value = numberWithWeight(1, 2000);
        QCOMPARE(resultOf(run(*engine, echoOf(value))), Json(1));
        QCOMPARE(resultOf(run(*engine, echoOf(value))), Json(1));
        QCOMPARE(resultOf(run(*engine, jobOf("Received"))), Json(1));
        QCOMPARE(resultOf(run(*engine, echoOf(numberWithWeight(2, 2000)))), Json(2)); // the first one is dropped
        QCOMPARE(resultOf(run(*engine, echoOf(value))), Json(1));
        QCOMPARE(resultOf(run(*engine, jobOf("Received"))), Json(3));
    }

    void resultsAreForgottenWithTheirRun()
    {
        const auto engine = engineWith("well");
        for (int i = 0; i < 60; ++i) // more than one run may send
            QCOMPARE(resultOf(run(*engine, echoOf(numberWithWeight(i, 2000)))), Json(i));
    }

    /// A worker that was taken over doesn't fill this process's memory.
    void aHoardingWorkerIsEnded()
    {
        const auto engine = engineWith("hoard");
        const auto report = run(*engine, jobOf("Received"));
        QCOMPARE(std::get<FragmentFailure>(report).error.code, ErrorCode::LimitExceeded);
        qputenv(fake::kFakeWorker, "well");
        QCOMPARE(resultOf(run(*engine, jobOf("Received"))), Json(0));
    }

    void tooLargeAFragmentIsSaid_data()
    {
        QTest::addColumn<int>("nodes");
        QTest::addColumn<int>("bytes");
        QTest::newRow("nodes") << 10'001 << 1;
        QTest::newRow("a setting") << 1 << (2 << 20);
        QTest::newRow("all settings together") << 20 << (1 << 20) - 10;
    }
    void tooLargeAFragmentIsSaid()
    {
        QFETCH(int, nodes);
        QFETCH(int, bytes);
        const auto engine = engineWith("well");
        FragmentJob job;
        for (int i = 0; i < nodes; ++i)
            job.fragment.nodes.push_back({std::to_string(i), "Echo", {{"value", Json(std::string(static_cast<std::size_t>(bytes), 'x'))}}});
        const auto report = run(*engine, std::move(job));
        QCOMPARE(std::get<FragmentFailure>(report).error.code, ErrorCode::LimitExceeded);
        QVERIFY(!std::get<FragmentFailure>(report).retryElsewhere);
        QCOMPARE(resultOf(run(*engine, jobOf("Received"))), Json(0)); // the worker is still well
    }

    void modelsAreFoundByHash()
    {
        QTemporaryDir folder;
        QDir(folder.path()).mkdir(QStringLiteral("upscale_models"));
        QFile file(folder.filePath(QStringLiteral("upscale_models/mine.safetensors")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("weights");
        file.close();
        const auto engine = engineWith("well", {folder.path()});
        const auto catalogue = described(*engine);
        QVERIFY(catalogue);
        const Hash256 hash = catalogue->models().at(0).sha256;
        QVERIFY(!hash.isNull());
        FragmentJob job = jobOf("Pick", {{"model_name", Json("theirs.safetensors")}});
        job.fragment.models.push_back({"upscale_models", "theirs.safetensors", hash});
        QCOMPARE(resultOf(run(*engine, job)), Json("mine.safetensors"));
        job.fragment.models[0].sha256.bytes[0] ^= 1;
        QCOMPARE(resultOf(run(*engine, job)), Json("ModelMissing"));
    }

    void aFailingNodeIsNamed()
    {
        const auto engine = engineWith("well");
        const auto report = run(*engine, jobOf("Fail"));
        const auto& failure = std::get<FragmentFailure>(report);
        QCOMPARE(failure.error.code, ErrorCode::NodeFailed);
        QCOMPARE(failure.node, NodeId("1"));
        QVERIFY(!failure.retryElsewhere);
    }

    void aCrashIsTriedOnceMore()
    {
        QTemporaryDir folder;
        const auto engine = engineWith("crash once " + folder.filePath(QStringLiteral("mark")).toUtf8());
        QCOMPARE(resultOf(run(*engine, echoOf(literalValue("INT", 7)))), Json(7));
    }

    void restEndsTheProcess_data()
    {
        QTest::addColumn<QByteArray>("mood");
        QTest::newRow("nothing runs") << QByteArray("well");
        QTest::newRow("a run that doesn't listen") << QByteArray("deaf");
    }

    void restEndsTheProcess()
    {
        QFETCH(QByteArray, mood);
        const auto engine = engineWith(mood);
        if (mood == "well") {
            QCOMPARE(resultOf(run(*engine, jobOf("Received"))), Json(0));
            engine->rest();
        } else {
            QTimer::singleShot(1000, this, [&engine] { engine->rest(); });
            const auto report = run(*engine, jobOf("Received"));
            QCOMPARE(std::get<FragmentFailure>(report).error.code, ErrorCode::Cancelled);
        }
        QTRY_COMPARE_WITH_TIMEOUT(childProcesses(), 0, 4000);
        qputenv(fake::kFakeWorker, "well");
        QCOMPARE(resultOf(run(*engine, jobOf("Received"))), Json(0)); // and comes back
        QCOMPARE(childProcesses(), 1);
    }

    void aWorkerThatAlwaysCrashesIsGivenUp()
    {
        const auto engine = engineWith("crash");
        const auto report = run(*engine, jobOf("Received"));
        const auto& failure = std::get<FragmentFailure>(report);
        QCOMPARE(failure.error.code, ErrorCode::WorkerCrashed);
        QVERIFY(failure.retryElsewhere);
        qputenv(fake::kFakeWorker, "well"); // and it is started again for the next one
        QCOMPARE(resultOf(run(*engine, jobOf("Received"))), Json(0));
    }

    void badWorkersAreRefused_data()
    {
        QTest::addColumn<QByteArray>("mood");
        QTest::addColumn<int>("code");
        QTest::newRow("nonsense") << QByteArray("garbage") << int(ErrorCode::ProtocolViolation);
        QTest::newRow("never ready") << QByteArray("mute") << int(ErrorCode::WorkerStartFailed);
    }
    void badWorkersAreRefused()
    {
        QFETCH(QByteArray, mood);
        QFETCH(int, code);
        const auto engine = engineWith(mood);
        const auto catalogue = described(*engine);
        QVERIFY(!catalogue);
        QCOMPARE(int(catalogue.error().code), code);
    }

    void aMissingProgramIsSaid()
    {
        WorkerSettings settings;
        settings.program = QStringLiteral("/nowhere/weft-worker");
        WorkerEngine engine(settings);
        const auto catalogue = described(engine);
        QVERIFY(!catalogue);
        QCOMPARE(catalogue.error().code, ErrorCode::WorkerStartFailed);
        QCOMPARE(catalogue.error().args.at("path"), std::string("/nowhere/weft-worker"));
    }

    void cancelEndsEvenADeafWorker_data()
    {
        QTest::addColumn<QByteArray>("mood");
        QTest::newRow("listens") << QByteArray("slow");
        QTest::newRow("deaf") << QByteArray("deaf");
    }
    void cancelEndsEvenADeafWorker()
    {
        QFETCH(QByteArray, mood);
        const auto engine = engineWith(mood);
        CancelToken cancel;
        QTimer::singleShot(300, this, [cancel]() mutable { cancel.cancel(); });
        QElapsedTimer clock;
        clock.start();
        const auto report = run(*engine, jobOf("Received"), cancel);
        QCOMPARE(std::get<FragmentFailure>(report).error.code, ErrorCode::Cancelled);
        QVERIFY(clock.elapsed() < 10'000);
        qputenv(fake::kFakeWorker, "well");
        if (mood == "deaf")
            QCOMPARE(resultOf(run(*engine, jobOf("Received"))), Json(0));
    }

    void closingEndsWhatRuns()
    {
        auto engine = engineWith("deaf");
        QTimer::singleShot(300, this, [&engine] { engine.reset(); });
        EventSink sink = [](const FragmentEvent&) {};
        auto task = engine->run(jobOf("Received"), sink, {});
        const auto report = QCoro::waitFor(std::move(task));
        QCOMPARE(std::get<FragmentFailure>(report).error.code, ErrorCode::Cancelled);
    }
};

int main(int argc, char** argv)
{
    if (qEnvironmentVariableIsSet(fake::kFakeWorker))
        return fake::fakeWorkerMain();
    QCoreApplication application(argc, argv);
    TestWorkerEngine test;
    return QTest::qExec(&test, argc, argv);
}

#include "TestWorkerEngine.moc"
