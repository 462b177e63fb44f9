// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtCore/qfloat16.h> // GCC 12: Qt Test needs it whole

#include "app/wallet/page/WalletPage.h"
#include "app/shell/Window.h"
#include "app/shell/WorkflowPage.h"
#include "app/wallet/StatementTable.h"
#include "tests/app/shell/SavePicture.h"
#include "tests/app/shell/WalletFixture.h"

#include <QLineEdit>
#include <QPushButton>
#include <QTabBar>
#include <QTableView>
#include <QTest>

using namespace weft;
using namespace weft::test;

namespace {

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
