// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/editor/CanvasFixture.h"

#include "app/editor/CanvasAccessible.h"
#include "app/editor/Minimap.h"
#include "app/editor/SettingEditor.h"
#include "app/editor/WiresItem.h"

#include <QAccessible>
#include <QTest>
#include <QTranslator>

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
        canvas.document.setTransfer(load, 0, invert, 0);
        canvas.document.estimateTransfers({{{load, 0, invert}, 40'000}});
        QCOMPARE(tag(), u"⇄ ≈ 40 KB"_qs); // before it went
        canvas.document.setTransfer(load, 0, invert, 231'000);
        QCOMPARE(tag(), u"⇄ 231 KB"_qs);
        canvas.document.setTransfer(load, 0, invert, 0);
        canvas.document.setStatus(invert, statusOn({}));
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

    void picturesOfEveryState()
    {
        const QString folder = qEnvironmentVariable("WEFT_SCREENSHOTS");
        if (folder.isEmpty())
            QSKIP("WEFT_SCREENSHOTS names no folder");
        QTranslator chinese;
        QVERIFY(chinese.load(u":/i18n/weft_zh_CN.qm"_qs));
        for (const bool isChinese : {false, true}) {
            if (isChinese)
                QApplication::installTranslator(&chinese);
            CanvasFixture canvas;
            showEveryState(canvas);
            for (const bool dark : {true, false}) {
                canvas.view.setTheme(Theme::byName(dark));
                const QString name = QString(u"states-%1-%2.png"_qs).arg(dark ? u"dark"_qs : u"light"_qs, isChinese ? u"zh"_qs : u"en"_qs);
                QVERIFY(canvas.view.grab().save(folder + u'/' + name));
            }
            canvas.key(Qt::Key_O, Qt::ShiftModifier);
            canvas.view.openSearch({900, 60});
            QVERIFY(canvas.view.grab().save(folder + (isChinese ? u"/search-zh.png"_qs : u"/search-en.png"_qs)));
        }
        QApplication::removeTranslator(&chinese);
    }

private:
    static void showEveryState(CanvasFixture& canvas)
    {
        const NodeId model = canvas.add("CheckpointLoaderSimple", {20, 60});
        const NodeId good = canvas.add("CLIPTextEncode", {380, 20});
        const NodeId bad = canvas.add("CLIPTextEncode", {380, 280});
        const NodeId empty = canvas.add("EmptyLatentImage", {20, 330});
        const NodeId sampler = canvas.add("KSampler", {740, 60});
        const NodeId decode = canvas.add("VAEDecode", {1120, 60});
        const NodeId save = canvas.add("SaveImage", {1120, 240});
        const NodeId sharpen = canvas.add("ImageSharpen", {1120, 420});
        const NodeId blend = canvas.add("ImageBlend", {20, 560});
        const NodeId folded = canvas.add("ImageStitch", {380, 560});
        CanvasDocument& document = canvas.document;
        document.setSetting(good, "text", "an astronaut who smiles, soft light, a portrait on a dark ground, embedding:EasyPositive");
        (void)document.connectPorts(model, 0, sampler, "model");
        (void)document.connectPorts(model, 1, good, "clip");
        (void)document.connectPorts(model, 1, bad, "clip");
        (void)document.connectPorts(model, 2, decode, "vae");
        (void)document.connectPorts(good, 0, sampler, "positive");
        (void)document.connectPorts(bad, 0, sampler, "negative");
        (void)document.connectPorts(empty, 0, sampler, "latent_image");
        (void)document.connectPorts(sampler, 0, decode, "samples");
        (void)document.connectPorts(decode, 0, save, "images");
        document.setSeedControlOf(sampler, "seed", "randomize");
        document.setSetting(sampler, "seed", 8471203);
        NodeStatus running = statusOn(u"RTX 4090 · Tokyo"_qs);
        running.state = NodeStatus::State::Running;
        running.step = 12;
        running.steps = 20;
        running.seconds = 3.1;
        running.cost = Money {420'000};
        running.exposure = u"sees latents"_qs;
        QImage brown(256, 128, QImage::Format_RGB32);
        brown.fill(qRgb(120, 90, 60));
        running.preview = PreviewPicture(brown);
        document.setStatus(sampler, running);
        document.setTransfer(good, 0, sampler, 231'000);
        NodeStatus failed = statusOn(u"Lin's PC"_qs);
        failed.state = NodeStatus::State::Failed;
        failed.error = u"out of memory"_qs;
        document.setStatus(decode, failed);
        document.setMode({save}, NodeMode::Muted);
        document.setMode({sharpen}, NodeMode::Bypassed);
        document.setPinned({empty}, true);
        document.setColor({blend}, "#223", "#335");
        document.setCollapsed({folded}, true);
        canvas.view.canvas().select({bad});
    }

private Q_SLOTS:
    void textsOfNodesCanBeRead_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::addColumn<bool>("blind");
        QTest::addColumn<bool>("tinted");
        for (const bool dark : {true, false}) {
            for (const bool blind : {true, false}) {
                for (const bool tinted : {true, false})
                    QTest::addRow("%s%s%s", dark ? "dark" : "light", blind ? ", colour-blind" : "", tinted ? ", tinted" : "") << dark << blind << tinted;
            }
        }
    }

    void textsOfNodesCanBeRead()
    {
        QFETCH(bool, dark);
        QFETCH(bool, blind);
        QFETCH(bool, tinted);
        Theme::useColorBlindWires(blind);
        const Theme& theme = Theme::byName(dark);
        for (const char* own : {"", "#232", "#322", "#223", "#432", "#233", "#f0c000", "#0030ff", "#ffffff", "#000000"}) {
            NodeFace face;
            face.headerTint = face.bodyTint = QColor(QLatin1String(own));
            for (int machine = 0; machine < 12; ++machine) {
                const NodeStatus status = statusOn(machine == 0 ? QString() : QStringLiteral("machine %1").arg(machine));
                const NodeColors colors = nodeColors(theme, face, status, tinted);
                for (const QColor& text : {colors.title, colors.state, colors.error})
                    QVERIFY2(contrastOf(text, colors.header) >= 4.5, qPrintable(text.name() + QLatin1String(" on ") + colors.header.name()));
                for (const QColor& text : {colors.label, colors.quietLabel, colors.place, colors.cost, colors.exposure})
                    QVERIFY2(contrastOf(text, colors.body) >= 4.5, qPrintable(text.name() + QLatin1String(" on ") + colors.body.name()));
            }
        }
        Theme::useColorBlindWires(false);
    }

    /// The canvas keeps a node's face while hasSameShape says that it may.
    void aStatusOfTheSameShapeLeavesTheFace()
    {
        const NodeType& type = *testCatalogue().find("KSampler");
        const Node node = makeNode(type, "1", 0, 0);
        std::vector<NodeStatus> statuses;
        for (int i = 0; i < 64; ++i) {
            NodeStatus status;
            status.state = static_cast<NodeStatus::State>(i % 6);
            status.step = status.steps = i;
            status.seconds = i;
            status.error = i % 3 ? QString() : u"It broke."_qs;
            status.machine = i % 2 ? QString() : u"Lin's PC"_qs;
            status.exposure = i % 5 ? QString() : u"sees %1"_qs.arg(i);
            status.exposureWhy = status.exposure;
            status.preview = PreviewPicture(i % 4 ? QImage() : QImage(64 + 8 * (i % 3), 64, QImage::Format_RGB32));
            statuses.push_back(status);
        }
        int same = 0;
        for (const NodeStatus& one : statuses) {
            for (const NodeStatus& other : statuses) {
                const NodeFace a = makeFace(node, &type, {}, {}, one);
                const NodeFace b = makeFace(node, &type, {}, {}, other);
                const bool isSameFace = a.size == b.size && a.preview == b.preview && a.footerTop == b.footerTop && a.hasExposure == b.hasExposure
                    && a.title == b.title && a.settings.size() == b.settings.size() && a.isMissing == b.isMissing;
                QCOMPARE(isSameFace, hasSameShape(one, other));
                same += isSameFace ? 1 : 0;
            }
        }
        QVERIFY(same > 64 && same < 64 * 64);
    }

    void aMissingNodeRunsNowhere()
    {
        NodeFace face;
        face.size = {240, 100};
        face.title = u"Strange"_qs;
        QVERIFY(!fitTexts(face, {}).place.isEmpty());
        face.isMissing = true;
        const FittedTexts texts = fitTexts(face, {});
        QVERIFY(texts.place.isEmpty() && texts.cost.isEmpty());
    }

    void noWireRunsThroughATitle()
    {
        CanvasFixture canvas;
        const NodeId load = canvas.add("LoadImage", {0, 100});
        const NodeId invert = canvas.add("ImageInvert", {900, 100});
        QVERIFY(canvas.document.connectPorts(load, 0, invert, "image"));
        const double y = canvas.view.canvas().item(load)->portPos(*canvas.view.canvas().item(load)->face().output(0)).y();
        canvas.document.addGroup({450, y - 15, 300, 400}, u"Words"_qs); // its title in the wire's way
        canvas.view.viewport()->grab();
        const WireLine& line = canvas.view.canvas().wires().wires().front().line;
        const QRectF title(450, y - 15, 300, 34);
        for (const QPointF at : line)
            QVERIFY2(!title.contains(at), qPrintable(QStringLiteral("%1, %2").arg(at.x()).arg(at.y())));
    }
};

QTEST_MAIN(TestCanvasLooks)
#include "TestCanvasLooks.moc"
