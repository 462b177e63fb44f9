// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engines/language/CompletionReader.h"

#include <QTest>

using namespace weft;

namespace {

std::string chunk(const Json& delta, const Json& reason = nullptr)
{
    return toJsonText({{"choices", Json::array({{{"index", 0}, {"delta", delta}, {"finish_reason", reason}}})}});
}

} // namespace

class TestCompletionReader : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aChat()
    {
        CompletionReader reader({10});
        QVERIFY(!*reader.take(chunk({{"role", "assistant"}})));
        QVERIFY(*reader.take(chunk({{"content", "gr\u00fc"}})));
        QVERIFY(*reader.take(chunk({{"content", "n"}})));
        QVERIFY(!reader.isFinished());
        QVERIFY(*reader.take(chunk(Json::object(), "stop")));
        QVERIFY(reader.isFinished() && !reader.isDone());
        QCOMPARE(reader.tokens(), std::int64_t{2});
        QVERIFY(reader.take(R"({"choices": [], "usage": {"completion_tokens": 5}})"));
        QVERIFY(*reader.take("[DONE]"));
        QVERIFY(reader.isDone());
        QCOMPARE(reader.text(), std::string("gr\u00fcn"));
        QCOMPARE(reader.tokens(), std::int64_t{5}); // the server's word
    }

    void aPlainCompletion()
    {
        CompletionReader reader({10});
        QVERIFY(reader.take(R"({"choices": [{"text": "a", "finish_reason": null}]})"));
        QVERIFY(reader.take(R"({"choices": [{"text": "b", "finish_reason": "length"}]})"));
        QCOMPARE(reader.text(), std::string("ab"));
        QVERIFY(reader.isFinished());
    }

    void thoughtsAreCountedNotShown()
    {
        CompletionReader reader({10});
        QVERIFY(*reader.take(chunk({{"reasoning_content", "hm"}, {"content", nullptr}})));
        QVERIFY(*reader.take(chunk({{"content", "yes"}})));
        QCOMPARE(reader.text(), std::string("yes"));
        QCOMPARE(reader.tokens(), std::int64_t{2});
    }

    void inOnePiece()
    {
        CompletionReader reader({10});
        QVERIFY(reader.takeWhole(R"({"choices": [{"message": {"content": "12345"}, "finish_reason": "stop"}]})"));
        QCOMPARE(reader.text(), std::string("12345"));
        QCOMPARE(reader.tokens(), std::int64_t{2});
        QVERIFY(!CompletionReader({10}).takeWhole("{}"));
        QVERIFY(!CompletionReader({10}).takeWhole("<html>"));
    }

    void neverAboveWhatWasAskedFor()
    {
        CompletionReader reader({3});
        QVERIFY(reader.take(R"({"choices": [], "usage": {"completion_tokens": 9223372036854775807}})"));
        QCOMPARE(reader.tokens(), std::int64_t{3});
        QVERIFY(reader.take(R"({"choices": [], "usage": {"completion_tokens": 18446744073709551615}})"));
        QCOMPARE(reader.tokens(), std::int64_t{3});
        bool good = true;
        for (int i = 0; i < 100; ++i)
            good &= reader.take(chunk({{"content", "a"}})).hasValue();
        QVERIFY(!good);
    }

    void nonsense_data()
    {
        QTest::addColumn<QByteArray>("data");
        QTest::addColumn<int>("code");
        const auto row = [](const char* name, const char* data, ErrorCode code = ErrorCode::ProtocolViolation) {
            QTest::newRow(name) << QByteArray(data) << static_cast<int>(code);
        };
        row("a blank", " ");
        row("cut off", "{\"choices\": [{\"delta\": {\"cont");
        row("not UTF-8", "{\"choices\": [{\"delta\": {\"content\": \"\xFF\"}}]}");
        row("a list", "[]");
        row("choices is a text", R"({"choices": "a"})");
        row("a choice is a number", R"({"choices": [7]})");
        row("delta is a list", R"({"choices": [{"delta": []}]})");
        row("content is a number", R"({"choices": [{"delta": {"content": 7}}]})");
        row("text is an object", R"({"choices": [{"text": {}}]})");
        row("the reason is a number", R"({"choices": [{"delta": {}, "finish_reason": 1}]})");
        row("usage is a number", R"({"usage": 3})");
        row("tokens below none", R"({"usage": {"completion_tokens": -1}})");
        row("tokens are a text", R"({"usage": {"completion_tokens": "many"}})");
        row("an error", R"({"error": {"message": "no memory"}})", ErrorCode::NodeFailed);
        row("an error as a text", R"({"error": "no memory"})", ErrorCode::NodeFailed);
    }
    void nonsense()
    {
        QFETCH(QByteArray, data);
        QFETCH(int, code);
        const auto taken = CompletionReader({10}).take(data.toStdString());
        QVERIFY(!taken);
        QCOMPARE(static_cast<int>(taken.error().code), code);
        if (taken.error().code == ErrorCode::NodeFailed)
            QCOMPARE(taken.error().args.at("reason"), std::string("no memory"));
    }

    void deepJson() { QVERIFY(!CompletionReader({10}).take(std::string(100000, '['))); }

    void longTexts()
    {
        CompletionReader reader({10, 8});
        QVERIFY(reader.take(chunk({{"content", "12345678"}})));
        QVERIFY(!reader.take(chunk({{"content", "9"}})));
    }

    void wordsOfServers_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("words");
        QTest::newRow("OpenAI's") << QByteArray(R"({"error": {"message": "too\nlong", "code": 400}})")
                                  << QByteArray("too long");
        QTest::newRow("FastAPI's") << QByteArray(R"({"detail": [{"msg": "bad"}]})") << QByteArray(R"([{"msg":"bad"}])");
        QTest::newRow("plain") << QByteArray("404 page not found\n") << QByteArray("404 page not found");
        QTest::newRow("a page") << QByteArray("<html>no</html>") << QByteArray();
        QTest::newRow("binary") << QByteArray("\xFF\x00\x01", 3) << QByteArray();
        QTest::newRow("escapes") << QByteArray("a\x1b[31mb") << QByteArray("a [31mb");
        QTest::newRow("long") << QByteArray("\xC3\xA4").repeated(400) << QByteArray("\xC3\xA4").repeated(150);
    }
    void wordsOfServers()
    {
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, words);
        QCOMPARE(QByteArray::fromStdString(serverWords(body.toStdString())), words);
    }
};

QTEST_GUILESS_MAIN(TestCompletionReader)
#include "TestCompletionReader.moc"
