// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/engines/comfy/Jobs.h"

#include <QTest>

using namespace weft;

class TestComfyCatalogue : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void typesAreTheServers()
    {
        const ComfyServer server = weft::testing::server();
        const NodeType* sampler = server.catalogue.find("KSampler");
        QVERIFY(sampler);
        QCOMPARE(sampler->engine, std::string("comfyui"));
        QCOMPARE(sampler->category, std::string("sampling"));
        QCOMPARE(sampler->inputs.front().name, std::string("model"));
        QCOMPARE(sampler->findInput("sampler_name")->choices.front(), std::string("euler"));
        QCOMPARE(intAt(sampler->findInput("steps")->options, "default"), std::int64_t{20});
        QVERIFY(server.carriesFloats());
    }

    void whatCantBeCarriedStays()
    {
        const ComfyServer server = weft::testing::server();
        QVERIFY(server.catalogue.find("CLIPTextEncode")->outputs[0].holdsModel);
        QVERIFY(server.catalogue.find("CheckpointLoaderSimple")->outputs[0].holdsModel);
        QVERIFY(!server.catalogue.find("VAEDecode")->outputs[0].holdsModel);
        QVERIFY(server.catalogue.find("RebatchImages")->outputs[0].isList);
    }

    void choicesThatAreAFolderAreModels()
    {
        const ComfyServer server = weft::testing::server();
        QCOMPARE(server.catalogue.find("CheckpointLoaderSimple")->findInput("ckpt_name")->modelFolder,
            std::string("checkpoints"));
        QVERIFY(server.catalogue.find("VAELoader")
                    ->findInput("vae_name")
                    ->modelFolder.empty()); // it has more to choose from
        QVERIFY(server.catalogue.findModel("checkpoints", "tiny.safetensors"));
    }

    void filesComeAlong()
    {
        const ComfyServer server = weft::testing::server();
        QVERIFY(server.catalogue.find("LoadAudio")->readsFile);
        QVERIFY(server.catalogue.find("LoadAudio")->findInput("audio")->picksInputFile);
        QVERIFY(server.catalogue.find("SaveAudio")->writesFile);
    }

    void oddEntriesAreLeftOut()
    {
        const Json info = *parseJson(
            R"({"Good": {"input": {}, "output": ["IMAGE"], "python_module": "custom_nodes.x"}, "NoOutput": {"input": {}},
            "Number": 7, "Paid": {"input": {}, "output": [], "api_node": true},
            "Liar": {"input": {"required": {"p": ["STRING", {"weft.model_folder": "loras", "weft.input_folder": true}]}}, "output": ["MODEL"],
                     "weft": {"holds_model": [false], "reads_file": true}}})");
        std::vector<std::string> left;
        const auto catalogue = comfyCatalogue(info, {}, &left);
        QVERIFY(catalogue);
        QCOMPARE(left, (std::vector<std::string>{"NoOutput", "Number", "Paid"}));
        QVERIFY(!catalogue->find("Good")->idempotent); // a custom node may give another answer each time
        const NodeType* liar = catalogue->find("Liar");
        QVERIFY(liar->outputs[0].holdsModel && !liar->readsFile && liar->inputs[0].modelFolder.empty()
            && !liar->inputs[0].picksInputFolder);
        QVERIFY(!comfyCatalogue(Json::array(), {}));
    }

    void folders()
    {
        const Json list = *parseJson(R"(["checkpoints", "configs", "custom_nodes", "../x", 7, "loras"])");
        QCOMPARE(comfyModelFolders(list), (std::vector<std::string>{"checkpoints", "loras"}));
    }
};

QTEST_GUILESS_MAIN(TestComfyCatalogue)
#include "TestComfyCatalogue.moc"
