// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/mask/MaskPainting.h"

#include <QTest>

using namespace weft;

namespace {

QImage picture(bool transparent = false)
{
    QImage made(64, 48, QImage::Format_ARGB32);
    made.fill(qRgba(10, 200, 30, 255));
    if (transparent)
        made.setPixel(5, 6, qRgba(10, 200, 30, 55));
    return made;
}

int at(const MaskPainting& painting, int x, int y) { return qGray(painting.mask().pixel(x, y)); }

void oneStroke(MaskPainting& painting, QPointF from, QPointF to, const MaskBrush& brush)
{
    painting.beginStroke();
    painting.stroke(from, to, brush);
    painting.endStroke();
}

} // namespace

class TestMaskPainting : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void beginsWithThePicturesOwnMask()
    {
        const MaskPainting painting(picture(true));
        QCOMPARE(at(painting, 5, 6), 200);
        QCOMPARE(at(painting, 6, 6), 0);
        QVERIFY(!painting.isEmpty());
        QVERIFY(MaskPainting(picture()).isEmpty());
    }

    void aHardBrushPaintsAllOfItsSize()
    {
        MaskPainting painting(picture());
        oneStroke(painting, {20, 20}, {40, 20}, {10, 1, false});
        QCOMPARE(at(painting, 30, 16), 255);
        QCOMPARE(at(painting, 30, 23), 255);
        QCOMPARE(at(painting, 30, 27), 0);
        QCOMPARE(at(painting, 12, 20), 0);
    }

    void aSoftBrushFades()
    {
        MaskPainting painting(picture());
        oneStroke(painting, {32, 24}, {32, 24}, {40, 0, false});
        const int middle = at(painting, 32, 24);
        const int half = at(painting, 42, 24);
        QVERIFY(middle > 240 && half > 40 && half < 220);
        const int before = half;
        oneStroke(painting, {32, 24}, {32, 24}, {40, 0, false});
        QCOMPARE(at(painting, 42, 24), before); // going over it again doesn't harden it
    }

    void anEraserTakesAway()
    {
        MaskPainting painting(picture());
        painting.fill();
        oneStroke(painting, {20, 20}, {20, 20}, {10, 1, true});
        QCOMPARE(at(painting, 20, 20), 0);
        QCOMPARE(at(painting, 40, 40), 255);
    }

    void everyChangeIsOneStep()
    {
        MaskPainting painting(picture(true));
        const QImage first = painting.mask();
        painting.beginStroke();
        painting.stroke({2, 2}, {30, 30}, {6, 0.5, false});
        painting.stroke({30, 30}, {60, 10}, {6, 0.5, false});
        painting.endStroke();
        const QImage second = painting.mask();
        painting.invert();
        painting.clear();
        painting.fill();
        QVERIFY(painting.mask() != second);
        for (int i = 0; i < 3; ++i)
            painting.undo();
        QCOMPARE(painting.mask(), second);
        painting.undo();
        QCOMPARE(painting.mask(), first);
        QVERIFY(!painting.canUndo());
        painting.undo();
        painting.redo();
        QCOMPARE(painting.mask(), second);
        oneStroke(painting, {1, 1}, {2, 2}, {4, 1, false});
        QVERIFY(!painting.canRedo());
    }

    void aStrokeOutsideIsNoStep()
    {
        MaskPainting painting(picture());
        oneStroke(painting, {-100, -100}, {-90, -90}, {10, 1, false});
        QVERIFY(!painting.canUndo());
    }

    void theMaskBecomesTheAlphaAndColoursStay()
    {
        MaskPainting painting(picture());
        oneStroke(painting, {20, 20}, {20, 20}, {10, 1, false});
        const QImage made = painting.applied(picture());
        QCOMPARE(made.pixel(20, 20), qRgba(10, 200, 30, 0)); // ComfyUI: mask = 1 - alpha
        QCOMPARE(made.pixel(50, 40), qRgba(10, 200, 30, 255));
        QCOMPARE(MaskPainting(made).mask(), painting.mask());
    }
};

QTEST_GUILESS_MAIN(TestMaskPainting)
#include "TestMaskPainting.moc"
