// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/Server.h"

#include <QTcpSocket>
#include <QTest>

using namespace weft::http;
using namespace std::chrono_literals;

/// A real server on a free port, and a client that writes bytes by hand.
class TestServer : public QObject {
    Q_OBJECT

    std::unique_ptr<Server> m_server;
    Reply m_held;
    int m_served = 0;

    static ServerOptions quick()
    {
        ServerOptions options;
        options.connections = {8, 4};
        options.deadlines = {300ms, 300ms, 400ms, 400ms, 600ms, 300ms};
        return options;
    }
    std::unique_ptr<QTcpSocket> connected()
    {
        auto socket = std::make_unique<QTcpSocket>();
        socket->connectToHost(QHostAddress::LocalHost, m_server->port());
        return socket->waitForConnected(5000) ? std::move(socket) : nullptr;
    }
    /// All that comes until `words` are in it, or the connection ends.
    static QByteArray readUntil(QTcpSocket& socket, const QByteArray& words, int count = 1)
    {
        QByteArray text;
        (void)QTest::qWaitFor(
            [&] {
                text += socket.readAll();
                return text.count(words) >= count || socket.state() == QAbstractSocket::UnconnectedState;
            },
            8000);
        return text;
    }
    static bool waitClosed(QTcpSocket& socket, int milliseconds = 5000)
    {
        return QTest::qWaitFor([&] { return socket.state() == QAbstractSocket::UnconnectedState; }, milliseconds);
    }

private Q_SLOTS:
    void init()
    {
        m_served = 0;
        m_held = {};
        m_server = std::make_unique<Server>(quick());
        m_server->route("POST", "/echo", 100'000, [this](Request request, Reply reply) {
            ++m_served;
            reply(plainResponse(200, request.body));
        });
        m_server->route("GET", "/slow", 0, [this](Request, Reply reply) { m_held = std::move(reply); });
        m_server->route("GET", "/big", 0, [](Request, Reply reply) {
            Response response;
            response.body.assign(64 << 20, 'x');
            reply(response);
        });
        QVERIFY(m_server->listen());
    }
    void cleanup() { m_server.reset(); }

    void answersOverOneConnection()
    {
        auto socket = connected();
        socket->write("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nab");
        QVERIFY(readUntil(*socket, "ab\n").startsWith("HTTP/1.1 200 OK\r\n"));
        socket->write("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nConnection: close\r\n\r\ncd");
        QVERIFY(readUntil(*socket, "cd\n").contains("Connection: close"));
        QVERIFY(waitClosed(*socket));
    }

    void pipelinedRequestsAreAnsweredInOrder()
    {
        auto socket = connected();
        QByteArray all;
        for (int n = 100; n < 150; ++n)
            all += "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\n" + QByteArray::number(n);
        socket->write(all);
        const QByteArray text = readUntil(*socket, "HTTP/1.1 200 OK", 50) + readUntil(*socket, "149");
        qsizetype at = 0;
        for (int n = 100; n < 150; ++n) {
            at = text.indexOf("\r\n\r\n" + QByteArray::number(n) + "\n", at);
            QVERIFY2(at >= 0, QByteArray::number(n).constData());
        }
        QCOMPARE(m_served, 50);
    }

    void aPeerMayAskBeforeItSends()
    {
        auto socket = connected();
        socket->write("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
        QVERIFY(readUntil(*socket, "\r\n\r\n").startsWith("HTTP/1.1 100 Continue"));
        socket->write("ab");
        QVERIFY(readUntil(*socket, "ab\n").startsWith("HTTP/1.1 200"));
    }

    void refused_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("status");
        QTest::newRow("unknown path") << QByteArray("GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n") << QByteArray("404");
        QTest::newRow("another method") << QByteArray("GET /echo HTTP/1.1\r\nHost: x\r\n\r\n") << QByteArray("405");
        QTest::newRow("garbage") << QByteArray(1000, '\xff') << QByteArray("400");
        QTest::newRow("a header of 100 MB")
            << "GET / HTTP/1.1\r\nA: " + QByteArray(100 << 20, 'a') << QByteArray("431");
        QTest::newRow("a body of 10 MB") << "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 10485760\r\n\r\n"
                + QByteArray(10 << 20, 'a')
                                         << QByteArray("413");
        QTest::newRow("10 MB in chunks")
            << "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nA00000\r\n"
                + QByteArray(10 << 20, 'a')
            << QByteArray("413");
    }
    void refused()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, status);
        auto socket = connected();
        socket->write(text);
        QVERIFY(readUntil(*socket, "\r\n\r\n").startsWith("HTTP/1.1 " + status));
        QVERIFY(waitClosed(*socket, 8000)); // when it has been drained, or cut
        QCOMPARE(m_served, 0);
    }

    void slowPeersAreDropped_data()
    {
        QTest::addColumn<QByteArray>("start");
        QTest::addColumn<QByteArray>("drip");
        QTest::newRow("nothing at all") << QByteArray() << QByteArray();
        QTest::newRow("half a request") << QByteArray("POST /echo HTTP/1.1\r\nHos") << QByteArray();
        QTest::newRow("a header line now and then") << QByteArray("POST /echo HTTP/1.1\r\n") << QByteArray("A: b\r\n");
        QTest::newRow("a body's byte now and then")
            << QByteArray("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n") << QByteArray("a");
    }
    void slowPeersAreDropped()
    {
        QFETCH(QByteArray, start);
        QFETCH(QByteArray, drip);
        auto socket = connected();
        socket->write(start);
        QByteArray text;
        QTRY_VERIFY_WITH_TIMEOUT(
            [&] {
                socket->write(drip);
                text += socket->readAll();
                return text.startsWith("HTTP/1.1 408");
            }(),
            3000);
        QVERIFY(waitClosed(*socket));
        QCOMPARE(m_served, 0);
    }

    void anIdleConnectionEndsWithoutWords()
    {
        auto socket = connected();
        socket->write("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nab");
        readUntil(*socket, "ab\n");
        QVERIFY(waitClosed(*socket));
        QVERIFY(socket->readAll().isEmpty());
    }

    void aPeerThatReadsNothingIsDropped()
    {
        auto socket = connected();
        socket->setReadBufferSize(1);
        socket->write("GET /big HTTP/1.1\r\nHost: x\r\n\r\n");
        QTest::qWait(1500); // it may not send so much to somebody who takes nothing
        socket->setReadBufferSize(0);
        qint64 bytes = 0;
        QTRY_VERIFY((bytes += socket->readAll().size(), socket->state() == QAbstractSocket::UnconnectedState));
        QVERIFY(bytes + socket->readAll().size() < 64 << 20);
    }

    void aHandlerMayAnswerLaterOrNever()
    {
        auto socket = connected();
        socket->write("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
        QTRY_VERIFY(m_held);
        m_held(plainResponse(200, "late"));
        QVERIFY(readUntil(*socket, "late\n").startsWith("HTTP/1.1 200"));
        socket->write("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
        QVERIFY(readUntil(*socket, "\r\n\r\n").startsWith("HTTP/1.1 503"));
        m_held(plainResponse(200, "too late"));
        auto other = connected();
        m_held = {};
        other->write("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
        QTRY_VERIFY(m_held);
        other->abort();
        QTest::qWait(50);
        m_held(plainResponse(200, "to nobody"));
    }

    void oneAddressHasItsShare()
    {
        std::vector<std::unique_ptr<QTcpSocket>> sockets;
        for (int n = 0; n < 4; ++n)
            sockets.push_back(connected());
        QTest::qWait(20);
        auto fifth = connected();
        QVERIFY(waitClosed(*fifth, 250)); // before the others are dropped for their silence
        sockets.clear();
        QTRY_VERIFY([&] {
            auto next = connected();
            next->write("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\na");
            return readUntil(*next, "a\n").startsWith("HTTP/1.1 200");
        }());
    }
};

QTEST_GUILESS_MAIN(TestServer)
#include "TestServer.moc"
