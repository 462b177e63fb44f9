// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/market/MachineList.h"
#include "app/market/MarketText.h"
#include "tests/app/market/MarketFixture.h"

#include <QTest>

using namespace weft;
using namespace weft::test;

namespace {

struct Listed {
    MachineList list;
    Listed() { list.setMachines(threeMachines(), threeListed(), {"bb02"}); }

    QString found(const MachineFilter& filter) const
    {
        QStringList ids;
        for (const MachineHit& hit : list.search(filter))
            ids << QString::fromStdString(hit.machine->info.id);
        return ids.join(u' ');
    }
};

} // namespace

class TestMachineList : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void thisComputerIsNoneOfThem()
    {
        MachineList list;
        list.setMachines({machineInfo(kHere, "CPU", {}, pictureTypes(), {})}, {}, {});
        QVERIFY(list.machines().empty());
        QVERIFY(list.search({}).empty());
    }

    /// What the user set up isn't on the market; a server that another machine offers is.
    void ownServersAreNoneOfThem()
    {
        EngineInfo offered = ownServer();
        offered.id = "aa01/comfyui";
        offered.machine = "aa01";
        MachineList list;
        list.setMachines({ownServer(), offered}, {}, {});
        QCOMPARE(list.machines().size(), std::size_t(1));
        QVERIFY(list.find("aa01/comfyui"));
    }

    void whatTheRelaySaysIsKept()
    {
        const Listed f;
        QCOMPARE(f.list.find("aa01")->listed->completedJobs, 4112);
        QVERIFY(f.list.find("bb02")->isTrusted);
        QVERIFY(!f.list.find("aa01")->isTrusted);
        QVERIFY(!f.list.find("zz"));
        MachineList unsaid;
        unsaid.setMachines(threeMachines(), {}, {});
        QVERIFY(!unsaid.find("aa01")->listed);
        QCOMPARE(jobsText(*unsaid.find("aa01")), QString()); // nothing is made up
    }

    void textsFindMachinesNodesAndModels_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("ids");
        QTest::newRow("nothing") << QString() << QStringLiteral("bb02 cc03 aa01");
        QTest::newRow("name") << QStringLiteral("berlin") << QStringLiteral("cc03");
        QTest::newRow("device") << QStringLiteral("geforce") << QStringLiteral("aa01");
        QTest::newRow("node") << QStringLiteral("ksampler") << QStringLiteral("cc03 aa01");
        QTest::newRow("node in Chinese") << QStringLiteral("采样器") << QStringLiteral("cc03 aa01");
        QTest::newRow("pinyin") << QStringLiteral("cyq") << QStringLiteral("cc03 aa01");
        QTest::newRow("model") << QStringLiteral("animevideo") << QStringLiteral("bb02 cc03");
        QTest::newRow("both words") << QStringLiteral("tokyo ksampler") << QStringLiteral("aa01");
        QTest::newRow("one word fits nobody") << QStringLiteral("tokyo upscale") << QString();
        QTest::newRow("nonsense") << QStringLiteral("qqqq") << QString();
    }
    void textsFindMachinesNodesAndModels()
    {
        QFETCH(QString, text);
        QFETCH(QString, ids);
        MachineFilter filter;
        filter.text = text;
        QCOMPARE(Listed().found(filter), ids);
    }

    void filters()
    {
        const Listed f;
        QCOMPARE(f.found({.onlyFree = true}), QStringLiteral("bb02"));
        QCOMPARE(f.found({.onlyTrusted = true}), QStringLiteral("bb02"));
        QCOMPARE(f.found({.model = "sd_xl_base_1.0.safetensors"}), QStringLiteral("cc03 aa01"));
        QCOMPARE(f.found({.atMost = microCredits(10'000)}), QStringLiteral("bb02 cc03"));
        QCOMPARE(f.found({.text = QStringLiteral("ksampler"), .onlyFree = true}), QString());
    }

    void orders()
    {
        const Listed f;
        QCOMPARE(f.found({.order = MachineOrder::Name}), QStringLiteral("cc03 bb02 aa01"));
        QCOMPARE(f.found({.order = MachineOrder::Speed}), QStringLiteral("aa01 cc03 bb02"));
    }

    void aHitTellsWhatWasFound()
    {
        const Listed f;
        MachineFilter filter;
        filter.text = QStringLiteral("ksampler");
        const auto hits = f.list.search(filter);
        QCOMPARE(hits.size(), std::size_t(2));
        QCOMPARE(hits[1].node->name, std::string("KSampler"));
        QVERIFY2(offerText(hits[1]).contains(QStringLiteral("4")), qPrintable(offerText(hits[1]))); // and 4 more
        QVERIFY(rowText(hits[1]).contains(QStringLiteral("4090")));
    }

    void modelsAreListedOnce()
    {
        QCOMPARE(Listed().list.models(), (std::vector<std::string> {"realesr-animevideov3.safetensors", "sd_xl_base_1.0.safetensors"}));
    }

    void whatAMachineSeesFollowsFromItsNodes()
    {
        const Listed f;
        QVERIFY(exposureOf(f.list.find("bb02")->info.catalogue) == std::set {Exposure::Pictures});
        QVERIFY((exposureOf(f.list.find("aa01")->info.catalogue) == std::set {Exposure::Pictures, Exposure::Latents, Exposure::Encoding, Exposure::Text}));
        QCOMPARE(seenTexts(f.list.find("bb02")->info.catalogue).size(), 2);
        QCOMPARE(seenTexts(f.list.find("aa01")->info.catalogue).size(), 5);
    }
};

QTEST_GUILESS_MAIN(TestMachineList)
#include "TestMachineList.moc"
