// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/sim/SimWorld.h"

#include <QTest>

using namespace weft::sim;

namespace {

const Faults kNone {};
const Faults kNetwork {.drop = 15, .duplicate = 50, .slow = 20, .late = 300, .machineCrash = 0, .relayCrash = 0};
const Faults kAll {.drop = 10, .duplicate = 50, .slow = 20, .late = 300, .machineCrash = 6, .relayCrash = 3};

} // namespace

Q_DECLARE_METATYPE(weft::sim::OneFault::Kind)

/// Buyers, providers and the relay, thousands of jobs, from a seed. Repeat one history: WEFT_SIM_SEED=n.
class TestMarketSim : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void market_data();
    void market();
    void oneFaultAtEveryMessage_data();
    void oneFaultAtEveryMessage();
    void sameSeedSameHistory();
};

void TestMarketSim::market_data()
{
    QTest::addColumn<WorldRules>("rules");
    QTest::addColumn<int>("worlds");
    QTest::addColumn<int>("leastEnded"); // per thousand jobs: the market works at all
    QTest::newRow("calm") << WorldRules {12, kNone, 0, 0} << 60 << 650;
    QTest::newRow("network faults") << WorldRules {12, kNetwork, 0, 0} << 150 << 150;
    QTest::newRow("crashes") << WorldRules {12, kAll, 0, 0} << 200 << 100;
    QTest::newRow("hostile providers") << WorldRules {12, kNone, 600, 0} << 120 << 100;
    QTest::newRow("hostile buyers") << WorldRules {12, kNone, 0, 600} << 120 << 100;
    QTest::newRow("everything") << WorldRules {12, kAll, 400, 400} << 250 << 30;
}

void TestMarketSim::market()
{
    QFETCH(WorldRules, rules);
    QFETCH(int, worlds);
    QFETCH(int, leastEnded);
    bool given = false;
    const quint64 only = qEnvironmentVariable("WEFT_SIM_SEED").toULongLong(&given);
    WorldCounts all;
    for (quint64 i = 0; i < static_cast<quint64>(worlds); ++i) {
        const quint64 seed = given ? only : 1 + i;
        SimWorld world(seed, rules);
        const std::string wrong = world.run();
        QVERIFY2(wrong.empty(), ("seed " + std::to_string(seed) + ": " + wrong).c_str());
        all += world.counts();
        if (given)
            return;
    }
    qInfo("%d jobs: %d ended well, %d failed, %d forgotten by a crash, %d never held; %lld increments; %d paid in full", all.jobs,
        all.ended, all.failed, all.crashed, all.refused, static_cast<long long>(all.increments), all.paidInFull);
    QVERIFY(all.ended * 1000 >= all.jobs * leastEnded);
    QVERIFY(all.increments > 0);
    QVERIFY(all.paidInFull > 0);
}

void TestMarketSim::oneFaultAtEveryMessage_data()
{
    QTest::addColumn<OneFault::Kind>("kind");
    QTest::newRow("the connection breaks") << OneFault::Kind::Drop;
    QTest::newRow("a question comes twice") << OneFault::Kind::Duplicate;
    QTest::newRow("it is slow") << OneFault::Kind::Slow;
    QTest::newRow("the machine crashes") << OneFault::Kind::MachineCrash;
    QTest::newRow("the relay crashes") << OneFault::Kind::RelayCrash;
}

/// Two jobs at a time, so that no message escapes: a charge never exceeds its quote, a failure costs no more than what
/// was delivered, and the books balance, wherever the one fault strikes.
void TestMarketSim::oneFaultAtEveryMessage()
{
    QFETCH(OneFault::Kind, kind);
    WorldCounts all;
    std::int64_t struck = 0;
    for (quint64 seed = 1; seed <= 40; ++seed) {
        SimWorld calm(seed, {2, kNone, 0, 0});
        QCOMPARE(calm.run(), std::string());
        for (std::int64_t at = 1; at <= calm.messages(); ++at) {
            SimWorld world(seed, {2, Faults {.one = {kind, at}}, 0, 0});
            const std::string wrong = world.run();
            QVERIFY2(wrong.empty(), qPrintable(QStringLiteral("seed %1, message %2: %3").arg(seed).arg(at).arg(QString::fromStdString(wrong))));
            all += world.counts();
            ++struck;
        }
    }
    qInfo("%lld faults; %d jobs ended well, %d failed, %d forgotten by a crash", static_cast<long long>(struck), all.ended,
        all.failed, all.crashed);
    QVERIFY(struck > 500);
    QVERIFY(all.ended > 0);
}

void TestMarketSim::sameSeedSameHistory()
{
    for (quint64 seed : {3u, 17u}) {
        SimWorld first(seed, {12, kAll, 300, 300});
        SimWorld second(seed, {12, kAll, 300, 300});
        QCOMPARE(first.run(), second.run());
        QCOMPARE(first.counts().ended, second.counts().ended);
        QCOMPARE(first.counts().increments, second.counts().increments);
    }
}

QTEST_GUILESS_MAIN(TestMarketSim)
#include "TestMarketSim.moc"
