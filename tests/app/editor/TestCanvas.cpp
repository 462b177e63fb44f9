// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/editor/CanvasFixture.h"

#include "app/editor/CanvasAccessible.h"
#include "app/editor/PickPopup.h"
#include "app/editor/SettingEditor.h"
#include "app/editor/WiresItem.h"
#include "core/formats/WorkflowJson.h"

#include <QAccessible>
#include <QClipboard>
#include <QLineEdit>
#include <QTest>

#include <algorithm>

using namespace weft;

class TestCanvas : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aStrangerBuildsTheDemoGraphFromEmpty()
    {
        CanvasFixture canvas;
        const NodeId load = canvas.addBySearch({60, 200}, u"load image"_qs);
        const NodeId model = canvas.addBySearch({400, 80}, u"upscale model"_qs);
        const NodeId enlarge = canvas.addBySearch({760, 80}, u"using model"_qs);
        const NodeId scale = canvas.addBySearch({400, 420}, u"upscale image by"_qs);
        const NodeId sharpen = canvas.addBySearch({760, 420}, u"sharpen"_qs);
        const NodeId stitch = canvas.addBySearch({1060, 200}, u"stitch"_qs);
        QCOMPARE(canvas.document.graph().findNode(load)->type, std::string("LoadImage"));
        QCOMPARE(canvas.document.graph().findNode(model)->type, std::string("UpscaleModelLoader"));
        QCOMPARE(canvas.document.graph().findNode(stitch)->type, std::string("ImageStitch"));

        canvas.drag(canvas.outputAt(load, 0), canvas.inputAt(enlarge, "image"));
        canvas.drag(canvas.outputAt(load, 0), canvas.inputAt(scale, "image"));
        canvas.drag(canvas.outputAt(model, 0), canvas.inputAt(enlarge, "upscale_model"));
        canvas.drag(canvas.inputAt(sharpen, "image"), canvas.outputAt(scale, 0)); // from the far end, too
        canvas.drag(canvas.outputAt(enlarge, 0), canvas.inputAt(stitch, "image1"));
        canvas.drag(canvas.outputAt(sharpen, 0), canvas.inputAt(stitch, "image2"));
        QCOMPARE(canvas.document.graph().links().size(), std::size_t(6));

        // Into the void: only what fits, already wired.
        canvas.drag(canvas.outputAt(stitch, 0), canvas.outputAt(stitch, 0) + QPoint(60, 60));
        auto* popup = canvas.view.findChild<PickPopup*>(u"pickPopup"_qs);
        QVERIFY(popup);
        QTest::keyClicks(popup->field(), u"save"_qs);
        QTest::keyClick(popup->field(), Qt::Key_Return);
        QCOMPARE(canvas.document.graph().links().size(), std::size_t(7));
        const NodeId save = canvas.document.graph().links().back().to;
        QCOMPARE(canvas.document.graph().findNode(save)->type, std::string("SaveImage"));

        canvas.typeIntoSetting(scale, "scale_by", u"4"_qs);
        canvas.typeIntoSetting(scale, "upscale_method", u"bicubic"_qs);
        canvas.typeIntoSetting(save, "filename_prefix", u"weft/upscaled"_qs);
        QCOMPARE(canvas.document.graph().findNode(scale)->settings.at("scale_by").get<double>(), 4.0);
        QCOMPARE(canvas.document.graph().findNode(scale)->settings.at("upscale_method"), Json("bicubic"));
        QCOMPARE(canvas.document.graph().findNode(save)->settings.at("filename_prefix"), Json("weft/upscaled"));

        const Graph built = canvas.document.graph();
        while (canvas.document.canUndo())
            canvas.key(Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(canvas.document.graph().nodes().empty());
        QVERIFY(canvas.view.canvas().nodeItems().empty());
        while (canvas.document.canRedo())
            canvas.key(Qt::Key_Y, Qt::ControlModifier);
        QVERIFY(canvas.document.graph() == built);
        QCOMPARE(canvas.view.canvas().wires().wires().size(), std::size_t(7));
    }

    void openThenSaveIsIdentical()
    {
        QFile file(demoWorkflowPath());
        QVERIFY(file.open(QIODevice::ReadOnly));
        const Json before = *parseJson(file.readAll().toStdString());
        CanvasFixture canvas;
        canvas.document.open(*openTestFile(demoWorkflowPath()));
        QCOMPARE(canvas.view.canvas().nodeItems().size(), before["nodes"].size());
        canvas.view.selectAll();
        canvas.key(Qt::Key_Right, Qt::ShiftModifier);
        canvas.key(Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(!canvas.document.isModified());
        const Json after = writeWorkflow(canvas.document.graph(), testCatalogue());
        QCOMPARE(QString::fromStdString(after.dump(1)), QString::fromStdString(before.dump(1)));
    }

    void aWrongDropIsRefusedAndSaysWhy()
    {
        CanvasFixture canvas;
        const NodeId load = canvas.document.add(*testCatalogue().find("LoadImage"), {100, 100});
        const NodeId sampler = canvas.document.add(*testCatalogue().find("KSampler"), {700, 100});
        canvas.drag(canvas.outputAt(load, 0), canvas.inputAt(sampler, "model"));
        QVERIFY(canvas.document.graph().links().empty());
        QVERIFY2(canvas.view.lastRefusal().contains(u"IMAGE"_qs) && canvas.view.lastRefusal().contains(u"MODEL"_qs),
            qPrintable(canvas.view.lastRefusal()));
    }

    void aCircleIsRefused()
    {
        CanvasFixture canvas;
        const NodeId a = canvas.document.add(*testCatalogue().find("ImageInvert"), {100, 100});
        const NodeId b = canvas.document.add(*testCatalogue().find("ImageInvert"), {600, 100});
        QVERIFY(canvas.document.connectPorts(a, 0, b, "image"));
        canvas.drag(canvas.outputAt(b, 0), canvas.inputAt(a, "image"));
        QCOMPARE(canvas.document.graph().links().size(), std::size_t(1));
        QVERIFY(!canvas.view.lastRefusal().isEmpty());
    }

    void aNumberIsDraggedAsOneStep()
    {
        CanvasFixture canvas;
        const NodeId sampler = canvas.document.add(*testCatalogue().find("KSampler"), {300, 100});
        const QPoint at = canvas.settingAt(sampler, "steps");
        canvas.drag(at, at + QPoint(40, 0));
        QCOMPARE(canvas.document.graph().findNode(sampler)->settings.at("steps"), Json(30));
        canvas.key(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(canvas.document.graph().findNode(sampler)->settings.at("steps"), Json(20));
    }

    void seedsKeepAll64Bits()
    {
        CanvasFixture canvas;
        const NodeId sampler = canvas.document.add(*testCatalogue().find("KSampler"), {300, 100});
        canvas.typeIntoSetting(sampler, "seed", u"18446744073709551615"_qs);
        QCOMPARE(canvas.document.graph().findNode(sampler)->settings.at("seed").get<std::uint64_t>(),
            std::numeric_limits<std::uint64_t>::max());
    }

    void nodesAreDraggedAndSnapToTheGrid()
    {
        CanvasFixture canvas;
        const NodeId a = canvas.document.add(*testCatalogue().find("ImageInvert"), {104, 104});
        const QPoint header = canvas.at({150, 120});
        canvas.drag(header, header + QPoint(101, 51));
        QCOMPARE(canvas.document.graph().findNode(a)->x, 208.0);
        QCOMPARE(canvas.document.graph().findNode(a)->y, 152.0);
        canvas.key(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(canvas.document.graph().findNode(a)->x, 104.0);
    }

    void deleteKeepsTheWire()
    {
        CanvasFixture canvas;
        const NodeId load = canvas.document.add(*testCatalogue().find("LoadImage"), {50, 100});
        const NodeId invert = canvas.document.add(*testCatalogue().find("ImageInvert"), {400, 100});
        const NodeId save = canvas.document.add(*testCatalogue().find("SaveImage"), {800, 100});
        QVERIFY(canvas.document.connectPorts(load, 0, invert, "image"));
        QVERIFY(canvas.document.connectPorts(invert, 0, save, "images"));
        canvas.view.canvas().select({invert});
        canvas.key(Qt::Key_Delete);
        QCOMPARE(canvas.document.graph().links().size(), std::size_t(1));
        QCOMPARE(canvas.document.graph().links().front().from, load);
        QCOMPARE(canvas.document.graph().links().front().to, save);
        canvas.document.undo();
        QCOMPARE(canvas.document.graph().links().size(), std::size_t(2));
    }

    void aNodeDroppedOnAWireGoesIntoIt()
    {
        CanvasFixture canvas;
        const NodeId load = canvas.document.add(*testCatalogue().find("LoadImage"), {0, 100});
        const NodeId save = canvas.document.add(*testCatalogue().find("SaveImage"), {900, 100});
        QVERIFY(canvas.document.connectPorts(load, 0, save, "images"));
        const NodeId invert = canvas.document.add(*testCatalogue().find("ImageInvert"), {480, 400});
        const NodeItem* item = canvas.view.canvas().item(invert);
        const WireFace& wire = canvas.view.canvas().wires().wires().front();
        const QPointF shift = (wire.start + wire.end) / 2 - item->rect().center();
        const QPoint header = canvas.at(item->pos() + QPointF(40, 12));
        canvas.drag(header, header + shift.toPoint());
        QCOMPARE(canvas.document.graph().links().size(), std::size_t(2));
        QVERIFY(canvas.document.graph().linkInto(invert, "image"));
    }

    void cuttingIsOneStep()
    {
        CanvasFixture canvas;
        const NodeId load = canvas.document.add(*testCatalogue().find("LoadImage"), {0, 300});
        for (int i = 0; i < 5; ++i) {
            const NodeId save = canvas.document.add(*testCatalogue().find("SaveImage"), {900.0, 20.0 + 160 * i});
            QVERIFY(canvas.document.connectPorts(load, 0, save, "images"));
        }
        canvas.drag(canvas.at({700, 10}), canvas.at({700, 860}), Qt::AltModifier);
        QCOMPARE(canvas.document.graph().links().size(), std::size_t(0));
        canvas.key(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(canvas.document.graph().links().size(), std::size_t(5));
    }

    void copyAndPasteKeepLinksAndValues()
    {
        CanvasFixture canvas;
        canvas.document.open(*openTestFile(demoWorkflowPath()));
        const std::size_t nodes = canvas.document.graph().nodes().size();
        const std::size_t links = canvas.document.graph().links().size();
        canvas.view.fitAll();
        canvas.view.selectAll();
        canvas.key(Qt::Key_C, Qt::ControlModifier);
        canvas.key(Qt::Key_V, Qt::ControlModifier);
        QCOMPARE(canvas.document.graph().nodes().size(), 2 * nodes);
        QCOMPARE(canvas.document.graph().links().size(), 2 * links);
        const auto& all = canvas.document.graph().nodes();
        const auto isScale = [](const Node& node) { return node.type == "ImageScaleBy"; };
        const auto first = std::ranges::find_if(all, isScale);
        const auto second = std::find_if(first + 1, all.end(), isScale);
        QVERIFY(second != all.end());
        QVERIFY(first->settings == second->settings);
        canvas.key(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(canvas.document.graph().nodes().size(), nodes);
    }

    void undoKeepsPreviews()
    {
        CanvasFixture canvas;
        const NodeId load = canvas.document.add(*testCatalogue().find("LoadImage"), {100, 100});
        NodeStatus status;
        status.preview = PreviewPicture(QImage(8, 8, QImage::Format_RGB32));
        canvas.document.setStatus(load, status);
        canvas.view.canvas().select({load});
        canvas.key(Qt::Key_Delete);
        canvas.key(Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(!canvas.view.canvas().item(load)->face().preview.isEmpty());
    }

    void theKeyboardAloneAddsConnectsAndEdits()
    {
        CanvasFixture canvas;
        const auto addByKeys = [&canvas](const QString& text) {
            canvas.key(Qt::Key_Tab);
            auto* popup = canvas.view.findChild<PickPopup*>(u"pickPopup"_qs);
            QTest::keyClicks(popup->field(), text);
            QTest::keyClick(popup->field(), Qt::Key_Return);
            QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        };
        addByKeys(u"load image"_qs);
        addByKeys(u"save image"_qs);
        QTest::keyClick(&canvas.view, Qt::Key_L, Qt::ControlModifier);
        auto* popup = canvas.view.findChild<PickPopup*>(u"pickPopup"_qs);
        QVERIFY(popup);
        QTest::keyClick(popup->field(), Qt::Key_Return);
        QCOMPARE(canvas.document.graph().links().size(), std::size_t(1));
        canvas.key(Qt::Key_Return);
        QVERIFY(canvas.view.editor().isOpen());
        QTest::keyClicks(canvas.view.editor().widget(), u"by keys"_qs);
        QTest::keyClick(canvas.view.editor().widget(), Qt::Key_Return);
        QCOMPARE(canvas.document.graph().nodes().back().settings.at("filename_prefix"), Json("by keys"));
    }

    void everyNodeAndPortHasAnAccessibleName()
    {
        installCanvasAccessibility();
        CanvasFixture canvas;
        canvas.document.open(*openTestFile(demoWorkflowPath()));
        QAccessibleInterface* list = QAccessible::queryAccessibleInterface(&canvas.view);
        QVERIFY(list);
        const int nodes = int(canvas.document.graph().nodes().size());
        const std::size_t groups = canvas.document.graph().groups().size();
        QCOMPARE(list->childCount(), nodes + int(groups + canvas.document.graph().reroutes().size()));
        for (int i = 0; i < nodes; ++i) {
            QAccessibleInterface* node = list->child(i);
            QVERIFY(!node->text(QAccessible::Name).isEmpty());
            QCOMPARE(list->indexOfChild(node), i);
            const bool isNote = canvas.document.graph().nodes()[std::size_t(i)].type == "Note";
            QVERIFY(isNote || node->childCount() > 0);
            for (int part = 0; !isNote && part < node->childCount(); ++part)
                QVERIFY(!node->child(part)->text(QAccessible::Name).isEmpty());
        }
    }

    void farOutNodesAreBlocksAndNearTheyAreItems()
    {
        CanvasFixture canvas;
        const NodeId near = canvas.document.add(*testCatalogue().find("ImageInvert"), {100, 100});
        const NodeId far = canvas.document.add(*testCatalogue().find("ImageInvert"), {90000, 100});
        canvas.view.fit(canvas.view.canvas().rectOf({near}));
        QVERIFY(canvas.view.canvas().item(near)->isVisible());
        QVERIFY(!canvas.view.canvas().item(far)->isVisible());
        canvas.view.setZoom(0.2, {800, 450});
        QVERIFY(!canvas.view.canvas().item(near)->isVisible());
    }

    void pictureOfTheDemo()
    {
        const QString folder = qEnvironmentVariable("WEFT_SCREENSHOTS");
        if (folder.isEmpty())
            QSKIP("WEFT_SCREENSHOTS names no folder");
        CanvasFixture canvas;
        canvas.document.open(*openTestFile(demoWorkflowPath()));
        canvas.view.fitAll();
        QVERIFY(canvas.view.grab().save(folder + u"/canvas-dark.png"_qs));
        canvas.view.setTheme(Theme::light());
        canvas.view.canvas().select({"4"});
        QVERIFY(canvas.view.grab().save(folder + u"/canvas-light.png"_qs));
    }
};

QTEST_MAIN(TestCanvas)
#include "TestCanvas.moc"
