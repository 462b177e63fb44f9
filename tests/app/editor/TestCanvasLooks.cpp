// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/editor/CanvasFixture.h"

#include "app/editor/CanvasAccessible.h"
#include "app/editor/Minimap.h"
#include "app/editor/SettingEditor.h"
#include "app/editor/WiresItem.h"

#include <QAccessible>
#include <QTest>

using namespace weft;

namespace {

NodeStatus statusOn(const QString& machine)
{
    NodeStatus status;
    status.machine = machine;
    return status;
}

} // namespace

/// What is seen, and what a screen reader is told.
class TestCanvasLooks : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theOverlayTintsByMachine()
    {
        CanvasFixture canvas;
        const NodeId here = canvas.add("ImageInvert", {100, 100});
        const NodeId there = canvas.add("ImageInvert", {500, 100});
        canvas.document.setStatus(there, statusOn(u"RTX 4090 · Tokyo"_qs));
        canvas.view.canvas().select({});
        const auto bodyOf = [&](const NodeId& id) {
            return canvas.view.viewport()->grab().toImage().pixelColor(canvas.at(canvas.view.canvas().item(id)->pos() + QPointF(100, 70)));
        };
        QCOMPARE(bodyOf(here), bodyOf(there));
        canvas.key(Qt::Key_O, Qt::ShiftModifier);
        QVERIFY(canvas.view.canvas().tintsMachines());
        QVERIFY(bodyOf(here) != bodyOf(there));
        QVERIFY(bodyOf(here) != Theme::dark().node);
    }

    void wiresThatCrossMachinesSayHowMuch()
    {
        CanvasFixture canvas;
        const NodeId load = canvas.add("LoadImage", {0, 100});
        const NodeId invert = canvas.add("ImageInvert", {500, 100});
        QVERIFY(canvas.document.connectPorts(load, 0, invert, "image"));
        const auto tag = [&] { return canvas.view.canvas().wires().wires().front().tag; };
        QVERIFY(tag().isEmpty());
        canvas.document.setStatus(invert, statusOn(u"Lin's PC"_qs));
        QCOMPARE(tag(), u"⇄"_qs);
        canvas.document.setTransfer(load, 0, invert, 231'000);
        QCOMPARE(tag(), u"⇄ 231 KB"_qs);
        canvas.document.setStatus(invert, statusOn({}));
        canvas.document.setTransfer(load, 0, invert, 0);
        QVERIFY(tag().isEmpty());
    }

    void eachMachineHasAColour()
    {
        const Theme& theme = Theme::dark();
        QCOMPARE(placeColor(theme, {}), theme.ok);
        QVERIFY(placeColor(theme, statusOn(u"a"_qs)) != theme.ok);
        QCOMPARE(placeColor(theme, statusOn(u"a"_qs)), placeColor(theme, statusOn(u"a"_qs)));
    }

    void comfyUIsNodeColoursAreKeptAndShown()
    {
        CanvasFixture canvas;
        const NodeId node = canvas.add("ImageInvert", {100, 100});
        canvas.document.setColor({node}, "#232", "#353");
        QCOMPARE(canvas.view.canvas().item(node)->face().headerTint, QColor(u"#232"_qs));
        const QColor light = tintFor(Theme::light(), QColor(u"#232"_qs));
        QVERIFY(light.lightness() > 200 && light.hue() == QColor(u"#232"_qs).hue());
        canvas.document.setColor({node}, {}, {});
        QVERIFY(!canvas.document.graph().findNode(node)->extra.contains("color"));
    }

    void aScreenReaderHearsStates()
    {
        installCanvasAccessibility();
        CanvasFixture canvas;
        const NodeId load = canvas.add("LoadImage", {0, 100});
        const NodeId sampler = canvas.add("KSampler", {500, 100});
        const NodeId encode = canvas.add("VAEEncode", {300, 600});
        QVERIFY(canvas.document.connectPorts(load, 0, encode, "pixels"));
        QAccessibleInterface* list = QAccessible::queryAccessibleInterface(&canvas.view);
        QAccessibleInterface* node = list->child(0);
        QVERIFY(node->text(QAccessible::Description).startsWith(u"This PC"_qs));
        canvas.document.setPinned({load}, true);
        canvas.document.setMode({load}, NodeMode::Muted);
        QVERIFY(node->text(QAccessible::Description).contains(u"pinned"_qs));
        QVERIFY(node->text(QAccessible::Description).contains(u"muted"_qs));
        canvas.document.setCollapsed({load}, true);
        QVERIFY(node->state().collapsed);
        canvas.view.canvas().select({load});
        QVERIFY(node->state().selected && !list->child(1)->state().selected);
        QAccessibleInterface* port = node->child(1);
        QCOMPARE(port->parent(), node);
        QVERIFY2(port->text(QAccessible::Description).contains(u"connected to"_qs), qPrintable(port->text(QAccessible::Description)));

        // A setting's role, and its press opens the editor.
        QAccessibleInterface* seed = nullptr;
        for (int i = 0; i < list->child(1)->childCount(); ++i) {
            if (list->child(1)->child(i)->role() == QAccessible::SpinBox && !seed)
                seed = list->child(1)->child(i);
        }
        QVERIFY(seed && seed->actionInterface());
        QCOMPARE(seed->text(QAccessible::Value), u"0"_qs);
        seed->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
        QVERIFY(canvas.view.editor().isOpen());
        QCOMPARE(canvas.view.canvas().selection(), NodeIds {sampler});
    }

    void theMinimapGoesWhereOneClicks()
    {
        CanvasFixture canvas;
        canvas.add("ImageInvert", {0, 0});
        const NodeId far = canvas.add("ImageInvert", {6000, 3000});
        Minimap map;
        map.resize(200, 120);
        map.setView(&canvas.view);
        map.show();
        QVERIFY(QTest::qWaitForWindowExposed(&map));
        (void)map.grab();
        QTest::mouseClick(&map, Qt::LeftButton, {}, {190, 104});
        QVERIFY(canvas.view.viewport()->rect().contains(canvas.headerAt(far)));
    }
};

QTEST_MAIN(TestCanvasLooks)
#include "TestCanvasLooks.moc"
