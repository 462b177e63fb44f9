// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtCore/qfloat16.h> // GCC 12: Qt Test needs it whole

#include "app/editor/model/StatusText.h"
#include "app/runs/RunHistory.h"
#include "app/runs/RunQueue.h"
#include "app/shell/MainWindow.h"
#include "app/shell/QueuePanel.h"
#include "app/shell/RelayMarket.h"
#include "app/shell/TopBar.h"
#include "app/shell/WorkflowPage.h"
#include "tests/app/shell/SavePicture.h"
#include "tests/e2e/looks/RentedEngine.h"

#include <QAbstractButton>
#include <QApplication>
#include <QSignalSpy>
#include <QTabBar>
#include <QTemporaryDir>
#include <QTest>

using namespace weft;
using weft::test::RentedEngine;

namespace {

constexpr int kSlow = 120'000; // ms: libtorch from a cold disk, a loaded machine
const char* const kTokyo = "7a10c0ffee";
const char* const kLin = "11ab5eed";
const char* const kBerlin = "be21a6000f";

class OnlineMarket : public MarketModel {
public:
    bool isOnline() const override { return true; }
    QString relayName() const override { return QStringLiteral("relay.example"); }
    std::optional<Money> balance() const override { return microCredits(412'600'000); }
    std::optional<bool> isSharing() const override { return true; }
    QString sharingDetail() const override { return RelayMarket::tr("idle"); }
    void toggleSharing() override { }
    void refresh() override { }
};

RunFolders foldersIn(const QTemporaryDir& home)
{
    RunFolders folders;
    folders.input = QStringLiteral(WEFT_SOURCE_DIR "/resources/photos");
    folders.output = home.filePath(QStringLiteral("output"));
    folders.cache = home.filePath(QStringLiteral("cache"));
    folders.models << QStringLiteral(WEFT_SOURCE_DIR "/resources/models");
    folders.worker = QStringLiteral(WEFT_BINARY_DIR "/bin/weft-worker");
    return folders;
}

} // namespace

/// The window as it is in the middle of the day: a run under way on three machines, one behind it, one that failed and was
/// refunded, results. Real workers compute all of it. WEFT_PICTURES=DIR keeps pictures of it.
class TestReference : public QObject {
    Q_OBJECT

    QTemporaryDir m_home;
    QSettings m_settings {m_home.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat};
    LanguageSwitch m_language {*qApp};
    RunController m_runs {foldersIn(m_home)};
    OnlineMarket m_market;
    std::unique_ptr<RunHistory> m_history;
    std::unique_ptr<MainWindow> m_window;
    std::shared_ptr<RentedEngine> m_tokyo, m_lin, m_berlin;

    std::shared_ptr<RentedEngine> rent(const char* key, const char* name, std::int64_t microPerSecond, std::vector<EngineInfo>& infos)
    {
        infos.push_back({key, name, m_runs.catalogue(), microCredits(microPerSecond), 1000, 1});
        return std::make_shared<RentedEngine>(key, name, m_runs.folders().models);
    }
    void rentMachines()
    {
        std::vector<EngineInfo> infos;
        m_tokyo = rent(kTokyo, "RTX 4090 · Tokyo", 300'000, infos);
        m_lin = rent(kLin, "Lin's PC", 0, infos);
        m_berlin = rent(kBerlin, "A6000 · Berlin", 400'000, infos);
        m_berlin->failsWith = Error {ErrorCode::OutOfMemory, "no memory left", {{"node", "5"}}};
        m_berlin->failsAt = "5";
        m_runs.setRemoteEngines({m_tokyo, m_lin, m_berlin}, infos);
    }
    WorkflowPage* open(const char* file)
    {
        if (!m_window->openFile(QStringLiteral(WEFT_SOURCE_DIR "/") + QLatin1String(file)))
            return nullptr;
        m_window->page()->showForm(false);
        return m_window->page();
    }
    bool runToEnd()
    {
        QSignalSpy ended(m_window.get(), &MainWindow::runEnded);
        m_window->run();
        return QTest::qWaitFor([&] { return !ended.isEmpty(); }, kSlow) && ended[0][0].toBool();
    }
    void keepPictures(const QString& folder)
    {
        for (const QString& language : {QStringLiteral("en"), QStringLiteral("zh_CN")}) {
            m_window->useLanguage(language);
            for (const bool dark : {true, false}) {
                m_window->useTheme(dark);
                for (const bool tints : {false, true}) {
                    m_window->page()->view().canvas().setTintsMachines(tints);
                    QTest::qWait(300);
                    const QString name = QStringLiteral("%1/reference-%2-%3%4.png")
                                             .arg(folder, dark ? QStringLiteral("dark") : QStringLiteral("light"), language, tints ? QStringLiteral("-tinted") : QString());
                    test::savePicture(*m_window, name, 2);
                }
            }
        }
    }

private Q_SLOTS:
    void initTestCase()
    {
        auto history = RunHistory::open(m_home.filePath(QStringLiteral("history")));
        QVERIFY(history);
        m_history = std::move(*history);
        m_window = std::make_unique<MainWindow>(m_runs, &m_market, m_language, m_settings);
        m_window->useHistory(*m_history, m_home.filePath(QStringLiteral("thumbnails")));
        m_window->resize(1600, 960);
        m_window->show();
        QSignalSpy ready(&m_runs, &RunController::ready);
        m_runs.start();
        QTRY_VERIFY_WITH_TIMEOUT(!ready.isEmpty(), kSlow);
        rentMachines();
    }

    void cleanupTestCase() { m_window.reset(); }

    void whatFailsElsewhereIsRefundedAndSaysWhere()
    {
        WorkflowPage* page = open("resources/workflows/words-to-picture.json");
        QVERIFY(page);
        page->document().setPlace({"5"}, kBerlin);
        QVERIFY(!runToEnd());
        const auto& list = m_window->findChild<QueuePanel*>()->list();
        QCOMPARE(list.count(), 1);
        const QString row = list.item(0)->data(Qt::AccessibleTextRole).toString();
        QVERIFY2(row.contains(QStringLiteral("refunded")), qPrintable(row));
        QCOMPARE(int(page->document().status("5").state), int(NodeStatus::State::Failed));
        QVERIFY(!page->document().status("5").error.isEmpty());
        QCOMPARE(int(page->document().status("6").state), int(NodeStatus::State::Idle)); // it would have run there, too
        m_window->notice({});
    }

    void onlyHereNothingLeavesThisComputer()
    {
        WorkflowPage* page = open("resources/workflows/upscale.json");
        QVERIFY(page);
        m_window->topBar().setPrivacy(Privacy::OnlyHere);
        const int before = m_tokyo->started + m_lin->started + m_berlin->started;
        QVERIFY(runToEnd());
        QCOMPARE(m_tokyo->started + m_lin->started + m_berlin->started, before);
        for (const Node& node : page->document().graph().nodes())
            QVERIFY(!page->document().status(node.id).isRemote());
        m_window->topBar().setPrivacy(Privacy::AnyMachine);
    }

    void aRunOverThreeMachinesShowsWhatItDoes()
    {
        WorkflowPage* page = open("tests/data/workflows/reference.json");
        QVERIFY(page);
        CanvasDocument& document = page->document();
        document.setPlace({"5"}, kTokyo);
        document.setPlace({"7", "8"}, kLin);
        auto* run = m_window->findChild<QAbstractButton*>(QStringLiteral("runButton"));
        QTRY_VERIFY2(run->accessibleName().contains(QStringLiteral("≈")) && run->accessibleName().contains(QStringLiteral("at most")), qPrintable(run->accessibleName()));
        for (const char* words : {"a red apple", "a green pear", "a strawberry"}) {
            document.setSetting("2", "text", words);
            QVERIFY(runToEnd());
        }
        m_tokyo->stopsAtStep = 12;
        document.setSetting("2", "text", "a banana");
        m_window->topBar().setTimes(2);
        m_window->run();
        QTRY_VERIFY_WITH_TIMEOUT(m_tokyo->stopped.isSet(), kSlow);
        const NodeStatus& sampler = document.status("5");
        QTRY_VERIFY(sampler.progress() >= 0.6 && sampler.progress() < 1);
        QCOMPARE(sampler.machine, QStringLiteral("RTX 4090 · Tokyo"));
        QVERIFY(!sampler.exposure.isEmpty());
        QVERIFY(sampler.cost && sampler.cost->micro > 0);
        QVERIFY(document.transfer(document.graph().links()[3]) > 0); // the words go to Tokyo
        QVERIFY(placeText(document.status("1")).contains(QStringLiteral(" + "))); // the model is loaded here and there
        QCOMPARE(int(document.status("3").state), int(NodeStatus::State::Cached));
        QCOMPARE(m_window->findChild<QueuePanel*>()->list().count(), 3);
        QVERIFY(m_window->queue().share() > 0.3 && m_window->queue().share() < 0.9);
        m_window->page()->view().fitAll();
        const QString folder = qEnvironmentVariable("WEFT_PICTURES");
        if (!folder.isEmpty())
            keepPictures(folder);
        m_tokyo->goOn();
        m_window->queue().cancelAll();
        QTRY_VERIFY_WITH_TIMEOUT(!m_runs.isRunning(), kSlow);
    }
};

QTEST_MAIN(TestReference)
#include "TestReference.moc"
