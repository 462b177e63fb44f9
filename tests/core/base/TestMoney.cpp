// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/Money.h"

#include <QtTest>

#include <random>

using namespace weft;

namespace {

constexpr Money kMost {INT64_MAX};
constexpr Money kLeast {INT64_MIN};

} // namespace

class TestMoney : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sums()
    {
        QVERIFY(*plus(credits(1), microCredits(5)) == microCredits(1'000'005));
        QVERIFY(*minus(credits(1), credits(3)) == credits(-2));
        QVERIFY(minus(credits(1), credits(3))->isNegative());
        QVERIFY(plus(kMost, microCredits(1)).error().code == ErrorCode::AmountInvalid);
        QVERIFY(plus(kLeast, microCredits(-1)).error().code == ErrorCode::AmountInvalid);
        QVERIFY(minus(kLeast, microCredits(1)).error().code == ErrorCode::AmountInvalid);
        QVERIFY(minus(microCredits(0), kLeast).error().code == ErrorCode::AmountInvalid);
        QVERIFY(*plus(kMost, microCredits(0)) == kMost);
    }

    void ratios()
    {
        QVERIFY(*timesRatioUp(microCredits(10), 1, 3) == microCredits(4));
        QVERIFY(*timesRatioDown(microCredits(10), 1, 3) == microCredits(3));
        QVERIFY(*timesRatioUp(microCredits(9), 1, 3) == microCredits(3));
        QVERIFY(*timesRatioDown(kMost, INT64_MAX, INT64_MAX) == kMost); // 128 bits inside
        QVERIFY(*timesRatioUp(microCredits(0), 5, 7) == microCredits(0));
        for (const auto& bad : {timesRatioUp(microCredits(1), 1, 0), timesRatioUp(microCredits(1), 1, -1),
                 timesRatioUp(microCredits(-1), 1, 1), timesRatioDown(microCredits(1), -1, 1), timesRatioUp(kMost, 2, 1)})
            QVERIFY(!bad && bad.error().code == ErrorCode::AmountInvalid);
    }

    /// The legs of a payment never exceed the whole.
    void sharesNeverExceedTheWhole()
    {
        std::mt19937_64 random(1);
        for (int i = 0; i < 10'000; ++i) {
            const Money whole {static_cast<std::int64_t>(random() % 1'000'000'000'000)};
            const auto permille = static_cast<std::int64_t>(random() % 1001);
            const Money one = *timesRatioDown(whole, permille, 1000);
            const Money other = *timesRatioDown(whole, 1000 - permille, 1000);
            const std::int64_t lost = whole.micro - one.micro - other.micro;
            QVERIFY(lost == 0 || lost == 1);
        }
    }

    void text_data()
    {
        QTest::addColumn<qint64>("micro");
        QTest::addColumn<QString>("text");
        QTest::newRow("zero") << qint64 {0} << u"0"_qs;
        QTest::newRow("smallest") << qint64 {1} << u"0.000001"_qs;
        QTest::newRow("no trailing zeros") << qint64 {12'300'000} << u"12.3"_qs;
        QTest::newRow("whole") << qint64 {1'000'000} << u"1"_qs;
        QTest::newRow("largest") << qint64 {INT64_MAX} << u"9223372036854.775807"_qs;
    }
    void text()
    {
        QFETCH(qint64, micro);
        QFETCH(QString, text);
        QCOMPARE(QString::fromStdString(toCreditString({micro})), text);
        QVERIFY(*parseCredits(text.toStdString()) == Money {micro});
    }

    void negativeText()
    {
        QCOMPARE(toCreditString(microCredits(-1'500'000)), std::string("-1.5"));
        QCOMPARE(toCreditString(kLeast), std::string("-9223372036854.775808"));
    }

    void refusesText_data()
    {
        QTest::addColumn<QString>("text");
        for (const char* text : {"", ".", "1.", ".5", "-1", "+1", "1.0000001", "1,5", " 1", "1 ", "1e3", "0x1", "1.-5", "1.2.3",
                 "9223372036854.775808", "99999999999999999999", "nan"})
            QTest::newRow(text) << QString::fromUtf8(text);
    }
    void refusesText()
    {
        QFETCH(QString, text);
        const auto amount = parseCredits(text.toStdString());
        QVERIFY(!amount);
        QVERIFY(amount.error().code == ErrorCode::AmountInvalid);
    }
};

QTEST_GUILESS_MAIN(TestMoney)
#include "TestMoney.moc"
