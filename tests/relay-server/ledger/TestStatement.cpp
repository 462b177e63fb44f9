// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/ledger/Statement.h"
#include "tests/relay-server/ledger/LedgerFixture.h"

#include <QTest>

using namespace weft;
using namespace weft::relay;
using namespace weft::relay::test;
using protocol::relay::StatementKind;

Q_DECLARE_METATYPE(weft::relay::BookId)

class TestStatement : public QObject {
    Q_OBJECT

    static StatementLine line(const BookId& debit, const BookId& credit, bool incoming)
    {
        return {{idOf<TransferId>(3), jobId(4), debit, credit, microCredits(1'500'000), at(86'400'001)}, incoming};
    }

private Q_SLOTS:
    void kinds_data()
    {
        QTest::addColumn<BookId>("debit");
        QTest::addColumn<BookId>("credit");
        QTest::addColumn<bool>("incoming");
        QTest::addColumn<QString>("kind");
        const BookId credits = creditsOf(party(1));
        const BookId earnings = earningsOf(party(1));
        const auto row = [](const char* kind, const BookId& debit, const BookId& credit, bool incoming) {
            QTest::addRow("%s %d %d", kind, int(debit.kind), int(credit.kind))
                << debit << credit << incoming << QString::fromUtf8(kind);
        };
        row("top up", kStripe, credits, true);
        row("run", credits, kClearing, false);
        row("earning", kClearing, earnings, true);
        row("refund", credits, kTransit, false);
        row("refund", kTransit, credits, true);
        row("payout", earnings, kTransit, false);
        row("payout returned", kTransit, earnings, true);
        row("earnings to credits", earnings, credits, true);
        row("earnings to credits", earnings, credits, false);
        row("trial", kPromotion, trialOf(party(1).account), true);
        row("trial", trialOf(party(1).account), kPromotion, false);
        row("trial", kPromotion, credits, true);
        row("grant", kGrants, credits, true);
        row("dispute", credits, kDisputes, false);
        row("dispute won", kDisputes, credits, true);
        row("blind credits", credits, kBlind, false);
        row("blind credits", kBlind, credits, true);
        row("joined", creditsOf(party(2)), credits, true);
        row("joined", credits, creditsOf(party(3)), false);
        row("joined", earningsOf(party(2)), earnings, true);
        row("other", credits, kShare, false);
        row("other", credits, kStripe, false);
    }
    void kinds()
    {
        QFETCH(BookId, debit);
        QFETCH(BookId, credit);
        QFETCH(bool, incoming);
        const auto kind = nameOf(kindOf(line(debit, credit, incoming)));
        QTEST(QString::fromUtf8(kind.data(), qsizetype(kind.size())), "kind");
    }

    void asListed()
    {
        const auto out = toListed(line(earningsOf(party(1)), kTransit, false), 7);
        QCOMPARE(out.id, 7);
        QCOMPARE(out.kind, int(StatementKind::Payout));
        QVERIFY(out.ofEarnings);
        QCOMPARE(out.amount, microCredits(-1'500'000));
        QCOMPARE(out.createdUnixMillis, 86'400'001);
        QCOMPARE(out.job, jobId(4));
        QVERIFY(!toListed(line(kGrants, creditsOf(party(1)), true), 7).ofEarnings);
    }

    void asCsv()
    {
        const auto csv = toCsv({line(creditsOf(party(1)), kClearing, false)});
        QCOMPARE(QString::fromStdString(csv),
            QStringLiteral("time,kind,book,amount,job,transfer\r\n1970-01-02T00:00:00.001Z,run,credits,-1.5,%1,%2\r\n")
                .arg(QString::fromStdString(jobId(4).hex()), QString::fromStdString(idOf<TransferId>(3).hex())));
    }

    void asJson()
    {
        StatementLine given = line(kGrants, creditsOf(party(1)), true);
        given.transfer.hold = {};
        const Json json = toJson({given});
        QCOMPARE(json.size(), std::size_t{1});
        QVERIFY(json[0]["amount"] == "1.5" && json[0]["kind"] == "grant" && json[0]["job"] == "");
        QVERIFY(toJson({}).is_array());
    }
};

QTEST_GUILESS_MAIN(TestStatement)
#include "TestStatement.moc"
