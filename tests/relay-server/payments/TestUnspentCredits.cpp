// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/payments/UnspentCredits.h"

#include "relay-server/payments/TrialLimit.h"

#include <QTest>

using namespace weft;
using namespace weft::relay;

class TestUnspentCredits : public QObject {
    Q_OBJECT

    static TransferId topUp(std::uint8_t n) { return TransferId{{n}}; }
    static CreditMove bought(std::uint8_t n, int amount) { return {topUp(n), credits(amount), true}; }
    static CreditMove given(int amount) { return {{}, credits(amount), true}; }
    static CreditMove spent(int amount) { return {{}, credits(amount), false}; }
    static CreditMove back(std::uint8_t n, int amount) { return {topUp(n), credits(amount), false}; }
    static Money left(const std::vector<CreditMove>& moves, std::uint8_t n, int pending = 0)
    {
        return unspentCredits(moves, credits(pending))[topUp(n)];
    }

private Q_SLOTS:
    void whatWasGivenIsSpentFirst()
    {
        QCOMPARE(left({given(10), bought(1, 100), spent(5)}, 1), credits(100));
        QCOMPARE(left({given(10), bought(1, 100), spent(15)}, 1), credits(95));
        QCOMPARE(left({bought(1, 100), given(10), spent(15)}, 1), credits(95));
    }
    void whatIsGivenLaterBringsNothingBack() { QCOMPARE(left({bought(1, 100), spent(100), given(100)}, 1), Money{}); }
    void theOldestIsSpentFirst()
    {
        const std::vector<CreditMove> moves{bought(1, 100), bought(2, 100), spent(150)};
        QCOMPARE(left(moves, 1), Money{});
        QCOMPARE(left(moves, 2), credits(50));
    }
    void whatIsHeldIsAsGoodAsSpent() { QCOMPARE(left({bought(1, 100)}, 1, 30), credits(70)); }
    void whatWentBackIsGone()
    {
        const std::vector<CreditMove> moves{bought(1, 100), bought(2, 100), back(2, 40)};
        QCOMPARE(left(moves, 1), credits(100));
        QCOMPARE(left(moves, 2), credits(60));
        QCOMPARE(left({bought(1, 100), bought(2, 100), spent(90), back(1, 40)}, 2), credits(70)); // taken by force
    }

    void trialsPerAddressAndDay()
    {
        const UnixMillis now{std::chrono::days(100)};
        TrialLimit trials(2);
        const AccountId one{{1}};
        const AccountId two{{2}};
        const AccountId three{{3}};
        for (const AccountId& account : {one, two}) {
            for (int again = 0; again < 2; ++again) { // the writer may carry a login out twice
                QVERIFY(trials.mayGive("10.0.0.1", account, now));
                trials.note("10.0.0.1", account, now);
            }
        }
        QVERIFY(!trials.mayGive("10.0.0.1", three, now));
        QVERIFY(trials.mayGive("2001:db8::", three, now));
        QVERIFY(trials.mayGive("10.0.0.1", three, now + std::chrono::days(1)));
        trials.note("10.0.0.2", one, now + std::chrono::days(1));
        QVERIFY(trials.mayGive("10.0.0.1", three, now + std::chrono::days(1)));
        for (std::uint8_t n = 10; n < 20; ++n)
            trials.note("127.0.0.1", AccountId{{n}}, now);
        QVERIFY(trials.mayGive("127.0.0.1", one, now)); // a proxy, or a test
        QVERIFY(TrialLimit(0).mayGive("10.0.0.1", one, now));
    }
};

QTEST_GUILESS_MAIN(TestUnspentCredits)
#include "TestUnspentCredits.moc"
