// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/frontdoor/prompts/PromptDesk.h"
#include "tests/app/frontdoor/prompts/FakeRunner.h"

#include <QDir>
#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace weft;
using namespace weft::testing;

namespace {

struct Fixture {
    explicit Fixture(std::function<void(DeskSettings&)> change = {})
        : desk(runner, [&] {
            DeskSettings settings;
            settings.temp = folder.filePath(QStringLiteral("temp"));
            settings.output = folder.filePath(QStringLiteral("output"));
            settings.clock = [this] { return ++time; };
            settings.freshId = [this] { return QStringLiteral("p%1").arg(++ids); };
            if (change)
                change(settings);
            return settings;
        }())
    {
        QObject::connect(&desk, &PromptDesk::message, [this](const QString& client, const Json& message) {
            lines << shortened(message) + (client.isEmpty() ? QString() : QStringLiteral(" @") + client);
            last = message;
        });
    }

    Answer post(const Json& prompt, Json more = {{"client_id", "me"}})
    {
        more["prompt"] = prompt;
        return desk.post(more);
    }
    /// Posts, waits until it runs, and ends it well with a preview of node 2.
    void run(const Json& prompt)
    {
        const std::size_t before = runner.started.size();
        (void)post(prompt);
        QTRY_COMPARE(runner.started.size(), before + 1);
        runner.compute("1");
        runner.output("2", "image/jpeg", "picture");
        runner.end();
    }

    QTemporaryDir folder;
    FakeRunner runner;
    std::int64_t time = 0;
    int ids = 0;
    PromptDesk desk;
    QStringList lines;
    Json last;
};

} // namespace

class TestPromptDesk : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void runsOneAfterTheOther()
    {
        Fixture f;
        const Answer first = f.post(smallPrompt());
        QCOMPARE(first.status, 200);
        QCOMPARE(QString::fromStdString(toJsonText(first.body)), QStringLiteral(R"({"prompt_id":"p1","number":0,"node_errors":{}})"));
        QVERIFY(f.runner.started.empty()); // the answer comes first
        (void)f.post(smallPrompt({{"color", 1}}));
        COMPARE_JSON(f.desk.execInfo()["exec_info"]["queue_remaining"], 2);
        QTRY_COMPARE(f.runner.started.size(), 1u);
        QCOMPARE(f.runner.started[0].options.targets, std::vector<NodeId> {"2"});
        COMPARE_JSON(f.desk.queue()["queue_running"][0][1], "p1");
        COMPARE_JSON(f.desk.queue()["queue_pending"][0][1], "p2");
        f.runner.compute("1");
        f.runner.output("2", "image/jpeg", "picture");
        f.runner.end();
        QTRY_COMPARE(f.runner.started.size(), 2u);
        QCOMPARE(f.lines.mid(0, 14),
            texts({"status 1", "status 2", "status 2", "execution_start @me", "cached  @me", "states 1:running @me", "executing 1 @me",
                "states 1:finished @me", "states 1:finished 2:running @me", "executing 2 @me", "executed 2 @me",
                "states 1:finished 2:finished @me", "execution_success @me", "status 1"}));
        QCOMPARE(f.lines.at(14), QStringLiteral("executing None @me"));
        const Json entry = f.desk.historyOf(QStringLiteral("p1"))["p1"];
        const Json& picture = entry["outputs"]["2"]["images"][0];
        COMPARE_JSON(picture["type"], "temp");
        QVERIFY(QFile::exists(f.folder.filePath(QStringLiteral("temp/") + QString::fromStdString(picture["filename"].get<std::string>()))));
        COMPARE_JSON(entry["prompt"][3], (Json {{"client_id", "me"}}));
    }

    void knownPromptRunsNothing()
    {
        Fixture f;
        f.run(smallPrompt());
        const Json before = f.desk.historyOf(QStringLiteral("p1"))["p1"]["outputs"];
        f.lines.clear();
        (void)f.post({{"7", smallPrompt()["1"]}, {"8", {{"class_type", "PreviewImage"}, {"inputs", {{"images", Json::array({"7", 0})}}}}}});
        QTRY_COMPARE(f.desk.history().size(), 2u);
        QCOMPARE(f.runner.started.size(), 1u);
        COMPARE_JSON(f.desk.historyOf(QStringLiteral("p2"))["p2"]["outputs"]["8"], before["2"]);
        QCOMPARE(f.lines, texts({"status 1", "status 1", "execution_start @me", "cached 7 8 @me", "executed 8 @me", "states 8:finished @me",
                              "execution_success @me", "status 0", "executing None @me"}));
        QCOMPARE(QDir(f.folder.filePath(QStringLiteral("temp"))).entryList(QDir::Files).size(), 1);
    }

    /// Only the last prompt's results survive, and free_memory forgets them.
    void forgets()
    {
        Fixture f;
        f.run(smallPrompt());
        f.run(smallPrompt({{"color", 3}}));
        f.run(smallPrompt());
        (void)f.desk.free({{"free_memory", true}});
        QCOMPARE(f.runner.rests, 1);
        f.run(smallPrompt());
        QCOMPARE(f.runner.started.size(), 4u);
    }

    void refusals_data()
    {
        QTest::addColumn<QString>("body");
        QTest::addColumn<QString>("type");
        for (const char* body : {"{}", "[]", "null", "5", R"("prompt")", R"({"x": 1})"})
            QTest::newRow(body) << body << "no_prompt";
        for (const char* body : {R"({"number": "x", "prompt": {}})", R"({"number": null})", R"({"number": []})"})
            QTest::newRow(body) << body << "invalid_number";
        QTest::newRow("nothing in it") << R"({"prompt": {}})" << "prompt_no_outputs";
        QTest::newRow("targets") << R"({"prompt": {"1": {"class_type": "PreviewImage"}}, "partial_execution_targets": 5})" << "prompt_no_outputs";
    }

    void refusals()
    {
        QFETCH(QString, body);
        QFETCH(QString, type);
        Fixture f;
        const Answer answer = f.desk.post(*parseJson(body.toStdString()));
        QCOMPARE(answer.status, 400);
        QCOMPARE(QString::fromStdString(stringAt(answer.body["error"], "type")), type);
        QVERIFY(!stringAt(answer.body["error"], "message").empty());
        QVERIFY(answer.body["node_errors"].is_object());
    }

    void oddCallers()
    {
        Fixture f;
        COMPARE_JSON(f.post(smallPrompt(), {{"prompt_id", 5}}).body["prompt_id"], "5");
        COMPARE_JSON(f.post(smallPrompt(), {{"prompt_id", nullptr}}).body["prompt_id"], "None");
        QCOMPARE(f.post(smallPrompt(), {{"extra_data", 5}, {"client_id", "x"}}).status, 200);
        QCOMPARE(f.post(smallPrompt(), {{"extra_data", nullptr}}).status, 200);
        COMPARE_JSON(f.post(smallPrompt(), {{"client_id", Json::array()}}).status, 200);
        for (const Json& body : {Json(), Json(5), Json("clear"), Json::array(), Json {{"delete", 5}}, Json {{"delete", {{"a", 1}}}}, Json {{"clear", "yes"}}}) {
            QCOMPARE(f.desk.editQueue(body).status, 200);
            QCOMPARE(f.desk.editHistory(body).status, 200);
            QCOMPARE(f.desk.free(body).status, 200);
        }
        QCOMPARE(f.desk.queue()["queue_pending"].size(), 5u);
    }

    void partialSuccess()
    {
        Fixture f;
        Json prompt = smallPrompt();
        prompt["5"] = {{"class_type", "PreviewImage"}, {"inputs", Json::object()}};
        const Answer answer = f.post(prompt);
        QCOMPARE(answer.status, 200);
        QVERIFY(answer.body["node_errors"].contains("5"));
        QTRY_COMPARE(f.runner.started.size(), 1u);
        QVERIFY(!f.runner.started[0].prompt.nodes.contains("5"));
    }

    void interrupts()
    {
        Fixture f;
        (void)f.desk.interrupt({});
        (void)f.post(smallPrompt());
        QTRY_COMPARE(f.runner.started.size(), 1u);
        (void)f.desk.interrupt({{"prompt_id", "another"}});
        QCOMPARE(f.runner.cancels, 0);
        (void)f.desk.interrupt({{"prompt_id", "p1"}});
        QCOMPARE(f.runner.cancels, 1);
        f.runner.happen(NodeStarted {"1"});
        f.runner.end({{"", Error {ErrorCode::Cancelled}}});
        QVERIFY(f.lines.contains(QStringLiteral("execution_interrupted @me")));
        COMPARE_JSON(f.desk.historyOf(QStringLiteral("p1"))["p1"]["status"]["status_str"], "error");
    }

    /// A run of the window's is neither told of nor stopped, and prompts wait for its end.
    void windowRuns()
    {
        Fixture f;
        f.runner.busy = true;
        (void)f.post(smallPrompt());
        QCoreApplication::processEvents();
        f.runner.compute("1");
        (void)f.desk.interrupt({});
        QCOMPARE(f.runner.cancels, 0);
        QCOMPARE(f.lines, texts({"status 1"}));
        f.runner.end();
        QTRY_COMPARE(f.runner.started.size(), 1u);
    }

    void failure()
    {
        Fixture f;
        (void)f.post(smallPrompt());
        QTRY_COMPARE(f.runner.started.size(), 1u);
        f.runner.happen(NodeStarted {"1"});
        f.runner.end({{"", Error {ErrorCode::NoMachine}}, {"1", Error {ErrorCode::OutOfMemory}}});
        const Json entry = f.desk.historyOf(QStringLiteral("p1"))["p1"];
        COMPARE_JSON(entry["status"]["messages"].back()[0], "execution_error");
        COMPARE_JSON(entry["status"]["messages"].back()[1]["node_id"], "1");
        COMPARE_JSON(entry["status"]["messages"].back()[1]["exception_type"], "weft.OutOfMemory");
        QVERIFY(stringAt(entry["status"]["messages"].back()[1], "exception_message").size() > 10);
    }

    void budget()
    {
        Money cap {5'000'000};
        Done verdict = Error {ErrorCode::CreditTooLow, "", {{"needed", "5"}, {"available", "1"}}};
        PromptCost asked;
        Fixture f([&](DeskSettings& settings) {
            settings.admit = [&](const PromptCost& cost) {
                asked = cost;
                return verdict;
            };
        });
        QSignalSpy settled(&f.desk, &PromptDesk::settled);
        f.runner.cap = cap;
        const Answer refused = f.desk.post({{"prompt", smallPrompt()}}, QStringLiteral("token"));
        QCOMPARE(refused.status, 429);
        COMPARE_JSON(refused.body["error"]["type"], "budget_exceeded");
        QCOMPARE(asked.token, QStringLiteral("token"));
        QCOMPARE(asked.cap, cap);
        verdict = {};
        QCOMPARE(f.desk.post({{"prompt", smallPrompt()}}, QStringLiteral("token")).status, 200);
        QTRY_COMPARE(f.runner.started.size(), 1u);
        QCOMPARE(f.runner.started[0].options.policy.cap, cap);
        f.runner.end({}, Money {7});
        QCOMPARE(settled.size(), 1);
        QCOMPARE(settled[0][0].toString(), QStringLiteral("token"));
        QCOMPARE(settled[0][2].value<Money>(), Money {7});
    }

    void bounds()
    {
        Fixture f([](DeskSettings& settings) { settings.mostPending = 2; });
        QCOMPARE(f.post(smallPrompt()).status, 200);
        QCOMPARE(f.post(smallPrompt()).status, 200);
        const Answer full = f.post(smallPrompt());
        QCOMPARE(full.status, 429);
        COMPARE_JSON(full.body["error"]["type"], "queue_full");
        (void)f.desk.editQueue({{"delete", Json::array({"p1"})}});
        QCOMPARE(f.post(smallPrompt()).status, 200);
        (void)f.desk.editQueue({{"clear", true}});
        QCOMPARE(f.desk.queue()["queue_pending"].size(), 0u);
        QCOMPARE(f.lines.last(), QStringLiteral("status 0"));
    }

    void memoryIsBounded()
    {
        Fixture f([](DeskSettings& settings) { settings.mostBytes = 1 << 20; });
        const Json large = {{"extra_data", {{"note", std::string(100'000, 'x')}}}};
        int taken = 0;
        while (f.post(smallPrompt(), large).status == 200)
            QVERIFY(++taken < 20);
        QVERIFY(taken > 0);
    }

    void tenThousand()
    {
        Fixture f;
        QElapsedTimer clock;
        clock.start();
        f.run(smallPrompt());
        for (int i = 0; i < 10'000; ++i)
            COMPARE_JSON(f.post(smallPrompt(), Json::object()).status, 200);
        QTRY_VERIFY_WITH_TIMEOUT(f.desk.execInfo()["exec_info"]["queue_remaining"] == 0, 30'000);
        QCOMPARE(f.desk.history().size(), 10'000u);
        QCOMPARE(f.desk.history(1).begin().key(), std::string("p10001"));
        QVERIFY2(clock.elapsed() < 20'000, qPrintable(QString::number(clock.elapsed())));
    }

    void comesBack()
    {
        Fixture f;
        QCOMPARE(QString::fromStdString(toJsonText(f.desk.welcome(QStringLiteral("me")))),
            QStringLiteral(R"({"type":"status","data":{"status":{"exec_info":{"queue_remaining":0}},"sid":"me"}})"));
        (void)f.post(smallPrompt());
        QTRY_COMPARE(f.runner.started.size(), 1u);
        QVERIFY(f.desk.reconnected(QStringLiteral("me")).empty());
        f.runner.happen(NodeStarted {"1"});
        QVERIFY(f.desk.reconnected(QStringLiteral("you")).empty());
        QCOMPARE(f.desk.reconnected(QStringLiteral("me")).size(), 1u);
        COMPARE_JSON(f.desk.reconnected(QStringLiteral("me"))[0]["data"]["node"], "1");
    }

    void shows()
    {
        Fixture f;
        QSignalSpy previews(&f.desk, &PromptDesk::preview);
        Json prompt = smallPrompt();
        prompt["3"] = {{"class_type", "PreviewAny"}, {"inputs", {{"source", Json::array({"1", 0})}}}};
        prompt["4"] = {{"class_type", "SaveImage"}, {"inputs", {{"images", Json::array({"1", 0})}, {"filename_prefix", "a/b"}}}};
        (void)f.post(prompt);
        QTRY_COMPARE(f.runner.started.size(), 1u);
        QDir(f.folder.path()).mkpath(QStringLiteral("output/a"));
        f.runner.happen(NodeStarted {"1"});
        f.runner.happen(NodePreview {"1", "image/png", SharedBytes::copyOf(std::vector<std::uint8_t> {1, 2, 3})});
        f.runner.output("3", "text/plain", "some text");
        f.runner.output("4", "image/png", "x", QDir(f.folder.path()).canonicalPath() + QStringLiteral("/output/a/b_00001_.png"));
        f.runner.end();
        const Json outputs = f.desk.historyOf(QStringLiteral("p1"))["p1"]["outputs"];
        COMPARE_JSON(outputs["3"], (Json {{"text", Json::array({"some text"})}}));
        COMPARE_JSON(outputs["4"]["images"][0], (Json {{"filename", "b_00001_.png"}, {"subfolder", "a"}, {"type", "output"}}));
        QCOMPARE(previews.size(), 1);
        QCOMPARE(previews[0][0].toString(), QStringLiteral("me"));
        QCOMPARE(previews[0][2].toByteArray(), QByteArray("\1\2\3"));
        QCOMPARE(previews[0][3].toInt(), 2);
    }

    void objectInfo()
    {
        Fixture f;
        COMPARE_JSON(f.desk.objectInfo(QStringLiteral("Nobody")), Json::object());
        QVERIFY(f.desk.objectInfo(QStringLiteral("EmptyImage")).contains("EmptyImage"));
        const auto all = parseJson(f.desk.objectInfoText());
        QVERIFY(all);
        for (const auto& [name, type] : f.runner.types.types())
            QVERIFY2(all->contains(name), name.c_str());
        QVERIFY(boolAt(memberAt(*all, "GLIGENLoader"), "deprecated")); // ComfyUI's page takes it for granted
        QVERIFY(!boolAt(memberAt(*all, "CheckpointLoaderSimple"), "deprecated"));
        f.runner.types.add(NodeType {.name = "New"});
        QVERIFY(f.desk.objectInfoText().find("\"New\"") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(TestPromptDesk)
#include "TestPromptDesk.moc"
