// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/RepaintTurns.h"

#include <QTest>

#include <algorithm>
#include <map>

using namespace weft;

/// A few nodes are painted at once, many in turns.
class TestRepaintTurns : public QObject {
    Q_OBJECT

    static constexpr int kMost = int(RepaintTurns::kMostInTurn);

    std::vector<NodeId> m_painted;
    std::map<NodeId, double> m_tops; // of those that are seen
    RepaintTurns m_turns {[this](const NodeId& id) { m_painted.push_back(id); },
        [this](const NodeId& id) {
            const auto found = m_tops.find(id);
            return found == m_tops.end() ? std::nullopt : std::optional(found->second);
        }};

    void addSeen(int count)
    {
        for (int i = 0; i < count; ++i) {
            const NodeId id = std::to_string(i);
            m_tops[id] = -i; // the last one is on top
            m_turns.add(id);
        }
    }

private Q_SLOTS:
    void init()
    {
        QTest::qWait(50); // the turn of the test before is over
        m_painted.clear();
        m_tops.clear();
    }

    void aFewArePaintedAtOnce()
    {
        addSeen(kMost);
        QCOMPARE(int(m_painted.size()), kMost);
    }

    void furtherOnesGoFromTheTopDown()
    {
        addSeen(3 * kMost);
        QCOMPARE(int(m_painted.size()), kMost);
        QTRY_COMPARE(int(m_painted.size()), 3 * kMost);
        QCOMPARE(m_painted[std::size_t(kMost)], std::to_string(3 * kMost - 1));
        QCOMPARE(m_painted.back(), std::to_string(kMost));
    }

    void oneThatWaitsIsPaintedOnce()
    {
        addSeen(kMost + 1);
        m_turns.add(std::to_string(kMost));
        QTRY_COMPARE(int(m_painted.size()), kMost + 1);
        QTest::qWait(50);
        QCOMPARE(int(m_painted.size()), kMost + 1);
    }

    void whatIsOutOfSightDoesNotWait()
    {
        addSeen(2 * kMost);
        m_turns.add("hidden");
        QCOMPARE(m_painted.back(), NodeId("hidden"));
        m_tops.clear(); // the user looks elsewhere
        m_turns.add(std::to_string(2 * kMost - 1));
        QCOMPARE(m_painted.back(), std::to_string(2 * kMost - 1));
        QTRY_COMPARE(int(m_painted.size()), 2 * kMost + 1);
    }

    void busyOnesKeepNobodyFromItsTurn()
    {
        addSeen(3 * kMost);
        const NodeId bottom = std::to_string(kMost); // of those that wait
        for (int i = 0; i < 200 && std::ranges::find(m_painted, bottom) == m_painted.end(); ++i) {
            for (int busy = 2 * kMost; busy < 3 * kMost; ++busy)
                m_turns.add(std::to_string(busy));
            QTest::qWait(1);
        }
        QVERIFY(std::ranges::find(m_painted, bottom) != m_painted.end());
    }

    void theNextTurnBeginsAnew()
    {
        addSeen(kMost);
        QTest::qWait(50);
        addSeen(kMost);
        QCOMPARE(int(m_painted.size()), 2 * kMost);
    }
};

QTEST_MAIN(TestRepaintTurns)
#include "TestRepaintTurns.moc"
