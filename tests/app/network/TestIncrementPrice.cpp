// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/network/IncrementPrice.h"

#include <QTest>

using namespace weft;

/// a -> b -> c, and d beside them; asked for: a, c, d.
static Fragment someFragment()
{
    Fragment fragment;
    fragment.nodes = {{"a", "T", {}}, {"b", "T", {{"in", SlotRef {"a", 0}}}}, {"c", "T", {{"in", SlotRef {"b", 0}}}}, {"d", "T", {}}};
    fragment.outputs = {{"a", 0}, {"c", 0}, {"d", 0}};
    return fragment;
}

class TestIncrementPrice : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void priceOfOutputs_data()
    {
        QTest::addColumn<std::set<SlotRef>>("delivered");
        QTest::addColumn<NodeWork>("work");
        QTest::addColumn<qint64>("micro");
        const NodeWork work {{"a", 1}, {"b", 2}, {"c", 3}, {"d", 4}};
        QTest::newRow("nothing") << std::set<SlotRef> {} << work << qint64 {0};
        QTest::newRow("the first node") << std::set<SlotRef> {{"a", 0}} << work << qint64 {100};
        QTest::newRow("what it needs too") << std::set<SlotRef> {{"c", 0}} << work << qint64 {600};
        QTest::newRow("one beside") << std::set<SlotRef> {{"d", 0}} << work << qint64 {400};
        QTest::newRow("needed twice, paid once") << std::set<SlotRef> {{"a", 0}, {"c", 0}} << work << qint64 {600};
        QTest::newRow("all") << std::set<SlotRef> {{"a", 0}, {"c", 0}, {"d", 0}} << work << qint64 {1000};
        QTest::newRow("no weights: each node alike") << std::set<SlotRef> {{"a", 0}} << NodeWork {} << qint64 {250};
        QTest::newRow("negative weights count as none") << std::set<SlotRef> {{"a", 0}} << NodeWork {{"a", -5}, {"d", 1}} << qint64 {0};
    }

    void priceOfOutputs()
    {
        QFETCH(std::set<SlotRef>, delivered);
        QFETCH(NodeWork, work);
        QFETCH(qint64, micro);
        QCOMPARE(weft::priceOfOutputs(someFragment(), work, microCredits(1000), delivered).micro, micro);
    }

    void whatWasNotDoneIsNotPaid()
    {
        const NodeWork work {{"a", 1}, {"b", 2}, {"c", 3}, {"d", 4}};
        const std::set<SlotRef> all {{"a", 0}, {"c", 0}, {"d", 0}};
        const auto price = [&](const std::set<SlotRef>& delivered, const NodeWork& done) {
            return weft::priceOfOutputs(someFragment(), work, microCredits(1000), delivered, done).micro;
        };
        QCOMPARE(price(all, {{"d", 1}}), 700);
        QCOMPARE(price({{"d", 0}}, {{"d", 1}}), 100);
        QCOMPARE(price(all, {{"d", 99}}), 1000); // never more
        QCOMPARE(price(all, {{"d", -99}}), 600);
        QCOMPARE(price(all, {{"x", 1}}), 1000);
    }

    void roundsDown()
    {
        const Money third = weft::priceOfOutputs(someFragment(), {{"a", 1}, {"b", 1}, {"c", 1}}, microCredits(100), {{"a", 0}});
        QCOMPARE(third.micro, 33);
    }
};

QTEST_GUILESS_MAIN(TestIncrementPrice)
#include "TestIncrementPrice.moc"
