// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtCore/qfloat16.h> // GCC 12: Qt Test needs it whole

#include "app/wallet/page/WalletPage.h"
#include "app/shell/MainWindow.h"
#include "app/shell/Window.h"
#include "app/shell/WorkflowPage.h"
#include "app/wallet/RunTitles.h"
#include "app/wallet/StatementTable.h"
#include "tests/app/wallet/FakeBlindCredits.h"
#include "tests/app/wallet/ScriptedRelay.h"

#include <QApplication>
#include <QLineEdit>
#include <QPushButton>
#include <QTabBar>
#include <QTableView>
#include <QTest>

using namespace weft;
using namespace weft::test;

namespace {

/// A relay that is there, with machines that nobody asks for.
class FixedMarket : public MarketModel {
public:
    bool isOnline() const override { return true; }
    QString relayName() const override { return QStringLiteral("relay.example"); }
    std::optional<Money> balance() const override { return amount; }
    std::optional<bool> isSharing() const override { return true; }
    QString sharingDetail() const override { return QStringLiteral("+41.3"); }
    void toggleSharing() override { }
    void refresh() override { }
    Money amount = credits(120);
};

/// A window with a wallet at a scripted relay.
struct WalletFixture {
    QTemporaryDir folder;
    QSettings settings {folder.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat};
    LanguageSwitch language {*qApp};
    RunController runs {RunFolders {folder.path(), folder.path(), {}, folder.path(), QStringLiteral("no-such-worker")}};
    ScriptedRelay relay;
    NotedPages browser;
    RelayConnection connection {settingsFor(relay, folder), DeviceKey::generate(systemRandom())};
    WalletController wallet {connection, browser, systemRandom()};
    FixedMarket market;
    RunTitles titles {RunTitles::fileIn(folder.path())};
    FakeBlindCredits blind;
    MainWindow window {runs, &market, language, settings};

    WalletFixture()
    {
        window.useWallet(wallet, titles);
        window.useBlind(blind);
        window.show();
        (void)QTest::qWaitForWindowExposed(&window);
        window.activateWindow();
        connection.open();
        (void)QTest::qWaitFor([this] { return wallet.model().wallet().has_value(); });
    }
};

/// What a wallet looks like that has been used.
void fill(ScriptedRelay& relay)
{
    relay.balance = {0, microCredits(1'842'316'400), credits(5), credits(2410)};
    relay.wallet.testMode = true;
    relay.wallet.matured = credits(1560);
    relay.wallet.maturing = credits(730);
    relay.wallet.nextMatures = credits(212);
    relay.wallet.nextMaturesUnixMillis = 1'796'100'000'000;
    relay.wallet.reserve = credits(120);
    relay.wallet.cardBrand = "visa";
    relay.wallet.cardLast4 = "4242";
    relay.wallet.autoTopUp = true;
    relay.wallet.autoBelow = credits(200);
    relay.wallet.autoAmount = credits(1000);
    relay.wallet.autoMonthlyLimit = credits(5000);
    relay.wallet.autoThisMonth = credits(1000);
    const std::array kinds {StatementKind::Run, StatementKind::Run, StatementKind::Earning, StatementKind::Run, StatementKind::TopUp,
        StatementKind::Earning, StatementKind::Payout, StatementKind::Run, StatementKind::Run, StatementKind::Trial};
    const std::array<std::int64_t, 10> amounts {-3'214'500, -1'080'000, 41'250'000, -2'950'120, 1'000'000'000, 18'400'000, -1'500'000'000,
        -640'000, -4'102'000, 250'000'000};
    for (std::size_t i = 0; i < kinds.size(); ++i) {
        StatementListed line;
        line.transfer = numberedId<TransferId>(std::uint8_t(i + 1));
        line.createdUnixMillis = 1'795'770'000'000 - std::int64_t(i) * 11'700'000;
        line.kind = int(kinds[i]);
        line.ofEarnings = kinds[i] == StatementKind::Earning || kinds[i] == StatementKind::Payout;
        line.amount = microCredits(amounts[i]);
        if (kinds[i] == StatementKind::Run)
            line.job = numberedId<JobId>(std::uint8_t(0xa1 + i));
        relay.lines.push_back(line);
    }
    for (int i = 0; i < 3; ++i) {
        TopUpState topUp;
        topUp.topUp = numberedId<TransferId>(std::uint8_t(40 + i));
        topUp.stage = int(i == 2 ? TopUpStage::Failed : TopUpStage::Paid);
        topUp.amount = credits(i == 1 ? 2500 : 1000);
        topUp.refundable = credits(i == 0 ? 840 : 0);
        topUp.createdUnixMillis = 1'795'723'200'000 - i * 400'000'000LL;
        topUp.refundableUntilUnixMillis = topUp.createdUnixMillis + 1'209'600'000;
        topUp.automatic = i == 0;
        topUp.method = i == 1 ? "alipay" : "card";
        topUp.receiptUrl = i == 2 ? "" : "https://pay.example/receipt";
        topUp.problem = i == 2 ? "Your card was declined." : "";
        relay.topUps.push_back(topUp);
    }
    PayoutState payout;
    payout.payout = numberedId<TransferId>(60);
    payout.stage = int(PayoutStage::OnItsWay);
    payout.amount = credits(1500);
    payout.createdUnixMillis = 1'795'700'000'000;
    relay.payouts = {payout};
}

void savePicture(QWidget& window, const QString& file, int scale)
{
    QPixmap picture(window.size() * scale);
    picture.setDevicePixelRatio(scale);
    window.render(&picture);
    QVERIFY2(picture.save(file), qPrintable(file));
}

} // namespace

class TestWallet : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theBalanceLeadsToTheWallet()
    {
        WalletFixture f;
        auto* pill = f.window.findChild<QAbstractButton*>(QStringLiteral("balancePill"));
        QVERIFY(pill->isVisible());
        QTest::mouseClick(pill, Qt::LeftButton);
        QVERIFY(f.window.isWalletShown());
        QTest::keyClick(f.window.findChild<WalletPage*>(), Qt::Key_Escape);
        QVERIFY(!f.window.isWalletShown());
        QTest::keyClick(&f.window, Qt::Key_W, Qt::AltModifier);
        QTRY_VERIFY(f.window.isWalletShown());
        QTRY_VERIFY(f.wallet.model().hasLines()); // loaded when it is looked at
        f.window.showStart();
        QVERIFY(!f.window.isWalletShown());
    }

    void tooLittleCreditLeadsToATopUp()
    {
        WalletFixture f;
        auto* button = f.window.findChild<QPushButton*>(QStringLiteral("noticeAction"));
        f.window.noticeError(Error {ErrorCode::NoMachine});
        QVERIFY(!button->isVisible());
        f.window.noticeError(Error {ErrorCode::CreditTooLow});
        QVERIFY(button->isVisible());
        QTest::mouseClick(button, Qt::LeftButton);
        QVERIFY(f.window.isWalletShown());
        QTRY_VERIFY(f.window.findChild<QLineEdit*>(QStringLiteral("topUpField"))->hasFocus());
        f.window.notice(QStringLiteral("something else"));
        QVERIFY(!button->isVisible());
    }

    void creditsThatComeAreSaidElsewhereToo()
    {
        WalletFixture f;
        f.wallet.topUp(credits(500), false);
        QTRY_VERIFY(f.wallet.model().waiting());
        f.relay.pay(f.relay.all<StartTopUp>().at(0));
        QTRY_COMPARE(f.window.lastNotice(), QStringLiteral("+500 credits"));
    }

    /// Also after a restart: the relay's statement knows only jobs.
    void theHistoryNamesRuns()
    {
        WalletFixture f;
        const QString file = QStringLiteral(WEFT_SOURCE_DIR "/resources/workflows/upscale.json");
        QVERIFY2(f.window.openFile(file), qPrintable(f.window.lastNotice()));
        f.window.showWallet();
        const JobId job = numberedId<JobId>(0xa1);
        RequestHold hold;
        hold.job = job;
        hold.amount = credits(2);
        hold.deadlineSeconds = 60;
        f.connection.ask(hold, [](const auto&) { });
        StatementListed line;
        line.transfer = numberedId<TransferId>(1);
        line.createdUnixMillis = 1'795'000'000'000;
        line.kind = int(StatementKind::Run);
        line.amount = credits(-2);
        line.job = job;
        f.relay.lines = {line};
        f.relay.push(f.relay.balance);
        const auto* table = f.window.findChild<QTableView*>(QStringLiteral("walletHistory"));
        QTRY_COMPARE(table->model()->rowCount(), 1);
        QCOMPARE(table->model()->index(0, StatementTable::Run).data().toString(), QStringLiteral("upscale"));
        QCOMPARE(RunTitles(RunTitles::fileIn(f.folder.path())).titleOf(job), QStringLiteral("upscale"));
    }

    void theWindowTakesAProxy()
    {
        const auto options = parseWindow({QStringLiteral("--relay"), QStringLiteral("wss://relay.example"), QStringLiteral("--proxy"),
            QStringLiteral("socks5://127.0.0.1:9050")});
        QVERIFY(options);
        QCOMPARE(options->proxy, std::optional(QStringLiteral("socks5://127.0.0.1:9050")));
        QVERIFY(!parseWindow({QStringLiteral("--relay"), QStringLiteral("wss://relay.example")})->proxy);
    }

    void theLanguageChangesLive()
    {
        WalletFixture f;
        fill(f.relay);
        f.window.showWallet();
        f.relay.push(f.relay.wallet);
        QTRY_VERIFY(f.wallet.model().hasLines());
        f.window.useLanguage(QStringLiteral("zh_CN"));
        QCoreApplication::processEvents();
        for (const QLabel* label : f.window.findChild<WalletPage*>()->findChildren<QLabel*>()) {
            if (!label->isVisible() || label->objectName() == QStringLiteral("walletBalance")
                || label->objectName() == QStringLiteral("blindProxy")) // it names options
                continue;
            static const QRegularExpression kWord(QStringLiteral("[a-z]{4,}"));
            QVERIFY2(!label->text().contains(kWord), qPrintable(label->text()));
        }
        f.window.useLanguage(QStringLiteral("en"));
    }

    /// WEFT_PICTURES=DIR: pictures of the page, to be looked at.
    void pictures()
    {
        const QString folder = qEnvironmentVariable("WEFT_PICTURES");
        if (folder.isEmpty())
            QSKIP("no folder for pictures");
        WalletFixture f;
        fill(f.relay);
        f.market.amount = f.relay.balance.available;
        Q_EMIT f.market.changed();
        f.window.resize(1440, 1000);
        f.window.showWallet();
        f.relay.push(f.relay.balance);
        f.relay.push(f.relay.wallet);
        QTRY_VERIFY(f.wallet.model().lines().size() == f.relay.lines.size());
        for (const QString& language : {QStringLiteral("en"), QStringLiteral("zh_CN")}) {
            f.window.useLanguage(language);
            for (const bool dark : {true, false}) {
                f.window.useTheme(dark);
                for (const int tab : {0, 1}) {
                    f.window.findChild<WalletPage*>()->findChild<QTabBar*>()->setCurrentIndex(tab);
                    QTest::qWait(150);
                    const QString name = QStringLiteral("%1/wallet-%2-%3-%4").arg(folder, dark ? QStringLiteral("dark") : QStringLiteral("light"), language).arg(tab);
                    savePicture(f.window, name + QStringLiteral(".png"), 1);
                    savePicture(f.window, name + QStringLiteral("-2x.png"), 2);
                }
            }
        }
        picturesOfStates(f, folder);
    }

private:
    static void picturesOfStates(WalletFixture& f, const QString& folder)
    {
        f.window.useTheme(true);
        f.window.resize(1000, 1000);
        QTest::qWait(200);
        savePicture(f.window, folder + QStringLiteral("/narrow-zh.png"), 1);
        f.window.useLanguage(QStringLiteral("en"));
        QTest::qWait(200);
        savePicture(f.window, folder + QStringLiteral("/narrow-en.png"), 1);
        f.window.resize(1440, 1000);
        f.wallet.topUp(credits(500), false);
        f.wallet.payOut(credits(400));
        QTRY_VERIFY(f.wallet.model().waiting());
        f.window.findChild<QPushButton*>(QStringLiteral("refund"))->click();
        f.window.findChild<QPushButton*>(QStringLiteral("toCredits"))->click();
        QTest::qWait(200);
        savePicture(f.window, folder + QStringLiteral("/waiting.png"), 1);
        f.relay.pay(f.relay.all<StartTopUp>().at(0));
        f.relay.wallet.frozen = true;
        f.relay.wallet.autoProblem = "Your card needs to be confirmed.";
        f.relay.push(f.relay.wallet);
        QTest::qWait(400);
        f.relay.stop();
        QTest::qWait(400);
        savePicture(f.window, folder + QStringLiteral("/offline.png"), 1);
    }
};

QTEST_MAIN(TestWallet)
#include "TestWallet.moc"
