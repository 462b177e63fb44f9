// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/frontdoor/prompts/ObjectInfo.h"
#include "tests/app/frontdoor/prompts/FrontData.h"

#include <QTest>

using namespace weft;
using namespace weft::testing;

class TestObjectInfo : public QObject {
    Q_OBJECT

private Q_SLOTS:
    /// What ComfyUI says of its own types is said again, in both of its forms.
    void comfysOwn_data()
    {
        QTest::addColumn<QString>("type");
        const Json nodes = frontData("object_info.json")["nodes"];
        for (const auto& [name, entry] : nodes.items())
            QTest::newRow(name.c_str()) << QString::fromStdString(name);
    }

    void comfysOwn()
    {
        QFETCH(QString, type);
        const std::string name = type.toStdString();
        Json wanted = frontData("object_info.json")["nodes"][name];
        wanted["python_module"] = "weft.native";
        Json made = comfyObjectInfo(*m_catalogue.find(name));
        made.erase("output_tooltips"); // left out of the data
        QCOMPARE(nlohmann::json::parse(toJsonText(made)).dump(), nlohmann::json::parse(toJsonText(wanted)).dump());
    }

    void forms()
    {
        QVERIFY(hasNewForm("ImageBlend"));
        QVERIFY(!hasNewForm("KSampler"));
        QVERIFY(!hasNewForm(""));
        const NodeType& blend = *m_catalogue.find("ImageBlend");
        QCOMPARE(QString::fromStdString(inputTypeText(blend, *blend.findInput("blend_mode"))), QStringLiteral("COMBO"));
        const NodeType& scale = *m_catalogue.find("ImageScale");
        QCOMPARE(QString::fromStdString(inputTypeText(scale, *scale.findInput("crop"))), QStringLiteral("['disabled', 'center']"));
    }

    void nothingOfOurs()
    {
        NodeType type {.name = "Mine", .engine = "native"};
        type.inputs = {{.name = "model", .type = "COMBO", .choices = {"a"}, .modelFolder = "loras", .options = {{"default", "a"}}},
            {.name = "file", .type = "COMBO", .picksInputFile = true}, {.name = "folder", .type = "COMBO", .picksInputFolder = true}};
        type.outputs = {{.name = "LATENT", .type = "LATENT", .tooltip = "what it is"}};
        const std::string text = toJsonText(comfyObjectInfo(type)["input"]);
        QVERIFY2(text.find("weft") == text.npos, text.c_str());
        QVERIFY2(text.find("default") == text.npos, text.c_str());
        QVERIFY(text.find("image_upload") == text.npos); // no picture
        COMPARE_JSON(comfyObjectInfo(type)["output_tooltips"], Json::array({"what it is"}));
        COMPARE_JSON(comfyObjectInfo(type)["display_name"], "Mine");
    }

    /// A ComfyUI server's choices in the newer form stay so.
    void bridged()
    {
        const Json entry = {{"output", Json::array({"INT"})}, {"display_name", "X"},
            {"input", {{"required", {{"a", Json::array({"COMBO", {{"options", Json::array({"p", "q"})}, {"multiselect", false}}})}}}}}};
        const auto type = fromObjectInfo("X", entry);
        QVERIFY(type);
        COMPARE_JSON(comfyObjectInfo(*type)["input"]["required"]["a"], entry["input"]["required"]["a"]);
        COMPARE_JSON(comfyObjectInfo(*type)["python_module"], "weft.comfyui");
    }

    void text()
    {
        const auto all = parseJson(comfyObjectInfoText(m_catalogue));
        QVERIFY(all);
        QVERIFY(all->contains("GLIGENLoader")); // the page takes it for granted
        for (const auto& [name, type] : m_catalogue.types())
            QVERIFY2(all->contains(name), name.c_str());
        COMPARE_JSON((*all)["KSampler"], comfyObjectInfo(*m_catalogue.find("KSampler")));
    }

private:
    const Catalogue m_catalogue = frontCatalogue();
};

QTEST_GUILESS_MAIN(TestObjectInfo)
#include "TestObjectInfo.moc"
