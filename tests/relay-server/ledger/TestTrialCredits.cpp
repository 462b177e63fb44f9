// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/ledger/LedgerCheck.h"
#include "relay-server/ledger/RelayJobs.h"
#include "tests/relay-server/ledger/LedgerFixture.h"

#include <QTemporaryDir>
#include <QTest>

using namespace weft;
using namespace weft::relay;
using namespace weft::relay::test;
using namespace weft::protocol::relay;

/// A buyer with a trial of 10 credits, on both stores.
class TestTrialCredits : public QObject {
    Q_OBJECT

    const Party m_buyer = party(1);
    const Party m_provider = party(2);
    const SecretKey256 m_key = idOf<SecretKey256>(77);
    QTemporaryDir m_dir;
    StoreUnderTest m_store;
    std::unique_ptr<RelayJobs> m_jobs;

    LedgerStore& store() { return *m_store.store; }
    Money posted(const BookId& id) { return store().book(id).value().posted(); }
    Balance balance() { return m_jobs->balance(m_buyer.account).value(); }
    Result<Outbox> hold(std::uint32_t job, Money amount, const Party& provider, bool may = true)
    {
        return m_jobs->requestHold(m_buyer, provider, holdRequest(job, provider, amount), at(job), may);
    }
    void settle(std::uint32_t job, Money amount)
    {
        QVERIFY(m_jobs->settle(m_provider, Settle{5, signedReceipt(job, amount, true, m_key), m_key}, at(job)));
    }
    static void stores()
    {
        QTest::addColumn<QString>("kind");
        QTest::newRow("memory") << QStringLiteral("memory");
        QTest::newRow("sqlite") << QStringLiteral("sqlite");
    }

private Q_SLOTS:
    void init()
    {
        QFETCH(QString, kind);
        m_store = makeStore(kind, m_dir);
        JobRules rules;
        rules.trialCredits = credits(10);
        rules.trialBudget = credits(30);
        rules.shareMillionths = 0;
        m_jobs = std::make_unique<RelayJobs>(store(), rules, markCrypto());
        QVERIFY(m_jobs->openBooks());
        QCOMPARE(m_jobs->welcome(m_buyer.account, at(0))->available, credits(10));
    }
    void cleanup()
    {
        const auto broken = checkLedger(store());
        QVERIFY(broken && broken->empty());
    }

    void paysARunAndKeepsWhatWasNotSpent_data() { stores(); }
    void paysARunAndKeepsWhatWasNotSpent()
    {
        QVERIFY(hold(1, credits(8), m_provider));
        QCOMPARE(balance().available, credits(2));
        QCOMPARE(balance().held, credits(8));
        settle(1, credits(3));
        QCOMPARE(balance().available, credits(7));
        QCOMPARE(posted(trialOf(m_buyer.account)), credits(7));
        QCOMPARE(posted(creditsOf(m_buyer.account)), Money{});
        const auto lines = store().statement(m_buyer.account, UnixMillis{}, UnixMillis::max(), 10).value();
        QCOMPARE(lines.size(), std::size_t{2}); // the run and the trial, not what went to and fro
        QCOMPARE(lines[0].transfer.amount, credits(3));
        QCOMPARE(lines[1].transfer.amount, credits(10));
    }

    void aReleasedHoldMakesNoOrdinaryCredits_data() { stores(); }
    void aReleasedHoldMakesNoOrdinaryCredits()
    {
        QVERIFY(give(store(), m_buyer, credits(5)));
        QVERIFY(hold(1, credits(12), m_provider));
        QVERIFY(m_jobs->releaseHold(m_provider, ReleaseHold{2, jobId(1), 0}, at(1)));
        QCOMPARE(posted(trialOf(m_buyer.account)), credits(10));
        QCOMPARE(posted(creditsOf(m_buyer.account)), credits(5));
        QVERIFY(hold(2, credits(12), m_provider));
        settle(2, credits(11)); // the trial first
        QCOMPARE(posted(trialOf(m_buyer.account)), Money{});
        QCOMPARE(posted(creditsOf(m_buyer.account)), credits(4));
    }

    void notForOnesOwnMachines_data() { stores(); }
    void notForOnesOwnMachines()
    {
        const Party mine{m_buyer.account, idOf<KeyHash>(9)};
        const auto refused = hold(1, credits(1), mine);
        QCOMPARE(refused.error().code, ErrorCode::CreditTooLow);
        QCOMPARE(refused.error().args.at("trial"), std::string("10"));
        QCOMPARE(hold(2, credits(1), m_provider, false).error().code, ErrorCode::CreditTooLow); // of the same household
        QVERIFY(hold(3, {}, mine)); // free
        QVERIFY(give(store(), m_buyer, credits(1)));
        QVERIFY(hold(4, credits(1), m_provider, false));
        QCOMPARE(posted(trialOf(m_buyer.account)), credits(10));
    }

    void tooMuchIsRefusedAndChangesNothing_data() { stores(); }
    void tooMuchIsRefusedAndChangesNothing()
    {
        QVERIFY(give(store(), m_buyer, credits(5)));
        const auto refused = hold(1, credits(16), m_provider);
        QCOMPARE(refused.error().code, ErrorCode::CreditTooLow);
        QCOMPARE(refused.error().args.at("available"), std::string("15"));
        QVERIFY(!refused.error().args.contains("trial"));
        QCOMPARE(posted(trialOf(m_buyer.account)), credits(10));
    }
};

QTEST_GUILESS_MAIN(TestTrialCredits)
#include "TestTrialCredits.moc"
