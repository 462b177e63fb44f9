// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/relay-server/payments/PaymentsFixture.h"

#include <QTest>

using namespace weft;
using namespace weft::relay;
using namespace weft::relay::test;
using namespace weft::protocol::relay;

/// Money in and back: each test ends with books that balance, also with what Stripe holds.
class TestTopUps : public QObject {
    Q_OBJECT

    std::unique_ptr<PaymentsFixture> f;

private Q_SLOTS:
    void init() { f = std::make_unique<PaymentsFixture>(); }
    void cleanup()
    {
        const std::string wrong = f->mismatch();
        QVERIFY2(wrong.empty(), wrong.c_str());
        f.reset();
    }

    void paidByCard()
    {
        const auto asked = f->payments.topUps().start(f->me, f->topUpOf(1, credits(2000)), f->now);
        QVERIFY(asked);
        QVERIFY(asked->url.empty()); // Stripe has to be asked first
        f->pump();
        QCOMPARE(f->told.answers.size(), std::size_t(1));
        QVERIFY(f->told.answers[0].ask == asked->ask);
        QVERIFY(
            QString::fromStdString(*f->told.answers[0].url).startsWith(QStringLiteral("https://checkout.example/")));
        QCOMPARE(f->topUp(1).stage, TopUpStage::Open);
        QCOMPARE(f->available(), Money{});
        const auto again = f->payments.topUps().start(f->me, f->topUpOf(1, credits(2000)), f->now);
        QCOMPARE(again->url, *f->told.answers[0].url);

        f->stripe.pay(f->topUp(1).session);
        f->event("checkout.session.completed", f->stripe.object(f->topUp(1).session));
        QCOMPARE(f->available(), Money{}); // an event is a hint: the session is fetched first
        f->pump();
        const TopUp done = f->topUp(1);
        QCOMPARE(done.stage, TopUpStage::Paid);
        QCOMPARE(f->available(), credits(2000));
        QCOMPARE(*done.fee, credits(88)); // 2.9 % and 30 cents
        QCOMPARE(done.method, std::string("card"));
        QVERIFY(!done.receipt.empty());
        QCOMPARE(f->posted(kFees).micro, -credits(88).micro);
        QCOMPARE(f->last<TopUpState>()->stage, int(TopUpStage::Paid));
        QCOMPARE(f->last<Balance>()->available, credits(2000));
    }

    void eventsTwiceLateAndOutOfOrderCreditOnce()
    {
        const std::string session = f->opened(1, credits(2000));
        f->stripe.pay(session);
        const Json intent = f->stripe.newest("payment_intent");
        f->event("charge.succeeded", {{"id", "ch_1"}, {"payment_intent", intent["id"]}});
        f->event("payment_intent.succeeded", intent);
        f->pump();
        for (int n = 0; n < 3; ++n) {
            f->event("checkout.session.completed", f->stripe.object(session), "evt_same");
            f->event("checkout.session.completed", f->stripe.object(session)); // another event of the same
            f->pump();
        }
        f->event("checkout.session.expired", f->stripe.object(session));
        f->event("some.future.type", f->stripe.object(session));
        f->event("checkout.session.completed", {{"id", "cs_of_somebody_else"}});
        f->pump();
        QCOMPARE(f->available(), credits(2000));
        QCOMPARE(f->topUp(1).stage, TopUpStage::Paid);
    }

    void aWebhookMayOvertakeTheAnswer()
    {
        QVERIFY(f->payments.topUps().start(f->me, f->topUpOf(1, credits(2000)), f->now));
        f->stripe.loseAnswers = 1; // Stripe made the session, and we were killed
        f->pump();
        QVERIFY(f->topUp(1).session.empty());
        const std::string session = f->stripe.newest("checkout.session")["id"];
        f->stripe.pay(session);
        f->event("checkout.session.completed", f->stripe.object(session));
        f->pump();
        QCOMPARE(f->available(), credits(2000));
        f->now += std::chrono::seconds(2);
        f->pump(); // the same key: the same session
        QCOMPARE(f->stripe.count("checkout.session"), 1);
        QCOMPARE(f->available(), credits(2000));
        QCOMPARE(f->topUp(1).stage, TopUpStage::Paid);
    }

    void slowMethodsArePending_data()
    {
        QTest::addColumn<bool>("ok");
        QTest::newRow("it arrives") << true;
        QTest::newRow("it bounces") << false;
    }
    void slowMethodsArePending()
    {
        QFETCH(bool, ok);
        const std::string session = f->opened(1, credits(2000));
        f->stripe.pay(session, "us_bank_account");
        f->event("checkout.session.completed", f->stripe.object(session));
        f->pump();
        QCOMPARE(f->topUp(1).stage, TopUpStage::Pending);
        QCOMPARE(f->available(), Money{});
        f->stripe.arrive(session, ok);
        f->event(ok ? "checkout.session.async_payment_succeeded" : "checkout.session.async_payment_failed",
            f->stripe.object(session));
        f->pump();
        QCOMPARE(f->topUp(1).stage, ok ? TopUpStage::Paid : TopUpStage::Failed);
        QCOMPARE(f->available(), ok ? credits(2000) : Money{});
        QCOMPARE(f->topUp(1).problem, std::string(ok ? "" : "The bank said no."));
    }

    void aPageThatIsLeftExpires()
    {
        const std::string session = f->opened(1, credits(2000));
        f->stripe.expire(session);
        f->event("checkout.session.expired", f->stripe.object(session));
        f->pump();
        QCOMPARE(f->topUp(1).stage, TopUpStage::Cancelled);
        QVERIFY(!f->payments.topUps().start(f->me, f->topUpOf(1, credits(2000)), f->now));
    }

    void aNewPageClosesTheOlder()
    {
        f->opened(1, credits(2000));
        f->opened(2, credits(3000));
        QCOMPARE(f->topUp(1).stage, TopUpStage::Cancelled);
        QCOMPARE(f->topUp(2).stage, TopUpStage::Open);
    }

    void anAmountThatIsNotTheTopUpsCreditsNothing()
    {
        const std::string session = f->opened(1, credits(2000));
        f->stripe.pay(session);
        f->stripe.object(session)["amount_total"] = 100;
        f->event("checkout.session.completed", f->stripe.object(session));
        f->pump();
        QCOMPARE(f->available(), Money{});
        QCOMPARE(f->told.notes.size(), std::size_t(1));
        f->stripe.object(session)["amount_total"] = 2000;
        f->event("checkout.session.completed", f->stripe.object(session));
        f->pump();
    }

    void refusedRequests_data()
    {
        QTest::addColumn<QString>("what");
        QTest::addColumn<int>("code");
        QTest::newRow("too little") << QStringLiteral("little") << int(ErrorCode::TopUpOutOfRange);
        QTest::newRow("too much") << QStringLiteral("much") << int(ErrorCode::TopUpOutOfRange);
        QTest::newRow("half a credit") << QStringLiteral("half") << int(ErrorCode::TopUpOutOfRange);
        QTest::newRow("no password") << QStringLiteral("password") << int(ErrorCode::PasswordNeeded);
        QTest::newRow("frozen") << QStringLiteral("frozen") << int(ErrorCode::AccountFrozen);
        QTest::newRow("another's id") << QStringLiteral("id") << int(ErrorCode::ValueInvalid);
    }
    void refusedRequests()
    {
        QFETCH(QString, what);
        QFETCH(int, code);
        f->gate.hasPassword = what != u"password";
        if (what == u"frozen")
            f->keep(f->payments.setFrozen(f->me, true, f->now));
        if (what == u"id")
            f->opened(1, credits(700));
        const Money amount = what == u"little" ? credits(499)
            : what == u"much"                  ? credits(50'001)
            : what == u"half"                  ? microCredits(600'500'000)
                                               : credits(600);
        const auto asked = f->payments.topUps().start(f->me, f->topUpOf(1, amount), f->now);
        QVERIFY(!asked);
        QCOMPARE(int(asked.error().code), code);
    }

    void newAccountsMayAddLittle_data()
    {
        QTest::addColumn<int>("days");
        QTest::addColumn<int>("most");
        QTest::newRow("of today") << 0 << 5'000;
        QTest::newRow("of last week") << 8 << 20'000;
        QTest::newRow("of last year") << 365 << 50'000;
    }
    void newAccountsMayAddLittle()
    {
        QFETCH(int, days);
        QFETCH(int, most);
        const auto added = f->now - std::chrono::days(days);
        QVERIFY(
            f->database->write("UPDATE device SET added = ?", {toSql(std::int64_t(added.time_since_epoch().count()))}));
        QCOMPARE(f->wallet().maxTopUp, credits(most));
        f->paid(1, credits(3000));
        QCOMPARE(f->wallet().maxTopUp, credits(most - 3000));
        const auto asked = f->payments.topUps().start(f->me, f->topUpOf(2, credits(most - 2999)), f->now);
        QCOMPARE(asked.error().args.at("max"), toCreditString(credits(most - 3000)));
        f->now += std::chrono::hours(25);
        QVERIFY(f->wallet().maxTopUp > credits(most - 3000));
    }

    void onlySoManyPagesAnHour()
    {
        for (std::uint8_t n = 1; n <= 30; ++n) {
            QVERIFY(f->payments.topUps().start(f->me, f->topUpOf(n, credits(600)), f->now));
            f->pump();
        }
        QCOMPARE(f->payments.topUps().start(f->me, f->topUpOf(31, credits(600)), f->now).error().code,
            ErrorCode::LimitExceeded);
        f->now += std::chrono::minutes(61);
        QVERIFY(f->payments.topUps().start(f->me, f->topUpOf(31, credits(600)), f->now));
    }

    /// Else all of them could be paid, far above what an account may add a day.
    void oneAfterTheOther()
    {
        QVERIFY(f->payments.topUps().start(f->me, f->topUpOf(1, credits(600)), f->now));
        QCOMPARE(f->payments.topUps().start(f->me, f->topUpOf(2, credits(600)), f->now).error().code,
            ErrorCode::TooManyTries);
        f->pump();
        QVERIFY(f->payments.topUps().start(f->me, f->topUpOf(2, credits(600)), f->now));
        f->pump();
        QCOMPARE(f->topUp(1).stage, TopUpStage::Cancelled);
    }

    void stripeRefusesThePage()
    {
        f->rules.methods = {"card"};
        QVERIFY(f->payments.topUps().start(f->me, f->topUpOf(1, credits(2000)), f->now));
        auto rows = f->payments.due(f->now, 10);
        f->keep(f->payments.answered(
            rows->front(), readStripeAnswer(400, R"({"error": {"message": "No such method"}})", ""), f->now));
        QCOMPARE(f->topUp(1).stage, TopUpStage::Failed);
        QVERIFY(!f->told.answers[0].url);
        QCOMPARE(f->told.answers[0].url.error().args.at("reason"), std::string("No such method"));
    }

    void stripeIsAwayForAWhile()
    {
        QVERIFY(f->payments.topUps().start(f->me, f->topUpOf(1, credits(2000)), f->now));
        f->stripe.down = 3;
        for (int n = 0; n < 4; ++n) {
            f->pump();
            f->now += std::chrono::seconds(10);
        }
        QCOMPARE(f->topUp(1).session, std::string("cs_0"));
        QCOMPARE(f->stripe.calls[0].idempotencyKey, f->stripe.calls[3].idempotencyKey);
        QCOMPARE(f->stripe.calls[0].form, f->stripe.calls[3].form);
    }

    void unspentCreditsGoBack()
    {
        f->paid(1, credits(2000));
        f->spend(microCredits(500'400'000));
        QCOMPARE(f->payments.context().refundable(f->topUp(1), f->now).value(), credits(1499)); // whole cents
        f->keep(f->payments.refunds().request(f->me, f->idOf(1), f->now));
        QCOMPARE(f->topUp(1).stage, TopUpStage::Refunding);
        QCOMPARE(f->available(), microCredits(600'000)); // at once, so that they can't be spent as well
        f->keep(f->payments.refunds().request(f->me, f->idOf(1), f->now)); // asked twice
        f->stripe.loseAnswers = 1;
        f->pump();
        f->now += std::chrono::seconds(5);
        f->pump();
        QCOMPARE(f->stripe.count("refund"), 1);
        QCOMPARE(f->topUp(1).stage, TopUpStage::Refunded);
        QCOMPARE(f->last<TopUpState>()->refunded, credits(1499));
        f->event("charge.refunded", {{"id", "ch_1"}, {"payment_intent", f->topUp(1).intent}});
        f->event("refund.updated", f->stripe.newest("refund"));
        f->pump();
        QCOMPARE(f->available(), microCredits(600'000));
        QCOMPARE(f->posted(kTransit), Money{});
        QCOMPARE(f->payments.refunds().request(f->me, f->idOf(1), f->now).error().code, ErrorCode::NotRefundable);
    }

    void onlyForFourteenDays()
    {
        f->paid(1, credits(2000));
        f->now += std::chrono::hours(14 * 24 - 1);
        QCOMPARE(f->payments.context().refundable(f->topUp(1), f->now).value(), credits(2000));
        f->now += std::chrono::hours(2);
        QCOMPARE(f->payments.refunds().request(f->me, f->idOf(1), f->now).error().code, ErrorCode::NotRefundable);
        QCOMPARE(
            f->payments.refunds().request(f->accountOf(2), f->idOf(1), f->now).error().code, ErrorCode::NotRefundable);
    }

    void aRefundThatIsRefusedOrFailsComesBack_data()
    {
        QTest::addColumn<QString>("how");
        for (const char* how : {"refuse", "pending, then failed", "succeeded, then failed"})
            QTest::newRow(how) << QString::fromUtf8(how);
    }
    void aRefundThatIsRefusedOrFailsComesBack()
    {
        QFETCH(QString, how);
        f->paid(1, credits(2000));
        f->stripe.refunds = how.section(QLatin1Char(','), 0, 0).toStdString();
        f->keep(f->payments.refunds().request(f->me, f->idOf(1), f->now));
        f->pump();
        if (how != u"refuse") {
            const std::string id = f->stripe.newest("refund")["id"];
            f->stripe.setRefund(id, "failed");
            f->event("refund.failed", f->stripe.object(id));
            f->pump();
        }
        QCOMPARE(f->available(), credits(2000));
        QCOMPARE(f->topUp(1).stage, TopUpStage::Paid);
        QCOMPARE(f->payments.context().refundable(f->topUp(1), f->now).value(), credits(2000));
    }

    void aRefundMadeInTheDashboard()
    {
        f->paid(1, credits(2000));
        f->spend(credits(1500));
        f->stripe.refundElsewhere(f->topUp(1).intent, 2000);
        f->event("charge.refunded", {{"id", "ch_1"}, {"payment_intent", f->topUp(1).intent}});
        f->pump();
        QCOMPARE(f->available(), Money{});
        QCOMPARE(f->posted(kReserve).micro, -credits(1500).micro);
        QCOMPARE(f->topUp(1).stage, TopUpStage::Refunded);
        f->event("charge.refunded", {{"id", "ch_1"}, {"payment_intent", f->topUp(1).intent}});
        f->pump();
        QCOMPARE(f->posted(kReserve).micro, -credits(1500).micro);
    }

    void afterADayARefundIsLookedForFirst()
    {
        f->paid(1, credits(2000));
        f->keep(f->payments.refunds().request(f->me, f->idOf(1), f->now));
        f->stripe.loseAnswers = 1;
        f->pump();
        f->stripe.forgetsKeys = true;
        f->now += std::chrono::hours(25);
        f->pump();
        QCOMPARE(f->stripe.count("refund"), 1);
        QCOMPARE(f->topUp(1).stage, TopUpStage::Refunded);
    }

    void afterADayARefundThatNeverWasIsAskedAgain()
    {
        f->paid(1, credits(2000));
        f->keep(f->payments.refunds().request(f->me, f->idOf(1), f->now));
        f->stripe.down = 1;
        f->pump();
        f->now += std::chrono::hours(25);
        f->pump();
        QCOMPARE(f->stripe.count("refund"), 1);
        QCOMPARE(f->topUp(1).stage, TopUpStage::Refunded);
    }

    void whatWasEarnedOrGivenIsNoRefund()
    {
        f->paid(1, credits(2000));
        f->spend(credits(2000));
        f->now += std::chrono::seconds(1);
        f->earn(credits(3000));
        f->keep(f->payments.payouts().toCredits(f->me, {1, f->idOf(9), credits(2000)}, f->now));
        QCOMPARE(f->available(), credits(2000));
        QCOMPARE(f->payments.context().refundable(f->topUp(1), f->now).value(), Money{});
    }
};

QTEST_GUILESS_MAIN(TestTopUps)
#include "TestTopUps.moc"
