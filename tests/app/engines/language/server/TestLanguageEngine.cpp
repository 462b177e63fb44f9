// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The engine against recorded answers of a real llama.cpp. To record anew, with the server of RealLanguage.cpp at 8300:
//   python3 tests/fakes/language_record.py 127.0.0.1:8300 8301 tests/data/language/transcript.json &
//   WEFT_LANGUAGE_RECORDER=http://127.0.0.1:8301 app.engines.language.server.TestLanguageEngine replay
#include "app/engines/language/LanguageCatalogue.h"
#include "tests/app/engines/language/server/LanguageJobs.h"

#include <QTest>

using namespace weft;
using namespace weft::testing;
using namespace std::chrono_literals;

class TestLanguageEngine : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void replay()
    {
        const QByteArray recorder = qgetenv("WEFT_LANGUAGE_RECORDER");
        LanguageReplay real(QStringLiteral(WEFT_TEST_DATA "/language/transcript.json"));
        LanguageEngine engine(languageSettings(recorder.isEmpty() ? real.url() : QUrl(QString::fromLatin1(recorder))));
        const auto catalogue = waited(engine.catalogue());
        QVERIFY2(catalogue, qPrintable(real.unknown.join(u'\n')));
        QVERIFY(catalogue->findModel(kLanguageModels, "tiny"));

        std::vector<FragmentEvent> events;
        FragmentJob job;
        job.fragment.nodes = {{"1", "ChatMessages", {{"role", Json("assistant")}, {"content", Json("hello")}}},
            writer("2",
                {{"messages", SlotRef{"1", 0}}, {"system", Json("Be brief.")}, {"max_tokens", Json(12)},
                    {"seed", Json(5)}}),
            {"3", "Embed", {{"model", Json("tiny")}, {"text", SlotRef{"2", 0}}}},
            {"4", "EmbeddingSimilarity", {{"a", SlotRef{"3", 0}}, {"b", SlotRef{"3", 0}}}}};
        job.fragment.outputs = {{"2", 0}, {"2", 1}, {"3", 0}, {"4", 0}};
        const FragmentReport report = runNow(engine, job, &events);
        QVERIFY2(errorOf(report).empty(), (errorOf(report) + "\n" + real.unknown.join(u'\n').toStdString()).c_str());
        const auto& outputs = std::get<FragmentOutcome>(report).result.outputs;
        const std::int64_t tokens = intAt(outputs.at({"2", 1})[0].meta, "value");
        QCOMPARE(tokens, std::int64_t{12});
        QVERIFY(!textOf(outputs, "2").empty());
        QCOMPARE(outputs.at({"3", 0})[0].tensor("value")->shape.back(), std::int64_t{64});
        QVERIFY(std::abs(numberAt(outputs.at({"4", 0})[0].meta, "value") - 1) < 1e-6);
        QCOMPARE(lastOf<NodeMade>(events)->pieces, tokens);
        QCOMPARE(lastOf<NodeProgress>(events)->value, tokens);
        const NodePreview preview = *lastOf<NodePreview>(events);
        QCOMPARE(preview.mime, std::string("text/plain"));
        QCOMPARE(std::string(reinterpret_cast<const char*>(preview.picture.data()), preview.picture.size()),
            textOf(outputs, "2"));

        const FragmentReport tooLong = runNow(engine, textJob({{"prompt", Json(std::string(9000, 'x'))}}));
        QCOMPARE(std::get<FragmentFailure>(tooLong).error.code, ErrorCode::NodeFailed); // its own words
        QVERIFY(std::get<FragmentFailure>(tooLong).error.args.at("reason").find("8192") != std::string::npos);
        QCOMPARE(real.unknown.join(u'\n'), QString());
    }

    void listsAndCounts()
    {
        FakeLanguage fake([](const HttpRequest& request, QTcpSocket* socket) {
            if (request.path == "/v1/models")
                return answer(socket, 200, kTinyModel);
            beginStream(socket);
            socket->write(chatEvent("a") + chatEvent("b") + chatEvent("", "\"stop\"") + "data: [DONE]\n\n");
        });
        LanguageEngine engine(languageSettings(fake.url()));
        std::vector<FragmentEvent> events;
        FragmentJob job = textJob({{"prompt", BoundaryRef{0}}});
        job.fragment.inputs = {{{"9", 0}, "STRING", false}};
        job.inputs = {{literalValue("STRING", "x"), literalValue("STRING", "y"), literalValue("STRING", "z")}};
        const FragmentReport report = runNow(engine, job, &events);
        QCOMPARE(errorOf(report), std::string());
        QCOMPARE(std::get<FragmentOutcome>(report).result.outputs.at({"1", 0}).size(), std::size_t{3});
        QCOMPARE(lastOf<NodeMade>(events)->pieces, std::int64_t{6});
    }

    void aLinkedNumberOfTokensIsBounded()
    {
        std::int64_t asked = 0;
        FakeLanguage fake([&](const HttpRequest& request, QTcpSocket* socket) {
            if (request.path == "/v1/models")
                return answer(socket, 200, kTinyModel);
            asked = intAt(*parseJson(request.body.toStdString()), "max_tokens");
            answer(socket, 200, R"({"choices": [{"message": {"content": "a"}, "finish_reason": "stop"}]})");
        });
        LanguageEngine engine(languageSettings(fake.url()));
        FragmentJob job = textJob({{"max_tokens", BoundaryRef{0}}});
        job.fragment.inputs = {{{"9", 0}, "INT", false}};
        job.inputs = {{literalValue("INT", 30'000)}};
        QCOMPARE(errorOf(runNow(engine, job)), std::string());
        QCOMPARE(asked, kUnknownTokens);
        QCOMPARE(errorOf(runNow(engine, textJob({{"max_tokens", Json(30'000)}}))), std::string());
        QCOMPARE(asked, std::int64_t{30'000});
    }

    void otherWaysOfAsking()
    {
        QStringList asked;
        int loading = 2;
        FakeLanguage fake([&](const HttpRequest& request, QTcpSocket* socket) {
            if (request.path == "/v1/models")
                return answer(socket, 200, kTinyModel);
            asked << QString::fromUtf8(request.path) + (request.body.contains("stream_options") ? u'+' : u'-');
            if (loading-- > 0)
                return answer(socket, 503, R"({"error": {"message": "Loading model"}})");
            if (request.body.contains("stream_options"))
                return answer(socket, 400, R"({"error": {"message": "unknown field stream_options"}})");
            if (request.path == "/v1/chat/completions")
                return answer(socket, 404, "404 page not found", "text/plain");
            beginStream(socket);
            socket->write("data: {\"choices\": [{\"text\": \"plain\", \"finish_reason\": \"stop\"}]}\n\n");
            socket->disconnectFromHost();
        });
        LanguageEngine engine(languageSettings(fake.url()));
        const FragmentReport report = runNow(engine, textJob());
        QCOMPARE(errorOf(report), std::string());
        QCOMPARE(textOf(std::get<FragmentOutcome>(report).result.outputs, "1"), std::string("plain"));
        QCOMPARE(asked.join(u' '),
            QStringLiteral("/v1/chat/completions+ /v1/chat/completions+ /v1/chat/completions+ /v1/chat/completions- "
                           "/v1/completions-"));
    }

    void theKeyGoesThereAndNowhereElse()
    {
        QByteArray head;
        FakeLanguage fake([&](const HttpRequest& request, QTcpSocket* socket) {
            head = request.head;
            answer(socket, 401, R"({"error": {"message": "bad key sk-secret"}})");
        });
        LanguageSettings settings = languageSettings(fake.url());
        settings.key = "sk-secret";
        LanguageEngine engine(settings);
        const auto catalogue = waited(engine.catalogue());
        QVERIFY(head.contains("Authorization: Bearer sk-secret"));
        QCOMPARE(catalogue.error().code, ErrorCode::ProviderRefused);
        QCOMPARE(catalogue.error().args.at("reason"), std::string("language-key"));
        QVERIFY(catalogue.error().detail.find("sk-") == std::string::npos);
    }

    void aModelThatCameLater()
    {
        bool isThere = false;
        FakeLanguage fake([&](const HttpRequest& request, QTcpSocket* socket) {
            if (request.path == "/v1/models")
                return answer(socket, 200, isThere ? kTinyModel : QByteArray(R"({"data": []})"));
            answer(socket, 200, R"({"choices": [{"message": {"content": "a"}, "finish_reason": "stop"}]})");
        });
        LanguageEngine engine(languageSettings(fake.url()));
        const FragmentReport missing = runNow(engine, textJob());
        QCOMPARE(std::get<FragmentFailure>(missing).error.code, ErrorCode::SettingNotInList);
        QCOMPARE(std::get<FragmentFailure>(missing).node, std::string("1"));
        isThere = true;
        QCOMPARE(errorOf(runNow(engine, textJob())), std::string());
    }
};

QTEST_GUILESS_MAIN(TestLanguageEngine)
#include "TestLanguageEngine.moc"
