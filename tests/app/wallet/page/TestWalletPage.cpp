// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtCore/qfloat16.h> // GCC 12: Qt Test needs it whole

#include "app/wallet/page/BalanceCard.h"
#include "app/wallet/page/EarningsCard.h"
#include "app/wallet/page/HistoryPanel.h"
#include "app/wallet/page/PaymentLists.h"
#include "app/wallet/page/WalletPage.h"
#include "tests/app/wallet/ScriptedRelay.h"

#include <QApplication>
#include <QCheckBox>
#include <QFile>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabBar>
#include <QTest>

using namespace weft;
using namespace weft::test;

namespace {

struct PageFixture {
    ScriptedRelay relay;
    QTemporaryDir folder;
    NotedPages browser;
    RelayConnection connection{settingsFor(relay, folder), DeviceKey::generate(systemRandom())};
    WalletController wallet{connection, browser, systemRandom()};
    WalletPage page{wallet};

    PageFixture()
    {
        page.resize(1200, 900);
        page.show();
        (void)QTest::qWaitForWindowExposed(&page);
        connection.open();
        (void)QTest::qWaitFor([this] { return wallet.model().hasLines() && isQuiet(); });
    }
    bool isQuiet() const { return !wallet.model().isBusy(WalletAction::Load); }
    template <typename T = QWidget> T* find(const char* name) const { return page.findChild<T*>(QLatin1String(name)); }
    QString text(const char* name) const
    {
        const auto* label = find<QLabel>(name);
        return label && label->isVisible() ? label->text() : QString();
    }
    void click(const char* name) const
    {
        auto* button = find<QPushButton>(name);
        QVERIFY2(button && button->isVisible() && button->isEnabled(), name);
        QTest::mouseClick(button, Qt::LeftButton);
    }
    QString balance() const { return text("walletBalance"); }
    void push()
    {
        QSignalSpy told(&wallet.model(), &WalletModel::changed);
        relay.push(relay.wallet);
        QVERIFY(told.wait());
        QTest::qWait(50); // the page follows
    }
};

TopUpState paidTopUp()
{
    TopUpState topUp;
    topUp.topUp = numberedId<TransferId>(9);
    topUp.stage = int(TopUpStage::Paid);
    topUp.amount = credits(1000);
    topUp.refundable = credits(480);
    topUp.createdUnixMillis = 1'795'000'000'000;
    topUp.refundableUntilUnixMillis = 1'796'209'600'000;
    topUp.method = "card";
    topUp.receiptUrl = "https://pay.example/receipt/9";
    return topUp;
}

} // namespace

class TestWalletPage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QStringLiteral("en_US"))); }

    void theBalanceMovesWithoutAClick()
    {
        PageFixture f;
        QCOMPARE(f.balance(), QStringLiteral("120 credits"));
        f.click("topUp500");
        QCOMPARE(f.find<QPushButton>("topUpPay")->text(), QStringLiteral("Pay $5 in the browser"));
        f.click("topUpPay");
        QTRY_VERIFY(f.text("topUpWaiting").contains(QStringLiteral("you can go on working")));
        QCOMPARE(f.browser.pages, QList<QUrl>{QUrl(QStringLiteral("https://checkout.example/pay/cs_1"))});
        f.click("topUpAgain");
        QCOMPARE(f.browser.pages.size(), 2);
        f.relay.pay(f.relay.all<StartTopUp>().at(0));
        QTRY_COMPARE(f.balance(), QStringLiteral("620 credits"));
        QTRY_COMPARE(f.text("walletNews"), QStringLiteral("+500 credits"));
        QVERIFY(f.text("topUpWaiting").isEmpty());
        QTRY_COMPARE(f.page.history().shownLines(), 1);
    }

    void howAPaymentFailedIsSaid_data()
    {
        QTest::addColumn<int>("stage");
        QTest::addColumn<QString>("problem");
        QTest::addColumn<QString>("said");
        QTest::newRow("declined") << int(TopUpStage::Failed) << QStringLiteral("Your card was declined.")
                                  << QStringLiteral("Your card was declined.");
        QTest::newRow("3DS failed") << int(TopUpStage::Failed) << QStringLiteral("Authentication failed.")
                                    << QStringLiteral("Nothing was charged");
        QTest::newRow("cancelled") << int(TopUpStage::Cancelled) << QString() << QStringLiteral("the page was left");
        QTest::newRow("disputed") << int(TopUpStage::Disputed) << QString() << QStringLiteral("tell your bank");
        QTest::newRow("lost") << int(TopUpStage::DisputeLost) << QString() << QStringLiteral("gone with it");
        QTest::newRow("pending") << int(TopUpStage::Pending) << QString() << QStringLiteral("takes its time");
    }
    void howAPaymentFailedIsSaid()
    {
        QFETCH(int, stage);
        QFETCH(QString, problem);
        QFETCH(QString, said);
        PageFixture f;
        f.click("topUpPay");
        QTRY_VERIFY(!f.text("topUpWaiting").isEmpty());
        f.relay.pay(f.relay.all<StartTopUp>().at(0), TopUpStage{stage}, problem.toStdString());
        QTRY_VERIFY2(f.text("topUpOutcome").contains(said), qPrintable(f.text("topUpOutcome")));
        QCOMPARE(f.balance(), QStringLiteral("120 credits"));
        QVERIFY(f.find("topUpPay")->isVisible()); // and again
    }

    void badAmountsAreRefusedWithASentence_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("said");
        QTest::newRow("too little") << QStringLiteral("499") << QStringLiteral("between 500 and 10000");
        QTest::newRow("too much") << QStringLiteral("10,001") << QStringLiteral("between 500 and 10000");
        QTest::newRow("a part") << QStringLiteral("500.5") << QStringLiteral("whole credits");
        QTest::newRow("words") << QStringLiteral("a lot") << QStringLiteral("a lot");
        QTest::newRow("nothing") << QString() << QStringLiteral("isn't valid");
    }
    void badAmountsAreRefusedWithASentence()
    {
        QFETCH(QString, typed);
        QFETCH(QString, said);
        PageFixture f;
        f.find<QLineEdit>("topUpField")->setText(typed);
        f.click("topUpPay");
        QTRY_VERIFY2(f.text("topUpOutcome").contains(said), qPrintable(f.text("topUpOutcome")));
        QCOMPARE(f.relay.count<StartTopUp>(), 0);
        f.find<QLineEdit>("topUpField")->setText(QStringLiteral("600"));
        QVERIFY(f.text("topUpOutcome").isEmpty()); // mended
    }

    void aHostileAddressIsNotOpened()
    {
        PageFixture f;
        f.relay.page = "file:///usr/bin/xcalc";
        f.click("topUpPay");
        QTRY_VERIFY2(
            f.text("topUpOutcome").contains(QStringLiteral("doesn't open")), qPrintable(f.text("topUpOutcome")));
        QVERIFY(f.browser.pages.isEmpty());
        QVERIFY(f.text("topUpWaiting").isEmpty());
    }

    void withoutABrowserTheAddressCanBeCopied()
    {
        PageFixture f;
        f.browser.works = false;
        f.click("topUpPay");
        QTRY_VERIFY(f.text("topUpWaiting").contains(QStringLiteral("Copy the address")));
        f.click("topUpStop");
        QVERIFY(f.text("topUpWaiting").isEmpty());
    }

    void aRefundSaysWhatGoesBack()
    {
        PageFixture f;
        f.relay.topUps = {paidTopUp()};
        f.relay.push(f.relay.topUps.front());
        f.find<QTabBar>("workflowTabs")->setCurrentIndex(1);
        QTRY_VERIFY(f.page.findChild<QPushButton*>(QStringLiteral("refund")));
        auto* line = f.page.findChild<PaymentLine*>();
        f.click("receipt");
        QCOMPARE(f.browser.pages.size(), 1);
        f.click("refund");
        QVERIFY(line->isAsking());
        QCOMPARE(f.relay.count<RefundTopUp>(), 0); // not before it is confirmed
        auto* yes = line->findChild<QPushButton*>(QStringLiteral("yes"));
        QCOMPARE(yes->text(), QStringLiteral("Refund $4.80"));
        QTest::mouseClick(yes, Qt::LeftButton);
        QTRY_COMPARE(f.relay.count<RefundTopUp>(), 1);
        TopUpState back = paidTopUp();
        back.stage = int(TopUpStage::Refunded);
        back.refunded = credits(480);
        back.refundable = {};
        f.relay.setTopUp(back);
        f.relay.push(back);
        QTRY_VERIFY(!f.page.findChild<QPushButton*>(QStringLiteral("refund")));
    }

    void aRefusedRefundIsSaid()
    {
        PageFixture f;
        f.relay.topUps = {paidTopUp()};
        f.relay.push(f.relay.topUps.front());
        f.relay.refusals[RefundTopUp::type] = Error{ErrorCode::NotRefundable}.with("reason", "spent");
        f.wallet.refund(paidTopUp().topUp);
        f.find<QTabBar>("workflowTabs")->setCurrentIndex(1);
        QTRY_VERIFY(f.text("refundProblem").contains(QStringLiteral("it is spent")));
    }

    void earningsArePaidOut()
    {
        PageFixture f;
        QCOMPARE(f.text("earningsMatured"), QStringLiteral("$7.00"));
        f.find<QLineEdit>("payoutField")->clear();
        QTest::keyClicks(f.find("payoutField"), QStringLiteral("6"));
        f.click("payOut");
        QTRY_COMPARE(f.relay.count<RequestPayout>(), 1);
        QCOMPARE(f.relay.all<RequestPayout>().at(0).amount, credits(600));
        QTRY_VERIFY(f.text("earningsState").contains(QStringLiteral("on its way")));
        QTest::keyClicks(f.find("payoutField"), QStringLiteral("0"));
        f.find<QLineEdit>("payoutField")->setText(QStringLiteral("4.005"));
        f.click("payOut");
        QTRY_VERIFY2(f.text("earningsState").contains(QStringLiteral("whole cents")), qPrintable(f.text("earningsState")));
        f.find<QLineEdit>("payoutField")->setText(QStringLiteral("$4.00"));
        f.click("payOut");
        QTRY_VERIFY2(f.text("earningsState").contains(QStringLiteral("$5")), qPrintable(f.text("earningsState")));
        QCOMPARE(f.relay.count<RequestPayout>(), 1);
    }

    void payoutsAreSetUpWithTheCode()
    {
        PageFixture f;
        f.relay.wallet.onboarding = int(OnboardingState::None);
        f.push();
        QVERIFY(!f.find("payOut")->isVisible());
        QSignalSpy account(&f.page, &WalletPage::accountAsked);
        f.relay.refusals[StartOnboarding::type] = Error{ErrorCode::TotpNeeded};
        f.click("payoutSetUp");
        QTRY_VERIFY(f.find("earningsAccount")->isVisible());
        f.click("earningsAccount");
        QCOMPARE(account.size(), 1);
        f.relay.refusals[StartOnboarding::type] = Error{ErrorCode::CodeNeeded};
        f.click("payoutSetUp");
        QTRY_VERIFY(f.find("payoutCode")->isVisible());
        QVERIFY(!f.find("earningsAccount")->isVisible());
        f.relay.refusals.clear();
        QTest::keyClicks(f.find("payoutCode"), QStringLiteral("123456\r"));
        QTRY_COMPARE(f.browser.pages.size(), 1);
        QCOMPARE(f.relay.all<StartOnboarding>().back().totp, std::string("123456"));
        QVERIFY(!f.find("payoutCode")->isVisible());
    }

    void earningsBecomeCreditsOnlyWhenConfirmed()
    {
        PageFixture f;
        f.click("toCredits");
        QCOMPARE(f.relay.count<EarningsToCredits>(), 0);
        f.click("toCreditsYes");
        QTRY_COMPARE(f.relay.count<EarningsToCredits>(), 1);
        QCOMPARE(f.relay.all<EarningsToCredits>().at(0).amount, credits(700));
    }

    void offlineAndBack()
    {
        PageFixture f;
        const int asked = f.relay.count<AskWallet>();
        f.relay.stop();
        QTRY_VERIFY(f.find("walletOffline")->isVisible());
        QCOMPARE(f.balance(), QStringLiteral("120 credits")); // what was known, greyed
        QVERIFY(!f.find("walletBalance")->isEnabled());
        QVERIFY(!f.find("topUpPay")->isEnabled());
        f.relay.balance.available = credits(77);
        f.relay.start();
        QTRY_COMPARE(f.balance(), QStringLiteral("77 credits"));
        QVERIFY(!f.find("walletOffline")->isVisible());
        QTRY_VERIFY(f.relay.count<AskWallet>() > asked);
        QTRY_VERIFY(f.find("topUpPay")->isEnabled());
    }

    void statesOfTheRelayAreSaid()
    {
        PageFixture f;
        QVERIFY(!f.find("walletTestMode")->isVisible());
        f.relay.wallet.testMode = true;
        f.relay.wallet.frozen = true;
        f.push();
        QVERIFY(f.find("walletTestMode")->isVisible());
        QVERIFY(f.find("walletFrozen")->isVisible());
        QVERIFY(!f.find("topUpPay")->isEnabled());
        f.relay.wallet = {};
        f.push();
        QVERIFY(f.find("walletNoPayments")->isVisible());
        QVERIFY(!f.find("topUpPay")->isVisible());
        QVERIFY(f.find("walletBalance")->isVisible());
    }

    void automaticTopUpIsSet()
    {
        PageFixture f;
        QVERIFY(!f.find("autoSwitch")->isEnabled()); // no card yet
        f.click("cardSave");
        QTRY_COMPARE(f.browser.pages.size(), 1);
        f.relay.wallet.cardBrand = "visa";
        f.relay.wallet.cardLast4 = "4242";
        f.push();
        f.find<QCheckBox>("autoSwitch")->click();
        f.find<QLineEdit>("autoLimit")->setText(QStringLiteral("200"));
        f.click("autoSave");
        QVERIFY(f.text("autoProblem").contains(QStringLiteral("monthly limit")));
        f.find<QLineEdit>("autoLimit")->setText(QStringLiteral("3000"));
        f.click("autoSave");
        QTRY_COMPARE(f.relay.count<SetAutoTopUp>(), 1);
        const SetAutoTopUp asked = f.relay.all<SetAutoTopUp>().at(0);
        QCOMPARE(asked.amount, credits(1000));
        f.relay.wallet.autoTopUp = true;
        f.relay.wallet.autoAmount = asked.amount;
        f.relay.wallet.autoBelow = asked.below;
        f.relay.wallet.autoMonthlyLimit = asked.monthlyLimit;
        f.relay.wallet.autoProblem = "Your card needs to be confirmed.";
        f.push();
        QVERIFY(f.text("autoProblem").contains(QStringLiteral("needs to be confirmed")));
        f.find<QCheckBox>("autoSwitch")->click(); // off at once
        QTRY_COMPARE(f.relay.count<SetAutoTopUp>(), 2);
        QVERIFY(!f.relay.all<SetAutoTopUp>().at(1).on);
        f.click("cardRemove");
        QTRY_COMPARE(f.relay.count<ForgetCard>(), 1);
    }

    void theHistoryIsSearchedAndExported()
    {
        PageFixture f;
        for (int i = 0; i < 5; ++i) {
            StatementListed line;
            line.transfer = numberedId<TransferId>(std::uint8_t(i + 1));
            line.createdUnixMillis = 1'795'000'000'000 + i;
            line.kind = int(i < 3 ? StatementKind::Run : StatementKind::TopUp);
            line.amount = i < 3 ? microCredits(-1'500'000) : credits(500);
            f.relay.lines.insert(f.relay.lines.begin(), line);
        }
        f.relay.push(f.relay.balance);
        QTRY_COMPARE(f.page.history().shownLines(), 5);
        f.find<QLineEdit>("historySearch")->setText(QStringLiteral("run"));
        QCOMPARE(f.page.history().shownLines(), 3);
        const QString path = f.folder.filePath(QStringLiteral("history.csv"));
        QVERIFY(f.page.history().exportTo(path));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray text = file.readAll();
        QCOMPARE(text.count("-1.5,"), 3);
        QCOMPARE(text.count('\n'), 4);
        const Done failed = f.page.history().exportTo(QStringLiteral("/no/such/folder/x.csv"));
        QVERIFY(!failed);
        QCOMPARE(failed.error().code, ErrorCode::FileUnwritable);
    }

    void whatIsPressedHasAName()
    {
        PageFixture f;
        f.relay.topUps = {paidTopUp()};
        f.relay.push(f.relay.topUps.front());
        QTRY_VERIFY(f.page.findChild<QPushButton*>(QStringLiteral("refund")));
        for (const QPushButton* button : f.page.findChildren<QPushButton*>())
            QVERIFY2(
                !button->text().isEmpty() || !button->accessibleName().isEmpty(), qPrintable(button->objectName()));
        for (const QLineEdit* field : f.page.findChildren<QLineEdit*>())
            QVERIFY2(!field->accessibleName().isEmpty(), qPrintable(field->objectName()));
    }
};

QTEST_MAIN(TestWalletPage)
#include "TestWalletPage.moc"
