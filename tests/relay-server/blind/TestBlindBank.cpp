// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/relay-server/blind/BlindFixture.h"

#include <QTemporaryDir>
#include <QTest>

#include <random>

using namespace weft;
using namespace weft::relay;
using namespace weft::relay::test;

using Mode = BlindBank::Mode;

namespace {

const Party kBuyer = party(1);
const Party kProvider = party(2);
const KeyHash kThrowaway = idOf<KeyHash>(77);

} // namespace

class TestBlindBank : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Database> m_database;
    std::unique_ptr<Books> m_books;

    BlindBank& bank() { return m_books->bank; }
    Money posted(const BookId& id) { return m_books->store.book(id)->posted(); }
    Money creditsOf(const AccountId& account) { return posted({account, BookKind::Credits}); }

    /// As the writer does it: an error undoes all of the request.
    template <typename Work>
    auto once(Work work)
    {
        (void)m_database->savepoint();
        auto result = work();
        (void)(result ? m_database->releaseSavepoint() : m_database->rollbackToSavepoint());
        return result;
    }
    Result<Outbox> hold(const RequestBlindHold& request, std::optional<Party> provider = kProvider)
    {
        return once([&] { return bank().hold(kThrowaway, provider, request, at(10)); });
    }
    Result<bool> claim(const ClaimBlindChange& request)
    {
        return once([&] { return bank().claim(request, at(30), Mode::CarryOut); });
    }
    ErrorCode codeOf(const auto& result) { return result ? ErrorCode {} : result.error().code; }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        auto database = Database::open(m_folder->filePath(QStringLiteral("blind.db")));
        QVERIFY(database);
        m_database = std::move(*database);
        m_books = std::make_unique<Books>(*m_database);
        QVERIFY(m_books->give(kBuyer.account, credits(200)));
        // Ten tokens of each kind up to 5.12 credits are out.
        std::vector<BlindedToken> tokens;
        for (std::uint32_t i = 0; i < 100; ++i)
            tokens.push_back(blinded(i, int(i % 10)));
        QVERIFY(bank().withdraw(kBuyer.account, withdrawal(1, tokens), at(1), Mode::CarryOut));
        QCOMPARE(creditsOf(kBuyer.account).micro, credits(200).micro - 10 * 1023 * kBlindUnit.micro);
    }
    void cleanup()
    {
        const auto broken = checkLedger(m_books->store);
        QVERIFY(broken && broken->empty());
        const auto blind = checkBlindCredits(*m_database, m_books->store);
        QVERIFY2(blind && blind->empty(), blind && !blind->empty() ? blind->front().c_str() : "");
        m_books.reset();
        m_database.reset();
    }

    void trialCreditsDontLeaveAsTokens()
    {
        QVERIFY(m_books->store.openBook(kPromotion, credits(50)));
        QVERIFY(TrialCredits(m_books->store).give(kProvider.account, credits(50), at(1)));
        const auto tokens = std::vector<BlindedToken> {blinded(1, 0)};
        for (const Mode mode : {Mode::Check, Mode::CarryOut}) {
            const auto refused
                = once([&] { return bank().withdraw(kProvider.account, withdrawal(9, tokens), at(2), mode); });
            QCOMPARE(codeOf(refused), ErrorCode::CreditTooLow);
        }
    }

    void aWithdrawalDebitsOnce()
    {
        const Money before = creditsOf(kBuyer.account);
        const auto request = withdrawal(2, {blinded(1, 3), blinded(2, 0)});
        QCOMPARE(*bank().withdraw(kBuyer.account, request, at(2), Mode::Check), false);
        QCOMPARE(creditsOf(kBuyer.account).micro, before.micro);
        QCOMPARE(*bank().withdraw(kBuyer.account, request, at(2), Mode::CarryOut), false);
        QCOMPARE(creditsOf(kBuyer.account).micro, before.micro - 9 * kBlindUnit.micro);
        for (const Mode mode : {Mode::Check, Mode::CarryOut})
            QCOMPARE(*bank().withdraw(kBuyer.account, request, at(3), mode), true);
        QCOMPARE(creditsOf(kBuyer.account).micro, before.micro - 9 * kBlindUnit.micro);
    }

    void oneIdIsOneWithdrawal()
    {
        QVERIFY(bank().withdraw(kBuyer.account, withdrawal(2, {blinded(1, 3)}), at(2), Mode::CarryOut));
        const auto other = bank().withdraw(kBuyer.account, withdrawal(2, {blinded(2, 3)}), at(3), Mode::CarryOut);
        QCOMPARE(codeOf(other), ErrorCode::AmountInvalid);
        const auto stranger = bank().withdraw(kProvider.account, withdrawal(2, {blinded(1, 3)}), at(3), Mode::Check);
        QCOMPARE(codeOf(stranger), ErrorCode::CreditTooLow); // each account has ids of its own
    }

    /// Else a withdrawal could take the id of a transfer to come, a hold's capture say, and keep it from happening.
    void anAskedIdIsNoneOfTheLedgers()
    {
        const auto request = withdrawal(2, {blinded(1, 3)});
        QVERIFY(bank().withdraw(kBuyer.account, request, at(2), Mode::CarryOut));
        QVERIFY(m_books->store.openBook(kGrants, credits(1000)).hasValue());
        const Transfer other {request.transfer, {}, kGrants, {kProvider.account, BookKind::Credits}, credits(1), at(3)};
        QVERIFY(m_books->store.post(other).hasValue());
        QCOMPARE(creditsOf(kProvider.account), credits(1));
    }

    void whatIsFrozenDoesNotLeaveAsTokens()
    {
        m_books->jobs.setBuyerCheck([](const AccountId&) -> Done { return Error {ErrorCode::AccountFrozen}; });
        for (const Mode mode : {Mode::Check, Mode::CarryOut}) {
            const auto result = bank().withdraw(kBuyer.account, withdrawal(2, {blinded(1, 3)}), at(2), mode);
            QCOMPARE(codeOf(result), ErrorCode::AccountFrozen);
        }
    }

    void nobodyWithdrawsMoreThanThereIs()
    {
        const auto request = withdrawal(3, {blinded(1, 14)});
        for (const Mode mode : {Mode::Check, Mode::CarryOut}) {
            const auto result = once([&] { return bank().withdraw(kBuyer.account, request, at(2), mode); });
            QCOMPARE(codeOf(result), ErrorCode::CreditTooLow);
        }
    }

    void tokensBecomeAHold()
    {
        const auto request = blindHold(10, kProvider, microCredits(5'123'456), {token(1, 9), token(2, 1)});
        const auto out = hold(request);
        QVERIFY(out);
        QVERIFY(std::holds_alternative<HoldGranted>(out->front().message));
        QCOMPARE(out->front().to, kThrowaway);
        const auto held = m_books->store.hold(request.job);
        QCOMPARE((*held)->buyer.account, blindAccountOf(request.job));
        QCOMPARE((*held)->amount, microCredits(5'123'456));
        QVERIFY(hold(request)); // the same again: the same hold
        QCOMPARE(creditsOf(blindAccountOf(request.job)).micro, 514 * kBlindUnit.micro);
        auto other = request;
        other.amount = credits(1);
        QCOMPARE(codeOf(hold(other)), ErrorCode::ValueInvalid);
    }

    void aTokenIsSpentOnce()
    {
        QVERIFY(hold(blindHold(10, kProvider, credits(1), {token(1, 7)})));
        const Money circulating = posted(kBlind);
        QCOMPARE(codeOf(hold(blindHold(11, kProvider, credits(1), {token(2, 7), token(1, 7)}))), ErrorCode::TokenSpent);
        QCOMPARE(posted(kBlind), circulating);
        QVERIFY(hold(blindHold(11, kProvider, credits(1), {token(2, 7)}))); // it wasn't lost
        QCOMPARE(codeOf(hold(blindHold(12, kProvider, credits(1), {token(3, 7), token(3, 7)}))), ErrorCode::TokenSpent);
    }

    /// Whatever a refused hold was refused for, its tokens are as good as before.
    void aRefusedHoldSpendsNothing_data()
    {
        QTest::addColumn<int>("fault");
        QTest::addColumn<int>("code");
        QTest::newRow("the machine is gone") << 0 << int(ErrorCode::ProviderLost);
        QTest::newRow("too little") << 1 << int(ErrorCode::CreditTooLow);
        QTest::newRow("another's secret") << 2 << int(ErrorCode::ValueInvalid);
        QTest::newRow("another's job") << 3 << int(ErrorCode::ValueInvalid);
        QTest::newRow("a false job key") << 4 << int(ErrorCode::KeyMismatch);
    }
    void aRefusedHoldSpendsNothing()
    {
        QFETCH(int, fault);
        QFETCH(int, code);
        QVERIFY(hold(blindHold(10, kProvider, credits(1), {token(1, 7)})));
        const auto good = blindHold(11, kProvider, credits(1), {token(2, 7)});
        auto bad = good;
        if (fault == 1)
            bad.amount = credits(2);
        if (fault == 2)
            bad.secretHash = blindHold(10, kProvider, {}, {}).secretHash;
        if (fault == 3)
            bad.job = idOf<JobId>(10);
        if (fault == 4)
            bad.jobKey = idOf<KeyHash>(4);
        QCOMPARE(int(codeOf(hold(bad, fault == 0 ? std::nullopt : std::optional(kProvider)))), code);
        QVERIFY(hold(good));
    }

    void changeIsClaimedOnce_data()
    {
        QTest::addColumn<qint64>("captured");
        QTest::addColumn<qint64>("change"); // of 5.14 credits
        QTest::newRow("released") << qint64(0) << qint64(5'140'000);
        QTest::newRow("all of the quote") << qint64(5'123'456) << qint64(10'000);
        QTest::newRow("a part") << qint64(1'000'001) << qint64(4'130'000);
    }
    void changeIsClaimedOnce()
    {
        QFETCH(qint64, captured);
        QFETCH(qint64, change);
        const SecretKey256 secret = idOf<SecretKey256>(10);
        QCOMPARE(bank().change({1, secret})->state, int(HoldState::Unknown));
        QVERIFY(hold(blindHold(10, kProvider, microCredits(5'123'456), {token(1, 9), token(2, 1)})));
        QCOMPARE(bank().change({1, secret})->state, int(HoldState::Held));
        QCOMPARE(codeOf(claim({1, secret, 700, {blinded(1, 0)}})), ErrorCode::AmountInvalid);
        if (captured > 0)
            QVERIFY(m_books->jobs.settle(kProvider, settlement(10, microCredits(captured)), at(20)));
        else
            QVERIFY(m_books->jobs.releaseHold(kProvider, {1, idOf<JobId>(10), 0}, at(20)));
        const auto offered = bank().change({1, secret});
        QCOMPARE(offered->amount.micro, change);
        QVERIFY(!offered->claimed);

        ClaimBlindChange request {1, secret, 700, {}};
        for (int power = 14; power >= 0; --power) {
            if (change / kBlindUnit.micro & (1 << power))
                request.tokens.push_back(blinded(std::uint32_t(power), power));
        }
        auto more = request;
        more.tokens.push_back(blinded(90, 0));
        QCOMPARE(codeOf(claim(more)), ErrorCode::AmountInvalid);
        QCOMPARE(*claim(request), false);
        QCOMPARE(*claim(request), true);
        auto others = request;
        others.tokens.back() = blinded(91, others.tokens.back().power);
        QCOMPARE(codeOf(claim(others)), ErrorCode::TokenSpent);
        QVERIFY(bank().change({1, secret})->claimed);
        QCOMPARE(bank().change({1, secret})->amount.micro, change);
        QCOMPARE(creditsOf(blindAccountOf(idOf<JobId>(10))).micro, 0);
        QCOMPARE(posted(kBlindRounding).micro, 5'140'000 - captured - change);
    }

    void onlyTheSecretClaims()
    {
        QCOMPARE(codeOf(claim({1, idOf<SecretKey256>(1), 700, {}})), ErrorCode::HoldUnknown);
    }

    void tokensAreExchanged()
    {
        const ExchangeBlind request {1, {token(1, 3), token(2, 0)}, 701, {blinded(5, 3), blinded(6, 0)}};
        QCOMPARE(*bank().exchange(request, Mode::Check), false);
        QCOMPARE(*bank().exchange(request, Mode::CarryOut), false);
        QCOMPARE(*bank().exchange(request, Mode::CarryOut), true);
        auto others = request;
        others.tokens[0] = blinded(7, 3);
        QCOMPARE(codeOf(bank().exchange(others, Mode::Check)), ErrorCode::TokenSpent);
        QCOMPARE(codeOf(hold(blindHold(10, kProvider, microCredits(1), {token(1, 3)}))), ErrorCode::TokenSpent);
        const auto unequal = bank().exchange({1, {token(8, 3)}, 701, {blinded(8, 4)}}, Mode::Check);
        QCOMPARE(codeOf(unequal), ErrorCode::AmountInvalid);
    }

    void tokensBecomeCreditsAgain()
    {
        const Money before = creditsOf(kProvider.account);
        const DepositBlind request {1, idOf<TransferId>(40), {token(1, 7), token(2, 0)}};
        QCOMPARE(*bank().deposit(kProvider.account, request, at(5)), false);
        QCOMPARE(*bank().deposit(kProvider.account, request, at(6)), true);
        QCOMPARE(creditsOf(kProvider.account).micro, before.micro + 129 * kBlindUnit.micro);
        const auto again = once([&] { return bank().deposit(kBuyer.account, {1, idOf<TransferId>(41), {token(1, 7)}}, at(7)); });
        QCOMPARE(codeOf(again), ErrorCode::TokenSpent);
    }

    void theCheckSeesWhatIsWrong()
    {
        (void)m_database->savepoint();
        QVERIFY(bank().rows().spend(idOf<Hash256>(3), 2)); // spent for nothing
        QCOMPARE(checkBlindCredits(*m_database, m_books->store)->size(), std::size_t {1});
        (void)m_database->rollbackToSavepoint();
    }

    /// Random requests, some twice, some refused half way: books and tokens agree after each (cleanup looks at the end).
    void randomHistories()
    {
        std::mt19937 random(20261127);
        const auto upTo = [&](std::uint32_t n) { return std::uint32_t(random() % n); };
        std::uint32_t n = 1000;
        for (int i = 0; i < 400; ++i) {
            const std::uint32_t which = 100 + upTo(60);
            const int power = int(which % 8);
            switch (upTo(5)) {
            case 0:
                (void)once([&] { return bank().withdraw(kBuyer.account, withdrawal(which, {blinded(which, power)}), at(i), Mode::CarryOut); });
                break;
            case 1:
                ++n;
                (void)hold(blindHold(n, kProvider, microCredits(upTo(2'000'000)), {token(which, power), token(which + 1, int((which + 1) % 8))}),
                    upTo(4) ? std::optional(kProvider) : std::nullopt);
                break;
            case 2:
                (void)once([&] { return m_books->jobs.settle(kProvider, settlement(1000 + upTo(60), microCredits(upTo(900'000))), at(i)); });
                break;
            case 3: {
                const SecretKey256 secret = idOf<SecretKey256>(1000 + upTo(60));
                const Money left = bank().change({1, secret})->amount;
                ClaimBlindChange request {1, secret, 700, {}};
                for (int p = 14; p >= 0; --p) {
                    if (left.micro / kBlindUnit.micro & (1 << p))
                        request.tokens.push_back(blinded(n++, p));
                }
                (void)claim(request);
                break;
            }
            default:
                (void)once([&] { return bank().deposit(kBuyer.account, {1, idOf<TransferId>(n++), {token(which, power)}}, at(i)); });
            }
            QVERIFY(checkBlindCredits(*m_database, m_books->store)->empty());
        }
        QVERIFY(n > 1060);
    }
};

QTEST_GUILESS_MAIN(TestBlindBank)
#include "TestBlindBank.moc"
