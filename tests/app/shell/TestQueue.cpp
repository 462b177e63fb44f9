// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtCore/qfloat16.h> // GCC 12: Qt Test needs it whole

#include "app/editor/model/NodeNames.h"
#include "app/gallery/GalleryPage.h"
#include "app/gallery/PictureViewer.h"
#include "app/gallery/ResultsPanel.h"
#include "app/runs/RunHistory.h"
#include "app/runs/RunQueue.h"
#include "app/shell/QueuePanel.h"
#include "app/shell/RunPresenter.h"
#include "app/shell/StatusStrip.h"
#include "app/shell/TopBar.h"
#include "app/shell/WorkflowPage.h"
#include "core/formats/PngText.h"
#include "tests/app/engines/FakeWorker.h"
#include "tests/app/shell/WindowFixture.h"

#include <QAbstractButton>
#include <QDropEvent>
#include <QLabel>
#include <QMimeData>
#include <QProcess>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QTimer>

#include <algorithm>
#include <csignal>

using namespace weft;

namespace {

QString textOf(const QueueList& list, int row, int role = Qt::AccessibleTextRole) { return list.item(row)->data(role).toString(); }

void dropOn(QWidget* widget, const QMimeData& data, QPoint at, Qt::DropAction action)
{
    QDragEnterEvent enter(at, action, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(widget, &enter);
    QDropEvent drop(at, action, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(widget, &drop);
}

QueuedRun waitingRun(const char* name)
{
    QueuedRun run;
    run.name = QString::fromUtf8(name);
    Node node;
    node.id = "1";
    node.type = "Save";
    node.settings = {{"text", "words"}, {"seed", 1}};
    (void)run.graph.addNode(std::move(node));
    return run;
}

/// A window whose worker is this program; usually it never ends what it begins.
struct RunningWindow {
    explicit RunningWindow(const char* mood = "slow", const QString& home = {})
        : path(home.isEmpty() ? folder.path() : home)
    {
        qputenv(fake::kFakeWorker, mood);
    }

    /// Keeps history and queue in a folder, as the app does.
    void keepIn(const QString& home)
    {
        history = std::move(*RunHistory::open(home + QStringLiteral("/history")));
        window.useHistory(*history, home + QStringLiteral("/thumbnails"));
        window.keepQueue(home + QStringLiteral("/queue.jsonl"));
    }

    /// A tab with one node that saves a text.
    WorkflowPage* savingTab(const QString& name)
    {
        WorkflowPage* page = window.page()->isUntouched() ? window.page() : window.newTab();
        Graph graph = waitingRun("").graph;
        graph.editNode("1")->extra["widgets_values"] = Json::array({"words", 1, "increment"});
        page->open(std::move(graph), {}, name);
        return page;
    }

    std::unique_ptr<RunHistory> history;
    QTemporaryDir folder;
    QString path;
    QSettings settings {folder.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat};
    LanguageSwitch language {*qApp};
    RunController runs {RunFolders {path, path + QStringLiteral("/output"), {path}, path + QStringLiteral("/cache"),
        QCoreApplication::applicationFilePath()}};
    MainWindow window {runs, nullptr, language, settings};
};

constexpr const char* kChild = "WEFT_TEST_CHILD"; // the folder that a child works in
constexpr const char* kKillAt = "WEFT_TEST_KILL_AT"; // what it has shown when it is killed

void killIfDue(const char* place)
{
    if (qgetenv(kKillAt) == place)
        ::kill(::getpid(), SIGKILL);
}

/// Runs a workflow in a window, and is killed in the very moment in which its picture is seen.
int childMain(const QString& home)
{
    RunningWindow f("endless", home);
    f.keepIn(home);
    QSignalSpy ready(&f.runs, &RunController::ready);
    f.runs.start();
    if (ready.isEmpty() && !ready.wait(20'000))
        return 1;
    CanvasDocument& document = f.savingTab(QStringLiteral("a cat"))->document();
    document.setCatalogue(f.runs.catalogue());
    document.setSetting("1", "text", fake::kPictureText);
    QObject::connect(f.window.results().model(), &QAbstractItemModel::rowsInserted, [] { killIfDue("results"); });
    QObject::connect(&document, &CanvasDocument::statusChanged, [&document] {
        if (!document.status("1").preview.isNull())
            killIfDue("node");
    });
    f.window.run();
    QTimer::singleShot(20'000, [] { QCoreApplication::exit(1); });
    return QCoreApplication::exec();
}

} // namespace

class TestQueue : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void runPutsBehindWhatRuns()
    {
        RunningWindow f;
        f.savingTab(QStringLiteral("first"));
        f.window.run();
        QVERIFY(f.runs.isRunning());
        f.savingTab(QStringLiteral("second"));
        f.window.run();
        auto* panel = f.window.findChild<QueuePanel*>();
        QCOMPARE(panel->list().count(), 2);
        QVERIFY(textOf(panel->list(), 0).startsWith(QStringLiteral("first, starting")));
        QCOMPARE(textOf(panel->list(), 1), QStringLiteral("second, waits"));
        QVERIFY(f.window.lastNotice().isEmpty());
    }

    void theNodesOfTheRunTellWhicheverTabIsSeen()
    {
        RunningWindow f;
        WorkflowPage* first = f.savingTab(QStringLiteral("first"));
        WorkflowPage* second = f.savingTab(QStringLiteral("second"));
        f.window.run(); // the second
        auto* presenter = f.window.findChild<RunPresenter*>();
        QCOMPARE(presenter->document(), &second->document());
        f.window.topBar().tabs()->setCurrentIndex(0);
        QCOMPARE(f.window.page(), first);
        f.window.run(); // waits
        QCOMPARE(presenter->document(), &second->document());
        QTRY_COMPARE(int(second->document().status("1").state), int(NodeStatus::State::Waiting));
        QCOMPARE(int(first->document().status("1").state), int(NodeStatus::State::Idle));
        f.window.topBar().tabs()->setCurrentIndex(1);
        f.window.cancelRun();
        QTRY_COMPARE(presenter->document(), &first->document()); // its turn
        QTRY_COMPARE(int(first->document().status("1").state), int(NodeStatus::State::Waiting));
    }

    void severalRunsHaveTheirOwnSeeds()
    {
        RunningWindow f;
        QSignalSpy ready(&f.runs, &RunController::ready);
        f.runs.start();
        QTRY_COMPARE(ready.size(), 1);
        WorkflowPage* page = f.savingTab(QStringLiteral("a"));
        page->document().setCatalogue(f.runs.catalogue());
        f.window.topBar().setTimes(3);
        f.window.run();
        QList<qint64> seeds;
        for (const QueuedRun& run : f.window.queue().runs())
            seeds << run.graph.findNode("1")->settings.at("seed").get<qint64>();
        QCOMPARE(seeds, (QList<qint64> {1, 2, 3}));
        QCOMPARE(page->document().graph().findNode("1")->settings.at("seed").get<qint64>(), qint64(4));
    }

    void aSeedInsideASubgraphGoesOnWhenARunWasQueued()
    {
        RunningWindow f;
        QSignalSpy ready(&f.runs, &RunController::ready);
        f.runs.start();
        QTRY_COMPARE(ready.size(), 1);
        CanvasDocument& document = f.savingTab(QStringLiteral("a"))->document();
        document.setCatalogue(f.runs.catalogue());
        const auto instance = document.makeSubgraph({"1"}, QStringLiteral("part"));
        QVERIFY(instance);
        const NodeId inside = *instance + ":1";
        f.window.topBar().setTimes(2);
        f.window.run();
        QCOMPARE(document.nodeInRun(inside)->settings.at("seed"), Json(3));
        const Graph& second = f.window.queue().runs().back().graph;
        QCOMPARE(second.subgraphs().front().findNode("1")->settings.at("seed"), Json(2));
        document.undo(); // one step
        QCOMPARE(document.nodeInRun(inside)->settings.at("seed"), Json(1));
    }

    void theKeyboardMovesAndCancels()
    {
        RunningWindow f;
        f.window.show();
        auto& list = f.window.findChild<QueuePanel*>()->list();
        for (const char* name : {"a", "b", "c"})
            f.window.queue().add(waitingRun(name));
        list.setFocus();
        list.setCurrentRow(2);
        QTest::keyClick(&list, Qt::Key_Up, Qt::AltModifier);
        QVERIFY(textOf(list, 1).startsWith(QStringLiteral("c")));
        QCOMPARE(list.currentRow(), 1); // goes with it
        QTest::keyClick(&list, Qt::Key_Up, Qt::AltModifier); // not before the one that runs
        QVERIFY(textOf(list, 0).startsWith(QStringLiteral("a")));
        QTest::keyClick(&list, Qt::Key_Down, Qt::AltModifier);
        QVERIFY(textOf(list, 2).startsWith(QStringLiteral("c")));
        QTest::keyClick(&list, Qt::Key_Delete);
        QCOMPARE(list.count(), 2);
        list.setCurrentRow(0);
        QTest::keyClick(&list, Qt::Key_Delete);
        QVERIFY(textOf(list, 0).contains(QStringLiteral("stopping")));
    }

    void aDropMoves()
    {
        RunningWindow f;
        f.window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&f.window));
        f.window.leaveStart();
        auto& list = f.window.findChild<QueuePanel*>()->list();
        for (const char* name : {"a", "b", "c", "d"})
            f.window.queue().add(waitingRun(name));
        list.setCurrentRow(3);
        QMimeData data;
        const QRect over = list.visualItemRect(list.item(1));
        QDropEvent drop(over.topLeft() + QPoint(5, 2), Qt::MoveAction, &data, Qt::LeftButton, Qt::NoModifier);
        struct Opened : QueueList {
            using QueueList::dropEvent;
        };
        (list.*&Opened::dropEvent)(&drop); // Qt hands it on only while a drag of the list's own goes on
        QStringList names;
        for (const QueuedRun& run : f.window.queue().runs())
            names << run.name;
        QCOMPARE(names.join(u' '), QStringLiteral("a d b c"));
    }

    void afterARestartNothingRunsUntilContinue()
    {
        const QTemporaryDir kept;
        const QString file = kept.filePath(QStringLiteral("queue.jsonl"));
        {
            RunningWindow f;
            f.window.keepQueue(file);
            f.savingTab(QStringLiteral("a"));
            f.window.run();
            f.window.run();
        }
        RunningWindow f("well");
        f.window.keepQueue(file);
        f.window.show();
        auto* panel = f.window.findChild<QueuePanel*>();
        QCOMPARE(textOf(panel->list(), 0), QStringLiteral("a, paused"));
        QVERIFY(textOf(panel->list(), 1).startsWith(QStringLiteral("a, Weft ended")));
        QVERIFY(!f.runs.isRunning());
        QVERIFY(!panel->continueButton()->isHidden());
        panel->continueButton()->click();
        QVERIFY(f.runs.isRunning());
        QTRY_COMPARE(panel->list().count(), 1);
        QVERIFY(panel->continueButton()->isHidden());
    }

    void aKilledWindowLosesNoPictureThatItShowed_data()
    {
        QTest::addColumn<QString>("shown");
        QTest::newRow("among the results") << QStringLiteral("results");
        QTest::newRow("on its node") << QStringLiteral("node");
    }

    void aKilledWindowLosesNoPictureThatItShowed()
    {
        QFETCH(QString, shown);
        const QTemporaryDir home;
        QProcess child;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QString::fromLatin1(kChild), home.path());
        environment.insert(QString::fromLatin1(kKillAt), shown);
        environment.remove(QString::fromLatin1(fake::kFakeWorker));
        child.setProcessEnvironment(environment);
        child.start(QCoreApplication::applicationFilePath(), {});
        QVERIFY(child.waitForFinished(25'000));
        QCOMPARE(child.exitStatus(), QProcess::CrashExit);
        RunningWindow f;
        f.keepIn(home.path());
        QCOMPARE(f.history->runs().size(), 1);
        const RunRecord& run = f.history->runs().first();
        QVERIFY(run.state == RunState::Interrupted);
        QCOMPARE(run.files.size(), 1);
        QCOMPARE(QImage(run.files[0].path).pixelColor(0, 0), QColor(Qt::red));
        QVERIFY(f.history->workflowOf(run)->contains(fake::kPictureText));
        QCOMPARE(f.window.results().count(), 1);
        const GalleryModel& gallery = f.window.findChild<GalleryPage*>()->model();
        QCOMPARE(gallery.rowCount(), 1);
        QCOMPARE(gallery.itemAt(0).file.path, run.files[0].path);
        QVERIFY(f.window.queue().runs().front().state == QueuedRun::State::Interrupted);
    }

    void theNodeThatFailedIsOneClickAway()
    {
        RunningWindow f("well");
        f.window.show();
        WorkflowPage* failing = f.savingTab(QStringLiteral("failing"));
        f.window.leaveStart();
        f.window.run();
        f.savingTab(QStringLiteral("other"));
        RunReport report;
        report.released = microCredits(1'200'000);
        report.errors.emplace_back("1", Error {ErrorCode::OutOfMemory, {}, {}});
        Q_EMIT f.runs.finished(report);
        QVERIFY(f.window.page() != failing);
        auto* button = f.window.findChild<QPushButton*>(QStringLiteral("noticeAction"));
        QVERIFY(!button->isHidden());
        auto& list = f.window.findChild<QueuePanel*>()->list();
        QVERIFY2(textOf(list, 0).startsWith(QStringLiteral("failing, refunded 1.2")), qPrintable(textOf(list, 0)));
        button->click();
        QCOMPARE(f.window.page(), failing);
        QCOMPARE(failing->view().canvas().selection(), NodeIds {"1"});
    }

    void theRowOfAFailedRunSaysAllAndLeadsToTheNode()
    {
        RunningWindow f("well");
        f.window.resize(1280, 800);
        f.window.show();
        WorkflowPage* failing = f.savingTab(QStringLiteral("failing"));
        f.window.leaveStart();
        f.window.run();
        f.savingTab(QStringLiteral("other"));
        RunReport report;
        report.errors.emplace_back("1", Error {ErrorCode::OutOfMemory, {}, {{"node", "1"}}});
        Q_EMIT f.runs.finished(report);
        auto& list = f.window.findChild<QueuePanel*>()->list();
        QCOMPARE(list.count(), 1);
        const Node& node = *failing->document().graph().findNode("1");
        const QString title = titleOf(node, failing->document().typeOf(node));
        QVERIFY2(textOf(list, 0).contains(u'“' + title + u'”'), qPrintable(textOf(list, 0)));
        QVERIFY2(list.visualItemRect(list.item(0)).height() > 60, "the sentence takes as many lines as it needs");
        QVERIFY(list.height() >= list.visualItemRect(list.item(0)).height());
        QVERIFY(f.window.page() != failing);
        QTest::mouseClick(list.viewport(), Qt::LeftButton, {}, list.linkRect(0).center());
        QCOMPARE(f.window.page(), failing);
        QCOMPARE(failing->view().canvas().selection(), NodeIds {"1"});
    }

    void theQueueIsReadInChinese()
    {
        RunningWindow f;
        f.window.queue().add(waitingRun("a"));
        f.window.queue().add(waitingRun("b"));
        f.window.useLanguage(QStringLiteral("zh_CN"));
        QCoreApplication::sendPostedEvents();
        auto* panel = f.window.findChild<QueuePanel*>();
        QCOMPARE(textOf(panel->list(), 1), QStringLiteral("b, 等待中"));
        f.window.useLanguage(QStringLiteral("en"));
        QCoreApplication::sendPostedEvents();
    }

    void resultsAreShownAgainAndOpenTheirWorkflow()
    {
        const QTemporaryDir home;
        QImage image(32, 16, QImage::Format_RGB32);
        image.fill(Qt::red);
        const QString picture = home.filePath(QStringLiteral("made.png"));
        QVERIFY(image.save(picture));
        QFile workflow(QStringLiteral(WEFT_SOURCE_DIR "/resources/workflows/upscale.json"));
        QVERIFY(workflow.open(QIODevice::ReadOnly));
        auto history = std::move(*RunHistory::open(home.filePath(QStringLiteral("history"))));
        RunRecord record;
        record.name = QStringLiteral("my upscale");
        record.seed = QStringLiteral("3");
        const QString id = history->begin(record, workflow.readAll());
        history->addFile(id, {"9", {}, QStringLiteral("SaveImage"), picture, {}, image.size(), {}});
        history->end(id, RunState::Done, {}, {}, {});
        WindowFixture f;
        f.window.useHistory(*history, home.filePath(QStringLiteral("thumbnails")));
        QCOMPARE(f.window.results().count(), 1);
        QTRY_VERIFY(!f.window.results().pictures()[0].image.isNull());
        QVERIFY(f.window.results().pictures()[0].caption.endsWith(QStringLiteral(" · seed 3 · Save Image"))); // what tells most comes first
        f.window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&f.window));
        f.window.activateWindow();
        QTest::keyClick(&f.window, Qt::Key_G, Qt::AltModifier);
        QTRY_VERIFY(f.window.isGalleryShown());
        auto* page = f.window.findChild<GalleryPage*>();
        const auto labels = page->findChildren<QLabel*>();
        QVERIFY(std::ranges::any_of(labels, [](const QLabel* label) { return label->text() == QStringLiteral("1 result"); }));
        PictureViewer* viewer = page->openViewer(0);
        QVERIFY(viewer);
        QTest::keyClick(viewer, Qt::Key_W);
        QVERIFY(!f.window.isGalleryShown());
        QCOMPARE(f.window.page()->plainTitle(), QStringLiteral("my upscale"));
        QVERIFY(!f.window.page()->document().graph().nodes().empty());
    }

    void aPictureWithoutAWorkflowCanBeLoaded()
    {
        RunningWindow f;
        QImage image(32, 16, QImage::Format_RGB32);
        image.fill(Qt::red);
        const QString plain = f.folder.filePath(QStringLiteral("outside.png"));
        QVERIFY(image.save(plain));
        QVERIFY(!f.window.openFile(plain)); // nothing here loads pictures
        Catalogue more;
        NodeType load;
        load.name = "LoadImage";
        InputSpec input;
        input.name = "image";
        input.type = "COMBO";
        input.picksInputFile = true;
        load.inputs = {input};
        load.outputs = {{"IMAGE", "IMAGE", false, false, {}}};
        more.add(load);
        EngineInfo info;
        info.id = "ab12";
        info.catalogue = more;
        f.runs.setRemoteEngines({}, {info});
        QVERIFY(!f.window.openFile(plain));
        QVERIFY(f.window.lastNotice().contains(QStringLiteral("outside.png")));
        auto* button = f.window.findChild<QPushButton*>(QStringLiteral("noticeAction"));
        QVERIFY(!button->isHidden());
        button->click();
        QCOMPARE(f.window.page()->document().graph().nodes().size(), std::size_t(1));
        QCOMPARE(f.window.page()->document().graph().nodes()[0].type, std::string("LoadImage"));
        QVERIFY(f.window.lastNotice().isEmpty());
    }

    void aDroppedPictureOpensItsWorkflowInANewTab()
    {
        WindowFixture f;
        f.window.page()->document().open(waitingRun("").graph);
        f.window.page()->document().setTitle("1", "changed");
        QFile workflow(QStringLiteral(WEFT_SOURCE_DIR "/resources/workflows/upscale.json"));
        QVERIFY(workflow.open(QIODevice::ReadOnly));
        QFile photo(QStringLiteral(WEFT_SOURCE_DIR "/resources/photos/coffee.png"));
        QVERIFY(photo.open(QIODevice::ReadOnly));
        const QByteArray bytes = photo.readAll();
        const auto with = addPngText(SharedBytes::copyOf({reinterpret_cast<const std::uint8_t*>(bytes.constData()), std::size_t(bytes.size())}),
            "workflow", workflow.readAll().toStdString());
        QVERIFY(with);
        const QString path = f.folder.filePath(QStringLiteral("carries.png"));
        QFile made(path);
        QVERIFY(made.open(QIODevice::WriteOnly));
        made.write(reinterpret_cast<const char*>(with->data()), qint64(with->size()));
        made.close();
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(path)});
        dropOn(&f.window, data, QPoint(300, 300), Qt::CopyAction);
        QCOMPARE(f.window.pageCount(), 2);
        QVERIFY(f.window.page()->document().graph().nodes().size() > 1);
    }
};

int main(int argc, char** argv)
{
    if (qEnvironmentVariableIsSet(fake::kFakeWorker)) {
        QCoreApplication application(argc, argv);
        return fake::fakeWorkerMain();
    }
    QApplication application(argc, argv);
    if (qEnvironmentVariableIsSet(kChild))
        return childMain(qEnvironmentVariable(kChild));
    TestQueue test;
    return QTest::qExec(&test, argc, argv);
}
#include "TestQueue.moc"
