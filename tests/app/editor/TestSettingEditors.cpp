// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/editor/CanvasFixture.h"

#include "app/editor/PickPopup.h"
#include "app/editor/PromptEdit.h"
#include "app/editor/SettingEditor.h"
#include "app/editor/curve/CurveEdit.h"
#include "app/editor/mask/MaskDialog.h"
#include "core/formats/WorkflowJson.h"

#include <QApplication>
#include <QClipboard>
#include <QColorDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace weft;

namespace {

/// The tests' types, an EmptyImage whose colour is a number, and some models.
Catalogue catalogueWithModels()
{
    Catalogue made;
    for (const auto& [name, type] : testCatalogue().types())
        made.add(type);
    NodeType image {"EmptyImage", "EmptyImage", "image"};
    InputSpec color {"color", "INT"};
    color.options = {{"default", 0}, {"min", 0}, {"max", 0xffffff}, {"display", "color"}};
    image.inputs = {color};
    image.outputs = {{"IMAGE", "IMAGE"}};
    made.add(image);
    NodeType tones {"Tones", "Tones", "image"};
    tones.inputs = {InputSpec {"curve", "CURVE"}};
    tones.inputs.front().options = {{"default", {{"points", {{0, 0}, {1, 1}}}, {"interpolation", "linear"}}}};
    tones.outputs = {{"CURVE", "CURVE"}};
    made.add(tones);
    made.setModels({{"embeddings", "bad_hands.safetensors"}, {"embeddings", "EasyNegative.pt"}, {"loras", "sd15/pixel_art.safetensors"}});
    return made;
}

} // namespace

class TestSettingEditors : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aSeedDoesAfterARunWhatItsControlSays_data()
    {
        QTest::addColumn<QString>("control");
        QTest::addColumn<QString>("seed"); // empty: another one
        QTest::newRow("fixed") << u"fixed"_qs << u"41"_qs;
        QTest::newRow("increment") << u"increment"_qs << u"42"_qs;
        QTest::newRow("decrement") << u"decrement"_qs << u"40"_qs;
        QTest::newRow("randomize") << u"randomize"_qs << QString();
    }

    void aSeedDoesAfterARunWhatItsControlSays()
    {
        QFETCH(QString, control);
        QFETCH(QString, seed);
        CanvasFixture canvas;
        const NodeId sampler = canvas.add("KSampler", {300, 100});
        canvas.typeIntoSetting(sampler, "seed", u"41"_qs);
        canvas.chooseControl(sampler, control);
        QCOMPARE(canvas.document.seedControlOf(sampler, "seed"), control.toStdString());
        canvas.document.setSeeds(advancedSeeds(canvas.document.workflow(), testCatalogue(), [] { return std::uint64_t(205); }));
        const auto now = canvas.document.graph().findNode(sampler)->settings.at("seed").get<std::uint64_t>();
        if (seed.isEmpty())
            QVERIFY(now != 41);
        else
            QCOMPARE(QString::number(now), seed);
        canvas.document.undo();
        if (control != u"fixed"_qs)
            QCOMPARE(canvas.document.graph().findNode(sampler)->settings.at("seed").get<std::uint64_t>(), std::uint64_t(41));
    }

    void theControlIsWhereComfyUILooksForIt()
    {
        CanvasFixture canvas;
        const NodeId sampler = canvas.add("KSampler", {300, 100});
        canvas.document.setSeedControlOf(sampler, "seed", "randomize");
        canvas.document.setSetting(sampler, "steps", 33);
        const Json file = writeWorkflow(canvas.document.graph(), testCatalogue());
        const Json& values = file["nodes"][0]["widgets_values"];
        QCOMPARE(values[1], Json("randomize"));
        QCOMPARE(values[2], Json(33));
        QCOMPARE(values.size(), std::size_t(7));
    }

    void theDiceThrowsAnother()
    {
        CanvasFixture canvas;
        const NodeId sampler = canvas.add("KSampler", {300, 100});
        const NodeItem* item = canvas.view.canvas().item(sampler);
        const QPointF dice = diceRect(*item->face().setting("seed")).center() + item->pos();
        QTest::mouseClick(canvas.view.viewport(), Qt::LeftButton, {}, canvas.at(dice));
        QVERIFY(canvas.document.graph().findNode(sampler)->settings.at("seed") != Json(0));
    }

    void promptsCompleteEmbeddingsAndLoras()
    {
        const Catalogue catalogue = catalogueWithModels();
        CanvasFixture canvas;
        canvas.document.setCatalogue(catalogue);
        const NodeId text = canvas.add("CLIPTextEncode", {300, 100});
        QTest::mouseClick(canvas.view.viewport(), Qt::LeftButton, {}, canvas.settingAt(text, "text"));
        auto* editor = qobject_cast<PromptEdit*>(canvas.view.editor().widget());
        QVERIFY(editor);
        QTest::keyClicks(editor, u"a cat, embedding:"_qs);
        QCOMPARE(editor->completions(), (QStringList {u"embedding:bad_hands"_qs, u"embedding:EasyNegative"_qs}));
        QTest::keyClicks(editor, u"easy"_qs);
        QTest::keyClick(editor, Qt::Key_Tab);
        QCOMPARE(editor->toPlainText(), u"a cat, embedding:EasyNegative"_qs);
        QVERIFY(!editor->isCompleting());
        QTest::keyClicks(editor, u", <lora:pix"_qs);
        QTest::keyClick(editor, Qt::Key_Return);
        QCOMPARE(editor->toPlainText(), u"a cat, embedding:EasyNegative, <lora:sd15/pixel_art:1>"_qs);
        QTest::keyClicks(editor, u" hands"_qs);
        QVERIFY(editor->isCompleting());
        QTest::keyClick(editor, Qt::Key_Escape); // closes the list, not the editor
        QVERIFY(canvas.view.editor().isOpen());
        QTest::keyClick(editor, Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(canvas.document.graph().findNode(text)->settings.at("text"),
            Json("a cat, embedding:EasyNegative, <lora:sd15/pixel_art:1> hands"));
    }

    void aCurveIsMadeByMouseAndKeys()
    {
        const Catalogue catalogue = catalogueWithModels();
        CanvasFixture canvas;
        canvas.document.setCatalogue(catalogue);
        const NodeId tones = canvas.document.add(*catalogue.find("Tones"), {300, 100});
        const auto now = [&] { return canvas.document.graph().findNode(tones)->settings.at("curve"); };
        const Json before = now();
        QCOMPARE(canvas.view.canvas().item(tones)->face().setting("curve")->value, u"2 points"_qs);
        QTest::mouseClick(canvas.view.viewport(), Qt::LeftButton, {}, canvas.settingAt(tones, "curve"));
        auto* editor = qobject_cast<CurveEdit*>(canvas.view.editor().widget());
        QVERIFY(editor);
        QTest::mouseClick(editor, Qt::LeftButton, {}, editor->placeOf({0.5, 0.8}).toPoint());
        QCOMPARE(editor->curve().points.size(), std::size_t(3));
        QTest::mousePress(editor, Qt::LeftButton, {}, editor->placeOf(editor->curve().points[1]).toPoint());
        QTest::mouseMove(editor, editor->placeOf({0.25, 0.75}).toPoint());
        QTest::mouseRelease(editor, Qt::LeftButton, {}, editor->placeOf({0.25, 0.75}).toPoint());
        QVERIFY(std::abs(editor->curve().points[1].x - 0.25) < 0.01);
        QTest::keyClick(editor, Qt::Key_PageDown);
        QCOMPARE(editor->chosen(), std::size_t(2));
        QTest::keyClick(editor, Qt::Key_Down, Qt::ShiftModifier);
        QVERIFY(std::abs(editor->curve().points[2].y - 0.9) < 1e-9);
        QVERIFY(editor->accessibleDescription().startsWith(u"Point 3 of 3: 1.00 becomes 0.90"_qs));
        QTest::keyClick(editor, Qt::Key_Insert);
        QCOMPARE(editor->curve().points.size(), std::size_t(4));
        QTest::keyClick(editor, Qt::Key_Delete);
        QVERIFY(now() == before); // nothing is taken over before the editor is left
        QTest::keyClick(editor, Qt::Key_Return);
        QVERIFY(!canvas.view.editor().isOpen());
        const Json made = now();
        QCOMPARE(made["points"].size(), std::size_t(3));
        QVERIFY(made["interpolation"] == "linear"); // the form that it had
        QCOMPARE(canvas.view.canvas().item(tones)->face().setting("curve")->value, u"3 points"_qs);
        canvas.document.undo();
        QVERIFY(now() == before);
        canvas.view.editor().open(tones, "curve");
        editor = qobject_cast<CurveEdit*>(canvas.view.editor().widget());
        QTest::mouseClick(editor, Qt::LeftButton, {}, editor->placeOf({0.5, 0.1}).toPoint());
        QTest::keyClick(editor, Qt::Key_Escape);
        QVERIFY(now() == before);
    }

    void ctrlUpWeighsAWord()
    {
        CanvasFixture canvas;
        const NodeId text = canvas.add("CLIPTextEncode", {300, 100});
        canvas.view.editor().open(text, "text");
        auto* editor = qobject_cast<PromptEdit*>(canvas.view.editor().widget());
        QVERIFY(editor);
        QTest::keyClicks(editor, u"cat"_qs);
        QTest::keyClick(editor, Qt::Key_Up, Qt::ControlModifier);
        QCOMPARE(editor->toPlainText(), u"(cat:1.05)"_qs);
        QTest::keyClick(editor, Qt::Key_Up, Qt::ControlModifier);
        QCOMPARE(editor->toPlainText(), u"(cat:1.1)"_qs);
        for (int i = 0; i < 2; ++i)
            QTest::keyClick(editor, Qt::Key_Down, Qt::ControlModifier);
        QCOMPARE(editor->toPlainText(), u"cat"_qs);
    }

    void aColourIsChosen()
    {
        const Catalogue catalogue = catalogueWithModels();
        CanvasFixture canvas;
        canvas.document.setCatalogue(catalogue);
        const NodeId image = canvas.document.add(*catalogue.find("EmptyImage"), {300, 100});
        QCOMPARE(canvas.view.canvas().item(image)->face().setting("color")->value, u"#000000"_qs);
        QTest::mouseClick(canvas.view.viewport(), Qt::LeftButton, {}, canvas.settingAt(image, "color"));
        auto* dialog = canvas.view.findChild<QColorDialog*>();
        QVERIFY(dialog);
        dialog->setCurrentColor(QColor(255, 128, 0));
        dialog->accept();
        QCOMPARE(canvas.document.graph().findNode(image)->settings.at("color"), Json(0xff8000));
        QCOMPARE(canvas.view.canvas().item(image)->face().setting("color")->color, QColor(255, 128, 0));
    }

    void choicesAreSearched()
    {
        CanvasFixture canvas;
        const NodeId sampler = canvas.add("KSampler", {300, 100});
        QTest::mouseClick(canvas.view.viewport(), Qt::LeftButton, {}, canvas.settingAt(sampler, "sampler_name"));
        auto* popup = qobject_cast<PickPopup*>(canvas.view.editor().widget());
        QVERIFY(popup);
        QTest::keyClicks(popup->field(), u"unipc"_qs);
        QCOMPARE(popup->count(), 0);
        popup->field()->clear();
        QTest::keyClicks(popup->field(), u"uni_pc_b"_qs);
        QTest::keyClick(popup->field(), Qt::Key_Return);
        QCOMPARE(canvas.document.graph().findNode(sampler)->settings.at("sampler_name"), Json("uni_pc_bh2"));
    }

    void aPastedPictureBecomesANode()
    {
        const QTemporaryDir folder;
        CanvasFixture canvas;
        canvas.view.setInputFolder(folder.path());
        QImage picture(12, 10, QImage::Format_RGB32);
        picture.fill(Qt::red);
        QApplication::clipboard()->setImage(picture);
        QSignalSpy picked(&canvas.view, &CanvasView::picturePicked);
        canvas.key(Qt::Key_V, Qt::ControlModifier);
        QVERIFY(picked.wait(20'000));
        const Node& node = canvas.document.graph().nodes().front();
        QCOMPARE(node.type, std::string("LoadImage"));
        const QString name = QString::fromStdString(node.settings.at("image").get<std::string>());
        QCOMPARE(QImage(folder.filePath(name)).size(), QSize(12, 10));
        canvas.key(Qt::Key_V, Qt::ControlModifier); // into the one that is selected
        QVERIFY(picked.wait(20'000));
        QCOMPARE(canvas.document.graph().nodes().size(), std::size_t(1));
    }

    void theNameStaysInSightWhileItsValueIsTyped()
    {
        CanvasFixture canvas;
        const NodeId sampler = canvas.add("KSampler", {300, 100});
        canvas.view.editor().open(sampler, "seed");
        const auto* line = qobject_cast<QLineEdit*>(canvas.view.editor().widget());
        QVERIFY(line);
        const auto* name = line->findChild<QLabel*>();
        QVERIFY(name && name->isVisible() && !name->text().isEmpty());
        QVERIFY(line->textMargins().left() > name->width());
    }

    void aMaskBecomesAPicturesAlpha()
    {
        const QTemporaryDir folder;
        QImage picture(64, 64, QImage::Format_RGB32);
        picture.fill(qRgb(1, 2, 3));
        QVERIFY(picture.save(folder.filePath(u"cat.png"_qs)));
        CanvasFixture canvas;
        canvas.view.setInputFolder(folder.path());
        const NodeId load = canvas.add("LoadImage", {100, 100});
        canvas.view.canvas().select({load});
        canvas.document.setSetting(load, "image", "gone.png");
        canvas.key(Qt::Key_M, Qt::ShiftModifier);
        QVERIFY2(canvas.view.lastRefusal().contains(u"gone.png"_qs), qPrintable(canvas.view.lastRefusal()));
        canvas.document.setSetting(load, "image", "cat.png");
        canvas.key(Qt::Key_M, Qt::ShiftModifier);
        auto* dialog = canvas.view.findChild<MaskDialog*>();
        QVERIFY(dialog);
        dialog->canvas().change([](MaskPainting& painting) { painting.fill(); });
        QSignalSpy picked(&canvas.view, &CanvasView::picturePicked);
        dialog->accept();
        QVERIFY(picked.wait(20'000));
        QCOMPARE(canvas.document.graph().findNode(load)->settings.at("image"), Json("cat-mask.png"));
        QCOMPARE(QImage(folder.filePath(u"cat-mask.png"_qs)).pixel(5, 5), qRgba(1, 2, 3, 0));
        QCOMPARE(QImage(folder.filePath(u"cat.png"_qs)).pixel(5, 5), qRgb(1, 2, 3)); // the picture itself stays
    }
};

QTEST_MAIN(TestSettingEditors)
#include "TestSettingEditors.moc"
