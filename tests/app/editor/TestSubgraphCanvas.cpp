// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/editor/CanvasFixture.h"

#include "app/editor/Breadcrumbs.h"
#include "app/editor/CanvasAccessible.h"
#include "app/editor/PickPopup.h"
#include "app/editor/SubgraphActions.h"
#include "app/editor/TitleEdit.h"

#include <QAccessible>
#include <QInputDialog>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QTest>

using namespace weft;

namespace {

/// Load, invert, save: the middle is a subgraph "Middle".
struct Inside : CanvasFixture {
    explicit Inside(bool enters = true)
        : load(add("LoadImage", {0, 200}))
        , invert(add("ImageInvert", {500, 200}))
        , save(add("SaveImage", {1000, 200}))
    {
        (void)document.connectPorts(load, 0, invert, "image");
        (void)document.connectPorts(invert, 0, save, "images");
        instance = *document.makeSubgraph({invert}, QStringLiteral("Middle"));
        if (enters)
            (void)document.enter(instance);
        view.setZoom(1, {0, 0});
    }
    SubgraphInterface ports() const { return interfaceOf(*document.workflow().findSubgraph(document.workflow().findNode(instance)->type)); }
    /// The "+" of a side.
    QPoint plusAt(const char* border) const
    {
        const NodeItem* item = view.canvas().item(border);
        return at(item->portPos(item->face().ports.back()));
    }
    /// Both sides and the inside are in view.
    void spread()
    {
        document.move({{kSubgraphInputs, {-40, 200}}, {invert, {400, 200}}, {kSubgraphOutputs, {1000, 200}}});
        view.centerOn(600, 400);
    }

    NodeId load, invert, save, instance;
};

void answer(const QString& text)
{
    auto* dialog = qobject_cast<QInputDialog*>(QApplication::activeModalWidget());
    for (QWidget* widget : dialog ? QWidgetList() : QApplication::topLevelWidgets())
        dialog = dialog ? dialog : qobject_cast<QInputDialog*>(widget);
    if (!dialog)
        return;
    dialog->setTextValue(text);
    dialog->accept();
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
}

void trigger(const QMenu& menu, const QString& text)
{
    for (QAction* action : menu.actions()) {
        if (action->text() == text && action->isEnabled())
            action->trigger();
    }
}

} // namespace

/// Subgraphs on the canvas, by mouse and keys.
class TestSubgraphCanvas : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { installCanvasAccessibility(); }

    void ctrlShiftGAsksTheNameAndMakesOne()
    {
        CanvasFixture canvas;
        const NodeId a = canvas.add("ImageInvert", {200, 200});
        const NodeId b = canvas.add("ImageInvert", {600, 200});
        QVERIFY(canvas.document.connectPorts(a, 0, b, "image"));
        canvas.view.canvas().select({a, b});
        canvas.key(Qt::Key_G, Qt::ControlModifier | Qt::ShiftModifier);
        answer(u"Twice"_qs);
        QCOMPARE(canvas.document.graph().nodes().size(), std::size_t(1));
        const NodeItem* item = canvas.view.canvas().nodeItems().front();
        QVERIFY(item->face().isInstance);
        QCOMPARE(item->face().title, u"Twice"_qs);
        QCOMPARE(canvas.view.canvas().selection(), NodeIds {item->id()});
        canvas.key(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(canvas.document.graph().nodes().size(), std::size_t(2));
    }

    void aSelectionThatAWireLeavesAndEntersIsRefusedWithTheNode()
    {
        CanvasFixture canvas;
        const NodeId a = canvas.add("ImageInvert", {100, 200});
        const NodeId b = canvas.add("ImageInvert", {500, 200});
        const NodeId c = canvas.add("ImageInvert", {900, 200});
        QVERIFY(canvas.document.connectPorts(a, 0, b, "image"));
        QVERIFY(canvas.document.connectPorts(b, 0, c, "image"));
        canvas.document.setTitle(b, "Between");
        canvas.view.canvas().select({a, c});
        canvas.key(Qt::Key_G, Qt::ControlModifier | Qt::ShiftModifier);
        answer(u"No"_qs);
        QVERIFY2(canvas.view.lastRefusal().contains(u"Between"_qs), qPrintable(canvas.view.lastRefusal()));
        QCOMPARE(canvas.document.graph().nodes().size(), std::size_t(3));
    }

    void altRightEntersAltLeftLeavesCtrlShiftUUnpacks()
    {
        Inside canvas(false);
        canvas.view.canvas().select({canvas.instance});
        canvas.key(Qt::Key_Right, Qt::AltModifier);
        QVERIFY(canvas.document.graph().findNode(kSubgraphInputs));
        canvas.key(Qt::Key_Left, Qt::AltModifier);
        QVERIFY(canvas.document.graph().findNode(canvas.load));
        QCOMPARE(canvas.view.canvas().selection(), NodeIds {canvas.instance}); // as it was
        canvas.key(Qt::Key_U, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(!canvas.document.isInstance(canvas.instance));
        QCOMPARE(canvas.document.graph().nodes().size(), std::size_t(3));
        QCOMPARE(canvas.links(), std::size_t(2));
        QVERIFY(canvas.document.workflow().subgraphs().empty());
        canvas.key(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(canvas.document.workflow().subgraphs().size(), std::size_t(1));
    }

    void theMarkInItsHeaderLeadsIn()
    {
        Inside canvas(false);
        const NodeItem* item = canvas.view.canvas().item(canvas.instance);
        QTest::mouseClick(canvas.view.viewport(), Qt::LeftButton, {}, canvas.at(item->pos() + enterRect(item->face()).center()));
        QVERIFY(canvas.document.graph().findNode(kSubgraphInputs));
    }

    void eachLevelKeepsItsPlaceZoomAndSelection()
    {
        Inside canvas(false);
        canvas.view.showAt({300, 200}, 0.8);
        canvas.view.canvas().select({canvas.save});
        QVERIFY(canvas.document.enter(canvas.instance));
        QVERIFY(canvas.view.canvas().selection().empty());
        canvas.view.showAt({40, 30}, 1.5);
        canvas.view.canvas().select({canvas.invert});
        canvas.document.leaveTo(0);
        QCOMPARE(canvas.view.zoom(), 0.8);
        QCOMPARE(canvas.view.canvas().selection(), NodeIds {canvas.save});
        const QPointF middle = canvas.view.mapToScene(canvas.view.viewport()->rect()).boundingRect().center();
        QVERIFY((middle - QPointF(300, 200)).manhattanLength() < 4);
        QVERIFY(canvas.document.enter(canvas.instance));
        QCOMPARE(canvas.view.zoom(), 1.5);
        QCOMPARE(canvas.view.canvas().selection(), NodeIds {canvas.invert});
        canvas.document.open(Graph()); // nothing of it holds any more
        QVERIFY(canvas.view.canvas().parts().empty());
    }

    void breadcrumbsLeadOut()
    {
        Inside canvas;
        QCoreApplication::processEvents();
        auto* crumbs = canvas.view.findChild<Breadcrumbs*>();
        QVERIFY(crumbs && crumbs->isVisible());
        QCOMPARE(crumbs->findChildren<QPushButton*>().size(), 1);
        const int width = crumbs->width();
        QVERIFY(canvas.document.enter(*canvas.document.makeSubgraph({canvas.invert}, u"Deeper"_qs)));
        QCoreApplication::processEvents();
        QVERIFY(crumbs->width() > width + 20); // a longer way
        QTest::mouseClick(crumbs->findChildren<QPushButton*>().front(), Qt::LeftButton);
        QCoreApplication::processEvents();
        QVERIFY(canvas.document.graph().findNode(canvas.load));
        QVERIFY(!crumbs->isVisible());
    }

    void aWireDroppedOnThePlusExposesAPort()
    {
        Inside canvas;
        canvas.spread();
        const std::size_t before = canvas.ports().outputs.size();
        canvas.drag(canvas.outputAt(canvas.invert, 0), canvas.plusAt(kSubgraphOutputs));
        QCOMPARE(canvas.ports().outputs.size(), before + 1);
        QCOMPARE(canvas.ports().outputs.back().type, TypeName("IMAGE"));
        QCOMPARE(canvas.links(), std::size_t(3));
        canvas.key(Qt::Key_Z, Qt::ControlModifier); // one step
        QCOMPARE(canvas.ports().outputs.size(), before);
        QCOMPARE(canvas.links(), std::size_t(2));
    }

    void aWireFromThePlusExposesAnInputOrASetting()
    {
        Inside canvas;
        const NodeId scale = canvas.add("ImageScaleBy", {400, 450});
        canvas.spread();
        const std::size_t before = canvas.ports().inputs.size();
        canvas.drag(canvas.plusAt(kSubgraphInputs), canvas.inputAt(scale, "image"));
        QCOMPARE(canvas.ports().inputs.size(), before + 1);
        QCOMPARE(canvas.document.graph().linkInto(scale, "image")->from, NodeId(kSubgraphInputs));
        canvas.drag(canvas.plusAt(kSubgraphInputs), canvas.settingAt(scale, "scale_by")); // the row, not the port
        QCOMPARE(canvas.ports().inputs.size(), before + 2);
        QCOMPARE(canvas.ports().inputs.back().name, std::string("scale_by"));
        canvas.drag(canvas.plusAt(kSubgraphInputs), canvas.at({300, 800}));
        QCOMPARE(canvas.ports().inputs.size(), before + 2);
        QVERIFY(!canvas.view.findChild<PickPopup*>(u"pickPopup"_qs));
        canvas.drag(canvas.plusAt(kSubgraphInputs), canvas.plusAt(kSubgraphOutputs));
        QCOMPARE(canvas.ports().inputs.size(), before + 2);
    }

    void anEndThatIsPickedUpMovesToThePlus()
    {
        Inside canvas;
        canvas.spread();
        const std::string name = canvas.ports().outputs.front().name;
        canvas.drag(canvas.inputAt(kSubgraphOutputs, name), canvas.plusAt(kSubgraphOutputs));
        QCOMPARE(canvas.ports().outputs.size(), std::size_t(2));
        QVERIFY(!canvas.document.graph().linkInto(kSubgraphOutputs, name));
        QVERIFY(canvas.document.graph().linkInto(kSubgraphOutputs, canvas.ports().outputs.back().name));
        canvas.key(Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(canvas.document.graph().linkInto(kSubgraphOutputs, name));
    }

    void aDoubleClickRenamesAPort()
    {
        Inside canvas;
        canvas.spread();
        const QPoint row = canvas.inputAt(kSubgraphOutputs, canvas.ports().outputs.front().name) + QPoint(60, 0);
        QTest::mouseDClick(canvas.view.viewport(), Qt::LeftButton, {}, row);
        auto* line = canvas.view.findChild<TitleEdit*>(u"titleEdit"_qs);
        QVERIFY(line);
        QTest::keyClicks(line, u"Negative"_qs);
        QTest::keyClick(line, Qt::Key_Return);
        QCOMPARE(canvas.ports().outputs.front().label, std::string("Negative"));
        canvas.key(Qt::Key_Left, Qt::AltModifier);
        QCOMPARE(canvas.view.canvas().item(canvas.instance)->face().output(0)->label, u"Negative"_qs);
        QVERIFY(canvas.document.graph().linkInto(canvas.save, "images"));
    }

    void theMenuOfAPortMovesAndRemovesIt()
    {
        Inside canvas;
        canvas.spread();
        canvas.drag(canvas.outputAt(canvas.invert, 0), canvas.plusAt(kSubgraphOutputs));
        const std::string first = canvas.ports().outputs.front().id;
        {
            QMenu menu;
            fillBorderMenu(canvas.view, menu, kSubgraphOutputs, PortRef {kSubgraphOutputs, false, 0, canvas.ports().outputs.front().name});
            trigger(menu, u"Move up"_qs);
            QCOMPARE(canvas.ports().outputs.front().id, first);
            trigger(menu, u"Move down"_qs);
        }
        QCOMPARE(canvas.ports().outputs.back().id, first);
        QVERIFY(canvas.document.workflow().linkInto(canvas.save, "images"));
        QMenu all; // by the keyboard: one menu for each port
        fillBorderMenu(canvas.view, all, kSubgraphOutputs, {});
        QCOMPARE(all.actions().size(), 2);
        trigger(*all.actions().back()->menu(), u"Remove this port"_qs);
        QCOMPARE(canvas.ports().outputs.size(), std::size_t(1));
        QVERIFY(!canvas.document.workflow().linkInto(canvas.save, "images"));
    }

    void bordersAreNeitherDeletedNorMuted()
    {
        Inside canvas;
        canvas.key(Qt::Key_A, Qt::ControlModifier);
        canvas.key(Qt::Key_M, Qt::ControlModifier);
        QCOMPARE(canvas.view.canvas().item(kSubgraphInputs)->face().mode, NodeMode::Normal);
        canvas.key(Qt::Key_Delete);
        QCOMPARE(canvas.document.graph().nodes().size(), std::size_t(2));
        canvas.document.move({{kSubgraphInputs, {-400, 40}}});
        canvas.key(Qt::Key_Left, Qt::AltModifier);
        QVERIFY(canvas.document.enter(canvas.instance));
        QCOMPARE(canvas.view.canvas().item(kSubgraphInputs)->pos(), QPointF(-400, 40));
    }

    void theSearchListsTheWorkflowsSubgraphs()
    {
        Inside canvas(false);
        canvas.drag(canvas.outputAt(canvas.load, 0), canvas.at({600, 700}));
        auto* popup = canvas.view.findChild<PickPopup*>(u"pickPopup"_qs);
        QVERIFY(popup);
        QTest::keyClicks(popup->field(), u"middle"_qs);
        QCOMPARE(popup->count(), 1);
        QTest::keyClick(popup->field(), Qt::Key_Return);
        const NodeId made = *canvas.view.canvas().selection().begin();
        QVERIFY(canvas.document.isInstance(made));
        QCOMPARE(canvas.document.graph().linksOf(made).size(), std::size_t(1));
        canvas.key(Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(!canvas.document.graph().findNode(made));
        QVERIFY(canvas.document.enter(canvas.instance)); // not inside itself
        QVERIFY(canvas.document.subgraphsThatFit().empty());
    }

    void theMenuOfAnInstance()
    {
        Inside canvas(false);
        QMenu menu;
        fillInstanceMenu(canvas.view, menu, canvas.instance);
        trigger(menu, u"Insert another of it"_qs);
        const NodeId second = *canvas.view.canvas().selection().begin();
        QCOMPARE(canvas.document.graph().findNode(second)->type, canvas.document.graph().findNode(canvas.instance)->type);
        trigger(menu, u"Rename the subgraph…"_qs);
        answer(u"Negative"_qs);
        QCOMPARE(canvas.view.canvas().item(second)->face().title, u"Negative"_qs);
        QMenu again;
        fillInstanceMenu(canvas.view, again, canvas.instance);
        trigger(again, u"Make it independent of the others"_qs);
        QVERIFY(canvas.document.graph().findNode(second)->type != canvas.document.graph().findNode(canvas.instance)->type);
    }

    void aSettingIsShownAsAnInputAndBack()
    {
        CanvasFixture canvas;
        const NodeId scale = canvas.add("ImageScaleBy", {400, 200});
        canvas.view.canvas().select({scale});
        canvas.key(Qt::Key_I, Qt::ShiftModifier);
        auto* popup = canvas.view.findChild<PickPopup*>(u"pickPopup"_qs);
        QVERIFY(popup);
        QTest::keyClicks(popup->field(), u"scale_by"_qs);
        QTest::keyClick(popup->field(), Qt::Key_Return);
        QVERIFY(canvas.document.isExposed(scale, "scale_by"));
        const QColor shown = canvas.view.viewport()->grab().toImage().pixelColor(canvas.inputAt(scale, "scale_by"));
        QCOMPARE(shown, Theme::dark().wire("FLOAT"));
        canvas.document.setExposed(scale, "scale_by", false);
        const QColor hidden = canvas.view.viewport()->grab().toImage().pixelColor(canvas.inputAt(scale, "scale_by"));
        QVERIFY(hidden != shown);
    }

    void aWireDroppedOnASettingsRowExposesAndConnects()
    {
        CanvasFixture canvas;
        const NodeId sampler = canvas.add("KSampler", {900, 200});
        const NodeId number = canvas.add("PrimitiveInt", {300, 260});
        const QPoint row = canvas.settingAt(sampler, "steps") + QPoint(40, 0);
        canvas.drag(canvas.outputAt(number, 0), row);
        QVERIFY(canvas.document.graph().linkInto(sampler, "steps"));
        QVERIFY(canvas.document.isExposed(sampler, "steps"));
        canvas.key(Qt::Key_Z, Qt::ControlModifier); // one step
        QVERIFY(!canvas.document.graph().linkInto(sampler, "steps"));
        QVERIFY(!canvas.document.isExposed(sampler, "steps"));
    }

    void aColourIsASetting()
    {
        const InputSpec spec {"color", "COLOR"};
        QVERIFY(spec.isSetting());
        QCOMPARE(kindOf(spec), SettingKind::Color);
        QCOMPARE(colorOf(defaultSetting(spec)), QColor(Qt::white));
        QCOMPARE(colorValue(spec, QColor(0x12, 0x34, 0x56)), Json("#123456"));
    }

    void aFileThatListsAllSettingsShowsNone()
    {
        CanvasFixture canvas;
        const NodeId sampler = canvas.add("KSampler", {900, 200});
        Graph graph = canvas.document.workflow();
        Node& node = *graph.editNode(sampler);
        for (const InputSpec& input : testCatalogue().find("KSampler")->inputs) {
            if (input.isSetting())
                node.inputs.push_back({input.name, input.type, Json {{"widget", {{"name", input.name}}}}});
        }
        canvas.document.open(graph);
        QVERIFY(!canvas.document.isExposed(sampler, "steps"));
        canvas.document.setExposed(sampler, "steps", true);
        QVERIFY(canvas.document.isExposed(sampler, "steps"));
        QVERIFY(!canvas.document.isExposed(sampler, "cfg"));
        canvas.document.setExposed(sampler, "steps", false);
        QCOMPARE(canvas.document.graph().findNode(sampler)->inputs, graph.findNode(sampler)->inputs);
        std::erase_if(node.inputs, [](const NodePort& port) { return port.name == "cfg"; }); // the older form
        canvas.document.open(graph);
        QVERIFY(canvas.document.isExposed(sampler, "steps"));
        canvas.document.setExposed(sampler, "steps", false);
        QVERIFY(!canvas.document.isExposed(sampler, "steps"));
    }

    void aScreenReaderNamesThePlus()
    {
        Inside canvas;
        const int border = int(canvas.document.graph().nodeIndex(kSubgraphInputs));
        QAccessibleInterface* all = QAccessible::queryAccessibleInterface(&canvas.view);
        QAccessibleInterface* inputs = all->child(border);
        QCOMPARE(inputs->child(inputs->childCount() - 1)->text(QAccessible::Name), u"new port: drop a wire here"_qs);
        QCOMPARE(inputs->text(QAccessible::Description), u"edge of this subgraph"_qs);
    }
};

QTEST_MAIN(TestSubgraphCanvas)
#include "TestSubgraphCanvas.moc"
