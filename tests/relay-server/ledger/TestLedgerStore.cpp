// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/ledger/LedgerCheck.h"
#include "tests/relay-server/ledger/LedgerFixture.h"
#include "tests/relay-server/storage/Databases.h"

#include <QTemporaryDir>
#include <QTest>

using namespace weft;
using namespace weft::relay;
using namespace weft::relay::test;

/// The contract of LedgerStore: every test runs on each kind of store.
class TestLedgerStore : public QObject {
    Q_OBJECT

    const Party m_buyer = party(1);
    const Party m_provider = party(2);
    std::unique_ptr<QTemporaryDir> m_dir;
    StoreUnderTest m_under;
    LedgerStore& store() { return *m_under.store; }

    static void stores()
    {
        databaseKinds();
        QTest::newRow("memory") << QStringLiteral("memory");
    }
    void fresh()
    {
        QFETCH(QString, kind);
        m_under = {};
        m_dir = std::make_unique<QTemporaryDir>();
        m_under = makeStore(kind, *m_dir);
        QVERIFY(m_under.store);
    }
    Resolution captured(std::uint32_t job, Money amount, Money released, Money earned)
    {
        Resolution resolution;
        resolution.job = jobId(job);
        resolution.kind = HoldState::Captured;
        resolution.captured = amount;
        resolution.released = released;
        resolution.earned = earned;
        resolution.final = true;
        resolution.key = idOf<SecretKey256>(5);
        resolution.created = at(9);
        return resolution;
    }
    Resolution released(std::uint32_t job, Money amount, ErrorCode reason)
    {
        Resolution resolution;
        resolution.job = jobId(job);
        resolution.released = amount;
        resolution.reason = int(reason);
        return resolution;
    }
    std::vector<Transfer> legs(std::uint32_t job, Money amount, Money earned)
    {
        const Money share {amount.micro - earned.micro};
        return {{idOf<TransferId>(job * 4), jobId(job), creditsOf(m_buyer), kClearing, amount, at(9)},
            {idOf<TransferId>(job * 4 + 1), jobId(job), kClearing, earningsOf(m_provider), earned, at(9)},
            {idOf<TransferId>(job * 4 + 2), jobId(job), kClearing, kShare, share, at(9)}};
    }
    std::map<BookId, Book> books()
    {
        struct Collect final : LedgerStore::Visitor {
            std::map<BookId, Book> all;
            void onBook(const Book& book) override { all.emplace(book.id, book); }
        } collect;
        if (!store().visit(collect))
            qFatal("the books can't be read");
        return collect.all;
    }
    void balances()
    {
        const auto broken = checkLedger(store());
        QVERIFY(broken);
        for (const std::string& what : *broken)
            qWarning("%s", what.c_str());
        QVERIFY(broken->empty());
    }

private Q_SLOTS:
    void postgresqlIsHere()
    {
        if (!PostgresCluster::get().problem().isEmpty())
            QSKIP(qPrintable(PostgresCluster::get().problem()));
    }

    void openingABook_data() { stores(); }
    void openingABook()
    {
        fresh();
        QVERIFY(*store().openBook(kPromotion, credits(5)));
        QVERIFY(!*store().openBook(kPromotion, credits(7)));
        QCOMPARE(store().book(kPromotion)->overdraft, credits(7));
        QVERIFY(store().post({idOf<TransferId>(1), {}, kPromotion, creditsOf(m_buyer), credits(6), at(0)}));
        QCOMPARE(store().openBook(kPromotion, credits(5)).error().code, ErrorCode::CreditTooLow);
        balances();
    }

    void postingIsIdempotent_data() { stores(); }
    void postingIsIdempotent()
    {
        fresh();
        QVERIFY(give(store(), m_buyer, credits(10)));
        QVERIFY(give(store(), m_buyer, credits(10)));
        QCOMPARE(store().book(creditsOf(m_buyer))->available(), credits(10));
        QCOMPARE(give(store(), m_buyer, credits(11)).error().code, ErrorCode::AmountInvalid);
        balances();
    }

    void noOverdraft_data() { stores(); }
    void noOverdraft()
    {
        fresh();
        QVERIFY(give(store(), m_buyer, credits(10)));
        const Transfer tooMuch {idOf<TransferId>(1), {}, creditsOf(m_buyer), creditsOf(m_provider), credits(11), at(0)};
        QCOMPARE(store().post(tooMuch).error().code, ErrorCode::CreditTooLow);
        QVERIFY(store().insertHold(holdOf(1, m_buyer, m_provider, credits(7), at(100))));
        QCOMPARE(store().insertHold(holdOf(2, m_buyer, m_provider, credits(4), at(100))).error().code,
            ErrorCode::CreditTooLow);
        QVERIFY(!*store().hold(jobId(2)));
        QCOMPARE(store().book(creditsOf(m_buyer))->available(), credits(3));
        balances();
    }

    /// Who swallows a refusal must find everything as it was.
    void whatIsRefusedChangesNothing_data() { stores(); }
    void whatIsRefusedChangesNothing()
    {
        fresh();
        QVERIFY(give(store(), m_buyer, credits(10)));
        QVERIFY(store().insertHold(holdOf(1, m_buyer, m_provider, credits(7), at(100))));
        QVERIFY(store().openBook(kStripe, kBoundless));
        const BookId full = creditsOf(party(8));
        QVERIFY(store().post({idOf<TransferId>(90), {}, kStripe, full, kBoundless, at(0)}));
        const auto before = books();
        const auto post = [&](const BookId& debit, const BookId& credit, Money amount, std::uint32_t id) {
            const Done done = store().post({idOf<TransferId>(id), {}, debit, credit, amount, at(0)});
            return done ? ErrorCode {} : done.error().code;
        };
        QCOMPARE(post(creditsOf(m_buyer), creditsOf(party(7)), credits(4), 91), ErrorCode::CreditTooLow);
        QCOMPARE(post(creditsOf(party(6)), creditsOf(party(7)), credits(4), 91), ErrorCode::CreditTooLow);
        QCOMPARE(post(creditsOf(m_buyer), creditsOf(party(7)), credits(1), 90), ErrorCode::AmountInvalid);
        QCOMPARE(post(creditsOf(m_buyer), full, credits(1), 92), ErrorCode::AmountInvalid); // wouldn't fit
        QCOMPARE(post(kStripe, creditsOf(party(7)), credits(1), 93), ErrorCode::CreditTooLow);
        QCOMPARE(post(creditsOf(m_buyer), creditsOf(party(7)), {INT64_MAX}, 93), ErrorCode::AmountInvalid);
        auto known = legs(1, credits(5), credits(4));
        known[1].id = idOf<TransferId>(90);
        QCOMPARE(store().resolve(captured(1, credits(5), credits(2), credits(4)), known).error().code, ErrorCode::AmountInvalid);
        auto twins = legs(1, credits(5), credits(4));
        twins[1].id = twins[0].id;
        QCOMPARE(store().resolve(captured(1, credits(5), credits(2), credits(4)), twins).error().code, ErrorCode::AmountInvalid);
        QVERIFY(books() == before);
        QVERIFY(store().resolve(captured(1, credits(5), credits(2), credits(4)), legs(1, credits(5), credits(4))));
        balances();
    }

    void aStatementIsNewestFirst_data() { stores(); }
    void aStatementIsNewestFirst()
    {
        fresh();
        QVERIFY(give(store(), m_buyer, credits(10)));
        const auto move = [&](std::uint32_t id, const BookId& debit, const BookId& credit, std::int64_t time) {
            QVERIFY(store().post({idOf<TransferId>(id), {}, debit, credit, credits(1), at(time)}));
        };
        move(1, creditsOf(m_buyer), earningsOf(m_buyer), 100);
        move(2, creditsOf(m_buyer), creditsOf(m_provider), 300);
        move(3, earningsOf(m_buyer), creditsOf(m_buyer), 200);
        const auto ask = [&](std::int64_t since, std::int64_t before, int limit) {
            QStringList ids;
            const auto lines = store().statement(m_buyer.account, at(since), at(before), limit);
            for (const StatementLine& line : *lines)
                ids += (line.incoming ? QStringLiteral("+%1") : QStringLiteral("-%1")).arg(line.transfer.id.bytes[3]);
            return ids.join(QLatin1Char(' '));
        };
        QCOMPARE(ask(1, 1000, 9), QStringLiteral("-2 +3 -3 +1 -1"));
        QCOMPARE(ask(1, 1000, 2), QStringLiteral("-2 +3"));
        QCOMPARE(ask(200, 300, 9), QStringLiteral("+3 -3"));
        QCOMPARE(ask(0, 100, 9), QStringLiteral("+1"));
        QCOMPARE(store().statement(m_provider.account, {}, UnixMillis::max(), 9)->size(), std::size_t {1});
        QVERIFY(store().statement(party(9).account, {}, UnixMillis::max(), 9)->empty());
    }

    void aHoldReadsBack_data() { stores(); }
    void aHoldReadsBack()
    {
        fresh();
        QVERIFY(give(store(), m_buyer, credits(10)));
        Hold hold = holdOf(1, m_buyer, m_provider, credits(7), at(100));
        QVERIFY(store().insertHold(hold));
        QCOMPARE(store().insertHold(hold).error().code, ErrorCode::AmountInvalid);
        hold.deadline = at(200);
        hold.goneDue = at(50);
        hold.releaseDue = at(60);
        hold.reason = 3;
        hold.receiptIncrement = 2;
        hold.receiptCumulative = credits(1);
        QVERIFY(store().updateHold(hold));
        QVERIFY(**store().hold(jobId(1)) == hold);
        QCOMPARE(store().updateHold(holdOf(9, m_buyer, m_provider, {}, at(1))).error().code, ErrorCode::HoldUnknown);
        QCOMPARE(store().insertHold(holdOf(3, m_buyer, m_provider, {-1}, at(1))).error().code, ErrorCode::AmountInvalid);
    }

    void capture_data() { stores(); }
    void capture()
    {
        fresh();
        QVERIFY(give(store(), m_buyer, credits(10)));
        QVERIFY(store().insertHold(holdOf(1, m_buyer, m_provider, credits(7), at(100))));
        const Resolution resolution = captured(1, credits(5), credits(2), credits(4));
        QVERIFY(store().resolve(resolution, legs(1, credits(5), credits(4))));
        QVERIFY(**store().resolution(jobId(1)) == resolution);
        QCOMPARE(store().book(creditsOf(m_buyer))->available(), credits(5));
        QCOMPARE(store().book(earningsOf(m_provider))->posted(), credits(4));
        QCOMPARE(store().book(kShare)->posted(), credits(1));
        QCOMPARE(store().book(kClearing)->posted(), Money {});
        QVERIFY((*store().machineRecord(m_provider.machine) == MachineRecord {1, 0}));
        balances();
    }

    void aHoldResolvesOnce_data() { stores(); }
    void aHoldResolvesOnce()
    {
        fresh();
        QVERIFY(give(store(), m_buyer, credits(10)));
        const Hold hold = holdOf(1, m_buyer, m_provider, credits(7), at(100));
        QVERIFY(store().insertHold(hold));
        QVERIFY(store().resolve(released(1, credits(7), ErrorCode::ProviderLost), {}));
        QCOMPARE(store().resolve(released(1, credits(7), ErrorCode::ProviderLost), {}).error().code,
            ErrorCode::HoldResolved);
        QCOMPARE(store().resolve(captured(1, credits(5), credits(2), credits(4)), legs(1, credits(5), credits(4))).error().code,
            ErrorCode::HoldResolved);
        QCOMPARE(store().updateHold(hold).error().code, ErrorCode::HoldResolved);
        QCOMPARE(store().resolve(released(8, {}, ErrorCode::Cancelled), {}).error().code, ErrorCode::HoldUnknown);
        QCOMPARE(store().book(creditsOf(m_buyer))->available(), credits(10));
        QVERIFY((*store().machineRecord(m_provider.machine) == MachineRecord {0, 1}));
        balances();
    }

    void wrongSums_data() { stores(); }
    void wrongSums()
    {
        fresh();
        QVERIFY(give(store(), m_buyer, credits(10)));
        QVERIFY(store().insertHold(holdOf(1, m_buyer, m_provider, credits(7), at(100))));
        const auto refused = [&](const Resolution& resolution, const std::vector<Transfer>& legs) {
            const Done done = store().resolve(resolution, legs);
            return !done && done.error().code == ErrorCode::AmountInvalid;
        };
        QVERIFY(refused(captured(1, credits(8), {-kMicroPerCredit}, credits(4)), legs(1, credits(8), credits(4))));
        QVERIFY(refused(captured(1, credits(5), credits(3), credits(4)), legs(1, credits(5), credits(4))));
        QVERIFY(refused(captured(1, credits(5), credits(2), credits(6)), legs(1, credits(5), credits(4))));
        QVERIFY(refused(captured(1, credits(5), credits(2), credits(4)), legs(1, credits(4), credits(3))));
        QVERIFY(refused(captured(1, credits(5), credits(2), credits(4)), legs(1, credits(5), credits(3))));
        auto elsewhere = legs(1, credits(5), credits(4));
        elsewhere[1].credit = earningsOf(party(3));
        QVERIFY(refused(captured(1, credits(5), credits(2), credits(4)), elsewhere));
        elsewhere[1].credit = creditsOf(m_provider);
        QVERIFY(refused(captured(1, credits(5), credits(2), credits(4)), elsewhere));
        QVERIFY(refused(captured(1, credits(5), credits(2), credits(4)), {}));
        QVERIFY(refused(released(1, credits(6), ErrorCode::Cancelled), {}));
        balances();
        QVERIFY(!*store().resolution(jobId(1)));
    }

    void deadlinesInOrder_data() { stores(); }
    void deadlinesInOrder()
    {
        fresh();
        QVERIFY(!*store().nextDue());
        QVERIFY(store().insertHold(holdOf(1, m_buyer, m_provider, {}, at(300))));
        QVERIFY(store().insertHold(holdOf(2, m_buyer, m_provider, {}, at(200))));
        Hold third = holdOf(3, m_buyer, party(3), {}, at(400));
        QVERIFY(store().insertHold(third));
        third.goneDue = at(100);
        QVERIFY(store().updateHold(third));
        QVERIFY(**store().nextDue() == at(100));
        QVERIFY(*store().dueHolds(at(99), 9) == std::vector<JobId>());
        QVERIFY(*store().dueHolds(at(250), 9) == std::vector<JobId>({jobId(3), jobId(2)}));
        QVERIFY(*store().dueHolds(at(250), 1) == std::vector<JobId>({jobId(3)}));
        QVERIFY(*store().openHoldsOfProvider(m_provider.machine) == std::vector<JobId>({jobId(1), jobId(2)}));
        QCOMPARE(*store().openHoldCountOfBuyer(m_buyer.account), 3);
        QVERIFY(store().resolve(released(2, {}, ErrorCode::Cancelled), {}));
        QVERIFY(*store().openHoldsOfProvider(m_provider.machine) == std::vector<JobId>({jobId(1)}));
        QCOMPARE(*store().openHoldCountOfBuyer(m_buyer.account), 2);
        QVERIFY(*store().openHolds() == std::vector<JobId>({jobId(3), jobId(1)}));
        QVERIFY((*store().machineRecord(m_provider.machine) == MachineRecord {0, 0})); // the buyer's choice
        balances();
    }
};

QTEST_GUILESS_MAIN(TestLedgerStore)
#include "TestLedgerStore.moc"
