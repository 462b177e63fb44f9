// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/budgets/BudgetBank.h"

#include "core/values/Sha256.h"
#include "relay-server/ledger/LedgerCheck.h"
#include "relay-server/ledger/SqlLedgerStore.h"
#include "relay-server/ledger/Statement.h"
#include "relay-server/ledger/TrialCredits.h"
#include "tests/relay-server/storage/Databases.h"

using namespace weft;
using namespace weft::relay;
using namespace weft::relay::test;
using namespace protocol::relay;

namespace {

template <typename Id>
Id idOf(std::uint32_t n)
{
    Id id;
    id.bytes[0] = 0xB7; // never null
    id.bytes[1] = std::uint8_t(n >> 8);
    id.bytes[2] = std::uint8_t(n);
    return id;
}

UnixMillis at(std::int64_t milliseconds) { return UnixMillis {std::chrono::milliseconds(milliseconds)}; }
Party party(std::uint32_t n) { return {idOf<AccountId>(n), idOf<KeyHash>(n)}; }

const Party kMember = party(1);
const Party kProvider = party(2);
const Party kGateway = party(3);
const PublicKey kJobKey = idOf<PublicKey>(99);

/// The books of a relay whose signatures are marks.
struct Bench {
    explicit Bench(Database& database)
        : store(database)
        , jobs(store, {},
              JobCrypto::with([](const JobTicket& ticket) -> Result<std::string> { return ticket.job.hex(); },
                  [](const PublicKey&, const Receipt&) -> Done { return {}; }))
        , bank(database, store, jobs)
    {
        jobs.setBudgetResolved([this](const Hold& hold, UnixMillis now) { return bank.resolved(hold, now); });
        jobs.setBuyerCheck([this](const AccountId& account) -> Done {
            return account == frozen ? Done {Error {ErrorCode::AccountFrozen, "frozen"}} : Done {};
        });
    }
    SqlLedgerStore store;
    RelayJobs jobs;
    BudgetBank bank;
    AccountId frozen;
};

} // namespace

class TestBudgetBank : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Database> m_database;
    std::unique_ptr<Bench> m_bench;

    void open()
    {
        QFETCH(QString, kind);
        m_folder = std::make_unique<QTemporaryDir>();
        auto database = Database::open(emptyDatabase(kind, *m_folder));
        QVERIFY(database);
        m_database = std::move(*database);
        m_bench = std::make_unique<Bench>(*m_database);
        QVERIFY(m_bench->jobs.openBooks());
        QVERIFY(m_bench->store.openBook(kGrants, kMaxAmount).hasValue());
        QVERIFY(m_bench->store.post({idOf<TransferId>(1), {}, kGrants, creditsOf(kMember.account), credits(100), at(0)}));
    }
    BudgetBank& bank() { return m_bench->bank; }
    Money posted(const BookId& id) { return m_bench->store.book(id)->posted(); }
    Money budget(std::uint32_t token) { return posted(creditsOf(budgetAccountOf(idOf<Hash256>(token)))); }
    Done buy(std::uint32_t token, Money amount, const Party& who = kMember)
    {
        return bank().buy(who.account, {1, idOf<Hash256>(token), amount, "scripts"}, at(10));
    }
    RequestGatewayHold holdOf(std::uint32_t job, std::uint32_t token, Money amount)
    {
        return {7, budgetAccountOf(idOf<Hash256>(token)), idOf<JobId>(job), kProvider.machine,
            KeyHash {sha256(kJobKey.view()).bytes}, kJobKey, amount, 600};
    }
    Result<Outbox> hold(std::uint32_t job, std::uint32_t token, Money amount)
    {
        return bank().hold(kGateway.machine, kProvider, holdOf(job, token, amount), at(20));
    }
    Result<Outbox> settle(std::uint32_t job, Money amount)
    {
        const auto key = idOf<SecretKey256>(5);
        const Settle request {1, {idOf<JobId>(job), 1, amount, true, sha256(key.view()), {}}, key};
        return m_bench->jobs.settle(kProvider, request, at(30));
    }
    /// A budget's would be taken for its own.
    static bool tellsTheGatewayABalance(const Outbox& out)
    {
        return std::ranges::any_of(out, [](const Outgoing& one) {
            return one.to == kGateway.machine && std::holds_alternative<Balance>(one.message);
        });
    }
    static ErrorCode codeOf(const auto& result) { return result ? ErrorCode {} : result.error().code; }
    void checkAll()
    {
        const auto broken = checkLedger(m_bench->store);
        QVERIFY2(broken && broken->empty(), broken && !broken->empty() ? broken->front().c_str() : "");
        const auto budgets = checkBudgets(*m_database, m_bench->store);
        QVERIFY2(budgets && budgets->empty(), budgets && !budgets->empty() ? budgets->front().c_str() : "");
    }

private Q_SLOTS:
    void cleanup()
    {
        m_bench.reset();
        m_database.reset();
    }

    void creditsMoveOnce_data() { databaseKinds(); }
    void creditsMoveOnce()
    {
        open();
        QVERIFY(buy(1, credits(5)));
        QVERIFY(buy(1, credits(5)));
        QCOMPARE(posted(creditsOf(kMember.account)), credits(95));
        QCOMPARE(budget(1), credits(5));
        QCOMPARE(codeOf(buy(1, credits(6))), ErrorCode::RelayRefused);
        QCOMPARE(codeOf(buy(1, credits(5), kProvider)), ErrorCode::RelayRefused);
        QCOMPARE(codeOf(buy(2, credits(96))), ErrorCode::CreditTooLow);
        QVERIFY(!bank().purseOf(idOf<Hash256>(2)));
        QCOMPARE(bank().purseOf(idOf<Hash256>(1))->left, credits(5));
        checkAll();
    }

    void trialCreditsAreNoBudget_data() { databaseKinds(); }
    void trialCreditsAreNoBudget()
    {
        open();
        QVERIFY(m_bench->store.openBook(kPromotion, credits(50)).hasValue());
        QVERIFY(TrialCredits(m_bench->store).give(kProvider.account, credits(50), at(1)));
        QCOMPARE(codeOf(buy(1, credits(1), kProvider)), ErrorCode::CreditTooLow);
        checkAll();
    }

    void everybodyIsPaidFromTheBudget_data() { databaseKinds(); }
    void everybodyIsPaidFromTheBudget()
    {
        open();
        QVERIFY(buy(1, credits(5)));
        QVERIFY(!tellsTheGatewayABalance(*hold(1, 1, credits(4))));
        QCOMPARE(bank().purseOf(idOf<Hash256>(1))->left, credits(1));
        QVERIFY(!tellsTheGatewayABalance(*settle(1, credits(2))));
        QCOMPARE(budget(1), credits(3));
        QCOMPARE(posted(earningsOf(kProvider.account)).micro, 1'760'000);
        QCOMPARE(posted(kShare).micro, 240'000);
        QCOMPARE(posted(creditsOf(kMember.account)), credits(95));
        QCOMPARE(posted(creditsOf(kGateway.account)), Money {});
        checkAll();
    }

    void aBudgetIsTheMost_data() { databaseKinds(); }
    void aBudgetIsTheMost()
    {
        open();
        QVERIFY(buy(1, credits(5)));
        QVERIFY(buy(2, credits(50)));
        QCOMPARE(codeOf(hold(1, 1, credits(6))), ErrorCode::CreditTooLow);
        QVERIFY(hold(2, 1, credits(5)));
        QVERIFY(hold(2, 1, credits(5))); // asked again
        QCOMPARE(codeOf(hold(3, 1, microCredits(1))), ErrorCode::CreditTooLow);
        QCOMPARE(codeOf(hold(2, 2, credits(5))), ErrorCode::ValueInvalid); // the same job by another's budget
        QCOMPARE(codeOf(hold(4, 9, credits(1))), ErrorCode::RelayRefused); // no such budget
        checkAll();
    }

    void theGatewaysMachineEndsItsJobs_data() { databaseKinds(); }
    void theGatewaysMachineEndsItsJobs()
    {
        open();
        QVERIFY(buy(1, credits(5)));
        QVERIFY(hold(1, 1, credits(4)));
        QVERIFY(m_bench->jobs.checkBuyer(kGateway, idOf<JobId>(1)));
        QVERIFY(!m_bench->jobs.checkBuyer(kMember, idOf<JobId>(1)));
        const auto state = m_bench->jobs.askJob(party(8), {3, idOf<JobId>(1)});
        QCOMPARE(std::get<JobState>(state->front().message).state, int(HoldState::Unknown));
        QVERIFY(m_bench->jobs.releaseHold(kGateway, {4, idOf<JobId>(1), int(ErrorCode::Cancelled)}, at(40)));
        QVERIFY(m_bench->jobs.onTime(at(40 + 20'000)));
        QCOMPARE(bank().purseOf(idOf<Hash256>(1))->left, credits(5));
        checkAll();
    }

    void revokingBringsBackWhatIsLeft_data() { databaseKinds(); }
    void revokingBringsBackWhatIsLeft()
    {
        open();
        QVERIFY(buy(1, credits(5)));
        QVERIFY(hold(1, 1, credits(4)));
        QCOMPARE(codeOf(bank().revoke(kProvider.account, idOf<Hash256>(1), at(25))), ErrorCode::RelayRefused);
        QVERIFY(bank().revoke(kMember.account, idOf<Hash256>(1), at(25)));
        QVERIFY(bank().revoke(kMember.account, idOf<Hash256>(1), at(26)));
        QCOMPARE(posted(creditsOf(kMember.account)), credits(96)); // one of five wasn't held
        QCOMPARE(codeOf(hold(2, 1, microCredits(1))), ErrorCode::RelayRefused);
        QCOMPARE(codeOf(bank().purseOf(idOf<Hash256>(1))), ErrorCode::RelayRefused);
        checkAll();
        QVERIFY(settle(1, credits(3))); // the job that ran is paid, the rest of its hold goes back
        QCOMPARE(posted(creditsOf(kMember.account)), credits(97));
        QCOMPARE(budget(1), Money {});
        checkAll();
    }

    void aReleasedHoldOfARevokedTokenGoesBack_data() { databaseKinds(); }
    void aReleasedHoldOfARevokedTokenGoesBack()
    {
        open();
        QVERIFY(buy(1, credits(5)));
        QVERIFY(hold(1, 1, credits(5)));
        QVERIFY(bank().revokeAll(kMember.account, at(25)));
        QVERIFY(m_bench->jobs.releaseHold(kProvider, {4, idOf<JobId>(1), int(ErrorCode::NodeFailed)}, at(40)));
        QCOMPARE(posted(creditsOf(kMember.account)), credits(100));
        checkAll();
    }

    void frozenMembersTokensRest_data() { databaseKinds(); }
    void frozenMembersTokensRest()
    {
        open();
        QVERIFY(buy(1, credits(5)));
        m_bench->frozen = kMember.account;
        QCOMPARE(codeOf(buy(2, credits(5))), ErrorCode::AccountFrozen);
        QCOMPARE(codeOf(hold(1, 1, credits(1))), ErrorCode::AccountFrozen);
        QCOMPARE(codeOf(bank().purseOf(idOf<Hash256>(1))), ErrorCode::AccountFrozen);
        QVERIFY(bank().revoke(kMember.account, idOf<Hash256>(1), at(25))); // its credits come home, where they rest
        checkAll();
    }

    void listed_data() { databaseKinds(); }
    void listed()
    {
        open();
        QVERIFY(buy(1, credits(5)));
        QVERIFY(buy(2, credits(7)));
        QVERIFY(hold(1, 2, credits(3)));
        QVERIFY(bank().revoke(kMember.account, idOf<Hash256>(1), at(25)));
        const auto tokens = bank().list(kMember.account, 42);
        QVERIFY(tokens);
        QCOMPARE(tokens->size(), std::size_t(2));
        const GatewayTokenListed& living = tokens->front();
        QCOMPARE(living.id, 42);
        QCOMPARE(living.bought, credits(7));
        QCOMPARE(living.left, credits(4));
        QCOMPARE(living.held, credits(3));
        QVERIFY(!living.revoked && tokens->back().revoked);
        QVERIFY(bank().list(kProvider.account, 1)->empty());
        QCOMPARE(bank().liveTokens()->size(), std::size_t(1));
        QVERIFY(bank().moveOwner(kMember.account, kProvider.account));
        QCOMPARE(bank().list(kProvider.account, 1)->size(), std::size_t(2));
        checkAll();
    }

    void aHundredTokensAreEnough_data() { databaseKinds(); }
    void aHundredTokensAreEnough()
    {
        open();
        for (std::uint32_t n = 0; n < BudgetBank::kMostLive; ++n)
            QVERIFY(buy(1000 + n, microCredits(1)));
        QCOMPARE(codeOf(buy(1, microCredits(1))), ErrorCode::LimitExceeded);
        QVERIFY(bank().revoke(kMember.account, idOf<Hash256>(1000), at(25)));
        QVERIFY(buy(1, microCredits(1)));
        checkAll();
    }

    void theStatementNamesThem_data() { databaseKinds(); }
    void theStatementNamesThem()
    {
        open();
        QVERIFY(buy(1, credits(5)));
        QVERIFY(bank().revoke(kMember.account, idOf<Hash256>(1), at(25)));
        const auto lines = m_bench->store.statement(kMember.account, at(1), at(100), 10);
        QVERIFY(lines);
        QCOMPARE(lines->size(), std::size_t(2));
        for (const StatementLine& line : *lines)
            QCOMPARE(kindOf(line), StatementKind::GatewayToken);
    }

    void theCheckFindsWhatIsWrong_data() { databaseKinds(); }
    void theCheckFindsWhatIsWrong()
    {
        open();
        QVERIFY(buy(1, credits(5)));
        QVERIFY(m_database->write("UPDATE gateway_token SET bought = bought + 1").hasValue());
        QCOMPARE(checkBudgets(*m_database, m_bench->store)->size(), std::size_t(1));
        QVERIFY(m_database->write("UPDATE gateway_token SET bought = bought - 1, revoked = 3").hasValue());
        QCOMPARE(checkBudgets(*m_database, m_bench->store)->size(), std::size_t(1));
    }
};

QTEST_GUILESS_MAIN(TestBudgetBank)
#include "TestBudgetBank.moc"
