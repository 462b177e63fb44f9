// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/relay-server/gateway/RelayClient.h"
#include "tests/relay-server/gateway/RelayProcess.h"

#include "core/base/Json.h"
#include "relay-server/storage/Database.h"

using namespace weft;
using namespace weft::relay;
using namespace weft::relay::test;
using namespace weft::protocol::relay;

/// What an account is told about its money, over the wire and by the operator's command.
class TestGatewayStatement : public QObject {
    Q_OBJECT

    const DeviceKey m_jobKey = DeviceKey::generate(systemRandom());
    RelayProcess m_relay;
    RelayClient m_buyer;
    RelayClient m_provider;
    JobId m_job = randomId<JobId>(systemRandom());

    static QString word(const char* text) { return QString::fromUtf8(text); }
    std::vector<StatementListed> statement(RelayClient& client, const AskStatement& ask)
    {
        client.send(ask);
        std::vector<StatementListed> lines;
        for (bool done = false; !done;) {
            if (!QTest::qWaitFor([&] { return (done = client.takeNow<RequestDone>().has_value()); }, 10'000))
                return {};
            while (const auto line = client.takeNow<StatementListed>())
                lines.push_back(*line);
        }
        return lines;
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_relay.start({word("--trial-credits"), word("10")}));
        QVERIFY(m_buyer.login(m_relay.url()));
        QVERIFY(m_provider.login(m_relay.url()));
        m_buyer.send(
            RequestHold{1, m_job, m_provider.machine(), m_jobKey.keyHash(), m_jobKey.publicKey(), credits(4), 600});
        QVERIFY(m_buyer.take<HoldGranted>());
        Receipt receipt;
        receipt.job = m_job;
        receipt.increment = 1;
        receipt.cumulative = credits(3);
        m_provider.send(Settle{2, signReceipt(receipt, m_jobKey), {}});
        QVERIFY(m_provider.take<RequestDone>());
        QVERIFY(m_buyer.take<Settled>());
    }

    void overTheWire()
    {
        const auto lines = statement(m_buyer, AskStatement{5});
        QCOMPARE(lines.size(), std::size_t{2});
        QCOMPARE(lines[0].id, 5);
        QCOMPARE(lines[0].kind, int(StatementKind::Run));
        QCOMPARE(lines[0].amount, credits(-3));
        QCOMPARE(lines[0].job, m_job);
        QCOMPARE(lines[1].kind, int(StatementKind::Trial));
        QCOMPARE(lines[1].amount, credits(10));
        QVERIFY(lines[1].job.isNull());
        const auto earned = statement(m_provider, AskStatement{6});
        QCOMPARE(earned.size(), std::size_t{2});
        QCOMPARE(earned[0].kind, int(StatementKind::Earning));
        QVERIFY(earned[0].ofEarnings);
        QCOMPARE(earned[0].amount, microCredits(2'640'000));
    }

    void inParts()
    {
        QCOMPARE(statement(m_buyer, AskStatement{7, 0, 0, 1}).size(), std::size_t{1});
        const auto all = statement(m_buyer, AskStatement{8});
        const auto older = statement(m_buyer, AskStatement{9, 0, all[0].createdUnixMillis, 100});
        QCOMPARE(older.size(), std::size_t{1});
        QCOMPARE(older[0].kind, int(StatementKind::Trial));
        QVERIFY(statement(m_buyer, AskStatement{10, all[0].createdUnixMillis + 1}).empty());
    }

    void byTheOperator()
    {
        const QString machine = QString::fromStdString(m_buyer.machine().hex());
        QByteArray output;
        QCOMPARE(m_relay.command({word("admin"), word("statement"), machine, word("--json")}, &output), 0);
        const auto json = parseJson(output.toStdString());
        QVERIFY(json && json->size() == 2);
        QVERIFY((*json)[0]["amount"] == "-3" && (*json)[0]["kind"] == "run");
        QCOMPARE(m_relay.command({word("admin"), word("statement"), machine, word("--csv")}, &output), 0);
        QVERIFY(output.startsWith("time,kind,book,amount,job,transfer\r\n") && output.count('\n') == 3);
        QCOMPARE(m_relay.command({word("admin"), word("statement"), word("0123")}), 2);
    }

    void aBreachHasALineAndAStatus()
    {
        QByteArray output;
        QCOMPARE(m_relay.command({word("ledger"), word("check")}, &output), 0);
        QCOMPARE(m_relay.terminate(), 0);
        {
            auto database = Database::open(m_relay.database());
            QVERIFY(database);
            QVERIFY((**database)
                        .execute(
                            word("UPDATE book SET credits_posted = credits_posted + 1 WHERE debits_posted = 3000000")));
        }
        QCOMPARE(m_relay.command({word("ledger"), word("check")}, &output), 1);
        QVERIFY2(
            output.startsWith("BROKEN: ") && output.contains("posted debits and credits differ"), output.constData());
        QVERIFY(!output.contains("balance\n"));
    }
};

QTEST_GUILESS_MAIN(TestGatewayStatement)
#include "TestGatewayStatement.moc"
