// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engines/BlindController.h"
#include "app/wallet/blind/BlindSettings.h"
#include "tests/e2e/BlindFixture.h"

#include <QSignalSpy>

using namespace weft;
using namespace weft::test;

/// Credits that become blind ones and credits again: in parts, cut off, from a copy, and as the wallet's page does it.
class TestBlindPurse : public BlindFixture {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { makeKeys(); }
    void init() { setUp(); }
    void cleanup() { tearDown(); }

    /// The program dies at some moment after it began: what it had begun is there when it is done again, once.
    void whatWasCutOffGoesOn_data()
    {
        QTest::addColumn<int>("afterMillis");
        for (const int wait : {0, 3, 10, 40, 150})
            QTest::newRow(std::to_string(wait).c_str()) << wait;
    }
    void whatWasCutOffGoesOn()
    {
        QFETCH(int, afterMillis);
        auto keep = [](QCoro::Task<Result<Money>> task) -> QCoro::Task<void> { (void)co_await task; };
        const auto cutOff = [&] {
            QTest::qWait(afterMillis);
            m_account.reset();
            openBlind();
            auto account = MarketLink::open(url(), home(), systemRandom());
            m_account = std::move(*account);
            QTRY_VERIFY_WITH_TIMEOUT(m_account->connection().isOnline(), kPatience);
            const auto done = outcomeOf(m_blind->wallet()->recover(&m_account->connection()));
            QVERIFY(done);
            QVERIFY2(done->hasValue(), said(*done).c_str());
            QVERIFY(purse().requests().empty());
        };
        QTRY_VERIFY_WITH_TIMEOUT(m_account->connection().isOnline(), kPatience);
        keep(m_blind->wallet()->withdraw(&m_account->connection(), credits(200)));
        cutOff();
        const Money got = purse().worth(); // nothing, if it died before it had written anything down
        QVERIFY(got == credits(200) || got == Money {});
        QTRY_COMPARE(m_account->available().micro, credits(1000).micro - got.micro);
        if (got == Money {})
            withdraw(credits(200));
        keep(m_blind->wallet()->deposit(&m_account->connection()));
        cutOff();
        const auto rest = outcomeOf(m_blind->wallet()->deposit(&m_account->connection()));
        QVERIFY(rest && rest->hasValue());
        QTRY_COMPARE(m_account->available(), credits(1000));
    }

    void tokensBecomeCreditsAgain()
    {
        withdraw(credits(200));
        QTRY_COMPARE(m_account->available(), credits(800));
        const auto back = outcomeOf(m_blind->wallet()->deposit(&m_account->connection()));
        QVERIFY(back && back->hasValue());
        QCOMPARE(**back, credits(200));
        QTRY_COMPARE(m_account->available(), credits(1000));
        QVERIFY(purse().tokens().empty());
    }

    void moreThanOneRequestFitsIsWithdrawnInParts()
    {
        withdraw(microCredits(999'990'000));
        QCOMPARE(purse().worth(), microCredits(999'990'000));
        const auto more = outcomeOf(m_blind->wallet()->withdraw(&m_account->connection(), credits(1)));
        QCOMPARE(more->error().code, ErrorCode::CreditTooLow);
        QVERIFY(purse().requests().empty());
        const auto nothing = outcomeOf(m_blind->wallet()->withdraw(&m_account->connection(), microCredits(9'999)));
        QCOMPARE(nothing->error().code, ErrorCode::AmountInvalid);
    }

    /// Somebody put back an old copy of the purse: what was spent meanwhile is found out, the rest is kept.
    void aCopyOfThePurseIsNoMoney()
    {
        withdraw(credits(5));
        const QString file = TokenPurse::pathFor(home(), m_relayKey.publicKey());
        const QString copy = m_folder->filePath(QStringLiteral("copy"));
        QVERIFY(QFile::copy(file, copy));
        QVERIFY(std::holds_alternative<FragmentOutcome>(*runJob()));
        settle();
        const Money rest = purse().worth();
        m_market.reset();
        m_blind.reset();
        QVERIFY(QFile::remove(file) && QFile::copy(copy, file));
        openBlind();
        QCOMPARE(purse().worth(), credits(5));
        for (int i = 0; i < 8 && purse().worth() > rest; ++i) {
            (void)runJob();
            (void)outcomeOf(m_blind->settle(std::chrono::seconds(10)));
        }
        QVERIFY(purse().worth() <= rest);
    }

    /// What the wallet's card does: the switch is kept, waits for a run, and the purse is only held while it is used.
    void theWindowsPurse()
    {
        m_market.reset();
        m_blind.reset(); // one purse at a time
        QTRY_VERIFY_WITH_TIMEOUT(m_account->connection().isOnline(), kPatience);
        QSettings settings(m_folder->filePath(QStringLiteral("settings.ini")), QSettings::IniFormat);
        bool isFree = false;
        BlindController blind(m_account->connection(), url(), home(), systemRandom(), settings, [&] { return isFree; });
        QSignalSpy moved(&blind, &BlindCredits::moved);
        QVERIFY(!blind.isWanted() && !blind.buyer());
        blind.watch(true);
        blind.withdraw(credits(40));
        QVERIFY(blind.isBusy());
        QTRY_COMPARE_WITH_TIMEOUT(moved.size(), 1, kPatience);
        QCOMPARE(blind.worth(), std::optional(credits(40)));
        QVERIFY(blind.hasPurse() && !blind.error());
        blind.withdraw(microCredits(1));
        QTRY_VERIFY_WITH_TIMEOUT(!blind.isBusy(), kPatience);
        QCOMPARE(blind.error()->code, ErrorCode::AmountInvalid);
        blind.want(true);
        QVERIFY(BlindSettings::read(settings).payBlind);
        QVERIFY(!blind.isInUse()); // a run is at work
        isFree = true;
        blind.onFree();
        QVERIFY(blind.buyer());
        blind.want(false);
        QVERIFY(!blind.buyer());
        blind.watch(false);
        QCOMPARE(blind.worth(), std::optional<Money>()); // closed: another program may have it
        openBlind();
        QCOMPARE(purse().worth(), credits(40));
        m_market.reset();
        m_blind.reset();
        blind.watch(true);
        QTRY_COMPARE_WITH_TIMEOUT(blind.worth(), std::optional(credits(40)), kPatience);
        blind.deposit();
        QTRY_COMPARE_WITH_TIMEOUT(moved.size(), 2, kPatience);
        QTRY_COMPARE(m_account->available(), credits(1000));
    }
};

QTEST_GUILESS_MAIN(TestBlindPurse)
#include "TestBlindPurse.moc"
