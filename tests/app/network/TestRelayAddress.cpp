// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/network/RelayAddress.h"

#include <QtTest>

using namespace weft;

class TestRelayAddress : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void isReadAsPeopleWriteIt_data();
    void isReadAsPeopleWriteIt();
};

void TestRelayAddress::isReadAsPeopleWriteIt_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("address");
    QTest::newRow("encrypted") << "wss://relay.example" << "wss://relay.example";
    QTest::newRow("with a port and a path") << "ws://127.0.0.1:8080/path" << "ws://127.0.0.1:8080/path";
    QTest::newRow("pasted with spaces") << " wss://relay.example\n" << "wss://relay.example";
    QTest::newRow("a page's address") << "https://relay.example" << "";
    QTest::newRow("no scheme") << "relay.example" << "";
    QTest::newRow("no host") << "wss://" << "";
    QTest::newRow("no port, but something else") << "wss://relay.example:port" << "";
    QTest::newRow("nothing") << "" << "";
}

void TestRelayAddress::isReadAsPeopleWriteIt()
{
    QFETCH(QString, text);
    QFETCH(QString, address);
    QCOMPARE(relayAddress(text).value_or(QUrl()).toString(), address);
}

QTEST_GUILESS_MAIN(TestRelayAddress)
#include "TestRelayAddress.moc"
