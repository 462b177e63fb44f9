// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/ResponseParser.h"

#include <QTest>

using namespace weft;
using namespace weft::http;

class TestResponseParser : public QObject {
    Q_OBJECT

    static std::string head(const char* lines) { return std::string("HTTP/1.1 200 OK\r\n") + lines + "\r\n"; }

private Q_SLOTS:
    void answers_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<bool>("ends"); // by closing
        QTest::addColumn<QByteArray>("body");
        const auto row = [](const char* name, const std::string& bytes, bool ends, const char* body) {
            QTest::newRow(name) << QByteArray::fromStdString(bytes) << ends << QByteArray(body);
        };
        row("a length", head("Content-Length: 3\r\n") + "abc", false, "abc");
        row("nothing", head("Content-Length: 0\r\n"), false, "");
        row("chunks", head("Transfer-Encoding: chunked\r\n") + "2\r\nab\r\n1\r\nc\r\n0\r\n\r\n", false, "abc");
        row("until it closes", head("") + "abc", true, "abc");
    }
    void answers()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(bool, ends);
        QFETCH(QByteArray, body);
        ResponseParser whole(100);
        QVERIFY(whole.feed(bytes.toStdString()));
        ResponseParser pieces(100);
        for (const char byte : bytes)
            QVERIFY(pieces.feed({&byte, 1}));
        for (ResponseParser* parser : {&whole, &pieces}) {
            QCOMPARE(parser->isComplete(), !ends);
            if (ends)
                QVERIFY(parser->end());
            QVERIFY(parser->isComplete());
            const Response response = parser->take();
            QCOMPARE(response.status, 200);
            QCOMPARE(QByteArray::fromStdString(response.body), body);
        }
    }

    void badAnswers_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("code");
        const auto row = [](const char* name, const std::string& bytes, ErrorCode code) {
            QTest::newRow(name) << QByteArray::fromStdString(bytes) << int(code);
        };
        row("a length that is too large", head("Content-Length: 101\r\n"), ErrorCode::LimitExceeded);
        row("chunks that are too large", head("Transfer-Encoding: chunked\r\n") + "65\r\n" + std::string(101, 'a') + "\r\n",
            ErrorCode::LimitExceeded);
        row("too much until it closes", head("") + std::string(101, 'a'), ErrorCode::LimitExceeded);
        row("a header that never ends", head(("X: " + std::string(20'000, 'a')).c_str()), ErrorCode::LimitExceeded);
        row("no HTTP", "SSH-2.0-OpenSSH_9\r\n\r\n", ErrorCode::ProtocolViolation);
        row("it breaks off in the body", head("Content-Length: 3\r\n") + "ab", ErrorCode::ProtocolViolation);
        row("it breaks off in the header", "HTTP/1.1 200 OK\r\nContent-", ErrorCode::ProtocolViolation);
    }
    void badAnswers()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(int, code);
        ResponseParser parser(100);
        const Done fed = parser.feed(bytes.toStdString());
        const Done ended = fed ? parser.end() : fed;
        QVERIFY(!ended);
        QCOMPARE(int(ended.error().code), code);
        QVERIFY(!fed ? !parser.feed("x") : true);
    }
};

QTEST_GUILESS_MAIN(TestResponseParser)
#include "TestResponseParser.moc"
