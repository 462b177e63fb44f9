// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gpu-worker/link/WorkerProcess.h"

#include "core/base/Json.h"

#include <QElapsedTimer>
#include <QTest>

#include <csignal>

using namespace weft;
namespace wire = protocol::worker;

namespace {

template <typename T> const T* find(const std::vector<WorkerProcess::Message>& messages)
{
    for (const auto& message : messages) {
        if (const auto* one = std::get_if<T>(&message))
            return one;
    }
    return nullptr;
}

bool isEnd(const WorkerProcess::Message& message)
{
    return std::holds_alternative<wire::FragmentEnded>(message)
        || std::holds_alternative<wire::FragmentFailed>(message);
}

Value picture(std::int64_t width, std::int64_t height)
{
    std::vector<float> pixels(static_cast<std::size_t>(width * height * 3));
    for (std::size_t i = 0; i < pixels.size(); ++i)
        pixels[i] = static_cast<float>(i % 251) / 250.0F;
    return imageValue(floatTensor({1, height, width, 3}, pixels));
}

float at(const Value& value, std::size_t index)
{
    float number = 0;
    std::memcpy(&number, value.tensor("value")->data.data() + index * sizeof number, sizeof number);
    return number;
}

/// Inverts the picture that enters, `count` times over.
Fragment inversion(int count)
{
    Fragment fragment{{}, {{{"0", 0}, "IMAGE", false}}, {}, {}, Precision::Auto};
    for (int i = 1; i <= count; ++i) {
        const FragmentInput from =
            i == 1 ? FragmentInput{BoundaryRef{0}} : FragmentInput{SlotRef{std::to_string(i - 1), 0}};
        fragment.nodes.push_back({std::to_string(i), "ImageInvert", {{"image", from}}});
    }
    fragment.outputs.push_back({std::to_string(count), 0});
    return fragment;
}

} // namespace

class TestWorkerProcess : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void describesItself()
    {
        QProcess process;
        process.start(QStringLiteral(WEFT_BINARY_DIR "/bin/weft-worker"),
            {u"--describe"_qs, u"--models"_qs, QStringLiteral(WEFT_SOURCE_DIR "/resources/models")});
        QVERIFY(process.waitForFinished(60'000));
        QCOMPARE(process.exitCode(), 0);
        const auto json = parseJson(process.readAllStandardOutput().toStdString());
        QVERIFY(json);
        const auto catalogue = Catalogue::fromJson(*json);
        QVERIFY(catalogue);
        QVERIFY(catalogue->find("ImageInvert"));
        QVERIFY(catalogue->findModel("upscale_models", "realesr-animevideov3.safetensors"));
    }

    void badOptionsAreRefused()
    {
        QProcess process;
        process.start(QStringLiteral(WEFT_BINARY_DIR "/bin/weft-worker"), {u"--threads"_qs, u"many"_qs});
        QVERIFY(process.waitForFinished(60'000));
        QCOMPARE(process.exitCode(), 2);
    }

    void sandboxRefusesWhatItMust()
    {
        QProcess process;
        process.start(QStringLiteral(WEFT_BINARY_DIR "/bin/weft-worker"), {u"--self-test-sandbox"_qs});
        QVERIFY(process.waitForFinished(60'000));
        const QString text = QString::fromUtf8(process.readAllStandardOutput());
        qInfo().noquote() << text;
        if (!text.startsWith(u"sandbox: landlock, seccomp"_qs))
            QSKIP("this kernel has no Landlock or no seccomp");
        QVERIFY(!text.contains(u"POSSIBLE"_qs));
        QVERIFY(text.contains(u"a socket: refused"_qs));
        QVERIFY(text.contains(u"a new file: refused"_qs));
        QCOMPARE(process.exitCode(), 0);
    }

    void answersDescribeOverTheChannel()
    {
        WorkerProcess worker;
        QVERIFY(worker.greet());
        QVERIFY(!worker.ready().device.empty() && !worker.ready().sandbox.empty());
        worker.send(wire::DescribeRequest{});
        const auto message = worker.next();
        QVERIFY(message);
        const auto* reply = std::get_if<wire::CatalogueReply>(&*message);
        QVERIFY(reply);
        const auto file = worker.value(reply->value);
        QVERIFY(file);
        const SharedBytes bytes = file->tensor("bytes")->data;
        const auto json = parseJson({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
        QVERIFY(json && Catalogue::fromJson(*json)->find("ImageInvert"));
    }

    void runsAFragmentWithABigValue()
    {
        WorkerProcess worker;
        QVERIFY(worker.greet());
        const Value image = picture(640, 480); // 3.7 MB: many chunks
        const Hash256 name = worker.sendValue(image);
        worker.send(wire::RunFragment{7, inversion(1), {{{name}, true}}});
        const auto messages = worker.until(isEnd);
        QVERIFY(find<wire::FragmentEnded>(messages));
        QVERIFY(find<wire::NodeStartedEvent>(messages));
        QVERIFY(find<wire::NodeFinishedEvent>(messages));
        const auto* output = find<wire::OutputReady>(messages);
        QVERIFY(output);
        QCOMPARE(output->run, std::int64_t{7});
        QCOMPARE(output->items.size(), 1u);
        const auto inverted = worker.value(output->items[0]);
        QVERIFY(inverted);
        QCOMPARE(inverted->tensor("value")->shape, (std::vector<std::int64_t>{1, 480, 640, 3}));
        for (const std::size_t index : {std::size_t{0}, std::size_t{250}, std::size_t{921'599}})
            QVERIFY(std::abs(at(*inverted, index) - (1.0F - at(image, index))) < 1e-6F);

        worker.send(wire::RunFragment{8, inversion(1), {{{name}, true}}});
        const auto again = worker.until(isEnd);
        QVERIFY(find<wire::NodeFinishedEvent>(again) && find<wire::NodeFinishedEvent>(again)->cached);
        QVERIFY(!find<wire::NodeStartedEvent>(again));
    }

    void missingAndDroppedValuesAreNamed()
    {
        WorkerProcess worker;
        QVERIFY(worker.greet());
        const Hash256 name = worker.sendValue(picture(4, 4));
        worker.send(wire::DropValues{{name}});
        worker.send(wire::RunFragment{1, inversion(1), {{{name}, true}}});
        const auto messages = worker.until(isEnd);
        const auto* failed = find<wire::FragmentFailed>(messages);
        QVERIFY(failed);
        QCOMPARE(failed->error.code, static_cast<int>(ErrorCode::ValueMissing));
        QCOMPARE(failed->error.args.at("hash"), name.hex());
    }

    void absentLazyInputIsAskedFor()
    {
        WorkerProcess worker;
        QVERIFY(worker.greet());
        Fragment fragment = inversion(1);
        fragment.inputs[0].lazy = true;
        worker.send(wire::RunFragment{1, fragment, {{{}, false}}});
        const auto messages = worker.until(isEnd);
        const auto* failed = find<wire::FragmentFailed>(messages);
        QVERIFY(failed);
        QCOMPARE(failed->error.code, static_cast<int>(ErrorCode::NeedsInput));
        QCOMPARE(failed->needsInputs, std::vector<int>{0});
    }

    void badFragmentIsAnErrorAndTheWorkerGoesOn()
    {
        WorkerProcess worker;
        QVERIFY(worker.greet());
        const Hash256 name = worker.sendValue(picture(4, 4));
        Fragment unknown = inversion(1);
        unknown.nodes[0].type = "Nowhere";
        worker.send(wire::RunFragment{1, unknown, {{{name}, true}}});
        const auto first = worker.until(isEnd);
        QVERIFY(find<wire::FragmentFailed>(first));
        QCOMPARE(find<wire::FragmentFailed>(first)->error.code, static_cast<int>(ErrorCode::NodeTypeUnknown));
        worker.send(wire::RunFragment{2, inversion(1), {{{name}, true}}});
        QVERIFY(find<wire::FragmentEnded>(worker.until(isEnd)));
    }

    void aShapeThatNoMemoryHoldsIsAnErrorAndTheWorkerGoesOn()
    {
        WorkerProcess worker;
        QVERIFY(worker.greet());
        Tensor impossible = floatTensor({0}, {});
        impossible.shape = {0, std::int64_t {1} << 62, 4, 4}; // no bytes, but its strides overflow
        const Hash256 name = worker.sendValue(imageValue(impossible));
        worker.send(wire::RunFragment{1, inversion(1), {{{name}, true}}});
        const auto messages = worker.until(isEnd);
        const auto* failed = find<wire::FragmentFailed>(messages);
        QVERIFY(failed);
        QCOMPARE(failed->error.code, static_cast<int>(ErrorCode::NodeFailed));
        const Hash256 good = worker.sendValue(picture(4, 4));
        worker.send(wire::RunFragment{2, inversion(1), {{{good}, true}}});
        QVERIFY(find<wire::FragmentEnded>(worker.until(isEnd)));
    }

    void cancelIsHeardWhileComputing()
    {
        WorkerProcess worker({u"--memory-limit"_qs, u"64"_qs});
        QVERIFY(worker.greet());
        const Hash256 name = worker.sendValue(picture(1024, 1024));
        worker.send(wire::RunFragment{3, inversion(3000), {{{name}, true}}});
        const auto first = worker.next();
        QVERIFY(first && std::holds_alternative<wire::NodeStartedEvent>(*first));
        worker.send(wire::CancelFragment{3});
        const auto messages = worker.until(isEnd);
        const auto* failed = find<wire::FragmentFailed>(messages);
        QVERIFY(failed);
        QCOMPARE(failed->error.code, static_cast<int>(ErrorCode::Cancelled));
        QVERIFY2(messages.size() < 5900, "it computed everything before it heard");
    }

    void endOfInputEndsItAtOnce()
    {
        WorkerProcess worker({u"--memory-limit"_qs, u"64"_qs});
        QVERIFY(worker.greet());
        const Hash256 name = worker.sendValue(picture(1024, 1024));
        worker.send(wire::RunFragment{3, inversion(3000), {{{name}, true}}});
        QVERIFY(worker.next());
        worker.process().closeWriteChannel();
        QVERIFY(worker.process().waitForFinished(10'000));
        QCOMPARE(worker.process().exitStatus(), QProcess::NormalExit);
    }

    void killedWorkerIsSeenAsGone()
    {
        WorkerProcess worker;
        QVERIFY(worker.greet());
        ::kill(static_cast<pid_t>(worker.process().processId()), SIGKILL);
        QVERIFY(!worker.next(10'000));
        QCOMPARE(worker.process().exitStatus(), QProcess::CrashExit);
    }

    void garbageEndsTheSession_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("text") << QByteArray("GET / HTTP/1.1\r\n\r\n");
        QTest::newRow("empty frame") << QByteArray("\0\0\0\0", 4);
        QTest::newRow("endless frame") << QByteArray("\xff\xff\xff\xff", 4);
        QTest::newRow("broken CBOR") << QByteArray("\0\0\0\4\x82\x18\xff\xff", 8);
        QTest::newRow("unknown type") << QByteArray("\0\0\0\5\x82\x19\x03\xe7\xa0", 9);
    }
    void garbageEndsTheSession()
    {
        QFETCH(QByteArray, bytes);
        WorkerProcess worker;
        QVERIFY(worker.greet());
        worker.process().write(bytes);
        QVERIFY(worker.process().waitForFinished(20'000));
        QCOMPARE(worker.process().exitStatus(), QProcess::NormalExit);
        QCOMPARE(worker.process().exitCode(), 1);
    }

    void nothingIsDoneBeforeTheGreeting()
    {
        WorkerProcess worker;
        worker.send(wire::DescribeRequest{});
        QVERIFY(worker.process().waitForFinished(20'000));
        QCOMPARE(worker.process().exitCode(), 1);
    }

    void newerVersionsOnlyAreRefused()
    {
        WorkerProcess worker;
        worker.send(wire::WorkerHello{900, 901});
        QVERIFY(worker.process().waitForFinished(20'000));
        QCOMPARE(worker.process().exitCode(), 1);
    }

    void wrongContentHashEndsTheSession()
    {
        WorkerProcess worker;
        QVERIFY(worker.greet());
        Hash256 wrong;
        wrong.bytes[0] = 1;
        worker.send(protocol::ValueBegin{wrong, 3});
        worker.send(protocol::ValueChunk{SharedBytes::take({1, 2, 3})});
        QVERIFY(worker.process().waitForFinished(20'000));
        QCOMPARE(worker.process().exitCode(), 1);
    }
};

QTEST_GUILESS_MAIN(TestWorkerProcess)
#include "TestWorkerProcess.moc"
