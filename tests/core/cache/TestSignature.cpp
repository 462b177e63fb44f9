// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cache/Signature.h"

#include <QtTest>

using namespace weft;

namespace {

NodeType typeOf(std::string name, std::vector<InputSpec> inputs)
{
    NodeType type;
    type.name = std::move(name);
    type.inputs = std::move(inputs);
    type.outputs = {{"IMAGE", "IMAGE", false, false, {}}};
    return type;
}

Catalogue catalogue(const char* modelHash = "")
{
    Catalogue all;
    InputSpec file {"image", "COMBO"};
    file.picksInputFile = true;
    InputSpec model {"model", "COMBO"};
    model.modelFolder = "upscale_models";
    all.add(typeOf("Load", {file}));
    all.add(typeOf("Scale", {{"image", "IMAGE"}, {"by", "FLOAT"}, model}));
    all.add(typeOf("Save", {{"a", "IMAGE"}, {"b", "IMAGE"}}));
    NodeType dice = typeOf("Dice", {});
    dice.idempotent = false;
    all.add(dice);
    ModelFile m {"upscale_models", "m.safetensors", 10, {}};
    if (*modelHash)
        m.sha256 = *Hash256::fromHex(std::string(64, *modelHash));
    all.setModels({m});
    return all;
}

Prompt prompt(const NodeId& load, const NodeId& scale, const NodeId& save)
{
    Prompt p;
    p.nodes[load] = {"Load", "", {{"image", Json("cat.png")}}};
    p.nodes[scale] = {"Scale", "", {{"image", SlotRef {load, 0}}, {"by", Json(2.0)}, {"model", Json("m.safetensors")}}};
    p.nodes[save] = {"Save", "", {{"a", SlotRef {scale, 0}}, {"b", SlotRef {load, 0}}}};
    return p;
}

const FileHashes kFiles {{"cat.png", *Hash256::fromHex(std::string(64, 'a'))}};

} // namespace

class TestSignature : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void idsAndTitlesDontCount()
    {
        const auto one = *signatures(prompt("1", "2", "3"), catalogue(), kFiles);
        Prompt renamed = prompt("9", "4:4", "0");
        renamed.nodes["9"].title = "My cat";
        const auto two = *signatures(renamed, catalogue(), kFiles);
        QCOMPARE(one.size(), std::size_t {3});
        QVERIFY(one.at("1") == two.at("9") && one.at("2") == two.at("4:4") && one.at("3") == two.at("0"));
        QVERIFY(one.at("1") != one.at("2") && one.at("2") != one.at("3"));
    }

    /// Each change reaches exactly the node it is made at and those below.
    void everythingElseCounts_data()
    {
        QTest::addColumn<int>("change");
        QTest::addColumn<int>("changed");
        QTest::newRow("a literal") << 0 << 2;
        QTest::newRow("the file") << 1 << 3;
        QTest::newRow("the model") << 2 << 2;
        QTest::newRow("a slot") << 3 << 1;
        QTest::newRow("links swapped") << 4 << 1;
        QTest::newRow("the salt") << 5 << 3;
        QTest::newRow("an input of another name") << 6 << 2;
        QTest::newRow("a link instead of its text") << 7 << 2;
    }
    void everythingElseCounts()
    {
        QFETCH(int, change);
        QFETCH(int, changed);
        const auto before = *signatures(prompt("1", "2", "3"), catalogue("1"), kFiles);
        Prompt p = prompt("1", "2", "3");
        FileHashes files = kFiles;
        auto& scale = p.nodes["2"].inputs;
        auto& save = p.nodes["3"].inputs;
        if (change == 0)
            scale["by"] = Json(3.0);
        if (change == 1)
            files["cat.png"] = *Hash256::fromHex(std::string(64, 'b'));
        if (change == 3)
            save["a"] = SlotRef {"2", 1};
        if (change == 4)
            std::swap(save["a"], save["b"]);
        if (change == 6)
            scale["to"] = std::exchange(scale["by"], Json(2.0));
        if (change == 7)
            scale["image"] = Json("link " + before.at("1").hex() + " 0");
        const auto after = *signatures(p, catalogue(change == 2 ? "2" : "1"), files, change == 5 ? "bf16" : "");
        int different = 0;
        for (const auto& [id, hash] : before)
            different += after.at(id) != hash;
        QCOMPARE(different, changed);
    }

    void diceAndWhatFollows()
    {
        Prompt p = prompt("1", "2", "3");
        p.nodes["4"] = {"Dice", "", {}};
        p.nodes["3"].inputs["b"] = SlotRef {"4", 0};
        const auto found = *signatures(p, catalogue(), kFiles);
        QCOMPARE(found.size(), std::size_t {2});
        QVERIFY(!found.contains("3") && !found.contains("4"));
        QVERIFY(signatures(prompt("1", "2", "3"), catalogue(), {})->empty()); // the file's content isn't known
        QVERIFY(signatures(prompt("1", "2", "3"), Catalogue(), kFiles)->empty());
    }

    void keysOfLiteralsAreSorted()
    {
        Prompt one = prompt("1", "2", "3");
        Prompt two = one;
        one.nodes["2"].inputs["by"] = *parseJson(R"({"x":1,"y":2})");
        two.nodes["2"].inputs["by"] = *parseJson(R"({"y":2,"x":1})");
        QVERIFY(signatures(one, catalogue(), kFiles)->at("3") == signatures(two, catalogue(), kFiles)->at("3"));
    }

    void aCircle()
    {
        Prompt p = prompt("1", "2", "3");
        p.nodes["1"].inputs["x"] = SlotRef {"3", 0};
        QVERIFY(signatures(p, catalogue(), kFiles).error().code == ErrorCode::GraphCycle);
    }
};

QTEST_GUILESS_MAIN(TestSignature)
#include "TestSignature.moc"
