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
        const auto missing = missingModels(graph, merged, engines);
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
        QVERIFY(missingModels(graphWith({"a.safetensors"}), mergedCatalogue(engines), engines).empty());
    }
};

QTEST_GUILESS_MAIN(TestMissingModels)
#include "TestMissingModels.moc"
