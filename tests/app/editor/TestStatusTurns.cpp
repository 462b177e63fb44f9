// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/StatusTurns.h"

#include <QTest>

#include <map>

using namespace weft;

/// A few nodes are shown at once, many in turns.
class TestStatusTurns : public QObject {
    Q_OBJECT

    static constexpr int kMost = int(StatusTurns::kMostInTurn);

    std::vector<NodeId> m_shown;
    std::map<NodeId, double> m_heights; // of those that are seen
    StatusTurns m_turns {[this](const NodeId& id) { m_shown.push_back(id); },
        [this](const NodeId& id) {
            const auto found = m_heights.find(id);
            return found == m_heights.end() ? std::nullopt : std::optional(found->second);
        }};

    void addSeen(int count)
    {
        for (int i = 0; i < count; ++i) {
            const NodeId id = std::to_string(i);
            m_heights[id] = -i; // the last one is on top
            m_turns.add(id);
        }
    }

private Q_SLOTS:
    void init()
    {
        QTest::qWait(50); // the turn of the test before is over
        m_shown.clear();
        m_heights.clear();
    }

    void aFewAreShownAtOnce()
    {
        addSeen(kMost);
        QCOMPARE(int(m_shown.size()), kMost);
    }

    void furtherOnesGoFromTheTopDown()
    {
        addSeen(3 * kMost);
        QCOMPARE(int(m_shown.size()), kMost);
        QTRY_COMPARE(int(m_shown.size()), 3 * kMost);
        QCOMPARE(m_shown[std::size_t(kMost)], std::to_string(3 * kMost - 1));
        QCOMPARE(m_shown.back(), std::to_string(kMost));
    }

    void oneThatWaitsIsShownOnce()
    {
        addSeen(kMost + 1);
        m_turns.add(std::to_string(kMost));
        QTRY_COMPARE(int(m_shown.size()), kMost + 1);
        QTest::qWait(50);
        QCOMPARE(int(m_shown.size()), kMost + 1);
    }

    void whatIsOutOfSightDoesNotWait()
    {
        addSeen(2 * kMost);
        m_turns.add("hidden");
        QCOMPARE(m_shown.back(), NodeId("hidden"));
        m_heights.clear(); // the user looks elsewhere
        m_turns.add(std::to_string(2 * kMost - 1));
        QCOMPARE(m_shown.back(), std::to_string(2 * kMost - 1));
        QTRY_COMPARE(int(m_shown.size()), 2 * kMost + 1);
    }

    void theNextTurnBeginsAnew()
    {
        addSeen(kMost);
        QTest::qWait(50);
        addSeen(kMost);
        QCOMPARE(int(m_shown.size()), 2 * kMost);
    }
};

QTEST_MAIN(TestStatusTurns)
#include "TestStatusTurns.moc"
