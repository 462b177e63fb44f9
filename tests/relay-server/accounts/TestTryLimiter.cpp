// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/accounts/TryLimiter.h"

#include <QTest>

using namespace weft;
using namespace weft::relay;

class TestTryLimiter : public QObject {
    Q_OBJECT

    static UnixMillis at(std::int64_t milliseconds) { return UnixMillis{std::chrono::milliseconds(milliseconds)}; }
    const TryRule m_rule{3, std::chrono::seconds(1), std::chrono::seconds(5)};

private Q_SLOTS:
    void waitsGrow()
    {
        TryLimiter tries;
        std::int64_t now = 1'000'000;
        for (int i = 0; i < 3; ++i)
            QVERIFY(tries.begin({{"a", m_rule}}, at(now)));
        for (const int seconds : {1, 2, 4, 5, 5}) {
            const Done early = tries.begin({{"a", m_rule}}, at(now + 1));
            QVERIFY(!early);
            QCOMPARE(early.error().code, ErrorCode::TooManyTries);
            QCOMPARE(early.error().args.at("seconds"), std::to_string(seconds));
            QVERIFY(!tries.begin({{"a", m_rule}}, at(now + 1000 * seconds - 1)));
            now += 1000 * seconds;
            QVERIFY(tries.begin({{"a", m_rule}}, at(now)));
        }
        QVERIFY(tries.begin({{"b", m_rule}}, at(now))); // another's
    }

    void anyKeyMayRefuseAndThenNoneIsCounted()
    {
        TryLimiter tries;
        for (int i = 0; i < 3; ++i)
            QVERIFY(tries.begin({{"a", m_rule}}, at(1000)));
        for (int i = 0; i < 10; ++i)
            QVERIFY(!tries.begin({{"a", m_rule}, {"b", m_rule}}, at(1500)));
        QVERIFY(tries.begin({{"b", m_rule}}, at(1500)));
    }

    void theRightOneForgets()
    {
        TryLimiter tries;
        for (int i = 0; i < 3; ++i)
            QVERIFY(tries.begin({{"a", m_rule}, {"net", m_rule}}, at(1000)));
        tries.forget("a");
        QVERIFY(tries.begin({{"a", m_rule}}, at(1000)));
        QVERIFY(!tries.begin({{"net", m_rule}}, at(1000)));
        tries.refund("net");
        QVERIFY(tries.begin({{"net", m_rule}}, at(1000)));
        QVERIFY(!tries.begin({{"net", m_rule}}, at(1000)));
    }

    void aDayLaterItIsForgotten()
    {
        TryLimiter tries;
        for (int i = 0; i < 3; ++i)
            QVERIFY(tries.begin({{"a", m_rule}}, at(1000)));
        const std::int64_t later = 1000 + 25LL * 3600 * 1000;
        for (int i = 0; i < 3; ++i)
            QVERIFY(tries.begin({{"a", m_rule}}, at(later)));
        QVERIFY(!tries.begin({{"a", m_rule}}, at(later)));
    }

    void memoryIsBounded()
    {
        TryLimiter tries;
        for (int i = 0; i < 250'000; ++i)
            QVERIFY(tries.begin({{std::to_string(i), m_rule}}, at(1000 + i)));
        QVERIFY(tries.size() <= 100'000);
    }
};

QTEST_GUILESS_MAIN(TestTryLimiter)
#include "TestTryLimiter.moc"
