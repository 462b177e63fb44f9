// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sharing/page/Earnings.h"

#include <QDateTime>
#include <QTest>

using namespace weft;

namespace {

WalletLine earned(QDate date, std::int64_t micro, StatementKind kind = StatementKind::Earning)
{
    WalletLine line;
    line.createdUnixMillis = QDateTime(date, QTime(12, 0)).toMSecsSinceEpoch();
    line.kind = int(kind);
    line.ofEarnings = true;
    line.amount = microCredits(micro);
    return line;
}

const QDate kToday(2026, 11, 28);

} // namespace

class TestEarnings : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void daysAreAddedUp()
    {
        const Earnings all = earningsOf({earned(kToday, 5), earned(kToday, 7), earned(kToday.addDays(-1), 11), earned(kToday.addDays(-13), 13), earned(kToday.addDays(-14), 17)}, kToday, 14);
        QCOMPARE(all.days.size(), std::size_t(14));
        QCOMPARE(all.days.back().date, kToday);
        QCOMPARE(all.days.back().amount.micro, 12);
        QCOMPARE(all.days[12].amount.micro, 11);
        QCOMPARE(all.days[0].amount.micro, 13);
        QCOMPARE(all.today.micro, 12);
        QCOMPARE(all.month.micro, 12 + 11 + 13 + 17);
    }

    void otherMonthsAndOtherLinesDontCount()
    {
        const Earnings all = earningsOf({earned(kToday, -1000, StatementKind::Payout), earned(kToday, 100, StatementKind::TopUp), earned(QDate(2026, 10, 31), 9), earned(kToday.addDays(1), 3)}, kToday, 14);
        QCOMPARE(all.today.micro, 0);
        QCOMPARE(all.month.micro, 0);
    }

    void aShortStatementIsNoWholeMonth()
    {
        QVERIFY(earningsOf({}, kToday, 14).isMonthWhole);
        QVERIFY(!earningsOf({earned(kToday, 5)}, kToday, 14, false).isMonthWhole);
        QVERIFY(earningsOf({earned(QDate(2026, 10, 1), 5)}, kToday, 14, false).isMonthWhole);
    }

    void cashIsNeverMoreThanIsThere()
    {
        QCOMPARE(cashText({}), QStringLiteral("$0.00"));
        QCOMPARE(cashText(microCredits(410'000)), QStringLiteral("< $0.01"));
        QCOMPARE(cashText(credits(38)), QStringLiteral("$0.38"));
        QCOMPARE(cashText(microCredits(914'900'000)), QStringLiteral("$9.14"));
    }
};

QTEST_GUILESS_MAIN(TestEarnings)
#include "TestEarnings.moc"
