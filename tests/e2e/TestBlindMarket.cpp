// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/e2e/BlindFixture.h"

using namespace weft;
using namespace weft::test;

/// Jobs paid with blind credits, from the withdrawal to the change.
class TestBlindMarket : public BlindFixture {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { makeKeys(); }
    void init() { setUp(); }
    void cleanup() { tearDown(); }

    void aRunIsPaidAndItsChangeComesBack()
    {
        withdraw(credits(200));
        QCOMPARE(m_blind->available(), credits(200));
        const auto report = runJob();
        QVERIFY(report && std::holds_alternative<FragmentOutcome>(*report));
        const Money charged = std::get<FragmentOutcome>(*report).charged;
        QCOMPARE(charged, quote());
        settle();
        QCOMPARE(purse().worth().micro, credits(200).micro - blindRoundedUp(charged).micro);
        const auto again = runJob(); // the change is as good
        QVERIFY(again && std::holds_alternative<FragmentOutcome>(*again));
        settle();
        QCOMPARE(m_sharing->completedJobs(), 2);
    }

    /// Nothing in the relay's database leads from a blind hold to whoever withdrew.
    void noRowLinksAccountAndJob()
    {
        withdraw(credits(50));
        QVERIFY(runJob());
        settle();
        const QByteArray account(reinterpret_cast<const char*>(m_account->connection().welcome().account.bytes.data()), 16);
        const KeyHash machineHash = m_account->connection().key().keyHash();
        const QByteArray machine(reinterpret_cast<const char*>(machineHash.bytes.data()), 32);
        const auto tables = allRows();
        QVERIFY(tables.at(QStringLiteral("hold")).size() == 1 && tables.at(QStringLiteral("blind_hold")).size() == 1);
        QVERIFY(!tables.at(QStringLiteral("blind_spent")).empty());
        std::set<QString> named;
        int together = 0;
        const QByteArray job = tables.at(QStringLiteral("hold")).front().front();
        const relay::BookId buyer {relay::blindAccountOf(*JobId::fromBytes(protocol::viewOf(job))), relay::BookKind::Credits};
        const QByteArray book(reinterpret_cast<const char*>(buyer.owner.bytes.data()), 16);
        for (const auto& [table, rows] : tables) {
            for (const auto& row : rows) {
                bool ofAccount = false;
                bool ofJob = false;
                for (const QByteArray& value : row) {
                    ofAccount |= value.contains(account) || value.contains(machine);
                    ofJob |= value.contains(job) || value.contains(book);
                }
                if (ofAccount)
                    named.insert(table);
                together += ofAccount && ofJob ? 1 : 0;
            }
        }
        QCOMPARE(together, 0);
        // The account is where it must be (it withdrew), and nowhere else.
        QCOMPARE(named, (std::set<QString> {QStringLiteral("book"), QStringLiteral("device"), QStringLiteral("transfer")}));
    }

    void aFailureCostsNothing()
    {
        withdraw(credits(200));
        m_engine->failsWith = Error {ErrorCode::ValueInvalid, "a bad value"};
        const auto report = runJob();
        QVERIFY(report && std::holds_alternative<FragmentFailure>(*report));
        settle();
        QCOMPARE(purse().worth(), credits(200));
    }

    void withoutTokensItIsRefused()
    {
        const auto report = runJob();
        QVERIFY(report);
        QCOMPARE(std::get<FragmentFailure>(*report).error.code, ErrorCode::CreditTooLow);
        withdraw(credits(200));
        QVERIFY(std::holds_alternative<FragmentOutcome>(*runJob()));
        settle();
    }

    /// The buyer's program dies while the job runs: the next one finds what it paid, and claims the change.
    void changeIsClaimedAfterACrashOfTheBuyer()
    {
        withdraw(credits(200));
        m_engine->perNode = std::chrono::seconds(30);
        auto run = [](std::shared_ptr<Engine> engine, FragmentJob job) -> QCoro::Task<void> {
            auto running = engine->run(std::move(job), [](const FragmentEvent&) { }, {});
            co_await running;
        };
        run(m_market->engines.front(), jobFor(textFragment(), literalValue("STRING", "a"), m_price));
        QTRY_VERIFY_WITH_TIMEOUT(m_engine->started == 1, kPatience);
        QCOMPARE(purse().requests().size(), std::size_t {1});
        m_market.reset();
        m_blind.reset();
        m_sharing->switchOff(); // the host gives up its job
        m_sharing.reset();
        m_hostConnection.reset();
        m_engine.reset();
        startHost();
        openBlind();
        settle();
        QCOMPARE(purse().worth(), credits(200));
    }

    void changeIsClaimedAfterACrashOfTheRelay()
    {
        withdraw(credits(200));
        m_engine->perNode = std::chrono::milliseconds(500);
        auto run = [](std::shared_ptr<Engine> engine, FragmentJob job) -> QCoro::Task<void> {
            auto running = engine->run(std::move(job), [](const FragmentEvent&) { }, {});
            co_await running;
        };
        run(m_market->engines.front(), jobFor(textFragment(), literalValue("STRING", "a"), m_price));
        QTRY_VERIFY_WITH_TIMEOUT(m_engine->started == 1, kPatience);
        m_relay.reset();
        QTest::qWait(300);
        startRelay();
        QTRY_VERIFY_WITH_TIMEOUT(m_blind->connection().isOnline() && m_hostConnection->isOnline(), kPatience);
        QTRY_VERIFY_WITH_TIMEOUT(outcomeOf(m_blind->settle(std::chrono::seconds(20))) && purse().requests().empty(), kPatience);
        QCOMPARE(purse().worth(), credits(200));
    }
};

QTEST_GUILESS_MAIN(TestBlindMarket)
#include "TestBlindMarket.moc"
