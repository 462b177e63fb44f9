// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/wallet/StatementExport.h"
#include "app/wallet/StatementTable.h"
#include "app/wallet/WalletText.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace weft;

namespace {

WalletLine lineOf(std::uint8_t number, StatementKind kind, Money amount, bool ofEarnings = false)
{
    WalletLine line;
    line.transfer.bytes[0] = number;
    line.createdUnixMillis = 1'790'000'000'000 + number;
    line.kind = int(kind);
    line.amount = amount;
    line.ofEarnings = ofEarnings;
    if (kind == StatementKind::Run)
        line.job.bytes[0] = 0xab;
    return line;
}

} // namespace

class TestStatementExport : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void csvIsExact()
    {
        const std::vector<WalletLine> lines{
            lineOf(2, StatementKind::Run, microCredits(-1'234'567)), lineOf(1, StatementKind::TopUp, credits(500))};
        const QByteArray csv =
            statementCsv(lines, [](const JobId&) { return QStringLiteral("=cmd|' /C calc'!A0, \"x\""); });
        const QByteArrayList rows = csv.split('\n');
        QCOMPARE(rows.at(0), QByteArray("time,kind,account,credits,transfer,job,run\r"));
        QCOMPARE(rows.at(1),
            QByteArray("2026-09-21T14:13:20.002Z,run,credits,-1.234567,02000000000000000000000000000000,"
                       "ab000000000000000000000000000000,\"'=cmd|' /C calc'!A0, \"\"x\"\"\"\r"));
        QCOMPARE(
            rows.at(2), QByteArray("2026-09-21T14:13:20.001Z,top-up,credits,500,01000000000000000000000000000000,,\r"));
    }

    void formulasAreDefused_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QByteArray>("cell");
        QTest::newRow("plain") << QStringLiteral("fox") << QByteArray("fox");
        QTest::newRow("equals") << QStringLiteral("=1+1") << QByteArray("'=1+1");
        QTest::newRow("plus") << QStringLiteral("+1") << QByteArray("'+1");
        QTest::newRow("minus") << QStringLiteral("-1+cmd") << QByteArray("'-1+cmd");
        QTest::newRow("a number") << QStringLiteral("-1.5") << QByteArray("-1.5");
        QTest::newRow("at") << QStringLiteral("@SUM(A1)") << QByteArray("'@SUM(A1)");
        QTest::newRow("tab") << QStringLiteral("\t=1") << QByteArray("'\t=1");
        QTest::newRow("full width") << QStringLiteral("＝1") << QStringLiteral("'＝1").toUtf8();
        QTest::newRow("quoted") << QStringLiteral("a,\"b\"") << QByteArray("\"a,\"\"b\"\"\"");
        QTest::newRow("lines") << QStringLiteral("a\nb") << QByteArray("\"a\nb\"");
        QTest::newRow("Chinese") << QStringLiteral("狐狸") << QStringLiteral("狐狸").toUtf8();
    }
    void formulasAreDefused()
    {
        QFETCH(QString, text);
        QFETCH(QByteArray, cell);
        QCOMPARE(csvCell(text), cell);
    }

    void jsonHasAmountsAsText()
    {
        const QByteArray json = statementJson({lineOf(1, StatementKind::Earning, microCredits(1), true)});
        const QJsonObject row = QJsonDocument::fromJson(json).array().at(0).toObject();
        QCOMPARE(row[QStringLiteral("credits")].toString(), QStringLiteral("0.000001"));
        QCOMPARE(row[QStringLiteral("account")].toString(), QStringLiteral("earnings"));
        QVERIFY(!row.contains(QStringLiteral("job")));
    }

    void theTableFiltersAndSums()
    {
        WalletModel wallet;
        StatementTable table(wallet);
        StatementFilter filter(table);
        wallet.addLines({lineOf(1, StatementKind::TopUp, credits(500)), lineOf(2, StatementKind::Run, credits(-3)),
            lineOf(3, StatementKind::Earning, credits(7), true), lineOf(3, StatementKind::Earning, credits(7), true)});
        QCOMPARE(filter.rowCount(), 3); // one transfer, one line
        QCOMPARE(filter.shown().at(0).amount, credits(7)); // newest first
        QCOMPARE(filter.totals().creditsIn, credits(500));
        QCOMPARE(filter.totals().creditsOut, credits(-3));
        QCOMPARE(filter.totals().earningsIn, credits(7));
        filter.setKind(int(StatementKind::Run));
        QCOMPARE(filter.rowCount(), 1);
        QCOMPARE(filter.totals().creditsIn, Money{});
        filter.setKind(0);
        table.setRunNames([](const JobId&) { return QStringLiteral("A red fox"); });
        filter.setText(QStringLiteral("red FOX"));
        QCOMPARE(filter.rowCount(), 1);
        filter.setText(QStringLiteral("ab00"));
        QCOMPARE(filter.rowCount(), 1);
        filter.setText(QStringLiteral("nothing"));
        QCOMPARE(filter.rowCount(), 0);
    }

    /// Earnings that become credits are one transfer with two sides.
    void bothSidesOfATransferAreListed()
    {
        WalletModel wallet;
        wallet.addLines({lineOf(1, StatementKind::EarningsToCredits, credits(5)),
            lineOf(1, StatementKind::EarningsToCredits, credits(-5), true)});
        QCOMPARE(wallet.lines().size(), 2U);
        QVERIFY(lineKindText(wallet.lines().at(0)) != lineKindText(wallet.lines().at(1)));
    }
};

QTEST_GUILESS_MAIN(TestStatementExport)
#include "TestStatementExport.moc"
