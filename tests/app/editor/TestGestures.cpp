// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/editor/CanvasFixture.h"

#include "app/editor/CanvasGestures.h"
#include "app/editor/PickPopup.h"
#include "app/editor/WiresItem.h"

#include <QLineEdit>
#include <QTest>

using namespace weft;

/// What the mouse does, each by real events.
class TestGestures : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void twentyWiresAreCutInOneStep()
    {
        CanvasFixture canvas;
        const NodeId load = canvas.add("LoadImage", {0, 200});
        for (int i = 0; i < 20; ++i)
            QVERIFY(canvas.document.connectPorts(load, 0, canvas.add("ImageInvert", {800.0 + 10 * i, 20.0 + 40 * i}), "image"));
        canvas.drag(canvas.at({500, 5}), canvas.at({500, 880}), Qt::AltModifier);
        QCOMPARE(canvas.links(), std::size_t(0));
        canvas.key(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(canvas.links(), std::size_t(20));
    }

    void ctrlDragCopiesWithWhatComesIn_data()
    {
        QTest::addColumn<int>("key");
        QTest::newRow("Ctrl") << int(Qt::ControlModifier);
        QTest::newRow("Alt, as in ComfyUI") << int(Qt::AltModifier);
    }

    void ctrlDragCopiesWithWhatComesIn()
    {
        QFETCH(int, key);
        CanvasFixture canvas;
        const NodeId load = canvas.add("LoadImage", {0, 100});
        const NodeId invert = canvas.add("ImageInvert", {400, 100});
        QVERIFY(canvas.document.connectPorts(load, 0, invert, "image"));
        const QPoint header = canvas.headerAt(invert);
        canvas.drag(header, header + QPoint(64, 240), Qt::KeyboardModifiers(key));
        QCOMPARE(canvas.document.graph().nodes().size(), std::size_t(3));
        const Node& copy = canvas.document.graph().nodes().back();
        QCOMPARE(QPointF(copy.x, copy.y), QPointF(464, 344)); // on the grid
        QVERIFY(canvas.document.graph().linkInto(copy.id, "image"));
        QCOMPARE(canvas.document.graph().findNode(invert)->y, 100.0);
        QCOMPARE(canvas.view.canvas().selection(), NodeIds {copy.id});
        canvas.key(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(canvas.document.graph().nodes().size(), std::size_t(2));
    }

    void shiftDragMovesAllWiresOfAnOutput()
    {
        CanvasFixture canvas;
        const NodeId first = canvas.add("LoadImage", {0, 0});
        const NodeId second = canvas.add("LoadImage", {0, 450});
        const NodeId a = canvas.add("ImageInvert", {600, 0});
        const NodeId b = canvas.add("ImageInvert", {600, 300});
        QVERIFY(canvas.document.connectPorts(first, 0, a, "image"));
        QVERIFY(canvas.document.connectPorts(first, 0, b, "image"));
        canvas.drag(canvas.outputAt(first, 0), canvas.outputAt(second, 0), Qt::ShiftModifier);
        QCOMPARE(canvas.document.graph().linkInto(a, "image")->from, second);
        QCOMPARE(canvas.document.graph().linkInto(b, "image")->from, second);
        canvas.key(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(canvas.document.graph().linkInto(b, "image")->from, first);
        canvas.drag(canvas.outputAt(first, 0), canvas.outputAt(second, 1), Qt::ShiftModifier); // MASK
        QVERIFY2(canvas.view.lastRefusal().contains(u"MASK"_qs), qPrintable(canvas.view.lastRefusal()));
        QCOMPARE(canvas.links(), std::size_t(2));
    }

    void anEndIsPickedUpAndPutElsewhereOrNowhere()
    {
        CanvasFixture canvas;
        const NodeId load = canvas.add("LoadImage", {0, 100});
        const NodeId a = canvas.add("ImageInvert", {600, 0});
        const NodeId b = canvas.add("ImageInvert", {600, 300});
        QVERIFY(canvas.document.connectPorts(load, 0, a, "image"));
        canvas.drag(canvas.inputAt(a, "image"), canvas.inputAt(b, "image"));
        QVERIFY(!canvas.document.graph().linkInto(a, "image"));
        QVERIFY(canvas.document.graph().linkInto(b, "image"));
        canvas.drag(canvas.inputAt(b, "image"), canvas.at({500, 700}));
        QCOMPARE(canvas.links(), std::size_t(0));
    }

    void aWireSnapsToAPortNearby()
    {
        CanvasFixture canvas;
        const NodeId load = canvas.add("LoadImage", {0, 100});
        const NodeId save = canvas.add("SaveImage", {600, 100});
        canvas.drag(canvas.outputAt(load, 0), canvas.inputAt(save, "images") + QPoint(-20, 8));
        QCOMPARE(canvas.links(), std::size_t(1));
    }

    void aWireDroppedOnANodeFindsItsPort()
    {
        CanvasFixture canvas;
        const NodeId load = canvas.add("LoadImage", {0, 100});
        const NodeId save = canvas.add("SaveImage", {600, 100});
        canvas.drag(canvas.outputAt(load, 0), canvas.headerAt(save) + QPoint(60, 0));
        QCOMPARE(canvas.links(), std::size_t(1));
        canvas.drag(canvas.outputAt(load, 1), canvas.headerAt(save) + QPoint(60, 0)); // a MASK
        QVERIFY2(canvas.view.lastRefusal().contains(u"MASK"_qs), qPrintable(canvas.view.lastRefusal()));
    }

    void aWrongPortIsRefusedThoughARightOneIsNear()
    {
        CanvasFixture canvas;
        const NodeId load = canvas.add("LoadImage", {0, 100});
        const NodeId encode = canvas.add("VAEEncode", {600, 100}); // pixels, and the vae 24 pixels below
        canvas.drag(canvas.outputAt(load, 0), canvas.inputAt(encode, "vae"));
        QCOMPARE(canvas.links(), std::size_t(0));
        QVERIFY2(canvas.view.lastRefusal().contains(u"VAE"_qs), qPrintable(canvas.view.lastRefusal()));
        canvas.drag(canvas.outputAt(load, 0), canvas.inputAt(encode, "pixels"));
        QCOMPARE(canvas.links(), std::size_t(1));
    }

    void aPortDraggedIntoTheVoidListsOnlyWhatFits()
    {
        CanvasFixture canvas;
        const NodeId model = canvas.add("UpscaleModelLoader", {100, 100});
        canvas.drag(canvas.outputAt(model, 0), canvas.at({700, 500}));
        auto* popup = canvas.view.findChild<PickPopup*>(u"pickPopup"_qs);
        QVERIFY(popup);
        QCOMPARE(popup->count(), 1);
        QTest::keyClick(popup->field(), Qt::Key_Return);
        const Node& made = canvas.document.graph().nodes().back();
        QCOMPARE(made.type, std::string("ImageUpscaleWithModel"));
        QCOMPARE(QPointF(made.x, made.y), QPointF(700, 500));
        QVERIFY(canvas.document.graph().linkInto(made.id, "upscale_model"));
        canvas.key(Qt::Key_Z, Qt::ControlModifier); // node and wire are one step
        QCOMPARE(canvas.document.graph().nodes().size(), std::size_t(1));
    }

    void spliceAndMoveAreOneStep()
    {
        CanvasFixture canvas;
        const NodeId load = canvas.add("LoadImage", {0, 100});
        const NodeId save = canvas.add("SaveImage", {900, 100});
        QVERIFY(canvas.document.connectPorts(load, 0, save, "images"));
        const NodeId invert = canvas.add("ImageInvert", {480, 500});
        const NodeItem* item = canvas.view.canvas().item(invert);
        const WireFace& wire = canvas.view.canvas().wires().wires().front();
        const QPointF shift = (wire.start + wire.end) / 2 - item->rect().center();
        canvas.drag(canvas.headerAt(invert), canvas.headerAt(invert) + shift.toPoint());
        QCOMPARE(canvas.links(), std::size_t(2));
        canvas.key(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(canvas.links(), std::size_t(1));
        QCOMPARE(canvas.document.graph().findNode(invert)->y, 500.0);
    }

    void aPinnedNodeStays()
    {
        CanvasFixture canvas;
        const NodeId pinned = canvas.add("ImageInvert", {104, 104});
        const NodeId free = canvas.add("ImageInvert", {504, 104});
        canvas.document.setPinned({pinned}, true);
        canvas.view.canvas().select({pinned, free});
        canvas.drag(canvas.headerAt(free), canvas.headerAt(free) + QPoint(80, 80));
        QCOMPARE(canvas.document.graph().findNode(pinned)->x, 104.0);
        QCOMPARE(canvas.document.graph().findNode(free)->x, 584.0);
        const NodeItem* item = canvas.view.canvas().item(pinned);
        const double width = item->face().size.width();
        const QPoint edge = canvas.at(item->rect().topRight() + QPointF(-2, 60));
        canvas.drag(edge, edge + QPoint(100, 0));
        QCOMPARE(canvas.view.canvas().item(pinned)->face().size.width(), width);
    }

    void shiftTurnsTheGridOff()
    {
        CanvasFixture canvas;
        const NodeId node = canvas.add("ImageInvert", {104, 104});
        canvas.drag(canvas.headerAt(node), canvas.headerAt(node) + QPoint(101, 51), Qt::ShiftModifier);
        QCOMPARE(canvas.document.graph().findNode(node)->x, 205.0);
        canvas.key(Qt::Key_G, Qt::AltModifier | Qt::ShiftModifier); // the grid is off, so Shift turns it on
        canvas.drag(canvas.headerAt(node), canvas.headerAt(node) + QPoint(2, 0));
        canvas.drag(canvas.headerAt(node), canvas.headerAt(node) + QPoint(10, 0));
        QCOMPARE(canvas.document.graph().findNode(node)->x, 215.0);
    }

    void clicksAddAndRemove()
    {
        CanvasFixture canvas;
        const NodeId a = canvas.add("ImageInvert", {100, 100});
        const NodeId b = canvas.add("ImageInvert", {500, 100});
        const auto click = [&](const NodeId& id, Qt::KeyboardModifiers keys) {
            QTest::mouseClick(canvas.view.viewport(), Qt::LeftButton, keys, canvas.headerAt(id));
        };
        click(a, {});
        click(b, Qt::ShiftModifier);
        QCOMPARE(canvas.view.canvas().selection(), (NodeIds {a, b}));
        click(a, Qt::ControlModifier);
        QCOMPARE(canvas.view.canvas().selection(), NodeIds {b});
    }

    void escapeEndsADrag()
    {
        CanvasFixture canvas;
        const NodeId node = canvas.add("ImageInvert", {104, 104});
        const QPoint header = canvas.headerAt(node);
        QTest::mousePress(canvas.view.viewport(), Qt::LeftButton, {}, header);
        const QPointF point = header + QPoint(80, 80);
        QMouseEvent move(QEvent::MouseMove, point, canvas.view.viewport()->mapToGlobal(point), Qt::NoButton, Qt::LeftButton, {});
        QCoreApplication::sendEvent(canvas.view.viewport(), &move);
        QVERIFY(canvas.view.canvas().item(node)->pos().x() > 150);
        canvas.key(Qt::Key_Escape);
        QTest::mouseRelease(canvas.view.viewport(), Qt::LeftButton, {}, point.toPoint());
        QCOMPARE(canvas.view.canvas().item(node)->pos(), QPointF(104, 104));
        QVERIFY(canvas.view.canvas().selection().contains(node));
    }
};

QTEST_MAIN(TestGestures)
#include "TestGestures.moc"
