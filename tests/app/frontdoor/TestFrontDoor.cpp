// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/frontdoor/DoorFixture.h"

using namespace weft;
using namespace weft::testing;

/// The whole door over real sockets, beside ComfyUI's recorded answers.
class TestFrontDoor : public QObject {
    Q_OBJECT

    std::unique_ptr<DoorFixture> m_door;

private Q_SLOTS:
    void init()
    {
        m_door = std::make_unique<DoorFixture>();
        m_door->before = [](FrontDoor& door) {
            door.leaveTo("/v1/");
            door.route("POST", "/v1/{api}/runs", 1000, [](const Call& call, const http::Reply& reply) {
                reply(http::plainResponse(200, call.captured("api").toStdString() + " by " + call.caller.toStdString()));
            });
        };
        QVERIFY(m_door->open());
    }

    void answersAsComfyUi_data()
    {
        QTest::addColumn<QByteArray>("target");
        const Json rows = frontData("http.json");
        QVERIFY(rows.size() > 20);
        for (const Json& row : rows)
            QTest::newRow(stringAt(row, "get").c_str()) << QByteArray::fromStdString(stringAt(row, "get"));
    }
    void answersAsComfyUi()
    {
        QFETCH(QByteArray, target);
        m_door->write(QStringLiteral("input/golden_in.png"), DoorFixture::png(QColor(200, 100, 50, 120)));
        Json wanted;
        for (const Json& row : frontData("http.json")) {
            if (stringAt(row, "get") == target.toStdString())
                wanted = row;
        }
        const Heard heard = m_door->get(target);
        QCOMPARE(heard.status, int(intAt(wanted, "status")));
        if (heard.status == 200)
            QCOMPARE(heard.header("Content-Type"), QByteArray::fromStdString(stringAt(wanted, "type")));
        if (wanted.contains("json"))
            COMPARE_JSON(heard.json(), wanted["json"]);
        if (wanted.contains("content_disposition"))
            QCOMPARE(heard.header("Content-Disposition"), QByteArray::fromStdString(stringAt(wanted, "content_disposition")));
    }

    void takesPrompts()
    {
        const Heard posted = m_door->postJson("/api/prompt", {{"prompt", smallPrompt()}, {"prompt_id", "mine"}});
        QCOMPARE(posted.status, 200);
        QCOMPARE(stringAt(posted.json(), "prompt_id"), std::string("mine"));
        QCOMPARE(m_door->runner.started.size(), std::size_t(1));
        QCOMPARE(intAt(memberAt(m_door->get("/prompt").json(), "exec_info"), "queue_remaining"), 1);
        QCOMPARE(memberAt(m_door->get("/queue").json(), "queue_running").size(), std::size_t(1));
        m_door->runner.end();
        QVERIFY(m_door->get("/history/mine").json().contains("mine"));
        QCOMPARE(m_door->postJson("/history", {{"clear", true}}).status, 200);
        COMPARE_JSON(m_door->get("/history").json(), Json::object());
        QVERIFY(m_door->get("/object_info/EmptyImage").json().contains("EmptyImage"));
    }

    void oddRequests_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("status");
        const auto row = [](const char* what, const char* method, const char* target, const QByteArray& body, int status) {
            QTest::newRow(what) << QByteArray(method) << QByteArray(target) << body << status;
        };
        row("no JSON", "POST", "/prompt", "bad", 500);
        row("a list", "POST", "/prompt", "[1]", 400);
        row("no JSON to the queue", "POST", "/queue", "bad", 500);
        row("a list to the queue", "POST", "/queue", "[]", 200);
        row("no JSON to interrupt", "POST", "/interrupt", "bad", 200);
        row("nothing to interrupt", "POST", "/interrupt", "", 200);
        row("no JSON to the history", "POST", "/history", "bad", 500);
        row("no JSON to free", "POST", "/free", "bad", 500);
        row("a word as number", "GET", "/history?max_items=abc", "", 500);
        row("another method", "PUT", "/prompt", "", 405);
        row("a method nobody knows", "BREW", "/prompt", "", 405);
        row("options", "OPTIONS", "/prompt", "", 200);
        row("a path up", "GET", "/../../etc/passwd", "", 404);
        row("a path up, encoded", "GET", "/..%2f..%2fetc/passwd", "", 404);
        row("a path up, in templates", "GET", "/templates/..%2f..%2fetc/passwd", "", 404);
        row("a slash too many", "GET", "//prompt", "", 404);
        row("a folder of models, up", "GET", "/models/..%2Fx", "", 404);
        row("metadata, up", "GET", "/view_metadata/loras?filename=../x.safetensors", "", 404);
        row("deep JSON", "POST", "/prompt", QByteArray(100'000, '['), 500);
        row("wide JSON", "POST", "/prompt", "[" + QByteArray("[],").repeated(3'000'000) + "1]", 500);
        row("a prompt of 100 MB", "POST", "/prompt", QByteArray(100 << 20, ' '), 413);
    }
    void oddRequests()
    {
        QFETCH(QByteArray, method);
        QFETCH(QByteArray, target);
        QFETCH(QByteArray, body);
        QTEST(m_door->ask(method, target, body).status, "status");
        QCOMPARE(m_door->get("/prompt").status, 200); // alive
    }

    void headHasNoBody()
    {
        const Heard heard = m_door->ask("HEAD", "/prompt");
        QCOMPARE(heard.status, 200);
        QVERIFY(heard.body.isEmpty());
        QVERIFY(heard.header("Content-Length").toInt() > 10);
    }

    void otherRoutesMayJudgeWhoCalls()
    {
        QCOMPARE(m_door->ask("POST", "/v1/cats%20/runs", "{}").body, QByteArray("cats  by \n"));
        QCOMPARE(m_door->ask("POST", "/v1/cats/runs", QByteArray(2000, 'x')).status, 413);
        QCOMPARE(m_door->ask("POST", "/v1/cats/runs", "{}", "Origin: http://evil.example\r\n").status, 403);
    }

    void strangersAreRefusedBeforeTheySend()
    {
        QCOMPARE(m_door->ask("GET", "/queue", {}, "Origin: http://evil.example\r\n").status, 403);
        auto socket = m_door->connected();
        socket->write("POST /upload/image HTTP/1.1\r\nHost: evil.example\r\nContent-Length: 100000000\r\n\r\n");
        QByteArray text;
        QTRY_VERIFY((text += socket->readAll()).contains("\r\n\r\n"));
        QVERIFY(text.startsWith("HTTP/1.1 403"));
    }

    void withATokenOnly()
    {
        DoorFixture closed;
        closed.settings.needsToken = true;
        QVERIFY(closed.open());
        const auto id = closed.book->add(QStringLiteral("sixteen letters."));
        const QByteArray right = "Authorization: Bearer sixteen letters.\r\n";
        QCOMPARE(closed.get("/prompt").status, 401);
        QCOMPARE(closed.ask("GET", "/prompt", {}, right).status, 200);
        QCOMPARE(closed.get("/view?filename=a.png&token=sixteen+letters.").status, 404);
        // Budgets: what a prompt may cost is compared with what is left.
        QVERIFY(closed.book->setBudget(*id, credits(1)));
        closed.runner.cap = credits(2);
        const QByteArray prompt = QByteArray::fromStdString(toJsonText({{"prompt", smallPrompt()}}));
        const Heard refused = closed.ask("POST", "/prompt", prompt, right);
        QCOMPARE(refused.status, 429);
        QVERIFY(closed.runner.started.empty());
        QVERIFY(closed.book->setBudget(*id, credits(3)));
        QCOMPARE(closed.ask("POST", "/prompt", prompt, right).status, 200);
        QCOMPARE(*closed.book->left(*id), credits(1));
    }
};

QTEST_MAIN(TestFrontDoor)
#include "TestFrontDoor.moc"
