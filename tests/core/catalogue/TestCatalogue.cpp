// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/catalogue/Catalogue.h"

#include <QFile>
#include <QtTest>

#include <utility>

using namespace weft;

namespace {

Json comfyNodes()
{
    QFile file(QStringLiteral(WEFT_TEST_DATA "/comfyui/object_info.json"));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("no test data");
    return *parseJson(file.readAll().toStdString());
}

Catalogue comfy()
{
    return *Catalogue::fromJson({{"nodes", comfyNodes()}});
}

} // namespace

class TestCatalogue : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsComfy()
    {
        const Catalogue catalogue = comfy();
        QCOMPARE(catalogue.types().size(), comfyNodes().size());
        const NodeType& sampler = *catalogue.find("KSampler");
        QCOMPARE(sampler.inputs.size(), std::size_t {10});
        QCOMPARE(sampler.inputs[1].name, std::string("seed"));
        QVERIFY(sampler.inputs[1].isSetting() && !sampler.inputs[0].isSetting());
        QCOMPARE(sampler.inputs[1].options["max"].get<std::uint64_t>(), UINT64_MAX);
        QCOMPARE(sampler.findInput("sampler_name")->type, std::string("COMBO"));
        QCOMPARE(sampler.findInput("sampler_name")->choices.front(), std::string("euler"));
        QCOMPARE(sampler.inputIndex("nothing"), -1);
        QVERIFY(catalogue.find("LoadImage")->inputs[0].picksInputFile);
        QVERIFY(catalogue.find("SaveImage")->isOutput);
        QCOMPARE(catalogue.find("SaveImage")->inputs.back().presence, Presence::Hidden);
        QCOMPARE(catalogue.find("ImageStitch")->findInput("image2")->presence, Presence::Optional);
        QVERIFY(!catalogue.find("Nothing"));
    }

    /// Our form of an entry says all that the entry said.
    void roundTrip()
    {
        const Json original = comfyNodes();
        const Catalogue catalogue = comfy();
        const Json once = catalogue.toJson();
        const Catalogue again = *Catalogue::fromJson(once);
        QCOMPARE(toJsonText(again.toJson()), toJsonText(once));
        for (const auto& [name, entry] : original.items()) {
            const Json& ours = once["nodes"][name];
            for (const char* key : {"output", "output_name", "output_is_list", "category", "display_name", "output_node", "name"})
                QVERIFY2(ours[key] == entry[key] || entry[key].is_null(), qPrintable(QString::fromStdString(name + " " + key)));
            for (const auto& [presence, inputs] : entry["input"].items()) {
                for (const auto& [input, spec] : inputs.items()) {
                    const Json& written = ours["input"][presence][input];
                    if (presence == "hidden")
                        QVERIFY(written == spec);
                    else if (spec.size() > 1)
                        QVERIFY2(written[1] == spec[1], qPrintable(QString::fromStdString(name + " " + input)));
                }
            }
        }
    }

    void ourOwnFieldsTravel()
    {
        NodeType type;
        type.name = "Ours";
        type.inputs = {{"a", "MODEL"}, {"b", "FLOAT"}};
        type.inputs[0].lazy = true;
        type.inputs[1].forceInput = true;
        type.outputs = {{"X", "CONDITIONING", true, true, "tip"}};
        type.inputIsList = true;
        type.idempotent = false;
        type.readsFile = true;
        type.writesFile = true;
        type.deprecated = true;
        const NodeType again = *fromObjectInfo("Ours", toObjectInfo(type));
        QVERIFY(again.inputs[0].lazy && again.inputs[1].forceInput && !again.inputs[1].isSetting());
        QVERIFY(again.outputs[0].isList && again.outputs[0].holdsModel);
        QCOMPARE(again.outputs[0].tooltip, std::string("tip"));
        QVERIFY(again.inputIsList && !again.idempotent && again.readsFile && again.writesFile && again.deprecated);
        QVERIFY(again.engine == "native");
    }

    void models()
    {
        Catalogue catalogue = comfy();
        NodeType loader;
        loader.name = "Loader";
        loader.inputs = {{"model_name", "COMBO"}};
        loader.inputs[0].modelFolder = "upscale_models";
        catalogue.add(loader);
        const Hash256 hash = *Hash256::fromHex(std::string(64, '7'));
        catalogue.setModels({{"upscale_models", "b", 2, hash}, {"upscale_models", "a", 1, {}}, {"vae", "c", 1, {}}});
        const std::vector<std::string> expected {"a", "b"};
        QVERIFY(catalogue.find("Loader")->inputs[0].choices == expected);
        QCOMPARE(catalogue.findModel(hash)->name, std::string("b"));
        QVERIFY(!catalogue.findModel(Hash256 {})); // an unknown hash is nobody's
        QVERIFY(!catalogue.findModel("vae", "a"));
        const Catalogue again = *Catalogue::fromJson(catalogue.toJson());
        QVERIFY(again.models() == catalogue.models());
        QVERIFY(again.find("Loader")->inputs[0].choices == expected);
    }

    void copiesShareUntilOneIsChanged()
    {
        const Catalogue first = comfy();
        Catalogue second = first;
        const NodeType* shared = first.find("KSampler");
        QVERIFY(second.find("KSampler") == shared); // nothing was copied
        NodeType changed = *shared;
        changed.displayName = "another";
        second.add(changed);
        second.setModels({{"checkpoints", "a.safetensors", 1, {}}});
        QCOMPARE(second.find("KSampler")->displayName, std::string("another"));
        QVERIFY(first.find("KSampler") == shared);
        QVERIFY(shared->displayName != "another");
        QVERIFY(first.models().empty());
        QVERIFY(!(first == second));
        QVERIFY(first == comfy());
    }

    /// A default that no file has stands for none, and stays a choice.
    void noModelIsAChoice()
    {
        NodeType type;
        type.name = "Trainer";
        type.inputs = {{"existing", "COMBO"}, {"folder", "COMBO"}};
        type.inputs[0].modelFolder = "loras";
        type.inputs[0].options = Json {{"default", "[None]"}};
        type.inputs[1].picksInputFolder = true;
        Catalogue catalogue;
        catalogue.add(type);
        catalogue.setModels({{"loras", "a", 1, {}}});
        const std::vector<std::string> expected {"a", "[None]"};
        const Catalogue again = *Catalogue::fromJson(catalogue.toJson());
        for (const Catalogue* each : {&std::as_const(catalogue), &again}) {
            const NodeType& found = *each->find("Trainer");
            QVERIFY(found.inputs[0].choices == expected);
            QCOMPARE(found.inputs[0].noModel(), std::string("[None]"));
            QVERIFY(found.inputs[1].noModel().empty());
            QVERIFY(found.inputs[1].picksInput() && !found.inputs[1].picksInputFile);
            QVERIFY(memberAt(found.inputs[1].options, "weft.input_folder").is_null());
        }
    }

    void types_data()
    {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        QTest::addColumn<bool>("match");
        const auto row = [](const char* from, const char* to, bool match) {
            QTest::addRow("%s to %s", from, to) << QString::fromUtf8(from) << QString::fromUtf8(to) << match;
        };
        row("IMAGE", "IMAGE", true);
        row("IMAGE", "MASK", false);
        row("*", "MASK", true);
        row("IMAGE", "*", true);
        row("INT", "INT,FLOAT", true);
        row("INT,FLOAT", "FLOAT,STRING", true);
        row("INT,FLOAT", "STRING", false);
        row("INT", "INTEGER", false);
        row("", "IMAGE", false);
    }
    void types()
    {
        QFETCH(QString, from);
        QFETCH(QString, to);
        QFETCH(bool, match);
        QCOMPARE(typesMatch(from.toStdString(), to.toStdString()), match);
        QCOMPARE(typesMatch(to.toStdString(), from.toStdString()), match);
    }

    void whatTravels()
    {
        for (const char* type : {"IMAGE", "LATENT", "CONDITIONING", "FILE", "INT"})
            QVERIFY(typeTravels(type));
        for (const char* type : {"MODEL", "CLIP", "VAE", "SAMPLER", "GUIDER", "*", ""})
            QVERIFY(!typeTravels(type));
    }

    void refuses_data()
    {
        QTest::addColumn<QString>("json");
        QTest::newRow("list") << u"[]"_qs;
        QTest::newRow("no nodes") << u"{}"_qs;
        QTest::newRow("an entry is a number") << uR"({"nodes":{"A":1}})"_qs;
        QTest::newRow("no output") << uR"({"nodes":{"A":{}}})"_qs;
        QTest::newRow("a bad hash") << uR"({"nodes":{},"models":[{"sha256":"xyz"}]})"_qs;
    }
    void refuses()
    {
        QFETCH(QString, json);
        QVERIFY(!Catalogue::fromJson(*parseJson(json.toStdString())));
    }

    void strangeEntriesAreRead()
    {
        const Catalogue catalogue = *Catalogue::fromJson(*parseJson(R"({"nodes":{"A":{"output":[["x","y"],7],
            "output_name":3,"input":{"required":{"a":[],"b":7,"c":[[1,true,"z"]],"d":["COMBO",{"options":["p"]}]},"optional":[]}}}})"));
        const NodeType& type = *catalogue.find("A");
        QCOMPARE(type.outputs.size(), std::size_t {2});
        QCOMPARE(type.inputs.size(), std::size_t {4});
        const std::vector<std::string> numbers {"1", "true", "z"};
        QVERIFY(type.findInput("c")->choices == numbers);
        QCOMPARE(type.findInput("d")->choices.front(), std::string("p"));
    }
};

QTEST_GUILESS_MAIN(TestCatalogue)
#include "TestCatalogue.moc"
