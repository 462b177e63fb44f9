// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Other programs' servers and the front door in the window. The window's worker is this program.
#include <QtCore/qfloat16.h> // GCC 12: Qt Test needs it whole

#include "app/frontdoor/service/DoorSwitch.h"
#include "app/runs/RunQueue.h"
#include "app/servers/OwnServers.h"
#include "app/shell/CommandList.h"
#include "app/shell/LibraryPanel.h"
#include "app/shell/MachinesPanel.h"
#include "app/shell/QueuePanel.h"
#include "app/shell/RunPresenter.h"
#include "app/shell/TopBar.h"
#include "app/shell/WorkflowPage.h"
#include "tests/app/engines/FakeWorker.h"
#include "tests/app/servers/local/LocalServers.h"
#include "tests/app/shell/SavePicture.h"
#include "tests/app/shell/WindowFixture.h"

#include <QLabel>
#include <QLayout>
#include <QMessageBox>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QPushButton>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTest>
#include <QTimer>

using namespace weft;
using namespace weft::testing;
using namespace std::chrono_literals;

namespace {

constexpr ServerTimes kHastyWindow {100ms, 100ms, 2000ms, 2000ms};
constexpr const char* kProgramsPrompt = R"({"prompt": {"1": {"class_type": "Save", "inputs": {"text": "a program's", "seed": 1}}}})";

struct ServedWindow {
    QTemporaryDir folder;
    QSettings settings {folder.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat};
    LanguageSwitch language {*qApp};
    RunController runs {RunFolders {folder.path(), folder.filePath(QStringLiteral("output")), {folder.path()}, folder.filePath(QStringLiteral("cache")),
        QCoreApplication::applicationFilePath()}};
    OwnServers servers {runs, folder.filePath(QStringLiteral("servers.json")), {}, kHastyWindow};
    DoorSwitch door {runs, folder.path(), settings};
    MainWindow window {runs, nullptr, language, settings};
    QNetworkAccessManager network;

    explicit ServedWindow(const char* mood = "slow")
    {
        qputenv(fake::kFakeWorker, mood);
        QTcpServer probe;
        probe.listen(QHostAddress::LocalHost);
        settings.setValue(QStringLiteral("door/port"), probe.serverPort());
        probe.close();
        window.useServers(servers);
        window.useDoor(door);
        QSignalSpy ready(&runs, &RunController::ready);
        runs.start();
        (void)QTest::qWaitFor([&] { return !ready.isEmpty(); }, 20'000);
    }

    int post(const QByteArray& body)
    {
        QNetworkRequest request(QUrl(door.address() + QStringLiteral("/prompt")));
        request.setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("application/json"));
        QNetworkReply* reply = network.post(request, body);
        (void)QTest::qWaitFor([&] { return reply->isFinished(); }, 20'000);
        reply->deleteLater();
        return reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    }
    WorkflowPage* savingTab(const QString& name)
    {
        WorkflowPage* page = window.page()->isUntouched() ? window.page() : window.newTab();
        Graph graph;
        Node node;
        node.id = "1"; // as the program's is called
        node.type = "Save";
        node.settings = {{"text", "words"}, {"seed", 1}};
        node.extra["widgets_values"] = Json::array({"words", 1, "fixed"});
        (void)graph.addNode(std::move(node));
        page->open(std::move(graph), {}, name);
        page->document().setCatalogue(runs.catalogue());
        return page;
    }
    QString programs() const
    {
        const auto* label = window.findChild<QLabel*>(QStringLiteral("queuePrograms"));
        return label->parentWidget()->isHidden() ? QString() : label->text();
    }
};

} // namespace

class TestServers : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nodesOfAServerAreInTheWindowAsLongAsItIsInTheList()
    {
        LocalComfy comfy;
        ServedWindow f;
        WorkflowPage* page = f.savingTab(QStringLiteral("mine"));
        f.servers.add(comfy.url().toString(), {});
        QTRY_VERIFY(f.window.sharedCatalogue()->find("WeftTestFetch"));
        QVERIFY(page->document().catalogue().find("WeftTestFetch"));
        const auto& machines = f.window.findChild<MachinesPanel*>()->machines();
        const auto row = std::ranges::find_if(machines, [](const MachineRow& one) { return one.name == QStringLiteral("ComfyUI · %1").arg(one.id.section(u':', -1)); });
        QVERIFY(row != machines.end() && row->isOwn && !row->isRemote);
        QVERIFY(f.servers.remove(comfy.url()));
        QVERIFY(!f.window.sharedCatalogue()->find("WeftTestFetch"));
        QVERIFY(f.window.sharedCatalogue()->find("Save"));
    }

    /// A program's nodes have the same ids as those of the tab that is seen.
    void aProgramsPromptIsntShownOnTheTab()
    {
        ServedWindow f;
        WorkflowPage* page = f.savingTab(QStringLiteral("mine"));
        QVERIFY(f.door.switchOn());
        QSignalSpy ended(&f.window, &MainWindow::runEnded);
        QCOMPARE(f.post(kProgramsPrompt), 200);
        QCOMPARE(f.post(kProgramsPrompt), 200);
        QTRY_COMPARE(f.programs(), QStringLiteral("From programs: 1 running, 1 waiting"));
        QVERIFY(f.runs.isRunning());
        QTest::qWait(200);
        QCOMPARE(int(page->document().status("1").state), int(NodeStatus::State::Idle));
        QCOMPARE(f.window.queue().waiting(), 0);
        auto* stop = f.window.findChild<QPushButton*>(QStringLiteral("queueProgramStop"));
        const auto* panel = f.window.findChild<QueuePanel*>();
        QVERIFY(panel->layout()->indexOf(stop->parentWidget()) < panel->layout()->indexOf(&panel->list())); // what runs is above what waits
        stop->click();
        QTRY_COMPARE(f.programs(), QStringLiteral("From programs: 1 running, 0 waiting"));
        stop->click();
        QTRY_COMPARE(f.programs(), QString());
        QTRY_VERIFY(!f.runs.isRunning());
        QCOMPARE(ended.size(), 0);
        QVERIFY(f.window.lastNotice().isEmpty());
    }

    void theWindowsRunWaitsForAProgramsAndComesBeforeTheNext()
    {
        ServedWindow f;
        WorkflowPage* page = f.savingTab(QStringLiteral("mine"));
        QVERIFY(f.door.switchOn());
        QCOMPARE(f.post(kProgramsPrompt), 200);
        QCOMPARE(f.post(kProgramsPrompt), 200);
        QTRY_COMPARE(f.door.running(), 1);
        f.window.run();
        QVERIFY(!f.window.queue().current());
        QCOMPARE(f.window.queue().waiting(), 1);
        f.door.stopRunning();
        QTRY_VERIFY(f.window.queue().current()); // the owner's before the next of a program's
        QCOMPARE(f.door.waiting(), 1);
        QTRY_COMPARE(int(page->document().status("1").state), int(NodeStatus::State::Waiting));
        f.window.cancelRun();
        QTRY_COMPARE(f.door.running(), 1); // and then it
        QCOMPARE(f.door.waiting(), 0);
        f.door.end();
        QTRY_VERIFY(!f.runs.isRunning());
    }

    void whatProgramsMakeIsStoredButNotTheWindowsResult()
    {
        ServedWindow f("well");
        WorkflowPage* page = f.savingTab(QStringLiteral("mine"));
        QVERIFY(f.door.switchOn());
        QCOMPARE(f.post(kProgramsPrompt), 200);
        QTRY_COMPARE(QDir(f.folder.filePath(QStringLiteral("output"))).entryList(QDir::Files).size(), 1);
        QTRY_VERIFY(!f.runs.isRunning());
        QVERIFY(page->document().status("1").preview.isNull());
        QSignalSpy ended(&f.window, &MainWindow::runEnded);
        f.window.run(); // and the window's own goes on as ever
        QTRY_COMPARE(ended.size(), 1);
        QCOMPARE(int(page->document().status("1").state), int(NodeStatus::State::Done));
    }

    void closingEndsWhatProgramsAskedFor()
    {
        ServedWindow f;
        QVERIFY(f.door.switchOn());
        QCOMPARE(f.post(kProgramsPrompt), 200);
        QCOMPARE(f.post(kProgramsPrompt), 200);
        QTRY_COMPARE(f.door.running(), 1);
        f.window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&f.window));
        QTimer::singleShot(200, &f.window, [] {
            if (auto* question = qobject_cast<QMessageBox*>(QApplication::activeModalWidget()))
                question->button(QMessageBox::Yes)->click();
        });
        f.window.close();
        QTRY_VERIFY(!f.window.isVisible());
        QCOMPARE(f.door.running() + f.door.waiting(), 0);
        QVERIFY(f.settings.value(QStringLiteral("door/on")).toBool()); // at the next start it is on again
    }

    void theCardsAreInTheSettings()
    {
        LocalComfy comfy;
        ServedWindow f;
        f.servers.add(comfy.url().toString(), {});
        QVERIFY(f.door.switchOn());
        (void)f.door.makeToken(QStringLiteral("Krita"), credits(5));
        f.window.resize(1280, 900);
        f.window.show();
        f.window.showSettings();
        QTRY_VERIFY(f.window.findChild<QWidget*>(QStringLiteral("serversCard"))->isVisible());
        QVERIFY(f.window.findChild<QWidget*>(QStringLiteral("doorCard"))->isVisible());
        for (const char* word : {"server", "token", "comfyui"})
            QVERIFY2(!f.window.commands().find(QLatin1String(word)).isEmpty(), word);
        for (const auto& [command, field] : {std::pair {"settings.servers", "serverAddress"}, std::pair {"settings.door", "doorSwitch"}}) {
            f.window.showStart();
            f.window.commands().action(QLatin1String(command))->trigger();
            QVERIFY(f.window.isSettingsShown());
            const auto* shown = f.window.findChild<QWidget*>(QLatin1String(field));
            QTRY_VERIFY2(!shown->visibleRegion().isEmpty(), field);
            QVERIFY2(f.window.focusWidget() == shown, field);
        }
        const QString pictures = qEnvironmentVariable("WEFT_PICTURES");
        if (pictures.isEmpty())
            return;
        for (const bool isDark : {true, false}) {
            for (const char* language : {"en", "zh_CN"}) {
                f.window.useTheme(isDark);
                f.window.useLanguage(QLatin1String(language));
                QTest::qWait(400);
                test::savePicture(f.window, QDir(pictures).filePath(QStringLiteral("settings-%1-%2.png").arg(isDark ? QStringLiteral("dark") : QStringLiteral("light"), QLatin1String(language))));
            }
        }
        f.window.useLanguage(QStringLiteral("en"));
    }
};

int main(int argc, char** argv)
{
    if (qEnvironmentVariableIsSet(fake::kFakeWorker)) {
        QCoreApplication application(argc, argv);
        return fake::fakeWorkerMain();
    }
    QApplication application(argc, argv);
    TestServers test;
    return QTest::qExec(&test, argc, argv);
}
#include "TestServers.moc"
