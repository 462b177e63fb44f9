// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/network/RelayPins.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace weft;

class TestRelayPins : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    QString file() const { return m_folder.filePath(QStringLiteral("home/relays.json")); }
    static PublicKey key(std::uint8_t first)
    {
        PublicKey key;
        key.bytes[0] = first;
        return key;
    }

private Q_SLOTS:
    void firstUseIsRemembered()
    {
        const QUrl relay(QStringLiteral("ws://127.0.0.1:8443/path?x=1"));
        QVERIFY(RelayPins(file()).check(relay, key(1)));
        QVERIFY(RelayPins(file()).check(QUrl(QStringLiteral("ws://127.0.0.1:8443")), key(1)));
        const Done other = RelayPins(file()).check(relay, key(2));
        QVERIFY(!other);
        QCOMPARE(other.error().code, ErrorCode::KeyMismatch);
        QVERIFY(RelayPins(file()).check(relay, key(1))); // what was known stays known
    }

    void anotherPortIsAnotherRelay()
    {
        QVERIFY(RelayPins(file()).check(QUrl(QStringLiteral("ws://127.0.0.1:8444")), key(3)));
        QVERIFY(!RelayPins(file()).check(QUrl(QStringLiteral("ws://127.0.0.1:8444")), key(4)));
    }

    void brokenFileIsKept()
    {
        const QString path = m_folder.filePath(QStringLiteral("broken.json"));
        QFile broken(path);
        QVERIFY(broken.open(QIODevice::WriteOnly));
        broken.write("{\"ws://a\": ");
        broken.close();
        const Done checked = RelayPins(path).check(QUrl(QStringLiteral("ws://a")), key(1));
        QVERIFY(!checked);
        QCOMPARE(checked.error().code, ErrorCode::JsonInvalid);
        QVERIFY(broken.open(QIODevice::ReadOnly));
        QCOMPARE(broken.readAll(), QByteArray("{\"ws://a\": "));
    }
};

QTEST_GUILESS_MAIN(TestRelayPins)
#include "TestRelayPins.moc"
