// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/relay-server/payments/PaymentsFixture.h"

#include <QTest>

using namespace weft;
using namespace weft::relay;
using namespace weft::relay::test;
using namespace weft::protocol::relay;

/// Money out, disputes, warnings, saved cards. As TestTopUps: the books balance after each.
class TestPayouts : public QObject {
    Q_OBJECT

    std::unique_ptr<PaymentsFixture> f;

    void onboard()
    {
        QVERIFY(f->payments.payouts().startOnboarding(f->me, {1, "123456"}, f->now));
        f->pump();
        const Json account = f->stripe.newest("account");
        f->stripe.finishOnboarding(account["id"]);
        f->event("account.updated", account);
        f->pump();
    }
    Result<PaymentEffects> payOut(std::uint8_t n, Money amount)
    {
        return f->payments.payouts().request(f->me, {1, f->idOf(n), amount}, f->now);
    }

private Q_SLOTS:
    void init() { f = std::make_unique<PaymentsFixture>(); }
    void cleanup()
    {
        const std::string wrong = f->mismatch();
        QVERIFY2(wrong.empty(), wrong.c_str());
        f.reset();
    }

    void onboarding()
    {
        QCOMPARE(
            f->payments.payouts().startOnboarding(f->me, {1, "000000"}, f->now).error().code, ErrorCode::CodeWrong);
        const auto asked = f->payments.payouts().startOnboarding(f->me, {1, "123456"}, f->now);
        f->pump();
        QVERIFY(f->told.answers.back().ask == asked->ask);
        QCOMPARE(*f->told.answers.back().url, std::string("https://connect.example/acct_0"));
        QCOMPARE(f->wallet().onboarding, int(OnboardingState::Started));
        QCOMPARE(payOut(1, credits(1000)).error().code, ErrorCode::OnboardingNeeded);
        f->now += std::chrono::minutes(1);
        QVERIFY(f->payments.payouts().startOnboarding(f->me, {1, "123456"}, f->now)); // the link was used up
        f->pump();
        QCOMPARE(f->stripe.count("account"), 1);
        QCOMPARE(f->told.answers.size(), std::size_t(2));
        f->stripe.finishOnboarding("acct_0");
        f->event("account.updated", f->stripe.object("acct_0"));
        f->pump();
        QCOMPARE(f->wallet().onboarding, int(OnboardingState::Ready));
        QCOMPARE(f->last<Wallet>()->onboarding, int(OnboardingState::Ready));
    }

    void earningsMature()
    {
        f->earn(credits(1000));
        f->now += std::chrono::days(3);
        f->earn(credits(500));
        Wallet wallet = f->wallet();
        QCOMPARE(wallet.matured, Money{});
        QCOMPARE(wallet.maturing, credits(1500));
        QCOMPARE(wallet.nextMatures, credits(1000));
        const auto in4Days = f->now + std::chrono::days(4);
        QCOMPARE(wallet.nextMaturesUnixMillis, std::int64_t(in4Days.time_since_epoch().count()));
        f->now = in4Days;
        wallet = f->wallet();
        QCOMPARE(wallet.matured, credits(900));
        QCOMPARE(wallet.reserve, credits(100)); // 10 % for 30 days
        QCOMPARE(wallet.maturing, credits(500));
        f->now += std::chrono::days(40);
        wallet = f->wallet();
        QCOMPARE(wallet.matured, credits(1500));
        QCOMPARE(wallet.reserve, Money{});
    }

    void aPayout()
    {
        f->paid(1, credits(5000)); // so that Stripe holds something
        onboard();
        f->earn(credits(2000));
        f->now += std::chrono::days(8);
        QCOMPARE(payOut(1, credits(999)).error().code, ErrorCode::PayoutTooSmall);
        QCOMPARE(payOut(1, credits(1801)).error().code, ErrorCode::CreditTooLow);
        f->keep(payOut(1, credits(1200)));
        f->keep(payOut(1, credits(1200))); // asked twice
        QCOMPARE(payOut(1, credits(1201)).error().code, ErrorCode::ValueInvalid);
        QCOMPARE(f->earned(), credits(800));
        QCOMPARE(f->posted(kTransit), credits(1200));
        f->stripe.loseAnswers = 1; // killed between Stripe's commit and ours
        f->pump();
        f->now += std::chrono::seconds(5);
        f->pump();
        QCOMPARE(f->stripe.count("transfer"), 1);
        QCOMPARE(f->stripe.calls.back().idempotencyKey, f->idOf(1).hex());
        QCOMPARE(f->last<PayoutState>()->stage, int(PayoutStage::Paid));
        QCOMPARE(f->posted(kTransit), Money{});
        QCOMPARE(f->wallet().matured, credits(600)); // 2000 - 200 in reserve - 1200
    }

    void aPayoutThatIsRefusedOrReversedComesBack()
    {
        f->paid(1, credits(5000));
        onboard();
        f->earn(credits(5000));
        f->now += std::chrono::days(8);
        f->stripe.transfers = "refuse";
        f->keep(payOut(1, credits(1200)));
        f->pump();
        QCOMPARE(f->last<PayoutState>()->stage, int(PayoutStage::Failed));
        QCOMPARE(f->last<PayoutState>()->problem, std::string("You have insufficient funds."));
        QCOMPARE(f->earned(), credits(5000));
        f->stripe.transfers = "ok";
        f->keep(payOut(2, credits(1500)));
        f->pump();
        const std::string transfer = f->stripe.newest("transfer")["id"];
        for (const int cents : {500, 1000}) {
            f->stripe.reverse(transfer, cents);
            f->event("transfer.reversed", f->stripe.object(transfer));
            f->event("transfer.reversed", f->stripe.object(transfer));
            f->pump();
        }
        QCOMPARE(f->earned(), credits(5000));
        QCOMPARE(f->last<PayoutState>()->stage, int(PayoutStage::Failed));
        QCOMPARE(f->payments.payouts().list(f->me, 4)->size(), std::size_t(2));
    }

    void afterADayATransferIsLookedForFirst()
    {
        f->paid(1, credits(5000));
        onboard();
        f->earn(credits(2000));
        f->now += std::chrono::days(8);
        f->keep(payOut(1, credits(1200)));
        f->stripe.loseAnswers = 1;
        f->pump();
        f->stripe.forgetsKeys = true;
        f->now += std::chrono::hours(25);
        f->pump();
        QCOMPARE(f->stripe.count("transfer"), 1);
        QCOMPARE(f->last<PayoutState>()->stage, int(PayoutStage::Paid));
    }

    void earningsBecomeCredits()
    {
        f->earn(credits(1000));
        const EarningsToCredits request{1, f->idOf(3), credits(400)};
        f->keep(f->payments.payouts().toCredits(f->me, request, f->now));
        f->keep(f->payments.payouts().toCredits(f->me, request, f->now));
        QCOMPARE(f->available(), credits(400));
        QCOMPARE(f->earned(), credits(600));
        QVERIFY(!f->payments.payouts().toCredits(f->me, {1, f->idOf(4), credits(601)}, f->now));
    }

    void aDispute_data()
    {
        QTest::addColumn<int>("spent");
        QTest::addColumn<QString>("end");
        QTest::newRow("before spending, won") << 0 << QStringLiteral("won");
        QTest::newRow("before spending, lost") << 0 << QStringLiteral("lost");
        QTest::newRow("after spending, won") << 1800 << QStringLiteral("won");
        QTest::newRow("after spending, lost") << 1800 << QStringLiteral("lost");
    }
    void aDispute()
    {
        QFETCH(int, spent);
        QFETCH(QString, end);
        f->paid(1, credits(2000));
        if (spent > 0)
            f->spend(credits(spent));
        const std::string id = f->stripe.dispute(f->topUp(1).intent, 2000);
        for (const char* type : {"charge.dispute.created", "charge.dispute.funds_withdrawn", "charge.dispute.created"})
            f->event(type, f->stripe.object(id));
        f->pump();
        QVERIFY(f->isFrozen());
        QCOMPARE(f->available(), Money{});
        QCOMPARE(f->posted(kReserve).micro, -credits(spent).micro);
        QCOMPARE(f->topUp(1).stage, TopUpStage::Disputed);
        QCOMPARE(f->mismatch(), std::string());
        f->stripe.closeDispute(id, end.toStdString());
        f->event("charge.dispute.closed", f->stripe.object(id));
        f->event("charge.dispute.updated", f->stripe.object(id));
        f->pump();
        const bool won = end == u"won";
        QCOMPARE(f->isFrozen(), !won);
        QCOMPARE(f->available(), won ? credits(2000 - spent) : Money{});
        QCOMPARE(f->posted(kReserve).micro, won ? 0 : -credits(spent).micro);
        QCOMPARE(f->topUp(1).stage, won ? TopUpStage::Paid : TopUpStage::DisputeLost);
        QCOMPARE(f->payments.refunds().request(f->me, f->idOf(1), f->now).hasValue(), won);
        f->pump();
    }

    void aDisputeThatIsKnownBeforeThePayment()
    {
        const std::string session = f->opened(1, credits(2000));
        f->stripe.pay(session);
        const std::string intent = f->stripe.newest("payment_intent")["id"];
        const std::string id = f->stripe.dispute(intent, 2000);
        f->event("charge.dispute.created", f->stripe.object(id));
        f->pump();
        QVERIFY(!f->isFrozen()); // nothing is known of that payment yet
        f->stripe.object(session)["payment_intent"] = f->stripe.object(intent);
        f->event("checkout.session.completed", f->stripe.object(session));
        f->pump();
        QVERIFY(f->isFrozen());
        QCOMPARE(f->available(), Money{});
        QCOMPARE(f->topUp(1).stage, TopUpStage::Disputed);
    }

    void anInquiryTakesNothing()
    {
        f->paid(1, credits(2000));
        f->stripe.cents += 1500 + 2000; // it isn't taken
        const std::string id = f->stripe.dispute(f->topUp(1).intent, 2000);
        f->stripe.object(id)["status"] = "warning_needs_response";
        f->event("charge.dispute.created", f->stripe.object(id));
        f->pump();
        QVERIFY(!f->isFrozen());
        QCOMPARE(f->available(), credits(2000));
    }

    void anEarlyFraudWarning_data()
    {
        QTest::addColumn<bool>("refund");
        QTest::newRow("refund") << true;
        QTest::newRow("freeze only") << false;
    }
    void anEarlyFraudWarning()
    {
        QFETCH(bool, refund);
        f->rules.refundOnWarning = refund;
        f->paid(1, credits(2000));
        f->spend(credits(300));
        const std::string id = f->stripe.warn(f->topUp(1).intent);
        f->event("radar.early_fraud_warning.created", f->stripe.object(id));
        f->event("radar.early_fraud_warning.created", f->stripe.object(id));
        f->pump();
        QVERIFY(f->isFrozen());
        QCOMPARE(f->available(), refund ? Money{} : credits(1700));
        QCOMPARE(f->stripe.count("refund"), refund ? 1 : 0);
        f->keep(f->payments.setFrozen(f->me, false, f->now));
        QVERIFY(!f->isFrozen());
    }

    void ofStripesOtherWorldNothingCounts()
    {
        const std::string session = f->opened(1, credits(2000));
        QVERIFY(
            f->payments.noteEvent({"evt_live", "checkout.session.completed", true, f->stripe.object(session)}, f->now));
        QVERIFY(f->payments.due(f->now, 10)->empty());
    }
};

QTEST_GUILESS_MAIN(TestPayouts)
#include "TestPayouts.moc"
