// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/Server.h"
#include "core/http/WebSocketConnection.h"

#include <QSignalSpy>
#include <QTest>

using namespace weft::http;
using namespace std::chrono_literals;

/// WebSockets over a real server, and a client that writes bytes by hand.
class TestWebSocketConnection : public QObject {
    Q_OBJECT

    std::unique_ptr<Server> m_server;
    std::vector<std::unique_ptr<WebSocketConnection>> m_open;
    std::vector<std::string> m_texts;
    int m_closing = 0;
    int m_closed = 0;

    const QByteArray kHandshake = "GET /ws HTTP/1.1\r\nHost: x\r\nUpgrade: WebSocket\r\nConnection: keep-alive, Upgrade\r\n"
                                  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";

    std::unique_ptr<QTcpSocket> connected(const QByteArray& handshake)
    {
        auto socket = std::make_unique<QTcpSocket>();
        socket->connectToHost(QHostAddress::LocalHost, m_server->port());
        if (!socket->waitForConnected(5000))
            return nullptr;
        socket->write(handshake);
        return socket;
    }
    /// One whose handshake has been answered.
    std::unique_ptr<QTcpSocket> client()
    {
        const std::size_t before = m_open.size();
        auto socket = connected(kHandshake);
        return QTest::qWaitFor([&] { return m_open.size() > before && socket->readAll().endsWith("\r\n\r\n"); }, 8000) ? std::move(socket) : nullptr;
    }
    static bool reads(QTcpSocket& socket, QByteArray& text, const QByteArray& wanted)
    {
        return QTest::qWaitFor([&] { return (text += socket.readAll()).contains(wanted); }, 8000);
    }
    static WebSocketConnection::Frame text(std::size_t size) { return std::make_shared<const std::string>(webSocketFrame(WebSocketKind::Text, std::string(size, 'x'))); }

private Q_SLOTS:
    void init()
    {
        m_texts.clear();
        m_closing = m_closed = 0;
        m_server = std::make_unique<Server>(ServerOptions());
        m_server->upgrade("/ws", [this](const Request&, std::unique_ptr<QTcpSocket> socket) {
            const WebSocketLimits limits {.maxMessageBytes = 1000, .maxWaitingBytes = 1 << 20, .closing = 300ms};
            m_open.push_back(std::make_unique<WebSocketConnection>(std::move(socket), limits));
            connect(m_open.back().get(), &WebSocketConnection::text, this, [this](const std::string& said) { m_texts.push_back(said); });
            connect(m_open.back().get(), &WebSocketConnection::closing, this, [this] { ++m_closing; });
            connect(m_open.back().get(), &WebSocketConnection::closed, this, [this] { ++m_closed; });
        });
        QVERIFY(m_server->listen());
    }
    void cleanup()
    {
        m_open.clear();
        m_server.reset();
    }

    void handshakes_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QByteArray>("instead");
        QTest::addColumn<QByteArray>("status");
        QTest::newRow("as it should be") << QByteArray() << QByteArray() << QByteArray("101");
        QTest::newRow("another version") << QByteArray("Version: 13") << QByteArray("Version: 8") << QByteArray("426");
        QTest::newRow("no key") << QByteArray("Sec-WebSocket-Key") << QByteArray("X") << QByteArray("400");
        QTest::newRow("a short key") << QByteArray("dGhlIHNhbXBsZSBub25jZQ==") << QByteArray("dGhl") << QByteArray("400");
        QTest::newRow("no upgrade") << QByteArray("Upgrade: WebSocket\r\n") << QByteArray() << QByteArray("400");
        QTest::newRow("no upgrade of the connection") << QByteArray("keep-alive, Upgrade") << QByteArray("keep-alive") << QByteArray("400");
        QTest::newRow("posted") << QByteArray("GET") << QByteArray("POST") << QByteArray("400");
    }
    void handshakes()
    {
        QFETCH(QByteArray, line);
        QFETCH(QByteArray, instead);
        QFETCH(QByteArray, status);
        QByteArray handshake = kHandshake;
        if (!line.isEmpty())
            handshake.replace(line, instead);
        auto socket = connected(handshake);
        QByteArray answer;
        QVERIFY(reads(*socket, answer, "\r\n\r\n"));
        QCOMPARE(answer.mid(9, 3), status);
        QCOMPARE(answer.contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"), status == "101");
        QCOMPARE(m_open.size(), std::size_t(status == "101" ? 1 : 0));
    }

    void talks()
    {
        auto socket = client();
        QVERIFY(socket);
        socket->write(QByteArray("\x81\x82\0\0\0\0hi", 8));
        socket->write(QByteArray("\x89\x81\0\0\0\0?", 7));
        QByteArray heard;
        QVERIFY(reads(*socket, heard, QByteArray("\x8a\x01?", 3)));
        QCOMPARE(m_texts, std::vector<std::string> {"hi"});
        m_open[0]->send(text(3));
        m_open[0]->send(text(70'000));
        QVERIFY(reads(*socket, heard, QByteArray("\x81\x03xxx", 5)));
        QVERIFY(QTest::qWaitFor([&] { return (heard += socket->readAll()).size() > 70'000; }));
        QCOMPARE(m_open[0]->waitingBytes(), std::size_t(0));
    }

    void endsWhenThePeerSaysSo()
    {
        auto socket = client();
        QVERIFY(socket);
        socket->write(QByteArray("\x88\x82\0\0\0\0\x03\xe8", 8));
        QByteArray heard;
        QVERIFY(reads(*socket, heard, QByteArray("\x88\x02\x03\xe8", 4)));
        QTRY_COMPARE(socket->state(), QAbstractSocket::UnconnectedState);
        QTRY_COMPARE(m_closed, 1);
        QCOMPARE(m_closing, 1);
    }

    void endsWhenThePeerGoes()
    {
        auto socket = client();
        QVERIFY(socket);
        socket->abort();
        QTRY_COMPARE(m_closed, 1);
        QCOMPARE(m_closing, 1);
        m_open[0]->send(text(3)); // nobody's
        QCOMPARE(m_open[0]->waitingBytes(), std::size_t(0));
    }

    void endsWhatBreaksTheProtocol()
    {
        auto socket = client();
        QVERIFY(socket);
        socket->write(QByteArray("\x81\x02hi", 4)); // no mask
        QByteArray heard;
        QVERIFY(reads(*socket, heard, QByteArray("\x88\x02\x03\xea", 4)));
        QCOMPARE(m_closing, 1);
        socket->write(QByteArray(100'000, 'x')); // isn't listened to
        QTRY_COMPARE(m_closed, 1); // the peer doesn't answer: its time is over
    }

    /// What it doesn't take stays within the limit; it is told why it ends once it reads.
    void whoDoesNotReadIsTold()
    {
        auto socket = client();
        QVERIFY(socket);
        socket->setReadBufferSize(1024);
        std::size_t most = 0;
        for (int i = 0; i < 3000 && m_closing == 0; ++i) {
            m_open[0]->send(text(10'000));
            most = std::max(most, m_open[0]->waitingBytes());
            QTest::qWait(0);
        }
        QCOMPARE(m_closing, 1);
        QVERIFY(most <= std::size_t(1 << 20));
        QVERIFY(m_open[0]->waitingBytes() < 200'000);
        socket->setReadBufferSize(0);
        QByteArray heard = socket->readAll(); // the socket reads on only when something was taken
        QVERIFY(reads(*socket, heard, QByteArray("\x03\xf0too far behind")));
    }

    void whoNeverReadsIsCut()
    {
        auto socket = client();
        QVERIFY(socket);
        socket->setReadBufferSize(1024);
        for (int i = 0; i < 3000 && m_closing == 0; ++i) {
            m_open[0]->send(text(10'000));
            QTest::qWait(0);
        }
        QTRY_COMPARE(m_closed, 1);
    }
};

QTEST_GUILESS_MAIN(TestWebSocketConnection)
#include "TestWebSocketConnection.moc"
