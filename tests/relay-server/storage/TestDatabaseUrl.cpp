// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/storage/DatabaseUrl.h"

#include <QTest>

using namespace weft;
using namespace weft::relay;

class TestDatabaseUrl : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void parts_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<QString>("parts"); // host port user password name options
        QTest::newRow("all") << QStringLiteral("postgresql://weft:pa%3Ass@db.example:5433/relay?sslmode=require")
                             << QStringLiteral(
                                    "db.example 5433 weft pa:ss relay sslmode='require';connect_timeout='5'");
        QTest::newRow("short scheme") << QStringLiteral("postgres://h/d")
                                      << QStringLiteral("h -1   d connect_timeout='5'");
        QTest::newRow("socket as host") << QStringLiteral("postgresql://u@%2Frun%2Fpg/d?connect_timeout=1")
                                        << QStringLiteral("/run/pg -1 u  d connect_timeout='1'");
        QTest::newRow("socket as parameter") << QStringLiteral("postgresql:///d?host=/run/pg&port=5&user=u")
                                             << QStringLiteral("/run/pg 5 u  d connect_timeout='5'");
        QTest::newRow("IPv6") << QStringLiteral("postgresql://[::1]:77/d")
                              << QStringLiteral("::1 77   d connect_timeout='5'");
        QTest::newRow("@ in the password")
            << QStringLiteral("postgresql://u:a@b@h/d") << QStringLiteral("h -1 u a@b d connect_timeout='5'");
        QTest::newRow("quotes") << QStringLiteral("postgresql:///d?options=a%27b%5C")
                                << QStringLiteral(" -1   d options='a\\'b\\\\';connect_timeout='5'");
        QTest::newRow("nothing said") << QStringLiteral("postgresql://")
                                      << QStringLiteral(" -1    connect_timeout='5'");
    }
    void parts()
    {
        QFETCH(QString, url);
        const auto parsed = DatabaseUrl::parse(url);
        QVERIFY(parsed);
        QTEST((QStringList{parsed->host, QString::number(parsed->port), parsed->user, parsed->password, parsed->name,
                  parsed->options}
                      .join(QLatin1Char(' '))),
            "parts");
    }

    void refused_data()
    {
        QTest::addColumn<QString>("url");
        QTest::newRow("a file") << QStringLiteral("weft.db");
        QTest::newRow("port") << QStringLiteral("postgresql://h:port/d");
        QTest::newRow("port 0") << QStringLiteral("postgresql://h:0/d");
        QTest::newRow("several hosts") << QStringLiteral("postgresql://a,b/d");
        QTest::newRow("no end of the address") << QStringLiteral("postgresql://[::1/d");
        QTest::newRow("a parameter without a name") << QStringLiteral("postgresql:///d?=1");
        QTest::newRow("a second option in one") << QStringLiteral("postgresql:///d?sslmode=a;b");
    }
    void refused()
    {
        QFETCH(QString, url);
        const auto parsed = DatabaseUrl::parse(url);
        QVERIFY(!parsed);
        QCOMPARE(parsed.error().code, ErrorCode::SettingInvalid);
    }

    void passwordsStayOutOfLogs()
    {
        QCOMPARE(DatabaseUrl::withoutPassword(QStringLiteral("postgresql://u:secret@h/d")),
            QStringLiteral("postgresql://u@h/d"));
        QCOMPARE(DatabaseUrl::withoutPassword(QStringLiteral("postgresql:///d?password=secret&user=u")),
            QStringLiteral("postgresql:///d?password=...&user=u"));
        QCOMPARE(DatabaseUrl::withoutPassword(QStringLiteral("weft:x@y.db")), QStringLiteral("weft:x@y.db"));
    }
};

QTEST_GUILESS_MAIN(TestDatabaseUrl)
#include "TestDatabaseUrl.moc"
