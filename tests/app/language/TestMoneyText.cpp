// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/language/MoneyText.h"

#include <QLocale>
#include <QTest>

using namespace weft;

class TestMoneyText : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QStringLiteral("en_US"))); }

    void costsAreNeverMoreThanShown_data()
    {
        QTest::addColumn<qint64>("micro");
        QTest::addColumn<QString>("text");
        QTest::newRow("nothing") << qint64 {0} << QStringLiteral("0");
        QTest::newRow("tiny") << qint64 {1} << QStringLiteral("0.001");
        QTest::newRow("up") << qint64 {420'001} << QStringLiteral("0.421");
        QTest::newRow("plain") << qint64 {500'000} << QStringLiteral("0.5");
        QTest::newRow("ones") << qint64 {1'234'500} << QStringLiteral("1.24");
        QTest::newRow("hundreds") << qint64 {100'010'000} << QStringLiteral("100.1");
        QTest::newRow("grouped") << qint64 {12'345'600'000} << QStringLiteral("12,345.6");
        QTest::newRow("all") << qint64 {kMaxAmount.micro} << QStringLiteral("1,000,000");
    }

    void costsAreNeverMoreThanShown()
    {
        QFETCH(qint64, micro);
        QTEST(creditsText(microCredits(micro)), "text");
    }

    void chargesAreAsTheyWere()
    {
        QCOMPARE(chargedCredits(microCredits(2'581'000)), QStringLiteral("2.581"));
        QCOMPARE(chargedCredits(microCredits(2'580'400)), QStringLiteral("2.58"));
        QCOMPARE(chargedCredits(microCredits(2'580'500)), QStringLiteral("2.581"));
        QCOMPARE(chargedCredits(microCredits(123'456'789)), QStringLiteral("123.457"));
        QCOMPARE(chargedCredits(microCredits(42)), QStringLiteral("0.000042"));
        QCOMPARE(chargedCredits({}), QStringLiteral("0"));
    }

    void columnsHaveOneNumberOfDecimals()
    {
        QCOMPARE(signedCredits(credits(500)), QStringLiteral("+500.000"));
        QCOMPARE(signedCredits(microCredits(-420'000)), QStringLiteral("\u22120.420"));
        QCOMPARE(signedCredits(microCredits(1'234'567)), QStringLiteral("+1.234567"));
    }

    void pricesHaveTheirUnit()
    {
        QCOMPARE(pricePerSecondText(microCredits(300'000)), QStringLiteral("0.3 credits/s"));
        QCOMPARE(pricePerSecondText({}), QStringLiteral("free"));
    }

    void earningsAreCash()
    {
        QCOMPARE(cashText(microCredits(914'900'000)), QStringLiteral("$9.14"));
        QCOMPARE(cashText(microCredits(1)), QStringLiteral("< $0.01"));
        QCOMPARE(exactCash(microCredits(420'000)), QStringLiteral("+$0.0042"));
        QCOMPARE(exactCash(credits(-250)), QStringLiteral("\u2212$2.50"));
        QCOMPARE(bothTexts(credits(500)), QStringLiteral("$5 (500 credits)"));
    }
};

QTEST_GUILESS_MAIN(TestMoneyText)
#include "TestMoneyText.moc"
