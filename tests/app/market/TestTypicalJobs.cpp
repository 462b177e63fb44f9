// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/market/MachineList.h"
#include "app/market/TypicalJobs.h"
#include "tests/app/market/MarketFixture.h"

#include <QTest>

using namespace weft;
using namespace weft::test;

class TestTypicalJobs : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void onlyWhatTheMachineCanDo()
    {
        const auto machines = threeMachines();
        const auto drawn = typicalJobs(machines[0]);
        QCOMPARE(drawn.size(), std::size_t(1));
        QVERIFY(drawn[0].kind == TypicalJob::Kind::Picture);
        const auto enlarged = typicalJobs(machines[1]);
        QCOMPARE(enlarged.size(), std::size_t(2));
        QVERIFY(enlarged[0].kind == TypicalJob::Kind::Enlarge && enlarged[1].kind == TypicalJob::Kind::Scale);
        QCOMPARE(typicalJobs(machines[2]).size(), std::size_t(3));
        QVERIFY(typicalJobs(machineInfo("dd", "None", {}, {}, {checkpoint("a.safetensors")})).empty()); // it has no nodes for it
    }

    /// 1.048576 MP at 8.3 s a megapixel, and the loader.
    void pricesAreTheCostTables()
    {
        const auto machines = threeMachines();
        const auto jobs = typicalJobs(machines[2]);
        const TypicalJob& enlarged = jobs[1];
        QVERIFY(enlarged.kind == TypicalJob::Kind::Enlarge);
        QCOMPARE(enlarged.quote.work.value, 150 + 5 + 8704); // rounded up
        QCOMPARE(enlarged.quote.amount.micro, enlarged.quote.work.value * 10);
        QCOMPARE(typicalJobs(machines[1])[0].quote.amount.micro, 0); // it is free there
        QVERIFY(typicalJobs(machines[0])[0].quote.amount.micro > 0);
    }

    void fasterMachinesTakeLessTimeForTheSameWork()
    {
        const auto machines = threeMachines();
        const TypicalJob slow = typicalJobs(machines[1])[0];
        const TypicalJob fast = typicalJobs(machines[2])[1];
        QCOMPARE(slow.quote.work.value, fast.quote.work.value);
        QCOMPARE(fast.took.count(), fast.quote.work.value * 1000 / 18'500);
        QVERIFY(slow.took > fast.took);
    }

    void longListsOfModelsAreCut()
    {
        std::vector<ModelFile> models;
        for (int i = 0; i < 9; ++i)
            models.push_back(checkpoint("m" + std::to_string(i)));
        QCOMPARE(typicalJobs(machineInfo("dd", "Many", {}, drawingTypes(), models)).size(), std::size_t(3));
    }
};

QTEST_GUILESS_MAIN(TestTypicalJobs)
#include "TestTypicalJobs.moc"
