// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/security/HumanCodes.h"
#include "core/security/Totp.h"
#include "relay-server/accounts/Approvals.h"
#include "relay-server/accounts/DeviceMoves.h"
#include "relay-server/accounts/PasswordHasher.h"
#include "relay-server/ledger/RelayJobs.h"
#include "relay-server/ledger/SqlLedgerStore.h"
#include "relay-server/ledger/TrialCredits.h"
#include "relay-server/storage/Writer.h"

#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <latch>

using namespace weft;
using namespace weft::relay;

namespace {

UnixMillis at(std::int64_t seconds)
{
    return UnixMillis{std::chrono::seconds(seconds)};
}

template <typename Id> Id id(std::uint8_t n)
{
    Id made;
    made.bytes[0] = n;
    return made;
}

QByteArray secretIn(const std::string& uri)
{
    const QByteArray text = QByteArray::fromStdString(uri);
    const qsizetype from = text.indexOf("secret=") + 7;
    return text.mid(from, text.indexOf('&', from) - from);
}

/// What an authenticator app does with the secret.
std::vector<std::uint8_t> decoded(const QByteArray& base32Text)
{
    std::vector<std::uint8_t> bytes;
    std::uint32_t buffer = 0;
    int bits = 0;
    for (const char c : base32Text) {
        buffer = (buffer << 5) | std::uint32_t(c >= 'A' ? c - 'A' : c - '2' + 26);
        bits += 5;
        if (bits >= 8)
            bytes.push_back(std::uint8_t(buffer >> (bits -= 8)));
    }
    return bytes;
}

struct Fixture {
    Fixture()
        : database(*Database::open(dir.filePath(QStringLiteral("a.db"))))
        , store(*database)
        , accounts(*database)
        , logins(*database)
        , approvals(*database)
        , moves(*database, store, accounts, logins)
    {
    }

    AccountId enrol(std::uint8_t machine, Money credits = {}, Money earned = {})
    {
        const AccountId account = *accounts.enrol(id<KeyHash>(machine), at(1));
        give({account, BookKind::Credits}, credits);
        give({account, BookKind::Earnings}, earned);
        return account;
    }
    void give(const BookId& book, Money amount)
    {
        (void)store.openBook(kStripe, kBoundless);
        if (amount.micro > 0)
            (void)store.post({randomId<TransferId>(systemRandom()), {}, kStripe, book, amount, at(1)});
    }
    Money has(const AccountId& account, BookKind kind) { return store.book({account, kind})->posted(); }
    void hold(
        const AccountId& buyer, std::uint8_t buyerMachine, const AccountId& provider, std::uint8_t providerMachine)
    {
        (void)store.openBook(kClearing, {});
        Hold made;
        made.job = randomId<JobId>(systemRandom());
        made.buyer = {buyer, id<KeyHash>(buyerMachine)};
        made.provider = {provider, id<KeyHash>(providerMachine)};
        made.amount = credits(1);
        made.deadline = at(9999);
        QVERIFY(store.insertHold(made));
    }
    /// Switches two-step sign-in on. -> the secret
    std::vector<std::uint8_t> switchTotpOn(const AccountId& account, std::int64_t seconds)
    {
        const auto secret = decoded(secretIn(logins.beginTotp(account, systemRandom(), at(seconds)).value()));
        (void)logins.confirmTotp(account, hotpCode(secret, seconds / 30), at(seconds));
        return secret;
    }

    QTemporaryDir dir;
    std::unique_ptr<Database> database;
    SqlLedgerStore store;
    Accounts accounts;
    Logins logins;
    Approvals approvals;
    DeviceMoves moves;
};

ErrorCode codeOf(const Done& done)
{
    return done ? ErrorCode(0) : done.error().code;
}

} // namespace

class TestLogins : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void emailAndPassword()
    {
        Fixture f;
        const AccountId one = f.enrol(1);
        const AccountId two = f.enrol(2);
        QVERIFY(!*f.logins.hasPassword(one));
        QVERIFY(f.logins.setPassword(one, "a@b.example", "hash", at(5)));
        QVERIFY(*f.logins.hasPassword(one));
        QCOMPARE((*f.logins.byEmail("a@b.example"))->account, one);
        QVERIFY(!*f.logins.byEmail("c@b.example"));
        QCOMPARE(codeOf(f.logins.setPassword(two, "a@b.example", "x", at(6))), ErrorCode::EmailTaken);
        QVERIFY(!*f.logins.hasPassword(two));
        QVERIFY(f.logins.setPassword(one, "a@b.example", "hash2", at(7)));
        QVERIFY(f.logins.checkUnchanged(one, "hash2"));
        QCOMPARE(codeOf(f.logins.checkUnchanged(one, "hash")), ErrorCode::PasswordWrong);
    }

    void recoveryCodes()
    {
        Fixture f;
        const AccountId one = f.enrol(1);
        QVERIFY(f.logins.setPassword(one, "a@b.example", "hash", at(5)));
        f.switchTotpOn(one, 3000);
        const std::string first = *f.logins.makeRecoveryCode(one, systemRandom(), at(5));
        const std::string second = *f.logins.makeRecoveryCode(one, systemRandom(), at(6));
        QVERIFY(first != second);
        QVERIFY(f.logins.login(one)->hasRecoveryCode);
        QCOMPARE(f.logins.useRecoveryCode(first, at(7)).error().code, ErrorCode::CodeWrong); // void
        QCOMPARE(f.logins.useRecoveryCode("nonsense", at(7)).error().code, ErrorCode::CodeWrong);
        QCOMPARE(*f.logins.useRecoveryCode(second, at(7)), one);
        QCOMPARE(f.logins.useRecoveryCode(second, at(8)).error().code, ErrorCode::CodeWrong); // once
        const Credentials left = *f.logins.login(one);
        QVERIFY(!left.hasRecoveryCode && !left.hasTotp && left.password.empty()); // so that a new password can be set
        QCOMPARE(left.email, std::string("a@b.example"));
    }

    void theCodeIsNotInTheFile()
    {
        Fixture f;
        const std::string shown = *f.logins.makeRecoveryCode(f.enrol(1), systemRandom(), at(5));
        const std::string code = *readRecoveryCode(shown);
        const std::string approval = f.approvals.begin(id<KeyHash>(1), "x", systemRandom(), at(5))->code;
        QVERIFY(f.database->execute(QStringLiteral("PRAGMA wal_checkpoint(TRUNCATE)")));
        QFile file(f.dir.filePath(QStringLiteral("a.db")));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray all = file.readAll();
        QVERIFY(all.contains("account_login")); // the search finds what is there
        for (const std::string& secret : {shown, code, approval, *readApprovalCode(approval)})
            QVERIFY(!all.contains(secret.c_str()));
    }

    void twoSteps()
    {
        Fixture f;
        const AccountId one = f.enrol(1);
        QCOMPARE(codeOf(f.logins.checkTotp(one, "123456", at(3000))), ErrorCode::TotpNeeded);
        QVERIFY(f.logins.passTotp(one, "", at(3000)));
        const std::string uri = *f.logins.beginTotp(one, systemRandom(), at(3000));
        QVERIFY(!f.logins.login(one)->hasTotp); // not before it is confirmed
        QCOMPARE(codeOf(f.logins.confirmTotp(one, "000000", at(3000))), ErrorCode::CodeWrong);
        const auto secret = decoded(secretIn(uri));
        QVERIFY(f.logins.confirmTotp(one, hotpCode(secret, 100), at(3000)));
        QVERIFY(f.logins.login(one)->hasTotp);
        QCOMPARE(codeOf(f.logins.checkTotp(one, hotpCode(secret, 100), at(3001))), ErrorCode::CodeWrong); // used
        QCOMPARE(codeOf(f.logins.checkTotp(one, "", at(3001))), ErrorCode::CodeNeeded);
        QVERIFY(f.logins.checkTotp(one, hotpCode(secret, 101), at(3001))); // a clock that is ahead
        QCOMPARE(codeOf(f.logins.checkTotp(one, hotpCode(secret, 103), at(3001))), ErrorCode::CodeWrong); // too far
        QVERIFY(f.logins.checkTotp(one, hotpCode(secret, 105), at(30 * 106))); // behind
        QCOMPARE(f.logins.beginTotp(one, systemRandom(), at(4000)).error().code, ErrorCode::ValueInvalid); // it is on
        QVERIFY(f.logins.removeTotp(one, at(4000)));
        QCOMPARE(codeOf(f.logins.checkTotp(one, "123456", at(4000))), ErrorCode::TotpNeeded);
    }

    /// Three of a million codes fit at a time; who tries them all must need years.
    void guessingCodesIsSlow()
    {
        Fixture f;
        const AccountId one = f.enrol(1);
        const auto secret = f.switchTotpOn(one, 3000);
        int tried = 0;
        for (std::int64_t now = 3060; now < 3060 + 24 * 3600;) {
            const Done done = f.logins.checkTotp(one, "nonono", at(now));
            QVERIFY(!done);
            tried += done.error().code == ErrorCode::CodeWrong ? 1 : 0;
            now += done.error().code == ErrorCode::TooManyTries ? std::stoll(done.error().args.at("seconds")) : 0;
        }
        QVERIFY2(tried > 20 && tried < 60, qPrintable(QString::number(tried)));
        const std::int64_t later = 3060 + 26 * 3600;
        QVERIFY(f.logins.checkTotp(one, hotpCode(secret, later / 30), at(later))); // its owner comes in
    }

    void raceForOneCode_data()
    {
        QTest::addColumn<bool>("isTotp");
        QTest::newRow("authenticator") << true;
        QTest::newRow("recovery code") << false;
    }
    void raceForOneCode()
    {
        QFETCH(bool, isTotp);
        QTemporaryDir dir;
        auto writer = Writer::start(dir.filePath(QStringLiteral("a.db")));
        QVERIFY(writer);
        std::optional<Logins> logins; // as in the relay: one for the writer's thread
        const AccountId account = id<AccountId>(1);
        const std::string code = *(*writer)->writeAndWait<std::string>([&](Database& database) -> Result<std::string> {
            logins.emplace(database);
            if (!isTotp)
                return logins->makeRecoveryCode(account, systemRandom(), at(3000));
            WEFT_TRY(const std::string uri, logins->beginTotp(account, systemRandom(), at(3000)));
            const auto secret = decoded(secretIn(uri));
            WEFT_CHECK(logins->confirmTotp(account, hotpCode(secret, 100), at(3000)));
            return hotpCode(secret, 101);
        });
        constexpr int kRacers = 32;
        std::latch start(kRacers);
        std::atomic<int> won{0};
        std::vector<std::thread> racers;
        for (int i = 0; i < kRacers; ++i) {
            racers.emplace_back([&] {
                start.arrive_and_wait();
                const auto used = (*writer)->writeAndWait<int>([&](Database&) -> Result<int> {
                    if (isTotp) {
                        WEFT_CHECK(logins->checkTotp(account, code, at(3010)));
                    } else {
                        WEFT_CHECK(logins->useRecoveryCode(code, at(3010)));
                    }
                    return 1;
                });
                won += used ? 1 : 0;
            });
        }
        for (std::thread& racer : racers)
            racer.join();
        QCOMPARE(won.load(), 1);
    }

    void approvals()
    {
        Fixture f;
        f.enrol(1);
        const auto old = f.approvals.begin(id<KeyHash>(1), "NAS", systemRandom(), at(100));
        const auto begun = f.approvals.begin(id<KeyHash>(1), "NAS", systemRandom(), at(101));
        QCOMPARE(begun->expires, at(101 + 600));
        QCOMPARE(f.approvals.find(old->code, at(102)).error().code, ErrorCode::CodeWrong);
        QCOMPARE(f.approvals.find(begun->code, at(102))->machine, id<KeyHash>(1));
        QCOMPARE(f.approvals.find(begun->code, at(701)).error().code, ErrorCode::CodeWrong); // too late
        const QString typed = QString::fromStdString(begun->code).toLower().remove(u'-');
        QCOMPARE(f.approvals.use(typed.toStdString(), at(700))->name, std::string("NAS"));
        QCOMPARE(f.approvals.use(begun->code, at(700)).error().code, ErrorCode::CodeWrong); // once
    }

    void aFreshAccountsMoneyMovesAlong()
    {
        Fixture f;
        const AccountId main = f.enrol(1, credits(5));
        const AccountId fresh = f.enrol(2, credits(7), credits(3));
        QCOMPARE(*f.moves.join(id<KeyHash>(2), main, "Laptop", at(9)), fresh);
        QCOMPARE(*f.accounts.accountOf(id<KeyHash>(2)), main);
        QCOMPARE(f.has(main, BookKind::Credits), credits(12));
        QCOMPARE(f.has(main, BookKind::Earnings), credits(3));
        QCOMPARE(f.has(fresh, BookKind::Credits), credits(0));
        QCOMPARE(f.has(fresh, BookKind::Earnings), credits(0));
        QCOMPARE(f.accounts.devices(main)->back().name, std::string("Laptop"));
        QCOMPARE(*f.moves.join(id<KeyHash>(2), main, "Mine", at(10)), main); // again: only its name
        QCOMPARE(f.has(main, BookKind::Credits), credits(12));
    }

    /// Else many devices' trials would become one account's balance.
    void trialCreditsArePooledByNobody()
    {
        Fixture f;
        (void)f.store.openBook(kPromotion, credits(1000));
        TrialCredits trials(f.store);
        const AccountId main = f.enrol(1);
        QVERIFY(trials.give(main, credits(10), at(1)));
        for (std::uint8_t n = 2; n < 6; ++n) {
            QVERIFY(trials.give(f.enrol(n, credits(1)), credits(10), at(1)));
            QVERIFY(f.moves.join(id<KeyHash>(n), main, "", at(2)));
        }
        QCOMPARE(f.has(main, BookKind::Trial), credits(10));
        QCOMPARE(f.has(main, BookKind::Credits), credits(4)); // what was bought moves
        QCOMPARE(f.store.book(kPromotion)->posted().micro, -credits(10).micro);
        const AccountId without = f.enrol(7);
        QVERIFY(trials.give(f.enrol(8), credits(10), at(3)));
        QVERIFY(f.moves.join(id<KeyHash>(8), without, "", at(4)));
        QCOMPARE(f.has(without, BookKind::Trial), credits(10));
        QVERIFY(trials.give(f.enrol(9), credits(10), at(5)));
        QVERIFY(f.moves.join(id<KeyHash>(9), without, "", at(6)));
        QCOMPARE(f.has(without, BookKind::Trial), credits(10));
    }

    void whatOthersCanReachStays()
    {
        Fixture f;
        const AccountId main = f.enrol(1);
        const AccountId withPassword = f.enrol(2, credits(7));
        QVERIFY(f.logins.setPassword(withPassword, "a@b.example", "hash", at(5)));
        QVERIFY(f.moves.join(id<KeyHash>(2), main, {}, at(9)));
        QCOMPARE(f.has(withPassword, BookKind::Credits), credits(7));
        const AccountId shared = f.enrol(3, credits(4));
        f.enrol(4);
        QVERIFY(f.moves.join(id<KeyHash>(4), shared, {}, at(9)));
        QVERIFY(f.moves.join(id<KeyHash>(3), main, {}, at(10)));
        QCOMPARE(f.has(shared, BookKind::Credits), credits(4)); // machine 4 is still there
        QVERIFY(f.moves.join(id<KeyHash>(4), main, {}, at(11)));
        QCOMPARE(f.has(main, BookKind::Credits), credits(4));
    }

    void anAccountHasAHundredDevices()
    {
        Fixture f;
        const AccountId main = f.enrol(1);
        for (std::uint8_t machine = 2; machine <= 100; ++machine) {
            f.enrol(machine);
            QVERIFY(f.moves.join(id<KeyHash>(machine), main, {}, at(9)));
        }
        f.enrol(101);
        QCOMPARE(f.moves.join(id<KeyHash>(101), main, {}, at(9)).error().code, ErrorCode::LimitExceeded);
        QVERIFY(f.accounts.revoke(main, id<KeyHash>(50), at(10)));
        QVERIFY(f.moves.join(id<KeyHash>(101), main, {}, at(11)));
    }

    void openHoldsBlockTheMove()
    {
        Fixture f;
        const AccountId main = f.enrol(1);
        const AccountId buyer = f.enrol(2, credits(7));
        const AccountId provider = f.enrol(3);
        f.hold(buyer, 2, provider, 3);
        for (const std::uint8_t machine : {2, 3})
            QCOMPARE(f.moves.join(id<KeyHash>(machine), main, {}, at(9)).error().code, ErrorCode::AccountBusy);
        QCOMPARE(f.has(buyer, BookKind::Credits), credits(7));
        QCOMPARE(*f.accounts.accountOf(id<KeyHash>(3)), provider);
    }

    void aFrozenAccountDoesNotMerge()
    {
        Fixture f;
        const AccountId main = f.enrol(1);
        const AccountId frozen = f.enrol(2, credits(7));
        f.accounts.setFrozenCheck([&](const AccountId& account) { return Result<bool>(account == frozen); });
        QCOMPARE(f.moves.join(id<KeyHash>(2), main, {}, at(9)).error().code, ErrorCode::AccountFrozen);
        QCOMPARE(f.has(frozen, BookKind::Credits), credits(7));
    }

    void argon2()
    {
        QObject context;
        PasswordHasher hasher(&context, {1, 8192, 2});
        std::string hash;
        QVERIFY(hasher.hash("four words are enough", [&](const std::string& made) { hash = made; }));
        QTRY_VERIFY(!hash.empty());
        QVERIFY2(hash.starts_with("$argon2id$"), hash.c_str());
        std::vector<bool> fits;
        const auto keep = [&](bool is) { fits.push_back(is); };
        QVERIFY(hasher.verify(hash, "four words are enough", keep));
        QTRY_COMPARE(fits.size(), std::size_t{1});
        QVERIFY(hasher.verify(hash, "four words", keep));
        QTRY_COMPARE(fits.size(), std::size_t{2});
        QVERIFY(hasher.verify({}, "", keep)); // no such account
        QTRY_COMPARE(fits.size(), std::size_t{3});
        QVERIFY(fits[0] && !fits[1] && !fits[2]);
    }

    void aFloodOfPasswordsIsRefused()
    {
        QObject context;
        PasswordHasher hasher(&context, {4, 64 << 20, 4});
        int taken = 0;
        for (int i = 0; i < 100; ++i)
            taken += hasher.verify({}, "x", [](bool) {}) ? 1 : 0;
        QVERIFY2(taken >= 4 && taken <= 6, qPrintable(QString::number(taken)));
    }
};

QTEST_GUILESS_MAIN(TestLogins)
#include "TestLogins.moc"
