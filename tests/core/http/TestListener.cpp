// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/Listener.h"

#include <QTest>

using namespace weft;
using namespace weft::http;

class TestListener : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void households_data()
    {
        QTest::addColumn<QString>("one");
        QTest::addColumn<QString>("other");
        QTest::addColumn<bool>("same");
        QTest::newRow("IPv4") << "192.0.2.1" << "192.0.2.1" << true;
        QTest::newRow("IPv4, another") << "192.0.2.1" << "192.0.2.2" << false;
        QTest::newRow("IPv4 written as IPv6") << "192.0.2.1" << "::ffff:192.0.2.1" << true;
        QTest::newRow("one /64") << "2001:db8:1:2::1" << "2001:db8:1:2:ffff::9" << true;
        QTest::newRow("another /64") << "2001:db8:1:2::1" << "2001:db8:1:3::1" << false;
    }
    void households()
    {
        QFETCH(QString, one);
        QFETCH(QString, other);
        QTEST(householdOf(QHostAddress(one)) == householdOf(QHostAddress(other)), "same");
    }

    void aHouseholdHasOneLimit()
    {
        ConnectionCount count({10, 2});
        QVERIFY(count.admit(QHostAddress(QStringLiteral("2001:db8:1:2::1"))));
        QVERIFY(count.admit(QHostAddress(QStringLiteral("2001:db8:1:2::2"))));
        QVERIFY(!count.admit(QHostAddress(QStringLiteral("2001:db8:1:2::3"))));
        count.leave(QHostAddress(QStringLiteral("2001:db8:1:2::2")));
        QVERIFY(count.admit(QHostAddress(QStringLiteral("2001:db8:1:2::3"))));
        QCOMPARE(count.all(), 2);
    }
};

QTEST_GUILESS_MAIN(TestListener)
#include "TestListener.moc"
