// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/frontdoor/DoorFixture.h"

#include <QSignalSpy>
#include <QWebSocket>
#include <QtEndian>

using namespace weft;
using namespace weft::testing;

/// /ws over real sockets.
class TestClientSockets : public QObject {
    Q_OBJECT

    std::unique_ptr<DoorFixture> m_door;

    struct Client {
        QWebSocket socket;
        QStringList texts;
        QList<QByteArray> frames;
    };
    std::unique_ptr<Client> client(const QString& query, const QByteArray& origin = {})
    {
        auto made = std::make_unique<Client>();
        Client* raw = made.get();
        QObject::connect(&raw->socket, &QWebSocket::textMessageReceived, &raw->socket, [raw](const QString& text) { raw->texts << text; });
        QObject::connect(&raw->socket, &QWebSocket::binaryMessageReceived, &raw->socket, [raw](const QByteArray& frame) { raw->frames << frame; });
        QNetworkRequest request(QUrl(QStringLiteral("ws://127.0.0.1:%1/ws%2").arg(m_door->door->port()).arg(query)));
        if (!origin.isEmpty())
            request.setRawHeader("Origin", origin);
        raw->socket.open(request);
        return made;
    }
    static Json json(const QString& text) { return parseJson(text.toStdString()).valueOr(Json()); }
    static quint32 number(const QByteArray& frame, qsizetype at) { return qFromBigEndian<quint32>(frame.constData() + at); }

private Q_SLOTS:
    void init()
    {
        m_door = std::make_unique<DoorFixture>();
        m_door->settings.clients.most = 200;
        m_door->settings.clients.maxWaitingBytes = 4 << 20;
        QVERIFY(m_door->open());
    }

    void greets()
    {
        auto one = client(QStringLiteral("?clientId=me"));
        QTRY_COMPARE(one->texts.size(), 1);
        COMPARE_JSON(json(one->texts[0]),
            (Json {{"type", "status"}, {"data", {{"status", {{"exec_info", {{"queue_remaining", 0}}}}}, {"sid", "me"}}}}));
        one->socket.sendTextMessage(QStringLiteral(R"({"type":"feature_flags","data":{"supports_preview_metadata":true}})"));
        QTRY_COMPARE(one->texts.size(), 2);
        COMPARE_JSON(json(one->texts[1]),
            (Json {{"type", "feature_flags"}, {"data", {{"supports_preview_metadata", true}, {"max_upload_size", 104857600}}}}));
        auto nameless = client(QString());
        QTRY_COMPARE(nameless->texts.size(), 1);
        QCOMPARE(stringAt(memberAt(json(nameless->texts[0]), "data"), "sid").size(), std::size_t(32));
    }

    void aNewSocketTakesTheOldOnesPlace()
    {
        auto old = client(QStringLiteral("?clientId=me"));
        QTRY_COMPARE(old->texts.size(), 1);
        auto fresh = client(QStringLiteral("?clientId=me"));
        QTRY_COMPARE(fresh->texts.size(), 1);
        QTRY_COMPARE(old->socket.state(), QAbstractSocket::UnconnectedState);
        QCOMPARE(m_door->door->clients().count(), 1);
        m_door->door->clients().send(QStringLiteral("me"), {{"type", "x"}});
        QTRY_COMPARE(fresh->texts.size(), 2);
    }

    void tellsOfAPrompt()
    {
        auto mine = client(QStringLiteral("?clientId=me"));
        auto other = client(QStringLiteral("?clientId=other"));
        QTRY_VERIFY(mine->texts.size() == 1 && other->texts.size() == 1);
        QCOMPARE(m_door->postJson("/prompt", {{"prompt", smallPrompt()}, {"client_id", "me"}}).status, 200);
        m_door->runner.compute("1");
        m_door->runner.output("2", "image/png", "picture");
        m_door->runner.end();
        const auto has = [](const Client& client, const QString& word) { return !client.texts.filter(word).isEmpty(); };
        QTRY_VERIFY(has(*mine, QStringLiteral("execution_success")));
        QVERIFY(has(*mine, QStringLiteral("\"executed\"")));
        QTRY_VERIFY(!other->texts.filter(QStringLiteral("status")).isEmpty());
        QVERIFY(!has(*other, QStringLiteral("execution_success")));
    }

    void previewsComeInEitherForm()
    {
        auto plain = client(QStringLiteral("?clientId=plain"));
        auto modern = client(QStringLiteral("?clientId=modern"));
        QTRY_VERIFY(plain->texts.size() == 1 && modern->texts.size() == 1);
        modern->socket.sendTextMessage(QStringLiteral(R"({"type":"feature_flags","data":{"supports_preview_metadata":true}})"));
        QTRY_COMPARE(modern->texts.size(), 2);
        const Json metadata {{"node_id", "5"}, {"image_type", "image/jpeg"}};
        m_door->door->clients().sendPreview({}, metadata, "picture", 1);
        QTRY_VERIFY(plain->frames.size() == 1 && modern->frames.size() == 1);
        QCOMPARE(plain->frames[0], QByteArray("\0\0\0\1\0\0\0\1picture", 15));
        QCOMPARE(number(modern->frames[0], 0), 4u);
        const quint32 size = number(modern->frames[0], 4);
        COMPARE_JSON(json(QString::fromUtf8(modern->frames[0].mid(8, size))), metadata);
        QCOMPARE(modern->frames[0].mid(8 + size), QByteArray("picture"));
    }

    void aStrangersPageGetsNoSocket()
    {
        auto stranger = client(QStringLiteral("?clientId=x"), "http://evil.example");
        QTest::qWait(300);
        QVERIFY(stranger->socket.state() != QAbstractSocket::ConnectedState);
        QCOMPARE(m_door->door->clients().count(), 0);
    }

    void whoDoesNotReadIsDropped()
    {
        auto reader = client(QStringLiteral("?clientId=reader"));
        QTRY_COMPARE(reader->texts.size(), 1);
        auto slow = m_door->connected();
        slow->setReadBufferSize(1024);
        slow->write("GET /ws?clientId=slow HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n");
        QTRY_COMPARE(m_door->door->clients().count(), 2);
        const Json message {{"type", std::string(1 << 20, 'x')}};
        for (int i = 0; i < 100 && m_door->door->clients().count() == 2; ++i) {
            m_door->door->clients().send({}, message);
            QTest::qWait(5);
        }
        QCOMPARE(m_door->door->clients().count(), 1);
        QTRY_VERIFY(reader->texts.size() > 5);
        slow->setReadBufferSize(0);
        QByteArray heard = slow->readAll();
        QTRY_VERIFY((heard += slow->readAll()).contains("\x03\xf0too far behind"));
        QTRY_COMPARE_WITH_TIMEOUT(slow->state(), QAbstractSocket::UnconnectedState, 10'000); // it says nothing: its time is over
    }

    /// Each may be behind, but not all of them as far.
    void allTogetherAreBounded()
    {
        m_door = std::make_unique<DoorFixture>();
        m_door->settings.clients.maxTogetherBytes = 8 << 20;
        QVERIFY(m_door->open());
        std::vector<std::unique_ptr<QTcpSocket>> slow;
        for (int i = 0; i < 10; ++i) {
            slow.push_back(m_door->connected());
            slow.back()->setReadBufferSize(1024);
            slow.back()->write("GET /ws?clientId=" + QByteArray::number(i) + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                                                             "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n");
        }
        QTRY_COMPARE(m_door->door->clients().count(), 10);
        auto reader = client(QStringLiteral("?clientId=reader"));
        QTRY_COMPARE(m_door->door->clients().count(), 11);
        const Json message {{"type", std::string(100 << 10, 'x')}};
        for (int i = 0; i < 400 && m_door->door->clients().count() > 5; ++i) {
            m_door->door->clients().send({}, message);
            QTest::qWait(1);
        }
        QVERIFY(m_door->door->clients().count() <= 5);
        QVERIFY(m_door->door->clients().has(QStringLiteral("reader")));
    }

    void logsAreTold()
    {
        auto one = client(QStringLiteral("?clientId=me"));
        QTRY_COMPARE(one->texts.size(), 1);
        const auto subscribe = [this](bool enabled) {
            return m_door->ask("PATCH", "/internal/logs/subscribe", enabled ? R"({"clientId":"me","enabled":true})" : R"({"clientId":"me","enabled":false})").status;
        };
        QCOMPARE(subscribe(true), 200);
        m_door->door->log().add(QStringLiteral("hello"));
        QTRY_COMPARE(one->texts.size(), 2);
        const Json first = json(one->texts[1]);
        QCOMPARE(stringAt(first, "type"), std::string("logs"));
        COMPARE_JSON(memberAt(first, "data")["size"], (Json {{"cols", 80}, {"rows", 24}}));
        QCOMPARE(stringAt(memberAt(first, "data")["entries"][0], "m"), std::string("hello\n"));
        m_door->door->log().add(QStringLiteral("again"));
        QTRY_COMPARE(one->texts.size(), 3);
        QVERIFY(memberAt(json(one->texts[2]), "data")["size"].is_null());
        QCOMPARE(m_door->postJson("/prompt", {{"prompt", smallPrompt()}}).status, 200);
        m_door->runner.end();
        QTRY_VERIFY(!one->texts.filter(QStringLiteral("got prompt")).isEmpty());
        QTRY_VERIFY(!one->texts.filter(QStringLiteral("Prompt executed in ")).isEmpty());
        QCOMPARE(subscribe(false), 200);
        QTest::qWait(50);
        const qsizetype before = one->texts.size();
        m_door->door->log().add(QStringLiteral("unheard"));
        QTest::qWait(100);
        QCOMPARE(one->texts.size(), before);
        QVERIFY(m_door->get("/internal/logs").body.contains("unheard"));
    }

    void hostileClients_data()
    {
        QTest::addColumn<QByteArray>("frame");
        QTest::newRow("a frame of 2 GB") << QByteArray("\x81\xff\0\0\0\0\x7f\xff\xff\xff\1\2\3\4", 14);
        QTest::newRow("a reserved opcode") << QByteArray("\x83\x81\1\2\3\4\5", 7);
        QTest::newRow("no mask") << QByteArray("\x81\x01x", 3);
        QTest::newRow("pieces of nothing") << QByteArray("\x01\x80\0\0\0\0", 6) + QByteArray("\x00\x80\0\0\0\0", 6).repeated(2000);
        QTest::newRow("a text that isn't UTF-8") << QByteArray("\x81\x82\0\0\0\0\xff\xfe", 8);
    }
    void hostileClients()
    {
        QFETCH(QByteArray, frame);
        auto socket = m_door->connected();
        socket->write("GET /ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n");
        QTRY_COMPARE(m_door->door->clients().count(), 1);
        socket->write(frame);
        QTRY_VERIFY(socket->bytesToWrite() == 0);
        QTRY_COMPARE(m_door->door->clients().count(), 0);
    }

    void nonsenseIsIgnored()
    {
        auto one = client(QStringLiteral("?clientId=me"));
        QTRY_COMPARE(one->texts.size(), 1);
        for (const char* text : {"[", "[]", "3", "{\"type\":3}", "{\"type\":\"feature_flags\"}"})
            one->socket.sendTextMessage(QLatin1String(text));
        QTest::qWait(100);
        QCOMPARE(one->socket.state(), QAbstractSocket::ConnectedState);
    }

    void twoHundredAtOnce()
    {
        std::vector<std::unique_ptr<Client>> all;
        for (int i = 0; i < 200; ++i)
            all.push_back(client(QStringLiteral("?clientId=%1").arg(i)));
        QTRY_COMPARE_WITH_TIMEOUT(m_door->door->clients().count(), 200, 20'000);
        auto tooMany = client(QStringLiteral("?clientId=200"));
        QTRY_COMPARE(tooMany->socket.state(), QAbstractSocket::UnconnectedState);
        QCOMPARE(tooMany->socket.closeReason(), QStringLiteral("too many clients"));
        QCOMPARE(int(tooMany->socket.closeCode()), 1008);
        m_door->door->clients().send({}, {{"type", "x"}});
        QTRY_VERIFY_WITH_TIMEOUT(std::all_of(all.begin(), all.end(), [](const auto& one) { return one->texts.size() == 2; }), 20'000);
    }
};

QTEST_GUILESS_MAIN(TestClientSockets)
#include "TestClientSockets.moc"
