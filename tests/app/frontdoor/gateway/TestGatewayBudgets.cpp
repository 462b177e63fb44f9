// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/frontdoor/gateway/GatewayBudgets.h"

#include <QTest>

using namespace weft;

class TestGatewayBudgets : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsOpenIsTaken()
    {
        GatewayBudgets budgets;
        const QString a = QStringLiteral("a");
        QVERIFY(!budgets.admit(a, QStringLiteral("1"), microCredits(1))); // nobody told of it
        QVERIFY(budgets.admit(a, QStringLiteral("1"), {})); // what is free needs none
        budgets.settle(a, QStringLiteral("1"), {});
        budgets.told(a, credits(5));
        QVERIFY(budgets.admit(a, QStringLiteral("2"), credits(3)));
        QCOMPARE(budgets.left(a), credits(2));
        const Done refused = budgets.admit(a, QStringLiteral("3"), credits(3));
        QCOMPARE(refused.error().code, ErrorCode::BudgetExceeded);
        QCOMPARE(refused.error().args.at("left"), std::string("2"));
        budgets.settle(a, QStringLiteral("2"), credits(1));
        QCOMPARE(budgets.left(a), credits(4));
        budgets.settle(a, QStringLiteral("2"), credits(1)); // once
        QCOMPARE(budgets.left(a), credits(4));
        budgets.told(a, credits(3)); // the relay's word counts
        QCOMPARE(budgets.left(a), credits(3));
        QCOMPARE(budgets.left(QStringLiteral("b")), Money {});
    }

    void whoRestsIsForgotten()
    {
        GatewayBudgets budgets;
        budgets.told(QStringLiteral("busy"), credits(5));
        QVERIFY(budgets.admit(QStringLiteral("busy"), QStringLiteral("1"), credits(1)));
        for (int i = 0; i < 20'000; ++i)
            budgets.told(QString::number(i), credits(1));
        QVERIFY(budgets.size() <= 10'000);
        QCOMPARE(budgets.left(QStringLiteral("busy")), credits(4));
    }
};

QTEST_GUILESS_MAIN(TestGatewayBudgets)
#include "TestGatewayBudgets.moc"
