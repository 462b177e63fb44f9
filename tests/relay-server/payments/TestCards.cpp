// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/relay-server/payments/PaymentsFixture.h"

#include <QTest>

using namespace weft;
using namespace weft::relay;
using namespace weft::relay::test;
using namespace weft::protocol::relay;

/// The saved card, and top ups that come by themselves.
class TestCards : public QObject {
    Q_OBJECT

    std::unique_ptr<PaymentsFixture> f;

    void setAuto(bool on)
    {
        f->keep(f->payments.cards().setAuto(f->me, {1, on, credits(1000), credits(1500), credits(3000)}, f->now));
    }
    /// A card that is saved, and automatic top ups below 1000 credits.
    void withSavedCard()
    {
        f->paid(1, credits(2000), true);
        setAuto(true);
    }
    void spendAndPump(Money amount)
    {
        f->spend(amount);
        f->keep(f->payments.cards().topUpIfLow(f->me, f->now));
        f->pump();
    }

private Q_SLOTS:
    void init() { f = std::make_unique<PaymentsFixture>(); }
    void cleanup()
    {
        const std::string wrong = f->mismatch();
        QVERIFY2(wrong.empty(), wrong.c_str());
        f.reset();
    }

    void aSavedCardTopsUpByItself()
    {
        withSavedCard();
        QCOMPARE(f->wallet().cardLast4, std::string("4242"));
        QVERIFY(f->wallet().autoTopUp);
        spendAndPump(credits(900));
        QCOMPARE(f->available(), credits(1100)); // not below 1000 yet
        spendAndPump(credits(200));
        QCOMPARE(f->available(), credits(2400));
        QCOMPARE(f->wallet().autoThisMonth, credits(1500));
        spendAndPump(credits(1500));
        QCOMPARE(f->available(), credits(2400));
        spendAndPump(credits(1500));
        QCOMPARE(f->available(), credits(900)); // the month's limit
        f->now += std::chrono::days(31);
        spendAndPump(credits(1));
        QCOMPARE(f->available(), credits(2399));
    }

    void aDeclinedCardIsSaidAndNotTriedAgainAtOnce()
    {
        withSavedCard();
        f->stripe.card = "decline";
        spendAndPump(credits(1500));
        QCOMPARE(f->wallet().autoProblem, std::string("Your card has insufficient funds."));
        QCOMPARE(f->last<TopUpState>()->stage, int(TopUpStage::Failed));
        const auto calls = f->stripe.calls.size();
        spendAndPump(credits(1));
        QCOMPARE(f->stripe.calls.size(), calls);
        f->stripe.card = "ok";
        f->now += std::chrono::hours(25);
        spendAndPump(credits(1));
        QCOMPARE(f->available(), credits(1998));
        QCOMPARE(f->wallet().autoProblem, std::string());
    }

    void aBankThatWantsToAskGetsAPage()
    {
        withSavedCard();
        f->stripe.card = "authenticate";
        spendAndPump(credits(1500));
        const auto page = f->last<OpenInBrowser>();
        QVERIFY(page);
        QCOMPARE(page->id, 0);
        QVERIFY(!f->wallet().autoProblem.empty());
        const std::string session = f->stripe.newest("checkout.session")["id"];
        f->stripe.pay(session);
        f->event("checkout.session.completed", f->stripe.object(session));
        f->pump();
        QCOMPARE(f->available(), credits(2000));
        QCOMPARE(f->wallet().autoProblem, std::string());
    }

    void aCardIsSavedWithoutPaying()
    {
        QVERIFY(f->payments.cards().save(f->me, f->now));
        f->pump();
        const std::string session = f->stripe.newest("checkout.session")["id"];
        f->stripe.pay(session);
        f->event("checkout.session.completed", f->stripe.object(session));
        f->pump();
        QCOMPARE(f->wallet().cardBrand, std::string("visa"));
        const Json card = f->stripe.newest("payment_method");
        f->keep(f->payments.cards().setAuto(f->me, {1, true, credits(1), credits(500), credits(500)}, f->now));
        f->pump();
        QCOMPARE(f->available(), credits(500)); // it was below at once
        f->stripe.object(card["id"])["customer"] = nullptr; // detached in the dashboard
        f->event("payment_method.detached", card);
        f->pump();
        QVERIFY(f->wallet().cardBrand.empty());
        QVERIFY(!f->wallet().autoTopUp);
        QCOMPARE(f->payments.cards().forget(f->me, f->now).error().code, ErrorCode::CardMissing);
    }

    /// Else each click charges a card that may be a stolen one once more.
    void aDeclinedCardRestsWhateverIsSet()
    {
        withSavedCard();
        f->stripe.card = "decline";
        spendAndPump(credits(1500));
        const auto calls = f->stripe.calls.size();
        for (const bool on : {false, true, true}) {
            f->now += std::chrono::minutes(1);
            setAuto(on);
            f->pump();
        }
        QCOMPARE(f->stripe.calls.size(), calls);
        QVERIFY(!f->wallet().autoProblem.empty());
        f->keep(f->payments.cards().forget(f->me, f->now));
        QVERIFY(f->payments.cards().save(f->me, f->now));
        f->pump();
        const std::string session = f->stripe.newest("checkout.session")["id"];
        f->stripe.pay(session);
        f->event("checkout.session.completed", f->stripe.object(session));
        f->pump();
        f->stripe.card = "ok";
        setAuto(true); // another card
        f->pump();
        QCOMPARE(f->available(), credits(2000));
    }

    /// A charge whose answer was lost, and a day later far down in the list of payments.
    void afterADayAChargeIsLookedForOnAllPages()
    {
        withSavedCard();
        f->spend(credits(1500));
        f->keep(f->payments.cards().topUpIfLow(f->me, f->now));
        f->stripe.loseAnswers = 1;
        f->pump();
        QCOMPARE(f->available(), credits(500));
        for (int n = 0; n < 250; ++n)
            f->stripe.addIntent("cus_1");
        const int intents = f->stripe.count("payment_intent");
        f->stripe.forgetsKeys = true;
        f->now += std::chrono::hours(25);
        f->pump();
        QCOMPARE(f->stripe.count("payment_intent"), intents);
        QCOMPARE(f->available(), credits(2000));
    }

    void afterADayAChargeThatNeverWasIsMade()
    {
        withSavedCard();
        f->spend(credits(1500));
        f->keep(f->payments.cards().topUpIfLow(f->me, f->now));
        f->stripe.down = 1;
        f->pump();
        for (int n = 0; n < 250; ++n)
            f->stripe.addIntent(n % 2 == 0 ? "cus_1" : "cus_of_somebody_else");
        f->now += std::chrono::hours(25);
        f->pump();
        QCOMPARE(f->available(), credits(2000));
    }

    /// With more pages than anybody reads it isn't known whether it was made: never charged again, but said.
    void aChargeThatCantBeFoundIsNotMadeTwice()
    {
        withSavedCard();
        f->spend(credits(1500));
        f->keep(f->payments.cards().topUpIfLow(f->me, f->now));
        f->stripe.loseAnswers = 1;
        f->pump();
        for (int n = 0; n < 10'100; ++n)
            f->stripe.addIntent("cus_1");
        const int intents = f->stripe.count("payment_intent");
        f->stripe.forgetsKeys = true;
        f->now += std::chrono::hours(25);
        f->pump();
        QCOMPARE(f->stripe.count("payment_intent"), intents);
        QVERIFY(!f->told.notes.empty());
        f->stripe.cents -= 1427; // what Stripe took and nobody found: 1500 less its fee
    }
};

QTEST_GUILESS_MAIN(TestCards)
#include "TestCards.moc"
