// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engines/comfy/ComfyTracker.h"

#include <QTest>

using namespace weft;
using namespace std::chrono_literals;

namespace {

const ComfyTracker::Time kStart{};

ComfyEvent told(const std::string& type, const char* data)
{
    return {type, *parseJson(data), {}};
}

ComfyTracker tracker()
{
    return {"p", {"1", "2"}, {{"weft.1", "2"}}};
}

std::string named(const std::vector<FragmentEvent>& events)
{
    std::string text;
    for (const FragmentEvent& one : events) {
        if (const auto* started = std::get_if<NodeStarted>(&one))
            text += "start " + started->node + ";";
        else if (const auto* progress = std::get_if<NodeProgress>(&one))
            text += "progress " + progress->node + " " + std::to_string(progress->value) + "/"
                + std::to_string(progress->max) + ";";
        else if (const auto* finished = std::get_if<NodeFinished>(&one))
            text += (finished->cached ? "cached " : "end ") + finished->node + ";";
        else if (const auto* preview = std::get_if<NodePreview>(&one))
            text += "preview " + preview->node + ";";
    }
    return text;
}

} // namespace

class TestComfyTracker : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aRun()
    {
        ComfyTracker run = tracker();
        QVERIFY(!run.isStarted());
        QCOMPARE(
            named(run.take(told("execution_cached", R"({"nodes": ["1", "weft.1", "9"], "prompt_id": "p"})"), kStart)),
            std::string("cached 1;"));
        QCOMPARE(
            named(run.take(told("executing", R"({"node": "2", "prompt_id": "p"})"), kStart)), std::string("start 2;"));
        QCOMPARE(named(run.take(told("progress", R"({"node": "2", "value": 1, "max": 4, "prompt_id": "p"})"), kStart)),
            std::string("progress 2 1/4;"));
        QCOMPARE(named(run.take(told("executing", R"({"node": "weft.1", "prompt_id": "p"})"), kStart + 2s)),
            std::string("end 2;"));
        QCOMPARE(run.seconds().at("2"), std::chrono::microseconds(2s));
        QVERIFY(!run.isOver());
        run.take(told("execution_success", R"({"prompt_id": "p"})"), kStart + 3s);
        QVERIFY(!run.isOver()); // the history has it only after the last message
        run.take(told("executing", R"({"node": null, "prompt_id": "p"})"), kStart + 3s);
        QVERIFY(run.isOver() && !run.failure());
    }

    void othersAreNotOurs()
    {
        ComfyTracker run = tracker();
        for (const char* type : {"executing", "execution_error", "execution_success", "execution_interrupted"})
            QVERIFY(run.take(told(type, R"({"node": "2", "node_id": "2", "prompt_id": "q"})"), kStart).empty());
        QVERIFY(run.take(told("executing", R"({"node": null})"), kStart).empty());
        QVERIFY(!run.isStarted() && !run.isOver());
    }

    void previewsOfOurs()
    {
        ComfyTracker run = tracker();
        ComfyEvent plain{"preview", Json::object(), ComfyPreview{"image/jpeg", {}, {}, {}}};
        QVERIFY(run.take(plain, kStart).empty()); // nothing of ours runs
        run.take(told("executing", R"({"node": "2", "prompt_id": "p"})"), kStart);
        QCOMPARE(named(run.take(plain, kStart)), std::string("preview 2;"));
        QCOMPARE(named(run.take({"preview", Json::object(), ComfyPreview{"image/jpeg", {}, "1", "p"}}, kStart)),
            std::string("preview 1;"));
        QVERIFY(run.take({"preview", Json::object(), ComfyPreview{"image/jpeg", {}, "1", "q"}}, kStart).empty());
    }

    void failures_data()
    {
        QTest::addColumn<QByteArray>("data");
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("node");
        QTest::newRow("a node") << QByteArray(
            R"({"prompt_id": "p", "node_id": "2", "exception_message": "broken\n", "exception_type": "ValueError"})")
                                << "NodeFailed"
                                << "2";
        QTest::newRow("one of our own") << QByteArray(
            R"({"prompt_id": "p", "node_id": "weft.1", "exception_message": "x"})")
                                        << "NodeFailed"
                                        << "2";
        QTest::newRow("one that a node made")
            << QByteArray(R"({"prompt_id": "p", "node_id": "1.0.0.4", "exception_message": "x"})") << "NodeFailed"
            << "1";
        QTest::newRow("memory, by type") << QByteArray(
            R"({"prompt_id": "p", "node_id": "1", "exception_message": "Allocation", "exception_type": "torch.OutOfMemoryError"})")
                                         << "OutOfMemory"
                                         << "1";
        QTest::newRow("memory, by words") << QByteArray(
            R"({"prompt_id": "p", "node_id": "1", "exception_message": "[enforce fail] CPU is out of memory"})")
                                          << "OutOfMemory"
                                          << "1";
    }
    void failures()
    {
        QFETCH(QByteArray, data);
        QFETCH(QString, code);
        QFETCH(QString, node);
        ComfyTracker run = tracker();
        run.take(told("execution_error", data.constData()), kStart);
        QVERIFY(run.failure());
        QCOMPARE(QString::fromStdString(std::string(nameOf(run.failure()->error.code))), code);
        QCOMPARE(QString::fromStdString(run.failure()->node), node);
    }

    void theHistorySaysTheSame()
    {
        ComfyTracker run = tracker();
        const Json good =
            *parseJson(R"({"status": {"status_str": "success", "messages": [["execution_start", {"prompt_id": "p"}],
            ["execution_success", {"prompt_id": "p"}]]}, "outputs": {}})");
        run.takeHistory(good, kStart);
        QVERIFY(run.isOver() && !run.failure());
        ComfyTracker stopped = tracker();
        stopped.takeHistory(
            *parseJson(
                R"({"status": {"status_str": "error", "messages": [["execution_interrupted", {"prompt_id": "p"}]]}})"),
            kStart);
        QCOMPARE(stopped.failure()->error.code, ErrorCode::Cancelled);
        ComfyTracker odd = tracker();
        odd.takeHistory(*parseJson(R"({"status": {"status_str": "error", "messages": [7, ["x"], ["y", 3]]}})"), kStart);
        QVERIFY(odd.isOver() && odd.failure());
    }

    void refusals()
    {
        const Json answer = *parseJson(
            R"({"error": {"type": "prompt_outputs_failed_validation", "message": "Prompt outputs failed validation", "details": ""},
            "node_errors": {"weft.1": {"errors": [{"type": "value_not_in_list", "message": "Value not in list", "details": "x: 'v' not in []",
            "extra_info": {"input_name": "x", "received_value": "v"}}], "class_type": "K"}}})");
        const FragmentFailure failure = comfyRefusal(answer, {{"weft.1", "7"}});
        QCOMPARE(failure.error.code, ErrorCode::SettingNotInList);
        QCOMPARE(failure.node, std::string("7"));
        QCOMPARE(failure.error.args.at("received"), std::string("v"));
        QCOMPARE(comfyRefusal(*parseJson(R"({"error": "no prompt"})"), {}).error.code, ErrorCode::ProviderRefused);
        QCOMPARE(comfyRefusal(Json(), {}).error.code, ErrorCode::ProviderRefused);
    }
};

QTEST_GUILESS_MAIN(TestComfyTracker)
#include "TestComfyTracker.moc"
