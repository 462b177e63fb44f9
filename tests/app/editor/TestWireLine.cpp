// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/model/GridHash.h"
#include "app/editor/model/WireLine.h"
#include "app/editor/model/WireRouter.h"

#include <QRandomGenerator>
#include <QTest>

#include <algorithm>

using namespace weft;

class TestWireLine : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theLineFollowsTheCurve()
    {
        const QPainterPath path = plainWire({0, 0}, {400, 300});
        const WireLine line = flattened(path);
        QCOMPARE(line.front(), QPointF(0, 0));
        QCOMPARE(line.back(), QPointF(400, 300));
        for (int i = 0; i <= 50; ++i)
            QVERIFY(isNear(line, path.pointAtPercent(i / 50.0), 0.12));
        QVERIFY(!isNear(line, {0, 300}, 20));
        QVERIFY(QLineF(middleOf(line), {200, 150}).length() < 2);
    }

    void onlyWhatIsSeenIsDrawn()
    {
        const WireLine line = flattened(plainWire({0, 0}, {30000, 500}));
        const std::vector<QPolygonF> shapes = ribbons(line, 2, {14000, -1000, 1000, 2000});
        QCOMPARE(shapes.size(), std::size_t(1));
        QVERIFY(shapes.front().size() < 60);
        QVERIFY(shapes.front().boundingRect().left() < 14000 && shapes.front().boundingRect().right() > 15000);
        QVERIFY(ribbons(line, 2, {0, 5000, 100, 100}).empty());
        QVERIFY(ribbons({}, 2, {0, 0, 100, 100}).empty());
    }

    void aRibbonIsAsWideAsTheWire()
    {
        const std::vector<QPolygonF> shapes = ribbons({{0, 0}, {100, 0}}, 4, {-10, -10, 200, 20});
        QCOMPARE(shapes.front().boundingRect(), QRectF(0, -2, 100, 4));
    }

    void aKnifeCrossesOrDoesNot()
    {
        const WireLine line = flattened(plainWire({0, 0}, {400, 0}));
        QVERIFY(crosses(line, QLineF(200, -50, 200, 50)));
        QVERIFY(!crosses(line, QLineF(200, 10, 200, 50)));
        QVERIFY(!crosses({}, QLineF(0, 0, 1, 1)));
    }

    void theGridFindsWhatALookAtAllFinds()
    {
        QRandomGenerator random(7);
        GridHash grid;
        std::vector<QRectF> rects;
        const auto anyRect = [&] { return QRectF(random.bounded(20000), random.bounded(20000), 50 + random.bounded(900), 50 + random.bounded(900)); };
        for (int i = 0; i < 400; ++i) {
            rects.push_back(anyRect());
            grid.insert(i, rects.back());
        }
        for (int i = 0; i < 200; ++i) {
            const int moved = random.bounded(400);
            rects[std::size_t(moved)] = anyRect();
            grid.move(moved, rects[std::size_t(moved)]);
        }
        grid.remove(5);
        rects[5] = {};
        for (int i = 0; i < 100; ++i) {
            const QRectF area = i % 3 == 0 ? QRectF(0, 0, 21000, 21000) : anyRect();
            std::vector<int> found = grid.touching(area);
            std::ranges::sort(found);
            std::vector<int> expected;
            for (int k = 0; k < 400; ++k) {
                const QRectF& rect = rects[std::size_t(k)];
                if (k != 5 && rect.left() <= area.right() && rect.right() >= area.left() && rect.top() <= area.bottom()
                    && rect.bottom() >= area.top())
                    expected.push_back(k);
            }
            QCOMPARE(found, expected);
        }
    }

    void aWireThatLeadsBackGoesRoundItsNodes_data()
    {
        QTest::addColumn<QRectF>("from");
        QTest::addColumn<QRectF>("to");
        QTest::newRow("below and to the left") << QRectF(600, 0, 200, 300) << QRectF(0, 600, 200, 200);
        QTest::newRow("above and to the left") << QRectF(600, 600, 200, 300) << QRectF(0, 0, 200, 200);
        QTest::newRow("straight back") << QRectF(600, 0, 200, 300) << QRectF(0, 20, 200, 200);
        QTest::newRow("right below") << QRectF(0, 0, 200, 300) << QRectF(10, 420, 200, 200);
    }

    void aWireThatLeadsBackGoesRoundItsNodes()
    {
        QFETCH(QRectF, from);
        QFETCH(QRectF, to);
        const QRectF other(250, 260, 120, 240); // between them
        const auto obstacles = [&other](const QRectF& area) { return area.intersects(other) ? std::vector {other} : std::vector<QRectF>(); };
        const QPointF start(from.right(), from.top() + 50);
        const QPointF end(to.left(), to.top() + 50);
        const WireLine line = flattened(routeWire({start, from}, {end, to}, obstacles, 0));
        QCOMPARE(line.front(), start);
        QCOMPARE(line.back(), end);
        for (const QPointF at : line) {
            QVERIFY2(!from.adjusted(1, 1, -1, -1).contains(at) && !to.adjusted(1, 1, -1, -1).contains(at), qPrintable(QStringLiteral("%1, %2").arg(at.x()).arg(at.y())));
            QVERIFY(!other.contains(at));
        }
    }
};

QTEST_APPLESS_MAIN(TestWireLine)
#include "TestWireLine.moc"
