// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/layout/Align.h"

#include <QTest>

using namespace weft;

class TestAlign : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void alignsEdges_data()
    {
        QTest::addColumn<int>("alignment");
        QTest::addColumn<QPointF>("first");
        QTest::addColumn<QPointF>("second");
        QTest::newRow("left") << int(Alignment::Left) << QPointF(0, 10) << QPointF(0, 200);
        QTest::newRow("centre") << int(Alignment::Centre) << QPointF(150, 10) << QPointF(100, 200);
        QTest::newRow("right") << int(Alignment::Right) << QPointF(300, 10) << QPointF(200, 200);
        QTest::newRow("top") << int(Alignment::Top) << QPointF(0, 10) << QPointF(200, 10);
        QTest::newRow("middle") << int(Alignment::Middle) << QPointF(0, 80) << QPointF(200, 105);
        QTest::newRow("bottom") << int(Alignment::Bottom) << QPointF(0, 150) << QPointF(200, 200);
    }

    void alignsEdges()
    {
        QFETCH(int, alignment);
        const std::vector<QPointF> at = aligned({{0, 10, 100, 100}, {200, 200, 200, 50}}, Alignment(alignment));
        QTEST(at[0], "first");
        QTEST(at[1], "second");
    }

    void distributesWithEqualGaps()
    {
        const std::vector<QPointF> at = distributed({{0, 0, 100, 50}, {500, 9, 100, 50}, {120, 5, 200, 50}}, Qt::Horizontal);
        QCOMPARE(at[0], QPointF(0, 0));
        QCOMPARE(at[2], QPointF(200, 5)); // 600 wide, 400 filled: two gaps of 100
        QCOMPARE(at[1], QPointF(500, 9));
    }

    void overlappingOnesAreSpread()
    {
        const std::vector<QPointF> at = distributed({{0, 0, 10, 100}, {0, 10, 10, 100}, {0, 20, 10, 100}}, Qt::Vertical);
        QCOMPARE(at[1].y(), 116.0);
        QCOMPARE(at[2].y(), 232.0);
    }

    void twoHaveNothingToDistribute()
    {
        QCOMPARE(distributed({{0, 0, 10, 10}, {90, 0, 10, 10}}, Qt::Horizontal)[1], QPointF(90, 0));
        QVERIFY(distributed({}, Qt::Horizontal).empty());
        QVERIFY(aligned({}, Alignment::Left).empty());
    }
};

QTEST_APPLESS_MAIN(TestAlign)
#include "TestAlign.moc"
