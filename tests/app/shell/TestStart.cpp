// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtCore/qfloat16.h> // GCC 12: Qt Test needs it whole

#include "app/form/AppView.h"
#include "app/form/FormField.h"
#include "app/form/PictureStage.h"
#include "app/gallery/Card.h"
#include "app/gallery/StartPage.h"
#include "app/gallery/Templates.h"
#include "app/models/ShippedFiles.h"
#include "app/shell/WorkflowPage.h"
#include "core/engine/Engine.h"
#include "core/formats/ApiJson.h"
#include "core/graph/Prompt.h"
#include "tests/app/shell/WindowFixture.h"

#include <QApplication>
#include <QDir>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabBar>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

using namespace weft;

namespace {

InputSpec port(const char* name, const char* type)
{
    InputSpec spec;
    spec.name = name;
    spec.type = type;
    return spec;
}

/// The types of ComfyUI's own description, the starter models, and what that description lacks.
Catalogue catalogueWithModels()
{
    QFile file(QStringLiteral(WEFT_TEST_DATA "/comfyui/object_info.json"));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const Result<Json> description = parseJson(file.readAll().toStdString());
    Catalogue catalogue;
    for (const auto& [name, entry] : description->items()) {
        NodeType type = *fromObjectInfo(name, entry);
        for (InputSpec& input : type.inputs) { // the description was made with other models
            if (input.name == "ckpt_name")
                input.modelFolder = "checkpoints";
            if (input.name == "model_name" && name == "UpscaleModelLoader")
                input.modelFolder = "upscale_models";
        }
        catalogue.add(std::move(type));
    }
    NodeType noiseMask;
    noiseMask.name = "SetLatentNoiseMask";
    noiseMask.inputs = {port("samples", "LATENT"), port("mask", "MASK")};
    noiseMask.outputs = {{"LATENT", "LATENT", false, false, {}}};
    catalogue.add(std::move(noiseMask));
    catalogue.setModels({{"checkpoints", "sprout.safetensors", 1, {}}, {"upscale_models", "realesr-animevideov3.safetensors", 1, {}}});
    return catalogue;
}

/// An engine that is never asked to compute: its catalogue is what counts.
class DescribedEngine : public Engine {
public:
    std::string id() const override { return "ab12"; }
    std::string displayName() const override { return "RTX 4090"; }
    QCoro::Task<Result<Catalogue>> catalogue() override { co_return catalogueWithModels(); }
    QCoro::Task<FragmentReport> run(FragmentJob, EventSink, CancelToken) override { co_return FragmentReport {}; }
};

/// A window on its start page, with the types known and a worker that is never started.
struct StartFixture : WindowFixture {
    StartFixture()
    {
        EngineInfo info;
        info.id = "ab12";
        info.displayName = "RTX 4090";
        info.catalogue = catalogueWithModels();
        runs.setRemoteEngines({std::make_shared<DescribedEngine>()}, {info});
        window.show();
        (void)QTest::qWaitForWindowExposed(&window);
        window.activateWindow();
    }

    StartPage* start() { return window.findChild<StartPage*>(); }
    Card* card(const char* name) { return window.findChild<Card*>(QLatin1String(name)); }
    QPlainTextEdit* words() { return window.page()->form()->findChild<QPlainTextEdit*>(); }
    std::string text(const char* node = "2") { return window.page()->document().graph().findNode(node)->settings.at("text").get<std::string>(); }
};

} // namespace

class TestStart : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { qputenv("WEFT_RESOURCES", WEFT_SOURCE_DIR "/resources"); }

    void aWindowWithoutAWorkflowShowsThreeDoors()
    {
        StartFixture f;
        QVERIFY(f.window.isStartShown());
        for (const char* door : {"makeDoor", "shareDoor", "openDoor"}) {
            QVERIFY2(f.card(door) && f.card(door)->isVisible(), door);
            QVERIFY2(!f.card(door)->accessibleName().isEmpty() && !f.card(door)->accessibleDescription().isEmpty(), door);
        }
        QVERIFY(f.window.openFile(QStringLiteral(WEFT_SOURCE_DIR "/resources/workflows/upscale-two-machines.json")));
        QVERIFY(!f.window.isStartShown());
        f.window.showStart();
        QVERIFY(f.window.isStartShown());
        QTest::keyClick(f.start(), Qt::Key_Escape);
        QVERIFY(!f.window.isStartShown());
        QCOMPARE(f.window.pageCount(), 1);
    }

    void nothingIsPromisedBeforeTheEngineRuns()
    {
        WindowFixture asleep;
        const QString before = asleep.window.findChild<Card*>(QStringLiteral("makeDoor"))->accessibleDescription();
        QVERIFY2(before.contains(QStringLiteral("hasn't started")) && !before.contains(QStringLiteral("runs on")), qPrintable(before));
        StartFixture f;
        QVERIFY2(f.card("makeDoor")->accessibleDescription().contains(QStringLiteral("runs on this computer")), qPrintable(f.card("makeDoor")->accessibleDescription()));
    }

    void theDoorsAreReachedByKeyboard()
    {
        StartFixture f;
        f.start()->setFocus();
        QStringList reached;
        for (int i = 0; i < 12; ++i) {
            if (QWidget* focused = QApplication::focusWidget(); focused && f.start()->isAncestorOf(focused))
                reached << focused->objectName();
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        }
        for (const char* name : {"makeDoor", "shareDoor", "openDoor", "template.words-to-picture", "template.upscale-two-machines", "emptyLink"})
            QVERIFY2(reached.contains(QLatin1String(name)), name);
        QCOMPARE(reached.first(), QStringLiteral("makeDoor"));
        QTest::keyClick(f.card("makeDoor"), Qt::Key_Return);
        QVERIFY(!f.window.isStartShown());
        QVERIFY(f.window.page()->isForm());
    }

    void theOtherDoorsDoWhatTheySay()
    {
        StartFixture f;
        QTest::mouseClick(f.card("shareDoor"), Qt::LeftButton);
        QVERIFY(f.window.isSharingShown()); // and says that there is no relay here
        f.window.showStart();
        QTest::mouseClick(f.card("openDoor"), Qt::LeftButton);
        QVERIFY(f.window.findChild<QFileDialog*>());
        QTest::mouseClick(f.window.findChild<QPushButton*>(QStringLiteral("emptyLink")), Qt::LeftButton);
        QVERIFY(!f.window.isStartShown());
        QVERIFY(f.window.page()->isUntouched());
    }

    void wordsAndRunChangeTheDocumentAndAskForARun()
    {
        StartFixture f;
        QSignalSpy started(&f.runs, &RunController::runStarted);
        QTest::mouseClick(f.card("makeDoor"), Qt::LeftButton);
        QVERIFY(f.words());
        QCOMPARE(f.words()->toPlainText(), QStringLiteral("a red apple"));
        f.words()->selectAll();
        QTest::keyClicks(f.words(), QStringLiteral("a blue cat"));
        QCOMPARE(f.text(), std::string("a blue cat"));
        QCOMPARE(started.count(), 0);
        QTest::mouseClick(&f.window.page()->form()->runButton(), Qt::LeftButton);
        QCOMPARE(started.count(), 1);
        QVERIFY(f.runs.isRunning());
    }

    void enterRunsAndShiftEnterDoesNot()
    {
        StartFixture f;
        QSignalSpy started(&f.runs, &RunController::runStarted);
        QVERIFY(f.window.openTemplate(QLatin1String(kFirstTemplate)));
        QTest::keyClick(f.words(), Qt::Key_Return, Qt::ShiftModifier);
        QCOMPARE(started.count(), 0);
        QTest::keyClick(f.words(), Qt::Key_Return);
        QCOMPARE(started.count(), 1);
    }

    void undoIsTheDocuments()
    {
        StartFixture f;
        QVERIFY(f.window.openTemplate(QLatin1String(kFirstTemplate)));
        f.words()->selectAll();
        QTest::keyClicks(f.words(), QStringLiteral("a dog"));
        QTest::keyClick(f.words(), Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(f.text(), std::string("a red apple")); // one burst of typing is one step
        QCOMPARE(f.words()->toPlainText(), QStringLiteral("a red apple"));
        QTest::keyClick(f.words(), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(f.text(), std::string("a dog"));
        f.window.page()->document().undo(); // as the canvas does
        QCOMPARE(f.words()->toPlainText(), QStringLiteral("a red apple"));
    }

    void theGraphKeepsTheWordsAndBack()
    {
        StartFixture f;
        QVERIFY(f.window.openTemplate(QLatin1String(kFirstTemplate)));
        f.words()->selectAll();
        QTest::keyClicks(f.words(), QStringLiteral("a panda"));
        QTest::keyClick(f.words(), Qt::Key_E, Qt::ControlModifier);
        QVERIFY(!f.window.page()->isForm());
        QVERIFY(f.window.page()->view().isVisible());
        QCOMPARE(f.text(), std::string("a panda"));
        f.window.page()->document().setSetting("2", "text", "two pandas");
        f.window.page()->showForm(true);
        QCOMPARE(f.words()->toPlainText(), QStringLiteral("two pandas"));
    }

    void theDiceAndASecondRunGiveAnotherSeed()
    {
        StartFixture f;
        QVERIFY(f.window.openTemplate(QLatin1String(kFirstTemplate)));
        AppView* form = f.window.page()->form();
        const auto seed = [&] { return f.window.page()->document().graph().findNode("5")->settings.at("seed"); };
        const Json first = seed();
        QTest::mouseClick(form->findChild<QToolButton*>(QStringLiteral("die")), Qt::LeftButton);
        QVERIFY(seed() != first);
        const Json second = seed();
        QCOMPARE(form->findChild<QLineEdit*>()->text(), QString::fromStdString(second.dump()));
        form->start();
        QVERIFY(seed() == second);
        QTRY_VERIFY(!f.runs.isRunning()); // without a worker it ends badly, and says so
        QVERIFY(form->findChild<QWidget*>(QStringLiteral("formError"))->isVisible());
        form->start();
        QVERIFY(seed() == second);
        QTRY_VERIFY(!f.runs.isRunning());
        form->setResult(QImage(1804, 1200, QImage::Format_RGB32)); // as if it had ended well
        form->setFinished();
        QVERIFY(form->stage().caption().startsWith(QStringLiteral("1804 × 1200")));
        form->start();
        QVERIFY(seed() != second);
    }

    void onlyWhatCountsForAPictureMakesItOld()
    {
        StartFixture f;
        QVERIFY(f.window.openTemplate(QLatin1String(kFirstTemplate)));
        AppView* form = f.window.page()->form();
        CanvasDocument& document = f.window.page()->document();
        const QString run = form->runButton().text();
        form->setRunning(true);
        form->setRunning(false);
        form->setFinished();
        const QString another = form->runButton().text();
        QVERIFY(another != run);
        document.move({{"5", QPointF(-500, 40)}});
        document.setTitle("5", "draws");
        QCOMPARE(form->runButton().text(), another);
        document.setSetting("2", "text", "a blue cat");
        QCOMPARE(form->runButton().text(), run);
        document.undo();
        QCOMPARE(form->runButton().text(), another); // the picture is what the form says again
    }

    void theHeadingFollowsTheFile()
    {
        StartFixture f;
        QVERIFY(f.window.openTemplate(QLatin1String(kFirstTemplate)));
        QVERIFY(f.window.page()->save(f.folder.filePath(QStringLiteral("my apples.json"))));
        bool isSaid = false;
        for (const QLabel* label : f.window.page()->form()->findChildren<QLabel*>())
            isSaid = isSaid || label->text() == QStringLiteral("my apples");
        QVERIFY(isSaid);
    }

    void tabGoesFromTheWordsToRun()
    {
        StartFixture f;
        QVERIFY(f.window.openTemplate(QLatin1String(kFirstTemplate)));
        AppView* form = f.window.page()->form();
        f.words()->setFocus();
        QStringList reached;
        for (int i = 0; i < 6; ++i) {
            reached << QApplication::focusWidget()->objectName();
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        }
        QVERIFY(reached.indexOf(QStringLiteral("die")) > 0);
        QVERIFY(reached.indexOf(QStringLiteral("die")) < reached.indexOf(QStringLiteral("formRun")));
        QVERIFY(form->runButton().isVisible());
    }

    void aMachineThatJoinsLeavesTheKeyboardWhereItIs()
    {
        StartFixture f;
        QVERIFY(f.window.openTemplate(QLatin1String(kFirstTemplate)));
        const AppView* form = f.window.page()->form();
        const std::vector<FormField*> before = form->fields();
        auto* line = form->findChild<QLineEdit*>(); // the seed: not the first field
        line->setFocus();
        line->setCursorPosition(1);
        EngineInfo info;
        info.id = "ab12";
        info.catalogue = catalogueWithModels();
        NodeType encode = *info.catalogue.find("CLIPTextEncode"); // as another machine describes it
        for (InputSpec& input : encode.inputs) {
            if (input.name == "text")
                input.options["tooltip"] = "other words";
        }
        info.catalogue.add(std::move(encode));
        f.runs.setRemoteEngines({std::make_shared<DescribedEngine>()}, {info});
        f.window.page()->document().setCatalogue(f.runs.catalogue());
        QCOMPARE(form->fields().size(), before.size());
        QVERIFY(form->fields().front() != before.front());
        QCOMPARE(form->fields().back(), before.back()); // nothing about it has changed
        QVERIFY(line->hasFocus());
        QCOMPARE(line->cursorPosition(), 1);
    }

    void aPictureThatCantBeCopiedIsSaidOnTheForm()
    {
        StartFixture f;
        QVERIFY(f.window.openTemplate(QStringLiteral("picture-to-picture")));
        AppView* form = f.window.page()->form();
        const FormField* field = form->fields().front();
        const Json before = valueOf(f.window.page()->document().graph(), f.window.page()->document().catalogue(), field->field().node, field->field().input);
        const auto* error = form->findChild<QLabel*>(QStringLiteral("formError"));
        Q_EMIT form->fields().front()->fileChosen(f.folder.filePath(QStringLiteral("gone.png")));
        QTRY_VERIFY(error->isVisible());
        QVERIFY(error->text().contains(QStringLiteral("gone.png")));
        QVERIFY(before == valueOf(f.window.page()->document().graph(), f.window.page()->document().catalogue(), field->field().node, field->field().input));
        QTemporaryDir elsewhere;
        QImage picture(8, 8, QImage::Format_RGB32);
        picture.fill(Qt::red);
        QVERIFY(picture.save(elsewhere.filePath(QStringLiteral("red.png"))));
        Q_EMIT form->fields().front()->fileChosen(elsewhere.filePath(QStringLiteral("red.png")));
        QTRY_VERIFY(QFile::exists(f.folder.filePath(QStringLiteral("red.png"))));
        QTRY_VERIFY(!error->isVisible());
    }

    /// With the real worker, where this build has one: from the start page to a picture.
    void threeClicksMakeAPicture()
    {
        const QString worker = QStringLiteral(WEFT_BINARY_DIR "/bin/weft-worker");
        if (!QFile::exists(worker))
            QSKIP("this build has no weft-worker");
        QTemporaryDir folder;
        QSettings settings(folder.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat);
        LanguageSwitch language(*qApp);
        RunController runs(RunFolders {folder.path(), folder.path(), withShippedModels({}), folder.path(), worker});
        MainWindow window(runs, nullptr, language, settings);
        window.show();
        QSignalSpy ready(&runs, &RunController::ready);
        runs.start();
        QVERIFY(ready.wait(60'000));
        QTest::mouseClick(window.findChild<Card*>(QStringLiteral("makeDoor")), Qt::LeftButton);
        AppView* form = window.page()->form();
        QVERIFY(form->stage().picture().isNull());
        QSignalSpy ended(&window, &MainWindow::runEnded);
        QTest::mouseClick(&form->runButton(), Qt::LeftButton);
        QVERIFY(ended.wait(100'000));
        QVERIFY2(ended.first().first().toBool(), qPrintable(window.lastNotice()));
        QCOMPARE(form->stage().picture().size(), QSize(512, 512));
        QVERIFY(form->stage().caption().startsWith(QStringLiteral("512 × 512")));
        QVERIFY(settings.value(QStringLiteral("templates/words-to-picture/milliseconds")).toLongLong() > 0);
        QCOMPARE(QDir(folder.path()).entryList({QStringLiteral("picture_*.png")}).size(), 1);
    }

    void aTemplatesPicturesAreInTheInputFolder()
    {
        StartFixture f;
        QVERIFY(f.window.openTemplate(QStringLiteral("picture-to-picture")));
        QVERIFY(QFile::exists(f.folder.filePath(QStringLiteral("drawing.png"))));
        QCOMPARE(f.window.page()->form()->fields().size(), std::size_t(4));
        QCOMPARE(int(f.window.page()->form()->fields().front()->field().kind), int(SettingKind::Picture));
    }

    void templatesSpeakTheLanguage()
    {
        StartFixture f;
        f.window.useLanguage(QStringLiteral("zh_CN"));
        QCoreApplication::sendPostedEvents();
        QVERIFY(f.window.openTemplate(QLatin1String(kFirstTemplate)));
        QCOMPARE(f.text(), std::string("一个红苹果"));
        QVERIFY(f.window.page()->title() != QStringLiteral("Words to picture"));
        f.window.useLanguage(QStringLiteral("en"));
        QCoreApplication::sendPostedEvents();
        QCOMPARE(f.window.page()->title(), QStringLiteral("Words to picture"));
        QCOMPARE(f.window.page()->form()->fields().front()->field().label, QStringLiteral("What you want to see"));
    }

    void theTemplateListIsComplete()
    {
        QStringList listed;
        for (const Template& one : templates()) {
            listed << one.id + QStringLiteral(".json");
            QVERIFY2(!templatePicture(one.id).isNull(), qPrintable(one.id));
            QVERIFY2(!one.name.isEmpty() && !one.line.isEmpty(), qPrintable(one.id));
        }
        listed.sort();
        QCOMPARE(listed, QDir(shippedFolder(QStringLiteral("workflows"))).entryList({QStringLiteral("*.json")}, QDir::Files, QDir::Name));
        QVERIFY(!templatePicture(QStringLiteral("make-a-picture")).isNull());
    }

    void everyTemplateParsesAndValidates_data()
    {
        QTest::addColumn<QString>("id");
        for (const Template& one : templates())
            QTest::newRow(qPrintable(one.id)) << one.id;
    }

    void everyTemplateParsesAndValidates()
    {
        QFETCH(QString, id);
        const Catalogue catalogue = catalogueWithModels();
        const Result<Graph> graph = openTemplate(id, catalogue);
        QVERIFY(graph);
        QVERIFY(!graph->nodes().empty());
        Result<Prompt> prompt = toPrompt(*graph, catalogue);
        QVERIFY(prompt);
        std::vector<PromptProblem> problems = validate(*prompt, catalogue, {});
        std::erase_if(problems, [&](const PromptProblem& problem) { // of a type that the description lacks
            return problem.error.code == ErrorCode::NodeTypeUnknown;
        });
        for (const PromptProblem& problem : problems)
            qWarning("%s %s", problem.node.c_str(), problem.error.detail.c_str());
        QVERIFY(problems.empty());
        QTemporaryDir input;
        QVERIFY(placeTemplatePictures(id, input.path()));
        for (const AppField& field : appFieldsOf(*graph, catalogue)) {
            if (field.kind == SettingKind::Picture)
                QVERIFY(QFile::exists(input.filePath(QString::fromStdString(valueOf(*graph, catalogue, field.node, field.input).get<std::string>()))));
        }
        if (templateOf(id).asForm)
            QVERIFY(!appFieldsOf(*graph, catalogue).empty());
    }

    void withoutAListAFormShowsWordsAndSeeds()
    {
        const Catalogue catalogue = catalogueWithModels();
        Graph graph = *openTemplate(QLatin1String(kFirstTemplate), catalogue);
        graph.setExtra(Json::object());
        graph.editNode("2")->title.clear();
        graph.editNode("3")->title.clear();
        const std::vector<AppField> fields = appFieldsOf(graph, catalogue);
        QCOMPARE(fields.size(), std::size_t(3));
        QCOMPARE(fields[0].node, NodeId("2"));
        QCOMPARE(fields[0].label, QStringLiteral("What you want to see"));
        QCOMPARE(fields[1].node, NodeId("3"));
        QCOMPARE(fields[1].label, QStringLiteral("What you don't want to see"));
        QVERIFY(fields[2].isSeed);
        graph.editNode("3")->mode = NodeMode::Muted;
        QCOMPARE(appFieldsOf(graph, catalogue).size(), std::size_t(2));
    }

    void aListOfNonsenseIsNoList_data()
    {
        QTest::addColumn<QString>("list");
        QTest::newRow("no list") << QStringLiteral("7");
        QTest::newRow("empty") << QStringLiteral("[]");
        QTest::newRow("no such node") << QStringLiteral("[[99, \"text\", \"x\"]]");
        QTest::newRow("no such input") << QStringLiteral("[[2, \"nothing\", \"x\"]]");
        QTest::newRow("linked") << QStringLiteral("[[2, \"clip\", \"x\"]]");
        QTest::newRow("wrong kinds") << QStringLiteral("[[2], 5, null, [null, 4], {\"a\": 1}]");
    }

    void aListOfNonsenseIsNoList()
    {
        QFETCH(QString, list);
        const Catalogue catalogue = catalogueWithModels();
        Graph graph = *openTemplate(QLatin1String(kFirstTemplate), catalogue);
        Json extra = graph.extra();
        extra["extra"]["weft"]["app"] = *parseJson(list.toStdString());
        graph.setExtra(extra);
        QCOMPARE(appFieldsOf(graph, catalogue).size(), std::size_t(3)); // as without one
    }
};

QTEST_MAIN(TestStart)
#include "TestStart.moc"
