// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/RequestParser.h"

#include <QTest>

using namespace weft::http;
using State = RequestParser::State;

class TestRequestParser : public QObject {
    Q_OBJECT

    static RequestParser::Admission upTo1000(const Request& head)
    {
        if (head.path == "/secret")
            return RequestParser::Refusal{403};
        return std::size_t{1000};
    }

private Q_SLOTS:
    void oneRequestInPieces_data()
    {
        QTest::addColumn<int>("step");
        for (const int step : {1, 2, 3, 7, 64, 4096})
            QTest::addRow("%d bytes", step) << step;
    }
    void oneRequestInPieces()
    {
        QFETCH(int, step);
        const std::string text =
            "POST /hook?a=1&b=%20 HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nStripe-Signature: t=1\r\n\r\nhello";
        RequestParser parser(upTo1000);
        QVERIFY(!parser.hasBegun());
        for (std::size_t at = 0; at < text.size(); at += std::size_t(step)) {
            QVERIFY(parser.state() != State::Complete);
            parser.feed(std::string_view(text).substr(at, std::size_t(step)));
            QVERIFY(parser.hasBegun());
        }
        QCOMPARE(parser.state(), State::Complete);
        QVERIFY(parser.keepsAlive());
        const Request request = parser.take();
        QCOMPARE(request.method, std::string("POST"));
        QCOMPARE(request.path, std::string("/hook"));
        QCOMPARE(request.query, std::string("a=1&b=%20"));
        QCOMPARE(request.body, std::string("hello"));
        QCOMPARE(std::string(request.header("stripe-SIGNATURE")), std::string("t=1"));
        QVERIFY(!parser.hasBegun());
    }

    void chunkedBodiesArePutTogether()
    {
        RequestParser parser(upTo1000);
        QCOMPARE(
            parser.feed("POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nWeft\r\n"), State::Body);
        QCOMPARE(parser.feed("6;name=x\r\n works\r\n0\r\n\r\n"), State::Complete);
        QCOMPARE(parser.take().body, std::string("Weft works"));
    }

    void pipelinedRequestsComeOneAfterAnother()
    {
        RequestParser parser(upTo1000);
        parser.feed("GET /1 HTTP/1.1\r\nHost: x\r\n\r\nPOST /2 HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhiGET "
                    "/3 HTTP/1.1\r\nHo");
        QCOMPARE(parser.take().path, std::string("/1"));
        QCOMPARE(parser.state(), State::Complete);
        const Request second = parser.take();
        QCOMPARE(second.path, std::string("/2"));
        QCOMPARE(second.body, std::string("hi"));
        QCOMPARE(parser.state(), State::Header);
        QVERIFY(parser.hasBegun());
        QCOMPARE(parser.feed("st: x\r\nConnection: close\r\n\r\n"), State::Complete);
        QVERIFY(!parser.keepsAlive());
    }

    void refused_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("status");
        const QByteArray host = "Host: x\r\n";
        QTest::newRow("not HTTP") << QByteArray("hello\r\n\r\n") << 400;
        QTest::newRow("another version") << QByteArray("GET / HTTP/3.0\r\n\r\n") << 505;
        QTest::newRow("no Host") << QByteArray("GET / HTTP/1.1\r\n\r\n") << 400;
        QTest::newRow("two Hosts") << "GET / HTTP/1.1\r\n" + host + host + "\r\n" << 400;
        QTest::newRow("a proxy's target") << "GET http://x/ HTTP/1.1\r\n" + host + "\r\n" << 400;
        QTest::newRow("refused by its route") << "GET /secret HTTP/1.1\r\n" + host + "\r\n" << 403;
        QTest::newRow("one header too long") << "GET / HTTP/1.1\r\nA: " + QByteArray(20'000, 'a') << 431;
        QTest::newRow("too many headers") << "GET / HTTP/1.1\r\n" + QByteArray("A: b\r\n").repeated(101) + host + "\r\n"
                                          << 431;
        QTest::newRow("an endless start line") << "GET /" + QByteArray(20'000, 'a') << 431;
        QTest::newRow("a body of 1001") << "POST / HTTP/1.1\r\n" + host + "Content-Length: 1001\r\n\r\n" << 413;
        QTest::newRow("a huge length") << "POST / HTTP/1.1\r\n" + host + "Content-Length: 99999999999999999999\r\n\r\n"
                                       << 400;
        QTest::newRow("two lengths") << "POST / HTTP/1.1\r\n" + host + "Content-Length: 1\r\nContent-Length: 2\r\n\r\n"
                                     << 400;
        QTest::newRow("a length and chunks")
            << "POST / HTTP/1.1\r\n" + host + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n"
            << 400;
        QTest::newRow("chunks of 1001 bytes")
            << "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n3e9\r\n" + QByteArray(1001, 'a')
            << 413;
        QTest::newRow("small chunks without end") << "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n"
                + QByteArray("64\r\n" + QByteArray(100, 'a') + "\r\n").repeated(11)
                                                  << 413;
        QTest::newRow("a chunk's endless extension")
            << "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n4;" + QByteArray(40'000, 'x') << 431;
    }
    void refused()
    {
        QFETCH(QByteArray, text);
        QFETCH(int, status);
        RequestParser parser(upTo1000);
        for (const char byte : text)
            parser.feed({&byte, 1});
        QCOMPARE(parser.state(), State::Refused);
        QCOMPARE(parser.status(), status);
        QVERIFY(!parser.keepsAlive());
        RequestParser atOnce(upTo1000);
        QCOMPARE(atOnce.feed({text.constData(), std::size_t(text.size())}), State::Refused);
        QCOMPARE(atOnce.feed("GET / HTTP/1.1\r\nHost: x\r\n\r\n"), State::Refused); // for good
    }

    void headersThatJustFit()
    {
        RequestParser parser(upTo1000);
        const std::string start = "GET / HTTP/1.1\r\nHost: x\r\nA: ";
        QCOMPARE(
            parser.feed(start + std::string(kMaxHeaderBytes - start.size() - 8, 'a') + "\r\n\r\n"), State::Complete);
    }

    void aResponseCanNotBeSplit()
    {
        Response response = plainResponse(200, "fine");
        response.headers.emplace_back("Location", "/\r\nSet-Cookie: a=b");
        const std::string text = wireBytes(response, true);
        QVERIFY(text.find("Set-Cookie") == std::string::npos);
        QVERIFY(text.ends_with("\r\n\r\nfine\n"));
        QVERIFY(wireBytes(response, false).ends_with("\r\n\r\n"));
    }
};

QTEST_GUILESS_MAIN(TestRequestParser)
#include "TestRequestParser.moc"
