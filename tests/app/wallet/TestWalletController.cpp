// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/wallet/WalletController.h"
#include "app/wallet/WalletText.h"
#include "tests/app/wallet/ScriptedRelay.h"

#include <QSignalSpy>
#include <QTest>

using namespace weft;
using namespace weft::test;

namespace {

struct ControllerFixture {
    ScriptedRelay relay;
    QTemporaryDir folder;
    NotedPages pages;
    RelayConnection connection;
    WalletController controller{connection, pages, systemRandom()};
    WalletModel& model = controller.model();

    static RelaySettings patient(RelaySettings settings, std::chrono::milliseconds answer)
    {
        settings.answer = answer;
        return settings;
    }
    explicit ControllerFixture(std::chrono::milliseconds answer = std::chrono::seconds{30})
        : connection(patient(settingsFor(relay, folder), answer), DeviceKey::generate(systemRandom()))
    {
        controller.watch();
        connection.open();
        (void)QTest::qWaitFor(
            [this] { return model.hasLines() && model.wallet() && !model.isBusy(WalletAction::Load); });
    }
    bool quiet(WalletAction action)
    {
        return QTest::qWaitFor([&] { return !model.isBusy(action); });
    }
    ErrorCode codeOf(WalletAction action) const
    {
        return model.error(action) ? model.error(action)->code : ErrorCode{0};
    }
};

} // namespace

class TestWalletController : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { qRegisterMetaType<WalletAction>(); }

    void whatTheRelayKnowsIsLoaded()
    {
        ControllerFixture f;
        QVERIFY(f.model.isOnline());
        QCOMPARE(f.model.balance()->available, credits(120));
        QCOMPARE(f.model.wallet()->matured, credits(700));
        QVERIFY(f.model.asOf() > 0);
    }

    void aTopUpIsPaidInTheBrowser()
    {
        ControllerFixture f;
        QSignalSpy credited(&f.controller, &WalletController::credited);
        f.controller.topUp(credits(500), true);
        QTRY_VERIFY(f.model.waiting());
        QCOMPARE(f.pages.pages, QList<QUrl>{QUrl(QStringLiteral("https://checkout.example/pay/cs_1"))});
        const StartTopUp started = f.relay.all<StartTopUp>().at(0);
        QCOMPARE(started.amount, credits(500));
        QVERIFY(started.saveCard);
        f.controller.openPageAgain();
        QCOMPARE(f.pages.pages.size(), 2);
        f.relay.pay(started);
        QTRY_COMPARE(credited.size(), 1);
        QCOMPARE(credited.at(0).at(0).toLongLong(), credits(500).micro);
        QCOMPARE(f.model.balance()->available, credits(620));
        QVERIFY(!f.model.waiting());
        QTRY_COMPARE(f.model.lines().size(), 1U); // the statement follows by itself
        f.relay.pay(started); // the same event again
        QTest::qWait(300);
        QCOMPARE(credited.size(), 1);
    }

    void outOfBoundsIsNotAsked_data()
    {
        QTest::addColumn<qint64>("wanted");
        QTest::addColumn<bool>("isGood");
        QTest::newRow("less than the least") << qint64{499} << false;
        QTest::newRow("the least") << qint64{500} << true;
        QTest::newRow("the most") << qint64{10'000} << true;
        QTest::newRow("more than the most") << qint64{10'001} << false;
        QTest::newRow("nothing") << qint64{0} << false;
        QTest::newRow("negative") << qint64{-500} << false;
    }
    void outOfBoundsIsNotAsked()
    {
        QFETCH(qint64, wanted);
        QFETCH(bool, isGood);
        ControllerFixture f;
        f.controller.topUp(credits(wanted), false);
        QVERIFY(f.quiet(WalletAction::TopUp));
        QCOMPARE(f.relay.count<StartTopUp>(), isGood ? 1 : 0);
        QCOMPARE(f.codeOf(WalletAction::TopUp), isGood ? ErrorCode{0} : ErrorCode::TopUpOutOfRange);
    }

    void anAddressThatIsNotSafeIsNotOpened_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<bool>("testMode");
        QTest::addColumn<bool>("isOpened");
        QTest::newRow("https") << QStringLiteral("https://checkout.example/x") << false << true;
        QTest::newRow("http") << QStringLiteral("http://checkout.example/x") << true << false;
        QTest::newRow("here, for real") << QStringLiteral("http://127.0.0.1:8080/x") << false << false;
        QTest::newRow("here, in a test") << QStringLiteral("http://127.0.0.1:8080/x") << true << true;
        QTest::newRow("here, IPv6") << QStringLiteral("http://[::1]:8080/x") << true << true;
        QTest::newRow("like here") << QStringLiteral("http://127.0.0.1.evil.example/x") << true << false;
        QTest::newRow("a file") << QStringLiteral("file:///etc/passwd") << true << false;
        QTest::newRow("a program") << QStringLiteral("vscode://x/y") << true << false;
        QTest::newRow("script") << QStringLiteral("javascript:alert(1)") << true << false;
        QTest::newRow("a name before the host")
            << QStringLiteral("https://checkout.example@evil.example/") << false << false;
        QTest::newRow("no host") << QStringLiteral("https:///x") << false << false;
        QTest::newRow("an option") << QStringLiteral("--help") << true << false;
    }
    void anAddressThatIsNotSafeIsNotOpened()
    {
        QFETCH(QString, url);
        QFETCH(bool, testMode);
        QFETCH(bool, isOpened);
        ControllerFixture f;
        f.relay.wallet.testMode = testMode;
        f.relay.push(f.relay.wallet);
        QTRY_COMPARE(f.model.isTestMode(), testMode);
        f.relay.page = url.toStdString();
        f.controller.topUp(credits(500), false);
        QVERIFY(f.quiet(WalletAction::TopUp));
        QCOMPARE(f.pages.pages.size(), isOpened ? 1 : 0);
        QCOMPARE(f.model.waiting().has_value(), isOpened);
        QCOMPARE(f.codeOf(WalletAction::TopUp), isOpened ? ErrorCode{0} : ErrorCode::PageUnsafe);
    }

    void howItEndsIsKept_data()
    {
        QTest::addColumn<int>("stage");
        QTest::newRow("pending") << int(TopUpStage::Pending);
        QTest::newRow("cancelled") << int(TopUpStage::Cancelled);
        QTest::newRow("declined") << int(TopUpStage::Failed);
        QTest::newRow("disputed") << int(TopUpStage::Disputed);
    }
    void howItEndsIsKept()
    {
        QFETCH(int, stage);
        ControllerFixture f;
        f.controller.topUp(credits(500), false);
        QTRY_VERIFY(f.model.waiting());
        f.relay.pay(f.relay.all<StartTopUp>().at(0), TopUpStage{stage}, "Your card was declined.");
        QTRY_VERIFY(f.model.ended());
        QVERIFY(!f.model.waiting());
        QVERIFY(topUpSentence(*f.model.ended()).contains(QStringLiteral("Your card was declined.")));
        QCOMPARE(f.model.balance()->available, credits(120));
    }

    void waitingGoesOnOverALoss()
    {
        ControllerFixture f;
        QSignalSpy credited(&f.controller, &WalletController::credited);
        f.controller.topUp(credits(500), false);
        QTRY_VERIFY(f.model.waiting());
        const StartTopUp started = f.relay.all<StartTopUp>().at(0);
        f.relay.stop();
        QTRY_VERIFY(!f.model.isOnline());
        QCOMPARE(f.model.balance()->available, credits(120)); // what was known stays
        f.relay.pay(started); // nobody hears it
        f.relay.start();
        QTRY_COMPARE(credited.size(), 1);
        QCOMPARE(f.model.balance()->available, credits(620));
        QVERIFY(!f.model.waiting());
    }

    void whoStopsWaitingGetsTheCreditsAllTheSame()
    {
        ControllerFixture f;
        QSignalSpy credited(&f.controller, &WalletController::credited);
        f.controller.topUp(credits(1000), false);
        QTRY_VERIFY(f.model.waiting());
        f.controller.stopWaiting();
        QVERIFY(!f.model.waiting());
        f.relay.pay(f.relay.all<StartTopUp>().at(0));
        QTRY_COMPARE(credited.size(), 1);
    }

    /// Nobody knows whether the relay heard it: the same payout is asked for again, not another one.
    void aPayoutIsAskedAgainUnderItsId()
    {
        ControllerFixture f;
        f.relay.silences.insert(RequestPayout::type);
        f.controller.payOut(credits(600));
        QTRY_COMPARE(f.relay.count<RequestPayout>(), 1);
        f.relay.stop();
        QTRY_VERIFY(!f.model.isOnline());
        QVERIFY(f.model.error(WalletAction::Payout)->args.contains("again"));
        f.relay.silences.clear();
        f.relay.start();
        QTRY_COMPARE(f.relay.count<RequestPayout>(), 2);
        QVERIFY(f.quiet(WalletAction::Payout));
        QVERIFY(!f.model.error(WalletAction::Payout));
        const auto asked = f.relay.all<RequestPayout>();
        QCOMPARE(asked.at(0).payout, asked.at(1).payout);
        f.controller.payOut(credits(600)); // done: this is another one
        QTRY_COMPARE(f.relay.count<RequestPayout>(), 3);
        QVERIFY(f.relay.all<RequestPayout>().at(2).payout != asked.at(0).payout);
    }

    /// The relay is there, but that answer never came.
    void aPayoutThatTimesOutIsAskedAgainToo()
    {
        ControllerFixture f(std::chrono::milliseconds{300});
        f.relay.silences.insert(RequestPayout::type);
        f.controller.payOut(credits(600));
        QTRY_VERIFY(f.model.error(WalletAction::Payout));
        QVERIFY(walletSentence(*f.model.error(WalletAction::Payout)).contains(QStringLiteral("asks again by itself")));
        f.relay.silences.clear();
        QTRY_COMPARE(f.relay.count<RequestPayout>(), 2);
        QCOMPARE(f.relay.all<RequestPayout>().at(0).payout, f.relay.all<RequestPayout>().at(1).payout);
        QTRY_VERIFY(!f.model.error(WalletAction::Payout) && !f.model.isBusy(WalletAction::Payout));
    }

    /// Who pays has to do it in the browser: the words promise nothing else.
    void aTopUpIsNotAskedAgainAndNobodySaysSo()
    {
        ControllerFixture f;
        f.relay.silences.insert(StartTopUp::type);
        f.controller.topUp(credits(500), false);
        QTRY_COMPARE(f.relay.count<StartTopUp>(), 1);
        f.relay.stop();
        QTRY_VERIFY(f.model.error(WalletAction::TopUp));
        const QString said = walletSentence(*f.model.error(WalletAction::TopUp));
        QVERIFY2(said.contains(QStringLiteral("Try again")) && !said.contains(QStringLiteral("by itself")), qPrintable(said));
        f.relay.silences.clear();
        f.relay.start();
        QTRY_VERIFY(f.model.isOnline() && !f.model.isBusy(WalletAction::Load));
        QCOMPARE(f.relay.count<StartTopUp>(), 1);
        f.controller.topUp(credits(500), false);
        QTRY_COMPARE(f.relay.count<StartTopUp>(), 2);
        QCOMPARE(f.relay.all<StartTopUp>().at(0).topUp, f.relay.all<StartTopUp>().at(1).topUp); // twice is once
    }

    void anotherAccountSeesNothingOfTheOldOne_data()
    {
        QTest::addColumn<bool>("isPushed");
        QTest::newRow("told by the relay") << true;
        QTest::newRow("seen at the next login") << false;
    }
    void anotherAccountSeesNothingOfTheOldOne()
    {
        QFETCH(bool, isPushed);
        ControllerFixture f;
        f.controller.topUp(credits(500), false);
        QTRY_VERIFY(f.model.waiting());
        f.relay.pay(f.relay.all<StartTopUp>().at(0));
        PayoutState payout;
        payout.payout = numberedId<TransferId>(7);
        payout.stage = int(PayoutStage::OnItsWay);
        payout.amount = credits(600);
        payout.createdUnixMillis = 1'795'000'000'000;
        f.relay.payouts = {payout};
        f.relay.push(payout);
        QTRY_VERIFY(f.model.lines().size() == 1 && f.model.topUps().size() == 1 && f.model.payouts().size() == 1);
        f.relay.silences.insert(RequestPayout::type);
        f.controller.payOut(credits(600)); // of the old account, and unanswered
        QTRY_COMPARE(f.relay.count<RequestPayout>(), 1);
        f.relay.silences.clear();
        f.relay.lines.clear();
        f.relay.topUps.clear();
        f.relay.payouts.clear();
        f.relay.balance.available = credits(9);
        f.relay.wallet.matured = credits(1);
        if (!isPushed)
            f.relay.stop();
        f.relay.moveTo(2);
        if (!isPushed)
            f.relay.start();
        QTRY_VERIFY(f.model.balance() && f.model.balance()->available == credits(9));
        QTRY_VERIFY(f.model.wallet() && f.model.hasLines());
        QCOMPARE(f.model.wallet()->matured, credits(1));
        QVERIFY(f.model.lines().empty() && f.model.topUps().empty() && f.model.payouts().empty());
        QVERIFY(!f.model.ended() && !f.model.error(WalletAction::Payout) && !f.model.isBusy(WalletAction::Payout));
        QTest::qWait(100);
        QCOMPARE(f.relay.count<RequestPayout>(), 1); // it would be paid from the new account
        f.controller.refresh();
        f.relay.moveTo(2); // the same again is no news
        QTRY_VERIFY(!f.model.isBusy(WalletAction::Load));
        QVERIFY(f.model.hasLines());
    }

    void payoutsAreCheckedFirst()
    {
        ControllerFixture f;
        f.controller.payOut(credits(499));
        QVERIFY(walletSentence(*f.model.error(WalletAction::Payout)).contains(QStringLiteral("at least $5 (500 credits)")));
        f.controller.payOut(credits(701));
        QCOMPARE(f.codeOf(WalletAction::Payout), ErrorCode::AmountInvalid);
        QVERIFY(walletSentence(*f.model.error(WalletAction::Payout)).contains(QStringLiteral("700")));
        f.relay.wallet.matured = credits(20);
        f.relay.push(f.relay.wallet);
        QTRY_COMPARE(f.model.wallet()->matured, credits(20));
        f.controller.payOut(credits(20));
        QCOMPARE(f.codeOf(WalletAction::Payout), ErrorCode::PayoutTooSmall);
        f.relay.wallet.onboarding = int(OnboardingState::None);
        f.relay.push(f.relay.wallet);
        QTRY_COMPARE(f.model.wallet()->onboarding, int(OnboardingState::None));
        f.controller.payOut(credits(600));
        QCOMPARE(f.codeOf(WalletAction::Payout), ErrorCode::OnboardingNeeded);
        QCOMPARE(f.relay.count<RequestPayout>(), 0);
        f.controller.toCredits(credits(901)); // more than was earned
        QCOMPARE(f.codeOf(WalletAction::ToCredits), ErrorCode::AmountInvalid);
        f.controller.toCredits(credits(900));
        QTRY_COMPARE(f.relay.count<EarningsToCredits>(), 1);
    }

    void refundsAndReceipts()
    {
        ControllerFixture f;
        f.relay.refusals[RefundTopUp::type] = Error{ErrorCode::NotRefundable}.with("reason", "late");
        f.controller.refund(numberedId<TransferId>(4));
        QVERIFY(f.quiet(WalletAction::Refund));
        QCOMPARE(f.codeOf(WalletAction::Refund), ErrorCode::NotRefundable);
        f.relay.refusals.clear();
        f.controller.refund(numberedId<TransferId>(4));
        QTRY_COMPARE(f.relay.count<RefundTopUp>(), 2);
        TopUp topUp;
        topUp.receiptUrl = "file:///etc/passwd";
        QVERIFY(!f.controller.openReceipt(topUp));
        topUp.receiptUrl = "https://pay.example/r";
        QVERIFY(f.controller.openReceipt(topUp));
        QCOMPARE(f.pages.pages.size(), 1);
    }

    void automaticTopUpsNeedACard()
    {
        ControllerFixture f;
        f.controller.setAutoTopUp(true, credits(100), credits(1000), credits(3000));
        QCOMPARE(f.codeOf(WalletAction::AutoTopUp), ErrorCode::CardMissing);
        f.relay.wallet.cardBrand = "visa";
        f.relay.wallet.cardLast4 = "4242";
        f.relay.push(f.relay.wallet);
        QTRY_COMPARE(f.model.wallet()->cardLast4, std::string("4242"));
        f.controller.setAutoTopUp(true, credits(100), credits(1000), credits(900));
        QVERIFY(f.model.error(WalletAction::AutoTopUp)->args.contains("below"));
        f.controller.setAutoTopUp(true, credits(100), credits(1000), credits(3000));
        QTRY_COMPARE(f.relay.count<SetAutoTopUp>(), 1);
        QCOMPARE(f.relay.all<SetAutoTopUp>().at(0).monthlyLimit, credits(3000));
    }

    void onboardingAsksForTheCode()
    {
        ControllerFixture f;
        f.relay.refusals[StartOnboarding::type] = Error{ErrorCode::CodeNeeded};
        f.controller.onboard({});
        QVERIFY(f.quiet(WalletAction::Onboard));
        QCOMPARE(f.codeOf(WalletAction::Onboard), ErrorCode::CodeNeeded);
        f.relay.refusals.clear();
        f.controller.onboard(QStringLiteral(" 123456 "));
        QTRY_COMPARE(f.pages.pages.size(), 1);
        QCOMPARE(f.relay.all<StartOnboarding>().back().totp, std::string("123456"));
    }

    /// Pages of a long statement may break within a millisecond.
    void aLongStatementComesInPages()
    {
        ControllerFixture f;
        for (int i = 0; i < 2500; ++i) {
            StatementListed line;
            line.transfer.bytes = {std::uint8_t(i), std::uint8_t(i >> 8), 1};
            line.createdUnixMillis = 1'700'000'000'000 - i / 7;
            line.kind = int(StatementKind::Run);
            line.amount = microCredits(-i - 1);
            f.relay.lines.push_back(line);
        }
        f.relay.push(f.relay.balance);
        QTRY_COMPARE(f.model.lines().size(), 2500U);
    }

    void aRelayWithoutPaymentsIsAskedForNone()
    {
        ScriptedRelay relay;
        relay.wallet = {};
        QTemporaryDir folder;
        NotedPages pages;
        RelayConnection connection(settingsFor(relay, folder), DeviceKey::generate(systemRandom()));
        WalletController controller(connection, pages, systemRandom());
        controller.watch();
        connection.open();
        QTRY_VERIFY(controller.model().hasLines());
        QCOMPARE(relay.count<ListTopUps>(), 0);
        controller.topUp(credits(500), false);
        QCOMPARE(controller.model().error(WalletAction::TopUp)->code, ErrorCode::PaymentsOff);
    }

    void onboardedAmountsAreRead_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<qint64>("micro"); // -1: refused
        QTest::newRow("whole") << QStringLiteral("500") << qint64(credits(500).micro);
        QTest::newRow("spaces") << QStringLiteral(" 1 000 ") << qint64(credits(1000).micro);
        QTest::newRow("grouped") << QStringLiteral("1,000") << qint64(credits(1000).micro);
        QTest::newRow("grouped badly") << QStringLiteral("1,5") << qint64{-1};
        QTest::newRow("full width") << QStringLiteral("５００") << qint64(credits(500).micro);
        QTest::newRow("decimals") << QStringLiteral("2.5") << qint64{2'500'000};
        QTest::newRow("too many decimals") << QStringLiteral("0.0000001") << qint64{-1};
        QTest::newRow("negative") << QStringLiteral("-5") << qint64{-1};
        QTest::newRow("exponent") << QStringLiteral("1e3") << qint64{-1};
        QTest::newRow("words") << QStringLiteral("ten") << qint64{-1};
        QTest::newRow("nothing") << QString() << qint64{-1};
        QTest::newRow("far too much") << QStringLiteral("99999999999999999999") << qint64{-1};
        QTest::newRow("more than there can be") << QStringLiteral("1000001") << qint64{-1};
    }
    void onboardedAmountsAreRead()
    {
        QFETCH(QString, typed);
        QFETCH(qint64, micro);
        QLocale::setDefault(QLocale(QStringLiteral("en_US")));
        const Result<Money> read = readAmount(typed);
        QCOMPARE(read ? read->micro : -1, micro);
    }

    void amountsAreShownWhole()
    {
        QLocale::setDefault(QLocale(QStringLiteral("en_US")));
        QCOMPARE(exactCredits(microCredits(-1'234'567'891)), QStringLiteral("\u22121,234.567891"));
        QCOMPARE(roundedCredits(microCredits(1'999'999)), QStringLiteral("1.99")); // never more than there is
        QCOMPARE(exactCredits(credits(500)), QStringLiteral("500"));
        QCOMPARE(dollarsText(credits(1234)), QStringLiteral("≈ $12.34"));
        QCOMPARE(plainDollars(credits(2500)), QStringLiteral("$25"));
        QCOMPARE(exactCredits(microCredits(INT64_MIN)), QStringLiteral("\u22129,223,372,036,854.775808"));
        QCOMPARE(percentText(880'000), QStringLiteral("88 %"));
        QCOMPARE(percentText(875'000), QStringLiteral("87.5 %"));
    }
};

QTEST_GUILESS_MAIN(TestWalletController)
#include "TestWalletController.moc"
