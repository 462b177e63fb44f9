// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/layout/FramedLayout.h"

#include <QTest>

using namespace weft;

namespace {

QRectF rectOf(const FramedPlaces& places, const std::vector<QSizeF>& boxes, std::size_t box) { return {places.boxes[box], boxes[box]}; }

} // namespace

class TestFramedLayout : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void framesHoldWhatIsTheirsAndNothingElse()
    {
        const std::vector<QSizeF> boxes(9, QSizeF(200, 120));
        std::vector<LayoutWire> wires;
        for (int i = 0; i + 1 < 9; ++i)
            wires.push_back({i, i + 1, 40, 40});
        wires.push_back({1, 6, 40, 60}); // over a frame
        const std::vector<LayoutFrame> frames {{-1, 34}, {0, 34}, {-1, 34}};
        const std::vector<int> frameOf {-1, 0, 0, 1, 1, -1, 2, 2, -1};
        const FramedPlaces places = framedLayout(boxes, wires, frames, frameOf);
        for (std::size_t box = 0; box < boxes.size(); ++box) {
            const QRectF rect = rectOf(places, boxes, box);
            for (std::size_t frame = 0; frame < frames.size(); ++frame) {
                const bool isInside = frameOf[box] == int(frame) || (frameOf[box] == 1 && frame == 0);
                QVERIFY2(isInside ? places.frames[frame].contains(rect) : !places.frames[frame].intersects(rect), qPrintable(QStringLiteral("%1 in %2").arg(box).arg(frame)));
                QVERIFY(!isInside || rect.top() >= places.frames[frame].top() + 34); // below the title
            }
            for (std::size_t other = box + 1; other < boxes.size(); ++other)
                QVERIFY(!rect.intersects(rectOf(places, boxes, other)));
        }
        QVERIFY(places.frames[0].contains(places.frames[1]));
        QVERIFY(!places.frames[0].intersects(places.frames[2]));
    }

    void withoutFramesItIsTheLayeredLayout()
    {
        const std::vector<QSizeF> boxes(4, QSizeF(100, 60));
        const std::vector<LayoutWire> wires {{0, 1, 10, 10}, {1, 2, 10, 10}};
        const FramedPlaces places = framedLayout(boxes, wires, {}, {-1, -1, -1, -1});
        QCOMPARE(places.boxes, layeredLayout(boxes, wires));
    }

    void anEmptyFrameIsNull()
    {
        const FramedPlaces places = framedLayout({QSizeF(100, 60)}, {}, {{-1, 34}}, {-1});
        QVERIFY(places.frames[0].isNull());
    }
};

QTEST_GUILESS_MAIN(TestFramedLayout)
#include "TestFramedLayout.moc"
