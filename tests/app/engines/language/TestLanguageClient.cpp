// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engines/language/LanguageClient.h"

#include <QTest>

using namespace weft;

class TestLanguageClient : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void addresses_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("url"); // empty: refused
        QTest::newRow("port") << "8080"
                              << "http://127.0.0.1:8080";
        QTest::newRow("host and port") << " box:11434 "
                                       << "http://box:11434";
        QTest::newRow("whole") << "https://box/api/"
                               << "https://box/api";
        QTest::newRow("as other programs want it") << "http://box:1/v1/"
                                                   << "http://box:1";
        QTest::newRow("only v1") << "http://box/v1"
                                 << "http://box";
        QTest::newRow("nothing") << ""
                                 << "";
        QTest::newRow("another scheme") << "ftp://box"
                                        << "";
        QTest::newRow("a key in it") << "http://me:key@box"
                                     << "";
        QTest::newRow("a query") << "http://box/?a=1"
                                 << "";
        QTest::newRow("a port too far") << "70000"
                                        << "";
    }
    void addresses()
    {
        QFETCH(QString, text);
        QFETCH(QString, url);
        const auto address = languageAddress(text);
        QCOMPARE(address ? address->toString() : QString(), url);
    }

    void keys()
    {
        QCOMPARE(*languageKey(" sk-1\n"), std::string("sk-1"));
        for (const char* bad : {"", " \n", "a b", "a\r\nX: y", "gr\xC3\xBCn"}) {
            const auto key = languageKey(bad);
            QVERIFY(!key);
            QVERIFY(!key.error().args.contains("received"));
        }
        QVERIFY(!languageKey(std::string(4097, 'a')));
    }
};

QTEST_GUILESS_MAIN(TestLanguageClient)
#include "TestLanguageClient.moc"
