// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/editor/CanvasFixture.h"

#include "app/editor/CanvasActions.h"
#include "app/editor/HelpPopup.h"
#include "app/editor/PickPopup.h"
#include "app/editor/SettingEditor.h"
#include "app/editor/WiresItem.h"

#include <QLineEdit>
#include <QTest>

#include <set>

using namespace weft;

/// What the keys do, each by real events.
class TestCanvasKeys : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyKeyHasOneActionAndEveryActionAText()
    {
        std::set<int> seen;
        std::set<std::string> ids;
        for (const CanvasAction& action : canvasActions()) {
            QVERIFY(ids.insert(action.id).second);
            QVERIFY(!textOf(action).isEmpty());
            for (const QKeySequence& keys : keysOf(action)) {
                QVERIFY2(keys.count() == 1 && keys[0].key() != Qt::Key_unknown, action.id);
                QVERIFY2(seen.insert(keys[0].toCombined()).second, action.id);
                QCOMPARE(actionForKeys(keys[0]), &action);
            }
        }
    }

    void keysCanBeChanged()
    {
        CanvasFixture canvas;
        const NodeId node = canvas.add("ImageInvert", {100, 100});
        canvas.view.canvas().select({node});
        setCanvasKeys("pin", {QKeySequence(Qt::CTRL | Qt::Key_J)});
        canvas.key(Qt::Key_P);
        QVERIFY(!canvas.document.isPinned(node));
        canvas.key(Qt::Key_J, Qt::ControlModifier);
        QVERIFY(canvas.document.isPinned(node));
        resetCanvasKeys();
        canvas.key(Qt::Key_P);
        QVERIFY(!canvas.document.isPinned(node));
    }

    void switchesOfANode_data()
    {
        QTest::addColumn<int>("key");
        QTest::addColumn<int>("keys");
        QTest::addColumn<QString>("what");
        QTest::newRow("mute") << int(Qt::Key_M) << int(Qt::ControlModifier) << u"muted"_qs;
        QTest::newRow("bypass") << int(Qt::Key_B) << int(Qt::ControlModifier) << u"bypassed"_qs;
        QTest::newRow("collapse") << int(Qt::Key_C) << int(Qt::AltModifier) << u"collapsed"_qs;
        QTest::newRow("pin") << int(Qt::Key_P) << 0 << u"pinned"_qs;
    }

    void switchesOfANode()
    {
        QFETCH(int, key);
        QFETCH(int, keys);
        QFETCH(QString, what);
        CanvasFixture canvas;
        const NodeId node = canvas.add("ImageInvert", {100, 100});
        canvas.view.canvas().select({node});
        const auto isOn = [&] {
            const NodeFace& face = canvas.view.canvas().item(node)->face();
            return what == u"muted"_qs ? face.mode == NodeMode::Muted
                : what == u"bypassed"_qs ? face.mode == NodeMode::Bypassed
                : what == u"pinned"_qs   ? face.isPinned
                                         : face.isCollapsed && face.size.height() == face::kHeader;
        };
        QVERIFY(!isOn());
        canvas.key(key, Qt::KeyboardModifiers(keys));
        QVERIFY(isOn());
        canvas.key(key, Qt::KeyboardModifiers(keys));
        QVERIFY(!isOn());
        canvas.key(Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(isOn());
    }

    void alignAndDistributeAreOneStepEach()
    {
        CanvasFixture canvas;
        const NodeId a = canvas.add("ImageInvert", {100, 100});
        const NodeId b = canvas.add("ImageInvert", {140, 300});
        const NodeId c = canvas.add("ImageInvert", {180, 700});
        const auto x = [&](const NodeId& id) { return canvas.document.graph().findNode(id)->x; };
        const auto y = [&](const NodeId& id) { return canvas.document.graph().findNode(id)->y; };
        canvas.view.selectAll();
        canvas.key(Qt::Key_Left, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(x(b), 100.0);
        QCOMPARE(x(c), 100.0);
        canvas.key(Qt::Key_V, Qt::ControlModifier | Qt::AltModifier);
        QCOMPARE(y(b), 400.0);
        QCOMPARE(y(a), 100.0);
        canvas.key(Qt::Key_Z, Qt::ControlModifier);
        canvas.key(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(x(b), 140.0);
        QCOMPARE(y(b), 300.0);
    }

    void deleteWithWiresLeavesNoBridge()
    {
        CanvasFixture canvas;
        const NodeId load = canvas.add("LoadImage", {0, 100});
        const NodeId invert = canvas.add("ImageInvert", {400, 100});
        const NodeId save = canvas.add("SaveImage", {800, 100});
        QVERIFY(canvas.document.connectPorts(load, 0, invert, "image"));
        QVERIFY(canvas.document.connectPorts(invert, 0, save, "images"));
        canvas.view.canvas().select({invert});
        canvas.key(Qt::Key_Delete, Qt::ControlModifier);
        QCOMPARE(canvas.links(), std::size_t(0));
    }

    void viewsAreNotedAndFoundAgain()
    {
        CanvasFixture canvas;
        canvas.add("ImageInvert", {100, 100});
        canvas.view.setZoom(0.8, {800, 450});
        canvas.view.centerOn(900, 500);
        canvas.key(Qt::Key_3, Qt::ControlModifier);
        canvas.view.setZoom(2, {0, 0});
        canvas.view.centerOn(-4000, 77);
        canvas.key(Qt::Key_4); // never noted
        QCOMPARE(canvas.view.zoom(), 2.0);
        canvas.key(Qt::Key_3);
        QCOMPARE(canvas.view.zoom(), 0.8);
        const QPointF center = canvas.view.mapToScene(canvas.view.viewport()->rect()).boundingRect().center();
        QVERIFY(QLineF(center, {900, 500}).length() < 3);
        const Json& kept = canvas.document.graph().extra();
        QVERIFY(kept["extra"]["weft"]["views"].contains("3"));
    }

    void arrowsGoByPlaceAndCtrlArrowsByWire()
    {
        CanvasFixture canvas;
        const NodeId load = canvas.add("LoadImage", {0, 100});
        const NodeId near = canvas.add("ImageInvert", {400, 100});
        const NodeId far = canvas.add("SaveImage", {800, 500});
        QVERIFY(canvas.document.connectPorts(load, 0, far, "images"));
        canvas.view.canvas().select({load});
        canvas.key(Qt::Key_Right);
        QCOMPARE(canvas.view.canvas().selection(), NodeIds {near});
        canvas.view.canvas().select({load});
        canvas.key(Qt::Key_Right, Qt::ControlModifier);
        QCOMPARE(canvas.view.canvas().selection(), NodeIds {far});
        canvas.key(Qt::Key_Left, Qt::ControlModifier);
        QCOMPARE(canvas.view.canvas().selection(), NodeIds {load});
    }

    void wiresAreDimmedThenHidden()
    {
        CanvasFixture canvas;
        const NodeId load = canvas.add("LoadImage", {0, 100});
        const NodeId save = canvas.add("SaveImage", {800, 100});
        QVERIFY(canvas.document.connectPorts(load, 0, save, "images"));
        WiresItem& wires = canvas.view.canvas().wires();
        const WireFace& wire = wires.wires().front();
        const QPointF middle = (wire.start + wire.end) / 2;
        const auto next = [&] { canvas.key(Qt::Key_L, Qt::ControlModifier | Qt::ShiftModifier); };
        QVERIFY(wires.wireAt(middle, 8));
        next();
        QCOMPARE(wires.look(), WireLook::Dimmed);
        next();
        QCOMPARE(wires.look(), WireLook::Hidden);
        QVERIFY(!wires.wireAt(middle, 8)); // what isn't seen can't be cut
        canvas.view.canvas().select({load});
        QVERIFY(wires.wireAt(middle, 8));
        next();
        QCOMPARE(wires.look(), WireLook::Shown);
    }

    void aNodeIsSwappedAndKeepsItsWires()
    {
        CanvasFixture canvas;
        const NodeId load = canvas.add("LoadImage", {0, 100});
        const NodeId invert = canvas.add("ImageInvert", {400, 100});
        const NodeId save = canvas.add("SaveImage", {800, 100});
        QVERIFY(canvas.document.connectPorts(load, 0, invert, "image"));
        QVERIFY(canvas.document.connectPorts(invert, 0, save, "images"));
        canvas.view.canvas().select({invert});
        canvas.key(Qt::Key_S, Qt::ShiftModifier);
        auto* popup = canvas.view.findChild<PickPopup*>(u"pickPopup"_qs);
        QVERIFY(popup);
        QTest::keyClicks(popup->field(), u"ksampler"_qs);
        QCOMPARE(popup->count(), 0); // it would lose them
        popup->field()->clear();
        QTest::keyClicks(popup->field(), u"sharpen"_qs);
        QTest::keyClick(popup->field(), Qt::Key_Return);
        QCOMPARE(canvas.document.graph().findNode(invert)->type, std::string("ImageSharpen"));
        QCOMPARE(canvas.links(), std::size_t(2));
        QCOMPARE(canvas.view.canvas().item(invert)->face().settings.size(), std::size_t(3));
        canvas.key(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(canvas.document.graph().findNode(invert)->type, std::string("ImageInvert"));
    }

    void helpSaysWhatANodeDoes()
    {
        CanvasFixture canvas;
        canvas.view.canvas().select({canvas.add("KSampler", {100, 100})});
        canvas.key(Qt::Key_F1);
        auto* help = canvas.view.findChild<HelpPopup*>();
        QVERIFY(help);
        QVERIFY2(help->text().contains(u"The random seed used for creating the noise."_qs), qPrintable(help->text()));
        QVERIFY(help->text().contains(u"1 to 10000"_qs));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        QVERIFY(!canvas.view.findChild<HelpPopup*>());
    }

    void findLooksIntoPrompts()
    {
        CanvasFixture canvas;
        const NodeId text = canvas.add("CLIPTextEncode", {4000, 100});
        canvas.add("ImageInvert", {100, 100});
        canvas.document.setSetting(text, "text", "an astronaut who smiles");
        canvas.key(Qt::Key_F, Qt::ControlModifier);
        auto* popup = canvas.view.findChild<PickPopup*>(u"pickPopup"_qs);
        QVERIFY(popup);
        QTest::keyClicks(popup->field(), u"astron"_qs);
        QCOMPARE(popup->count(), 1);
        QTest::keyClick(popup->field(), Qt::Key_Return);
        QCOMPARE(canvas.view.canvas().selection(), NodeIds {text});
        QVERIFY(canvas.view.viewport()->rect().contains(canvas.headerAt(text)));
    }
};

QTEST_MAIN(TestCanvasKeys)
#include "TestCanvasKeys.moc"
