// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engines/language/LanguageRequest.h"

#include <QTest>

using namespace weft;

class TestLanguageRequest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void messagesSurvive()
    {
        const std::vector<ChatMessage> messages{{"system", "be \"brief\""}, {"user", "gr\u00fcn\n"}, {"assistant", ""}};
        QCOMPARE(*readMessages(writeMessages(messages)), messages);
        QVERIFY(readMessages("")->empty());
    }

    void wrongMessages_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("plain text") << QByteArray("hello");
        QTest::newRow("an object") << QByteArray("{}");
        QTest::newRow("a role that isn't one") << QByteArray(R"([{"role": "tool", "content": "a"}])");
        QTest::newRow("no content") << QByteArray(R"([{"role": "user"}])");
        QTest::newRow("pictures") << QByteArray(R"([{"role": "user", "content": [{"type": "image_url"}]}])");
        const QByteArray one = "{\"role\": \"user\", \"content\": \"\"}";
        QTest::newRow("too many") << QByteArray("[" + (one + ",").repeated(1000) + one + "]");
        QTest::newRow("too long") << QByteArray("[" + one.chopped(2) + QByteArray(4 << 20, 'a') + "\"}]");
    }
    void wrongMessages()
    {
        QFETCH(QByteArray, text);
        const auto messages = readMessages(text.toStdString());
        QVERIFY(!messages);
        QCOMPARE(messages.error().code, ErrorCode::SettingInvalid);
        QCOMPARE(messages.error().args.at("input"), std::string("messages"));
        QVERIFY(messages.error().args.at("received").size() <= 40);
    }

    void stops()
    {
        QCOMPARE(*readStops("a\r\n\nb\\nc\n"), (std::vector<std::string>{"a", "b\nc"}));
        QVERIFY(readStops("")->empty());
        QCOMPARE(readStops("1\n2\n3\n4\n5").error().args.at("input"), std::string("stop"));
    }

    void bodies()
    {
        TextOrder order;
        order.model = "m";
        order.messages = {{"system", "s"}, {"user", "u"}};
        order.maxTokens = 7;
        order.seed = 5;
        order.stop = {"x"};
        const Json chat = chatBody(order, true);
        QCOMPARE(stringAt(chat, "model"), std::string("m"));
        QCOMPARE(intAt(chat, "max_tokens"), std::int64_t{7});
        QCOMPARE(intAt(chat, "seed"), std::int64_t{5});
        QVERIFY(boolAt(chat, "stream") && boolAt(memberAt(chat, "stream_options"), "include_usage"));
        QVERIFY(memberAt(chat, "stop") == Json::array({"x"}));
        QCOMPARE(memberAt(chat, "messages").size(), std::size_t{2});
        QCOMPARE(stringAt(memberAt(chat, "messages")[1], "content"), std::string("u"));
        const Json plain = completionBody(order, false);
        QVERIFY(!plain.contains("stream_options") && !plain.contains("messages"));
        QCOMPARE(stringAt(plain, "prompt"), std::string("s\n\nu"));
    }
};

QTEST_GUILESS_MAIN(TestLanguageRequest)
#include "TestLanguageRequest.moc"
