// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/ledger/LedgerCheck.h"
#include "tests/relay-server/ledger/LedgerFixture.h"

#include <QTest>

using namespace weft;
using namespace weft::relay;
using namespace weft::relay::test;
using namespace weft::protocol::relay;

class TestRelayJobs : public QObject {
    Q_OBJECT

    const Party m_buyer = party(1);
    const Party m_provider = party(2);
    const SecretKey256 m_key = idOf<SecretKey256>(77);
    std::unique_ptr<MemoryLedgerStore> m_store;
    std::unique_ptr<RelayJobs> m_jobs;

    void start(JobRules rules = {})
    {
        m_store = std::make_unique<MemoryLedgerStore>();
        m_jobs = std::make_unique<RelayJobs>(*m_store, rules, markCrypto());
        QVERIFY(m_jobs->openBooks());
        QVERIFY(m_jobs->welcome(m_buyer.account, at(0)));
        QVERIFY(give(*m_store, m_buyer, credits(100)));
    }
    Result<Outbox> hold(std::uint32_t job, Money amount, std::int64_t now = 0)
    {
        return m_jobs->requestHold(m_buyer, m_provider, holdRequest(job, m_provider, amount), at(now));
    }
    Result<Outbox> settle(const Party& from, const Receipt& receipt, const SecretKey256& key = {}, std::int64_t now = 1)
    {
        return m_jobs->settle(from, Settle {5, receipt, key}, at(now));
    }
    Balance balanceOf(const Party& who) { return m_jobs->balance(who.account).value(); }
    JobState stateFor(const Party& who, std::uint32_t job)
    {
        const Outbox out = m_jobs->askJob(who, AskJob {3, jobId(job)}).value();
        return *find<JobState>(out, who.machine);
    }

private Q_SLOTS:
    void init() { start(); }
    void cleanup()
    {
        const auto broken = checkLedger(*m_store);
        QVERIFY(broken);
        for (const std::string& what : *broken)
            QFAIL(what.c_str());
    }

    void aHoldIsGrantedWithATicket()
    {
        const auto out = hold(1, credits(10));
        QVERIFY(out);
        const auto* granted = find<HoldGranted>(*out, m_buyer.machine);
        QVERIFY(granted);
        QCOMPARE(granted->id, 1);
        QVERIFY(!granted->ticket.empty());
        QCOMPARE(granted->deadlineUnixMillis, 600'000);
        QCOMPARE(balanceOf(m_buyer).available, credits(90));
        QCOMPARE(balanceOf(m_buyer).held, credits(10));
    }

    void theSameJobHoldsOnce()
    {
        QVERIFY(hold(1, credits(10)));
        QVERIFY(hold(1, credits(10)));
        QCOMPARE(balanceOf(m_buyer).held, credits(10));
        QCOMPARE(hold(1, credits(11)).error().code, ErrorCode::ValueInvalid);
        // The provider may be gone by then: the ticket is for its return.
        QVERIFY(m_jobs->requestHold(m_buyer, std::nullopt, holdRequest(1, m_provider, credits(10)), at(0)));
        const auto other = m_jobs->requestHold(party(3), m_provider, holdRequest(1, m_provider, credits(10)), at(0));
        QCOMPARE(other.error().code, ErrorCode::ValueInvalid);
    }

    void refusedHolds()
    {
        QCOMPARE(hold(1, credits(101)).error().code, ErrorCode::CreditTooLow);
        QCOMPARE(m_jobs->requestHold(m_buyer, std::nullopt, holdRequest(1, m_provider, {}), at(0)).error().code,
            ErrorCode::ProviderLost);
        RequestHold wrongKey = holdRequest(1, m_provider, {});
        wrongKey.jobKey = idOf<KeyHash>(4);
        QCOMPARE(m_jobs->requestHold(m_buyer, m_provider, wrongKey, at(0)).error().code, ErrorCode::KeyMismatch);
        QVERIFY(!*m_store->nextDue());
    }

    void tooManyOpenHolds()
    {
        JobRules rules;
        rules.maxOpenHoldsPerAccount = 2;
        start(rules);
        QVERIFY(hold(1, {}));
        QVERIFY(hold(2, {}));
        QCOMPARE(hold(3, {}).error().code, ErrorCode::LimitExceeded);
    }

    void theFinalReceiptPaysAndHandsOutTheKey()
    {
        QVERIFY(hold(1, credits(10)));
        QVERIFY(stateFor(m_buyer, 1).key.isNull());
        const auto out = settle(m_provider, signedReceipt(1, credits(8), true, m_key), m_key);
        QVERIFY(out);
        const auto* toBuyer = find<Settled>(*out, m_buyer.machine);
        const auto* toProvider = find<Settled>(*out, m_provider.machine);
        QVERIFY(toBuyer && toProvider && find<RequestDone>(*out, m_provider.machine));
        QCOMPARE(toBuyer->key, m_key);
        QVERIFY(toProvider->key.isNull());
        QCOMPARE(toBuyer->captured, credits(8));
        QCOMPARE(toBuyer->released, credits(2));
        QCOMPARE(toBuyer->earned, microCredits(7'040'000)); // 12 % stay with the relay
        QCOMPARE(balanceOf(m_buyer).available, credits(92));
        QCOMPARE(balanceOf(m_buyer).held, Money {});
        QCOMPARE(balanceOf(m_provider).earned, microCredits(7'040'000));
        QCOMPARE(m_store->book(kShare)->posted(), microCredits(960'000));
        QCOMPARE(stateFor(m_buyer, 1).key, m_key); // also later
        QVERIFY(stateFor(m_provider, 1).key.isNull());
        QCOMPARE(stateFor(party(9), 1).state, int(HoldState::Unknown));
    }

    void theShareIsRoundedDown()
    {
        QVERIFY(hold(1, microCredits(9)));
        QVERIFY(settle(m_provider, signedReceipt(1, microCredits(9), true, m_key), m_key));
        QCOMPARE(balanceOf(m_provider).earned, microCredits(8)); // 12 % of 9 is 1.08
    }

    void settlingTwicePaysOnce()
    {
        QVERIFY(hold(1, credits(10)));
        const Receipt receipt = signedReceipt(1, credits(8), true, m_key);
        QVERIFY(settle(m_provider, receipt, m_key));
        const auto again = settle(m_provider, receipt, m_key);
        QVERIFY(again);
        QVERIFY(find<Settled>(*again, m_provider.machine));
        QVERIFY(!find<Settled>(*again, m_buyer.machine));
        QCOMPARE(balanceOf(m_buyer).available, credits(92));
    }

    void refusedReceipts()
    {
        QVERIFY(hold(1, credits(10)));
        const Receipt good = signedReceipt(1, credits(8), true, m_key);
        Receipt unsignedOne = good;
        unsignedOne.signature = {};
        QCOMPARE(settle(m_provider, unsignedOne, m_key).error().code, ErrorCode::SignatureInvalid);
        QCOMPARE(settle(m_provider, good, {}).error().code, ErrorCode::KeyMismatch);
        QCOMPARE(settle(m_provider, good, idOf<SecretKey256>(78)).error().code, ErrorCode::KeyMismatch);
        QCOMPARE(settle(m_provider, signedReceipt(1, credits(11), true, m_key), m_key).error().code,
            ErrorCode::QuoteExceeded);
        QCOMPARE(settle(m_buyer, good).error().code, ErrorCode::ValueInvalid);
        QCOMPARE(settle(party(9), good, m_key).error().code, ErrorCode::HoldUnknown);
        QCOMPARE(settle(m_provider, signedReceipt(2, credits(1)), {}).error().code, ErrorCode::HoldUnknown);
        QCOMPARE(stateFor(m_buyer, 1).state, int(HoldState::Held));
    }

    void theProviderReleasesAtOnce()
    {
        QVERIFY(hold(1, credits(10)));
        const auto out = m_jobs->releaseHold(m_provider, ReleaseHold {6, jobId(1), int(ErrorCode::OutOfMemory)}, at(1));
        QVERIFY(out);
        QCOMPARE(find<Released>(*out, m_buyer.machine)->released, credits(10));
        QVERIFY(find<Balance>(*out, m_buyer.machine));
        QCOMPARE(balanceOf(m_buyer).available, credits(100));
        QCOMPARE(settle(m_provider, signedReceipt(1, credits(8), true, m_key), m_key).error().code,
            ErrorCode::HoldResolved);
        QCOMPARE(m_store->machineRecord(m_provider.machine)->failed, 1);
    }

    void theBuyersReleaseWaitsForAReceipt()
    {
        QVERIFY(hold(1, credits(10)));
        QVERIFY(hold(2, credits(10)));
        for (std::uint32_t job : {1u, 2u})
            QVERIFY(m_jobs->releaseHold(m_buyer, ReleaseHold {6, jobId(job), int(ErrorCode::Cancelled)}, at(100)));
        QCOMPARE(balanceOf(m_buyer).held, credits(20));
        QVERIFY(settle(m_provider, signedReceipt(1, credits(3)), {}, 200)); // one increment was delivered
        QVERIFY(**m_jobs->nextDeadline() == at(20'100));
        QVERIFY(m_jobs->onTime(at(20'099))->empty());
        const auto out = m_jobs->onTime(at(20'100));
        QVERIFY(find<Released>(*out, m_buyer.machine));
        QCOMPARE(balanceOf(m_buyer).available, credits(97));
        QCOMPARE(m_store->machineRecord(m_provider.machine)->failed, 0); // a cancelled job isn't its fault
    }

    void theBuyersReceiptIsPaidWhenTheProviderShowsNone()
    {
        QVERIFY(hold(1, credits(10)));
        QVERIFY(settle(m_buyer, signedReceipt(1, credits(3)), {}, 100));
        QVERIFY(settle(m_buyer, signedReceipt(1, credits(2)), {}, 5000)); // an older one changes nothing
        const auto out = m_jobs->onTime(at(20'100));
        QCOMPARE(find<Settled>(*out, m_provider.machine)->captured, credits(3));
        QCOMPARE(balanceOf(m_buyer).available, credits(97));
    }

    void aLaterReceiptOfTheProviderCounts()
    {
        QVERIFY(hold(1, credits(10)));
        QVERIFY(settle(m_buyer, signedReceipt(1, credits(3)), {}, 100));
        QVERIFY(settle(m_provider, signedReceipt(1, credits(6)), {}, 200));
        QCOMPARE(balanceOf(m_buyer).available, credits(94));
    }

    void theDeadlineReleases()
    {
        QVERIFY(hold(1, credits(10)));
        QVERIFY(m_jobs->onTime(at(599'999))->empty());
        QVERIFY(find<Released>(*m_jobs->onTime(at(600'000)), m_buyer.machine));
        QCOMPARE(balanceOf(m_buyer).available, credits(100));
        QVERIFY(m_jobs->onTime(at(600'000))->empty());
    }

    void aLostProviderReleasesAfterItsGrace()
    {
        QVERIFY(hold(1, credits(10)));
        QVERIFY(m_jobs->machineLeft(m_provider.machine, at(1000)));
        QVERIFY(m_jobs->machineCame(m_provider.machine, at(2000)));
        QVERIFY(m_jobs->onTime(at(40'000))->empty()); // it came back
        QVERIFY(m_jobs->machineLeft(m_provider.machine, at(41'000)));
        QVERIFY(find<Released>(*m_jobs->onTime(at(71'000)), m_buyer.machine));
        QCOMPARE(m_store->machineRecord(m_provider.machine)->failed, 1);
    }

    void onlyTheJobsOfTheProgramThatLeftWaitForIt()
    {
        QVERIFY(hold(1, credits(10)));
        QVERIFY(hold(2, credits(10)));
        const JobId left = m_store->openHoldsOfProvider(m_provider.machine)->front();
        QVERIFY(m_jobs->machineLeft(m_provider.machine, at(1000), [left](const JobId& job) { return job == left; }));
        QCOMPARE(find<Released>(*m_jobs->onTime(at(31'000)), m_buyer.machine)->job, left);
        QCOMPARE(m_store->openHoldsOfProvider(m_provider.machine)->size(), std::size_t {1});
    }

    void aRestartGivesProvidersTimeToReturn()
    {
        QVERIFY(hold(1, credits(10)));
        QVERIFY(hold(2, credits(10)));
        RelayJobs again(*m_store, {}, markCrypto());
        QVERIFY(again.openBooks());
        QVERIFY(again.restarted(at(1000)));
        QVERIFY(**again.nextDeadline() == at(61'000));
        QVERIFY(again.machineCame(m_provider.machine, at(2000)));
        QVERIFY(**again.nextDeadline() == at(600'000));
    }

    void aBuyersReleaseWaitsForAProviderThatMayComeBack()
    {
        QVERIFY(hold(1, credits(10)));
        QVERIFY(m_jobs->restarted(at(1000)));
        QVERIFY(m_jobs->releaseHold(m_buyer, ReleaseHold {2, jobId(1), int(ErrorCode::TimedOut)}, at(2000)));
        QVERIFY(m_jobs->machineCame(m_provider.machine, at(50'000)));
        QVERIFY(m_jobs->onTime(at(50'000))->empty());
        QVERIFY(settle(m_provider, signedReceipt(1, credits(10), true, m_key), m_key, 51'000));
        QCOMPARE(stateFor(m_buyer, 1).state, int(HoldState::Captured));
    }

    void aRelayThatWasAwayOverTheDeadlineStillTakesTheFinalReceipt_data()
    {
        QTest::addColumn<bool>("releaseAsked");
        QTest::newRow("deadline passed") << false;
        QTest::newRow("and the buyer had asked for its release") << true;
    }
    void aRelayThatWasAwayOverTheDeadlineStillTakesTheFinalReceipt()
    {
        QFETCH(bool, releaseAsked);
        QVERIFY(hold(1, credits(10)));
        if (releaseAsked)
            QVERIFY(m_jobs->releaseHold(m_buyer, ReleaseHold {2, jobId(1), int(ErrorCode::TimedOut)}, at(599'000)));
        const std::int64_t back = 600'000 + 3'600'000;
        QVERIFY(m_jobs->restarted(at(back)));
        QVERIFY(m_jobs->onTime(at(back))->empty());
        QVERIFY(m_jobs->machineCame(m_provider.machine, at(back + 1000)));
        QVERIFY(m_jobs->onTime(at(back + 59'000))->empty());
        const auto out = settle(m_provider, signedReceipt(1, credits(10), true, m_key), m_key, back + 59'000);
        QVERIFY(out);
        QCOMPARE(find<Settled>(*out, m_buyer.machine)->key, m_key);
        QCOMPARE(balanceOf(m_buyer).available, credits(90));
    }

    void trialCreditsOncePerAccountWhileTheBudgetLasts()
    {
        JobRules rules;
        rules.trialCredits = credits(5);
        rules.trialBudget = credits(12);
        start(rules); // the buyer is the first
        QCOMPARE(m_jobs->welcome(m_buyer.account, at(1))->available, credits(105));
        QCOMPARE(m_jobs->welcome(party(5).account, at(1))->available, credits(5));
        QCOMPARE(m_jobs->welcome(party(6).account, at(1))->available, Money {});
        RelayJobs smaller(*m_store, {}, markCrypto()); // the budget is taken away
        QVERIFY(smaller.openBooks());
    }

    void freeJobs()
    {
        QVERIFY(hold(1, {}));
        const auto out = settle(m_provider, signedReceipt(1, {}, true, m_key), m_key);
        QCOMPARE(find<Settled>(*out, m_buyer.machine)->key, m_key);
        QCOMPARE(stateFor(m_buyer, 1).state, int(HoldState::Captured));
    }
};

QTEST_GUILESS_MAIN(TestRelayJobs)
#include "TestRelayJobs.moc"
