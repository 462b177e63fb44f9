// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/publicgateway/CallRates.h"

#include <QTest>

using namespace weft;
using namespace weft::relay;
using namespace std::chrono_literals;
using Verdict = CallRates::Verdict;

class TestCallRates : public QObject {
    Q_OBJECT

    const CallRates::Time m_start {1h};
    const Hash256 m_one {{1}};
    const Hash256 m_other {{2}};

private Q_SLOTS:
    void aBurstThenARate()
    {
        CallRates rates({60, 3, 100});
        for (int i = 0; i < 3; ++i)
            QCOMPARE(rates.begin(m_one, m_start), Verdict::Fine);
        QCOMPARE(rates.begin(m_one, m_start), Verdict::TooOften);
        QCOMPARE(rates.begin(m_other, m_start), Verdict::Fine); // each has its own
        QCOMPARE(rates.begin(m_one, m_start + 999ms), Verdict::TooOften);
        QCOMPARE(rates.begin(m_one, m_start + 1000ms), Verdict::Fine);
        QCOMPARE(rates.begin(m_one, m_start + 1h), Verdict::Fine);
        QCOMPARE(rates.begin(m_one, m_start + 1h), Verdict::Fine);
        QCOMPARE(rates.begin(m_one, m_start + 1h), Verdict::Fine);
        QCOMPARE(rates.begin(m_one, m_start + 1h), Verdict::TooOften); // rest fills no more than a burst
    }

    void soManyAtOnce()
    {
        CallRates rates({60, 10, 2});
        QCOMPARE(rates.begin(m_one, m_start), Verdict::Fine);
        QCOMPARE(rates.begin(m_one, m_start), Verdict::Fine);
        QCOMPARE(rates.begin(m_one, m_start), Verdict::TooManyAtOnce);
        rates.end(m_one);
        QCOMPARE(rates.begin(m_one, m_start), Verdict::Fine);
    }

    void whoRestsIsForgotten()
    {
        CallRates rates({60, 3, 2});
        QCOMPARE(rates.begin(m_one, m_start), Verdict::Fine);
        QCOMPARE(rates.begin(m_other, m_start), Verdict::Fine);
        rates.end(m_other);
        rates.sweep(m_start);
        QCOMPARE(rates.size(), std::size_t(2));
        rates.sweep(m_start + 1h);
        QCOMPARE(rates.size(), std::size_t(1)); // one is at work still
    }
};

QTEST_GUILESS_MAIN(TestCallRates)
#include "TestCallRates.moc"
