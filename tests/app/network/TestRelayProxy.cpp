// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/network/RelayConnection.h"

#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>

using namespace weft;

/// A SOCKS5 proxy (RFC 1928) that notes where it was asked to connect to, and refuses.
class NotingProxy : public QTcpServer {
    Q_OBJECT

public:
    QByteArray asked; // address type, address and port, as they came

    NotingProxy()
    {
        listen(QHostAddress::LocalHost);
        connect(this, &QTcpServer::newConnection, this, [this] {
            QTcpSocket* socket = nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, this, [this, socket] { take(socket); });
        });
    }
    QString address() const { return QStringLiteral("socks5://127.0.0.1:%1").arg(serverPort()); }

private:
    void take(QTcpSocket* socket)
    {
        const QByteArray bytes = socket->readAll();
        if (bytes.size() >= 4 && bytes[0] == 5 && bytes[1] == 1 && bytes[2] == 0 && bytes.size() > 6) {
            asked = bytes.mid(3);
            socket->write(QByteArray::fromHex("05040001000000000000")); // host unreachable
        } else {
            socket->write(QByteArray::fromHex("0500")); // no authentication
        }
    }
};

class TestRelayProxy : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void addressesAreRead_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("good");
        QTest::newRow("none") << QString() << true;
        QTest::newRow("tor") << QStringLiteral("socks5://127.0.0.1:9050") << true;
        QTest::newRow("user") << QStringLiteral("socks5://u:p@proxy.example:1080/") << true;
        QTest::newRow("names at the proxy") << QStringLiteral("socks5h://localhost:1") << true;
        QTest::newRow("no port") << QStringLiteral("socks5://127.0.0.1") << false;
        QTest::newRow("no host") << QStringLiteral("socks5://:9050") << false;
        QTest::newRow("http") << QStringLiteral("http://127.0.0.1:8080") << false;
        QTest::newRow("no scheme") << QStringLiteral("127.0.0.1:9050") << false;
        QTest::newRow("a path") << QStringLiteral("socks5://127.0.0.1:9050/x") << false;
    }
    void addressesAreRead()
    {
        QFETCH(QString, text);
        QFETCH(bool, good);
        const auto proxy = proxyFrom(text);
        QCOMPARE(proxy.hasValue(), good);
        if (!good)
            QCOMPARE(proxy.error().code, ErrorCode::SettingInvalid);
        else if (!text.isEmpty())
            QVERIFY(proxy->capabilities() & QNetworkProxy::HostNameLookupCapability);
    }

    void theProxyFindsTheRelaysAddress()
    {
        NotingProxy proxy;
        const QTemporaryDir home;
        RelaySettings settings;
        settings.url = QUrl(QStringLiteral("ws://relay.invalid:8443"));
        settings.pinsFile = home.filePath(QStringLiteral("relays.json"));
        settings.proxy = proxy.address();
        RelayConnection connection(settings, DeviceKey::generate(systemRandom()));
        connection.open();
        QTRY_VERIFY(!proxy.asked.isEmpty());
        QCOMPARE(proxy.asked, QByteArray::fromHex("030d") + QByteArrayLiteral("relay.invalid") + QByteArray::fromHex("20fb"));
    }

    void withoutTheProxyNothingIsAsked()
    {
        QTcpServer relay;
        QVERIFY(relay.listen(QHostAddress::LocalHost));
        RelaySettings settings;
        settings.url = QUrl(QStringLiteral("ws://127.0.0.1:%1").arg(relay.serverPort()));
        settings.proxy = QStringLiteral("socks4://127.0.0.1:9050");
        RelayConnection connection(settings, DeviceKey::generate(systemRandom()));
        connection.open();
        QTRY_COMPARE(connection.state(), RelayConnection::State::Refused);
        QCOMPARE(connection.lastError().code, ErrorCode::SettingInvalid);
        QVERIFY(!relay.waitForNewConnection(200));
    }
};

QTEST_GUILESS_MAIN(TestRelayProxy)
#include "TestRelayProxy.moc"
