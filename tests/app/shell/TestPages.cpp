// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtCore/qfloat16.h> // GCC 12: Qt Test needs it whole

#include "app/gallery/StartPage.h"
#include "app/market/page/MarketPage.h"
#include "app/preferences/SettingsPage.h"
#include "app/sharing/page/SharingPage.h"
#include "app/runs/RunQueue.h"
#include "app/shell/CommandList.h"
#include "app/shell/PageBar.h"
#include "app/shell/TopBar.h"
#include "app/shell/WorkflowPage.h"
#include "app/wallet/RunTitles.h"
#include "app/wallet/WalletController.h"
#include "tests/app/market/IdleEngine.h"
#include "tests/app/market/MarketFixture.h"
#include "tests/app/sharing/page/FakeSharing.h"
#include "tests/app/shell/SavePicture.h"
#include "tests/app/shell/WindowFixture.h"
#include "tests/app/wallet/ScriptedRelay.h"

#include <QAbstractButton>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QPushButton>
#include <QRegularExpression>
#include <QTabBar>
#include <QTest>
#include <QToolButton>

using namespace weft;
using namespace weft::test;

namespace {

class SharedMarket : public MarketModel {
public:
    bool isOnline() const override { return isThere; }
    QString relayName() const override { return QStringLiteral("relay.example"); }
    std::optional<Money> balance() const override { return microCredits(412'600'000); }
    std::optional<bool> isSharing() const override { return fake.now == SharingModel::State::On; }
    QString sharingDetail() const override { return isSharing().value_or(false) ? QStringLiteral("idle · +0.41") : QString(); }
    void toggleSharing() override
    {
        if (isSharing().value_or(false))
            fake.switchOff();
        else
            fake.switchOn();
        Q_EMIT changed();
    }
    std::vector<ListedMachine> listed() const override { return threeListed(); }
    SharingModel* sharing() override { return &fake; }
    void refresh() override { ++refreshes; }

    FakeSharing fake;
    bool isThere = true;
    int refreshes = 0;
};

/// A window with machines, a wallet at a scripted relay, and sharing that does what the test says.
struct PagesFixture {
    QTemporaryDir folder;
    QSettings settings {folder.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat};
    LanguageSwitch language {*qApp};
    RunController runs {RunFolders {folder.path(), folder.path(), {}, folder.path(), QStringLiteral("no-such-worker")}};
    ScriptedRelay relay;
    NotedPages browser;
    RelayConnection connection {settingsFor(relay, folder), DeviceKey::generate(systemRandom())};
    WalletController wallet {connection, browser, systemRandom()};
    RunTitles titles {RunTitles::fileIn(folder.path())};
    SharedMarket market;
    MainWindow window {runs, &market, language, settings};

    PagesFixture()
    {
        window.useWallet(wallet, titles);
        lendMachines(runs);
        window.resize(1440, 900);
        window.show();
        (void)QTest::qWaitForWindowExposed(&window);
        window.activateWindow();
        connection.open();
        (void)QTest::qWaitFor([this] { return wallet.model().wallet().has_value(); });
    }

    QToolButton* way(const char* name) { return window.findChild<QToolButton*>(QLatin1String(name)); }
    void press(Qt::Key key) { QTest::keyClick(&window, key, Qt::AltModifier); }
};

/// What the pages look like that have been used.
void fill(PagesFixture& f)
{
    f.relay.balance = {0, microCredits(412'600'000), {}, credits(914)};
    f.relay.wallet.matured = credits(320);
    f.relay.wallet.nextMaturesUnixMillis = QDateTime::currentMSecsSinceEpoch() + 86'400'000LL * 3;
    const std::array earned {38, 61, 22, 75, 49, 53, 0, 41, 66, 27, 82, 35, 57, 44};
    for (std::size_t i = 0; i < earned.size(); ++i) {
        StatementListed line;
        line.transfer = numberedId<TransferId>(std::uint8_t(i + 1));
        line.createdUnixMillis = QDateTime::currentMSecsSinceEpoch() - 86'400'000LL * qint64(i);
        line.kind = int(StatementKind::Earning);
        line.ofEarnings = true;
        line.amount = microCredits(earned[i] * 1'013'000);
        f.relay.lines.push_back(line);
    }
    f.market.fake.sandbox = protocol::worker::kWholeSandbox;
    f.market.fake.ownName = QStringLiteral("RTX 3060 · attic");
    Catalogue known;
    for (const NodeType& type : drawingTypes())
        known.add(type);
    for (int i = 0; i < 3; ++i) {
        FragmentJob job;
        job.fragment.nodes.push_back({"1", i == 1 ? "ImageUpscaleWithModel" : "KSampler", {}});
        if (i != 1)
            job.fragment.nodes.push_back({"2", "VAEDecode", {}});
        job.fragment.inputs.push_back({{"0", 0}, i == 1 ? "IMAGE" : "CONDITIONING", false});
        job.inputs.push_back({imageValue({DType::F32, {1, 64, 64, 3}, SharedBytes::take(std::vector<std::uint8_t>(64 * 64 * 12))})});
        f.market.fake.log.add(numberedId<JobId>(std::uint8_t(i + 1)), job, known, unixNow());
        if (i < 2)
            f.market.fake.log.end(numberedId<JobId>(std::uint8_t(i + 1)), i == 0, microCredits(410'000));
    }
    auto* page = f.window.findChild<SharingPage*>();
    page->useSharing(&f.market.fake);
    page->setHere(QStringLiteral("NVIDIA GeForce RTX 3060, 12 GB"), threeMachines()[2].catalogue);
    f.market.toggleSharing();
    f.relay.push(f.relay.balance);
    f.relay.push(f.relay.wallet);
}

} // namespace

class TestPages : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { qputenv("WEFT_RESOURCES", WEFT_SOURCE_DIR "/resources"); }

    void everyPageIsOneClickAway()
    {
        PagesFixture f;
        QTest::mouseClick(f.way("goMarket"), Qt::LeftButton);
        QVERIFY(f.window.isMarketplaceShown());
        QVERIFY(f.way("goMarket")->isChecked() && !f.way("goWorkflow")->isChecked());
        QTest::mouseClick(f.way("goMarket"), Qt::LeftButton); // again: it stays marked
        QVERIFY(f.way("goMarket")->isChecked());
        QTest::mouseClick(f.way("goSharing"), Qt::LeftButton);
        QVERIFY(f.window.isSharingShown());
        QTest::mouseClick(f.way("goWallet"), Qt::LeftButton);
        QVERIFY(f.window.isWalletShown());
        QTest::mouseClick(f.way("goWorkflow"), Qt::LeftButton);
        QVERIFY(f.window.shownPage() == ShownPage::Workflow);
        QVERIFY(f.way("goWorkflow")->isChecked());
    }

    void keysAndThePalette()
    {
        PagesFixture f;
        f.press(Qt::Key_K);
        QTRY_VERIFY(f.window.isMarketplaceShown());
        f.press(Qt::Key_H);
        QTRY_VERIFY(f.window.isSharingShown());
        f.press(Qt::Key_W);
        QTRY_VERIFY(f.window.isWalletShown());
        f.press(Qt::Key_1);
        QTRY_VERIFY(f.window.shownPage() == ShownPage::Workflow);
        for (const char* words : {"Marketplace", "Share my GPU"})
            QVERIFY2(!f.window.commands().find(QLatin1String(words)).isEmpty(), words);
        QVERIFY(f.way("goMarket")->toolTip().contains(QStringLiteral("Alt+K")));
        QVERIFY(f.way("goSharing")->toolTip().contains(QStringLiteral("Alt+H")));
    }

    void escapeGoesBack()
    {
        PagesFixture f;
        f.window.showMarketplace();
        QTest::keyClick(f.window.findChild<MarketPage*>(), Qt::Key_Escape);
        QTRY_VERIFY(f.window.shownPage() == ShownPage::Workflow);
        f.window.showSharing();
        QTest::keyClick(f.window.findChild<SharingPage*>(), Qt::Key_Escape);
        QTRY_VERIFY(f.window.shownPage() == ShownPage::Workflow);
    }

    void theOthersAreInAMenu()
    {
        PagesFixture f;
        QTest::mouseClick(f.way("goMore"), Qt::LeftButton);
        auto* menu = f.window.findChild<PageBar*>()->findChild<QMenu*>();
        QVERIFY(menu);
        QCOMPARE(menu->actions().size(), 4);
        menu->actions().last()->trigger();
        QVERIFY(f.window.isSettingsShown());
        menu->close();
    }

    void theWaysHaveNamesAndAreReachedByTab()
    {
        PagesFixture f;
        for (const char* name : {"goWorkflow", "goMarket", "goSharing", "goWallet", "goMore"}) {
            QVERIFY2(!f.way(name)->accessibleName().isEmpty() && !f.way(name)->toolTip().isEmpty(), name);
            QVERIFY2(f.way(name)->focusPolicy() & Qt::TabFocus, name);
        }
        f.way("goSharing")->setFocus();
        QTest::keyClick(f.way("goSharing"), Qt::Key_Space);
        QVERIFY(f.window.isSharingShown());
    }

    void wordsStandWhereThereIsRoom()
    {
        PagesFixture f;
        f.window.resize(1900, 900);
        QTRY_VERIFY(f.way("goMarket")->toolButtonStyle() == Qt::ToolButtonTextOnly);
        f.window.resize(1000, 700);
        QTRY_COMPARE(f.window.width(), 1000);
        f.window.leaveStart();
        f.window.topBar().setRunning(true);
        f.window.topBar().setPrice(microCredits(553'000), credits(2));
        QTRY_VERIFY(f.way("goMarket")->toolButtonStyle() == Qt::ToolButtonIconOnly);
        f.window.resize(1000, 700);
        QTRY_COMPARE(f.window.width(), 1000);
    }

    void thePillLeadsToThePageAndItsMenuClickToggles()
    {
        PagesFixture f;
        f.window.showMarketplace();
        auto* pill = f.window.findChild<QAbstractButton*>(QStringLiteral("sharePill"));
        QTest::mouseClick(pill, Qt::LeftButton);
        QVERIFY(f.window.isSharingShown());
        QVERIFY(f.market.fake.now == SharingModel::State::Off);
        Q_EMIT pill->customContextMenuRequested({});
        QVERIFY(f.market.fake.now == SharingModel::State::On);
        QVERIFY(pill->text() != QStringLiteral("Share my GPU"));
    }

    void trustIsKeptAndShownOnBothSides()
    {
        PagesFixture f;
        f.window.showMarketplace();
        f.window.findChild<QPushButton*>(QStringLiteral("trustMachine"))->click();
        QCOMPARE(f.settings.value(QStringLiteral("run/trusted")).toStringList(), QStringList {QStringLiteral("bb02")});
        const auto* list = f.window.findChild<QListView*>(QStringLiteral("machineList"));
        QVERIFY(list->currentIndex().data(Qt::AccessibleTextRole).toString().contains(QStringLiteral("trusted")));
    }

    void theSelectedNodeGoesToTheMachine()
    {
        PagesFixture f;
        QVERIFY(f.window.openFile(QStringLiteral(WEFT_SOURCE_DIR "/resources/workflows/words-to-picture.json")));
        CanvasView& view = f.window.page()->view();
        NodeId sampler;
        for (const Node& node : view.document().graph().nodes()) {
            if (node.type == "KSampler")
                sampler = node.id;
        }
        view.canvas().select({sampler});
        f.window.showMarketplace();
        auto* list = f.window.findChild<QListView*>(QStringLiteral("machineList"));
        QTest::keyClick(list, Qt::Key_End); // the dearest
        auto* use = f.window.findChild<QPushButton*>(QStringLiteral("useMachine"));
        QVERIFY2(use->isEnabled(), qPrintable(use->text()));
        use->click();
        QVERIFY(f.window.shownPage() == ShownPage::Workflow);
        QCOMPARE(view.document().placeOf(sampler), std::string("aa01"));
        QVERIFY(f.window.lastNotice().contains(QStringLiteral("RTX 4090")));
    }

    void withoutARelayBothPagesTakeItsAddress()
    {
        WindowFixture f;
        f.window.show();
        f.window.showMarketplace();
        const auto* market = f.window.findChild<MarketPage*>();
        auto* address = market->findChild<QLineEdit*>(QStringLiteral("relayAddress"));
        auto* restart = market->findChild<QPushButton*>(QStringLiteral("relayRestart"));
        QVERIFY(address->isVisible() && !restart->isVisible());
        address->setText(QStringLiteral("relay.example"));
        QTest::keyClick(address, Qt::Key_Return);
        QVERIFY(!restart->isVisible());
        QVERIFY(!f.settings.contains(QStringLiteral("relay/url")));
        address->setText(QStringLiteral("wss://relay.example"));
        QTest::keyClick(address, Qt::Key_Return);
        QVERIFY(restart->isVisible());
        QCOMPARE(f.settings.value(QStringLiteral("relay/url")).toString(), QStringLiteral("wss://relay.example"));
        f.window.showSharing();
        QVERIFY(f.window.findChild<SharingPage*>()->findChild<QPushButton*>(QStringLiteral("relayConnect"))->isVisible());
    }

    void withoutARelayTheWalletAsksForOne()
    {
        WindowFixture f;
        f.window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&f.window));
        f.window.activateWindow();
        QTest::mouseClick(f.window.findChild<QToolButton*>(QStringLiteral("goWallet")), Qt::LeftButton);
        QVERIFY(f.window.isWalletShown());
        QVERIFY(f.window.findChild<QToolButton*>(QStringLiteral("goWallet"))->isChecked());
        const auto* page = f.window.findChild<QWidget*>(QStringLiteral("noWalletPage"));
        auto* address = page->findChild<QLineEdit*>(QStringLiteral("relayAddress"));
        QVERIFY(address->isVisible());
        QVERIFY2(!f.window.lastNotice().contains(QStringLiteral("--relay")), qPrintable(f.window.lastNotice()));
        QTest::keyClick(address, Qt::Key_Escape);
        QTRY_VERIFY(!f.window.isWalletShown());
    }

    void whatNeedsAnotherMachineSaysSoWithoutARelay()
    {
        WindowFixture f;
        f.window.show();
        QVERIFY(f.window.openTemplate(QStringLiteral("upscale-two-machines")));
        f.window.run();
        QVERIFY(f.window.queue().runs().empty());
        QVERIFY(f.window.lastNotice().contains(QStringLiteral("another machine")));
        f.window.page()->document().setPlace({"4"}, std::string(kHere));
        f.window.run();
        QVERIFY(!f.window.lastNotice().contains(QStringLiteral("another machine")));
    }

    void theLanguageChangesLive()
    {
        PagesFixture f;
        fill(f);
        f.window.showSharing();
        QTRY_VERIFY(f.wallet.model().hasLines());
        f.window.useLanguage(QStringLiteral("zh_CN"));
        static const QRegularExpression kWord(QStringLiteral("[a-z]{4,}"));
        for (const QString& page : {QStringLiteral("sharingPage"), QStringLiteral("marketPage")}) {
            if (page == QStringLiteral("marketPage"))
                f.window.showMarketplace();
            QCoreApplication::processEvents();
            for (const QLabel* label : f.window.findChild<QWidget*>(page)->findChildren<QLabel*>()) {
                const QString text = QString(label->text()).remove(QStringLiteral("relay.example")).remove(QRegularExpression(QStringLiteral("attic|Latent|Checkpoint|safetensors|realesr-animevideov3|sd_xl_base|GeForce|Berlin|Tokyo|threads")));
                if (label->isVisible())
                    QVERIFY2(!text.contains(kWord), qPrintable(label->text()));
            }
        }
        f.window.useLanguage(QStringLiteral("en"));
    }

    /// WEFT_PICTURES=DIR: pictures of the pages, to be looked at.
    void pictures()
    {
        const QString folder = qEnvironmentVariable("WEFT_PICTURES");
        if (folder.isEmpty())
            QSKIP("no folder for pictures");
        PagesFixture f;
        fill(f);
        f.settings.setValue(QStringLiteral("run/trusted"), QStringList {QStringLiteral("bb02")});
        lendMachines(f.runs);
        Q_EMIT f.market.changed();
        for (const QString& language : {QStringLiteral("en"), QStringLiteral("zh_CN")}) {
            f.window.useLanguage(language);
            for (const bool dark : {true, false}) {
                f.window.useTheme(dark);
                for (const int width : {1000, 1440, 2560}) {
                    f.window.resize(width, width == 2560 ? 1300 : 900);
                    const QString name = QStringLiteral("%1/%2-%3-%4-").arg(folder).arg(width).arg(dark ? QStringLiteral("dark") : QStringLiteral("light"), language);
                    f.window.showMarketplace();
                    QTest::qWait(120);
                    savePicture(f.window, name + QStringLiteral("market.png"));
                    f.window.showSharing();
                    QTest::qWait(120);
                    savePicture(f.window, name + QStringLiteral("sharing.png"));
                    f.window.leaveStart();
                    QTest::qWait(120);
                    savePicture(f.window, name + QStringLiteral("workflow.png"));
                }
            }
        }
        picturesOfEmptyPages(f, folder);
    }

private:
    static void picturesOfEmptyPages(PagesFixture& f, const QString& folder)
    {
        f.window.useLanguage(QStringLiteral("en"));
        WindowFixture none;
        none.window.useTheme(true);
        none.window.useLanguage(QStringLiteral("en"));
        none.window.resize(1280, 800);
        none.window.show();
        none.window.showMarketplace();
        QTest::qWait(150);
        savePicture(none.window, folder + QStringLiteral("/no-relay-market.png"));
        none.window.showSharing();
        QTest::qWait(150);
        savePicture(none.window, folder + QStringLiteral("/no-relay-sharing.png"));
        f.window.useLanguage(QStringLiteral("en"));
        f.runs.setRemoteEngines({}, {});
        f.market.isThere = false;
        f.market.fake.pause(std::chrono::hours {1});
        Q_EMIT f.market.changed();
        f.window.resize(1280, 800);
        f.window.showMarketplace();
        QTest::qWait(150);
        savePicture(f.window, folder + QStringLiteral("/offline-market.png"));
        f.window.showSharing();
        QTest::qWait(150);
        savePicture(f.window, folder + QStringLiteral("/paused-sharing.png"));
    }

private Q_SLOTS:
    void pagesHaveTheirNamesWhereThereIsRoom()
    {
        PagesFixture f;
        f.window.leaveStart();
        for (const QString& language : {QStringLiteral("en"), QStringLiteral("zh_CN")}) {
            f.window.useLanguage(language);
            f.window.topBar().setRunning(true);
            f.window.topBar().setPrice(microCredits(553'000), credits(2));
            f.window.resize(1366, 768);
            QCoreApplication::processEvents();
            QVERIFY2(f.window.topBar().pages().hasWords(), qPrintable(language));
        }
        f.window.useLanguage(QStringLiteral("en"));
    }

    void tabsKeepNamesThatCanBeRead()
    {
        PagesFixture f;
        f.window.resize(1366, 768);
        QTabBar& tabs = *f.window.topBar().tabs();
        for (int i = 0; i < 4; ++i)
            f.window.newTab();
        QCoreApplication::processEvents();
        for (int i = 0; i < tabs.count(); ++i) {
            QVERIFY2(tabs.tabRect(i).width() >= 96, qPrintable(QString::number(tabs.tabRect(i).width())));
            QVERIFY(!tabs.tabToolTip(i).isEmpty());
        }
        QVERIFY(tabs.mapTo(&f.window, QPoint()).y() >= f.window.topBar().pages().mapTo(&f.window, QPoint(0, 20)).y()); // a row of their own
    }
};

QTEST_MAIN(TestPages)
#include "TestPages.moc"
