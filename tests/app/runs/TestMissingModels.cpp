// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/runs/MissingModels.h"
#include "core/planning/Planner.h"

#include <QTest>

using namespace weft;

namespace {

Hash256 hashOfByte(std::uint8_t byte)
{
    Hash256 hash;
    hash.bytes.fill(byte);
    return hash;
}

EngineInfo engineWith(const std::string& id, std::vector<ModelFile> models)
{
    NodeType type;
    type.name = "Loader";
    InputSpec input;
    input.name = "ckpt_name";
    input.type = "COMBO";
    input.modelFolder = "checkpoints";
    type.inputs.push_back(input);
    type.outputs.push_back({"MODEL", "MODEL", false, false, {}});
    EngineInfo info;
    info.id = id;
    info.catalogue.add(std::move(type));
    info.catalogue.setModels(std::move(models));
    return info;
}

Graph graphWith(const std::vector<std::string>& models)
{
    Graph graph;
    int id = 0;
    for (const std::string& model : models) {
        Node node;
        node.id = std::to_string(++id);
        node.type = "Loader";
        node.settings["ckpt_name"] = model;
        (void)graph.addNode(node);
    }
    return graph;
}

} // namespace

class TestMissingModels : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tellsWhatIsMissingAndWhoHasIt()
    {
        const std::vector<EngineInfo> engines {engineWith(kHere, {{"checkpoints", "a.safetensors", 1, hashOfByte(1)}}),
            engineWith("m1", {{"checkpoints", "b.safetensors", 1, hashOfByte(2)}}),
            engineWith("m2", {{"checkpoints", "renamed.safetensors", 1, hashOfByte(2)}}),
            engineWith("m3", {{"checkpoints", "mine-as-well.safetensors", 1, hashOfByte(1)}})};
        const Catalogue merged = mergedCatalogue(engines);
        const Graph graph = graphWith({"a.safetensors", "b.safetensors", "c.safetensors", "b.safetensors", "mine-as-well.safetensors"});
        const auto missing = missingModels(graph, merged, engines, {});
        QCOMPARE(missing.size(), 2u); // what is here under another name isn't missing
        QCOMPARE(missing[0].name, "b.safetensors");
        QCOMPARE(missing[0].machines, 2); // by its hash, whatever they call it
        QCOMPARE(missing[1].name, "c.safetensors");
        QCOMPARE(missing[1].machines, 0);
        QVERIFY(missing[1].sha256.isNull());
    }

    void nothingIsMissingBeforeThisComputerHasSaidWhatItHas()
    {
        const std::vector<EngineInfo> engines {engineWith("m1", {})};
        QVERIFY(missingModels(graphWith({"a.safetensors"}), mergedCatalogue(engines), engines, {}).empty());
    }

    void onlyAllowedMachinesCount_data()
    {
        QTest::addColumn<int>("privacy");
        QTest::addColumn<int>("machines");
        QTest::newRow("any machine") << int(Privacy::AnyMachine) << 2;
        QTest::newRow("trusted machines") << int(Privacy::TrustedMachines) << 1;
        QTest::newRow("only here") << int(Privacy::OnlyHere) << 0;
    }
    void onlyAllowedMachinesCount()
    {
        QFETCH(int, privacy);
        const std::vector<EngineInfo> engines {engineWith(kHere, {}), engineWith("m1", {{"checkpoints", "b.safetensors", 1, hashOfByte(2)}}),
            engineWith("m2", {{"checkpoints", "b.safetensors", 1, hashOfByte(2)}})};
        Policy policy;
        policy.privacy = Privacy(privacy);
        policy.trusted = {"m2"};
        const auto missing = missingModels(graphWith({"b.safetensors"}), mergedCatalogue(engines), engines, policy);
        QCOMPARE(missing.size(), 1u);
        QTEST(missing[0].machines, "machines");
    }

    void aSettingWithoutAModelLacksNone()
    {
        std::vector<EngineInfo> engines {engineWith(kHere, {})};
        QVERIFY(missingModels(graphWith({""}), mergedCatalogue(engines), engines, {}).empty());
        NodeType type = *engines[0].catalogue.find("Loader");
        type.inputs[0].options = {{"default", "[None]"}};
        engines[0].catalogue = Catalogue();
        engines[0].catalogue.add(std::move(type));
        QVERIFY(missingModels(graphWith({"[None]"}), mergedCatalogue(engines), engines, {}).empty());
        QCOMPARE(missingModels(graphWith({"None"}), mergedCatalogue(engines), engines, {}).size(), 1u);
    }
};

QTEST_GUILESS_MAIN(TestMissingModels)
#include "TestMissingModels.moc"
