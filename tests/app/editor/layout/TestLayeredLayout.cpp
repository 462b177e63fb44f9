// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/layout/LayeredLayout.h"

#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QRectF>
#include <QTest>

#include <algorithm>

using namespace weft;

namespace {

struct Drawing {
    std::vector<QSizeF> boxes;
    std::vector<LayoutWire> wires;
};

/// `count` boxes; most take one to three wires from boxes not long before them, as workflows do.
Drawing randomDrawing(int count, quint32 seed)
{
    QRandomGenerator random(seed);
    Drawing made;
    for (int i = 0; i < count; ++i) {
        made.boxes.emplace_back(180 + random.bounded(160), 40 + random.bounded(400));
        const int inputs = i == 0 ? 0 : random.bounded(4);
        for (int k = 0; k < inputs; ++k) {
            const int from = std::max(0, i - 1 - random.bounded(std::min(i, 40)));
            made.wires.push_back({from, i, 40, 40.0 + 24 * k});
        }
    }
    return made;
}

bool anyOverlap(const Drawing& drawing, const std::vector<QPointF>& at)
{
    std::vector<QRectF> rects;
    for (std::size_t i = 0; i < at.size(); ++i)
        rects.emplace_back(at[i], drawing.boxes[i]);
    std::ranges::sort(rects, {}, [](const QRectF& rect) { return rect.left(); });
    for (std::size_t i = 0; i < rects.size(); ++i) {
        for (std::size_t k = i + 1; k < rects.size() && rects[k].left() < rects[i].right(); ++k) {
            if (rects[i].adjusted(-8, -8, 8, 8).intersects(rects[k]))
                return true;
        }
    }
    return false;
}

} // namespace

class TestLayeredLayout : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void nothingOverlapsAndWiresLeadRight_data()
    {
        QTest::addColumn<int>("count");
        QTest::newRow("none") << 0;
        QTest::newRow("one") << 1;
        QTest::newRow("few") << 7;
        QTest::newRow("some") << 60;
        QTest::newRow("a thousand") << 1000;
    }

    void nothingOverlapsAndWiresLeadRight()
    {
        QFETCH(int, count);
        for (quint32 seed = 1; seed <= 5; ++seed) {
            const Drawing drawing = randomDrawing(count, seed);
            const std::vector<QPointF> at = layeredLayout(drawing.boxes, drawing.wires);
            QCOMPARE(at.size(), std::size_t(count));
            QVERIFY(!anyOverlap(drawing, at));
            for (const LayoutWire& wire : drawing.wires) {
                const double end = at[std::size_t(wire.from)].x() + drawing.boxes[std::size_t(wire.from)].width();
                QVERIFY(at[std::size_t(wire.to)].x() >= end + 40);
            }
        }
    }

    void aChainLiesInARow()
    {
        const std::vector<QPointF> at = layeredLayout({{200, 100}, {200, 100}, {200, 100}}, {{0, 1, 40, 40}, {1, 2, 40, 40}});
        QCOMPARE(at[0], QPointF(0, 0));
        QCOMPARE(at[1].y(), 0.0);
        QCOMPARE(at[2].y(), 0.0);
        QVERIFY(at[1].x() > 200 && at[2].x() > at[1].x() + 200);
    }

    void portsDecideWhoIsAbove()
    {
        // Two boxes feed a third: the one that ends at the upper port lies above, whatever their order was.
        const std::vector<QPointF> at = layeredLayout({{200, 100}, {200, 100}, {200, 160}}, {{0, 2, 40, 120}, {1, 2, 40, 40}});
        QVERIFY(at[1].y() < at[0].y());
    }

    void aCircleIsEndured()
    {
        const Drawing drawing {{{200, 100}, {200, 100}, {200, 100}}, {{0, 1, 40, 40}, {1, 2, 40, 40}, {2, 0, 40, 40}, {1, 1, 40, 40}}};
        QVERIFY(!anyOverlap(drawing, layeredLayout(drawing.boxes, drawing.wires)));
    }

    void whatIsNotJoinedLiesBelow()
    {
        const Drawing drawing {{{200, 100}, {200, 100}, {300, 50}, {200, 100}, {200, 100}}, {{0, 1, 40, 40}, {3, 4, 40, 40}}};
        const std::vector<QPointF> at = layeredLayout(drawing.boxes, drawing.wires);
        QVERIFY(!anyOverlap(drawing, at));
        QVERIFY(at[3].y() > at[0].y() + 100);
        QVERIFY(at[2].y() > at[3].y() + 100);
    }
};

QTEST_APPLESS_MAIN(TestLayeredLayout)
#include "TestLayeredLayout.moc"
