// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/WeftLink.h"

#include <QTest>

using namespace weft;

class TestWeftLink : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void pagesTemplatesAndModels()
    {
        QCOMPARE(parseWeftLink(QStringLiteral("weft://page/wallet"))->target, QStringLiteral("wallet"));
        const auto made = parseWeftLink(QStringLiteral("weft://template/words-to-picture"));
        QVERIFY(made);
        QVERIFY(made->kind == WeftLink::Kind::Template);
        QCOMPARE(made->target, QStringLiteral("words-to-picture"));
        QCOMPARE(parseWeftLink(QStringLiteral("weft://models"))->target, QString());
        QCOMPARE(parseWeftLink(QStringLiteral("weft://models/sd%20turbo"))->target, QStringLiteral("sd turbo"));
    }

    void whatFollowsIsNotLookedAt()
    {
        const auto link = parseWeftLink(QStringLiteral("weft://page/wallet?run=1&amount=100#pay"));
        QVERIFY(link);
        QCOMPARE(link->target, QStringLiteral("wallet"));
    }

    void everythingElseIsRefused_data()
    {
        QTest::addColumn<QString>("link");
        for (const char* link : {"", "weft:", "weft://", "weft://run/words-to-picture", "weft://page/../wallet", "weft://page/settings",
                 "weft://template/", "weft://template/../../etc/passwd", "weft://template/a%2Fb", "weft://models/a%0Ab", "http://page/wallet",
                 "weft://user:secret@page/wallet", "weft://page:80/wallet", "file:///etc/passwd", "weft://pay/100", "WEFT//page"})
            QTest::newRow(link) << QString::fromLatin1(link);
        QTest::newRow("long") << QStringLiteral("weft://models/") + QString(400, QLatin1Char('a'));
    }

    void everythingElseIsRefused()
    {
        QFETCH(QString, link);
        QVERIFY(!parseWeftLink(link));
    }
};

QTEST_GUILESS_MAIN(TestWeftLink)
#include "TestWeftLink.moc"
