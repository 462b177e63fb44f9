// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/AdmitFragment.h"
#include "app/engines/comfy/ComfyGuard.h"
#include "tests/app/engines/comfy/Jobs.h"

#include <QTest>

using namespace weft;

namespace {

Json describedBy(const char* module, const Json& inputs)
{
    return {{"input", {{"required", inputs}}}, {"output", Json::array({"IMAGE"})}, {"python_module", module},
        {"category", "image"}};
}

/// What a server with planted nodes describes: some say what they do, one hides it, one takes a core class's name.
Json planted()
{
    const Json text = Json::array({"STRING", Json::object()});
    Json info = *parseJson([] {
        QFile file(QStringLiteral(WEFT_TEST_DATA "/comfy/object_info.json"));
        return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
    }());
    info["WeftTestReadFile"] = describedBy("custom_nodes.comfy_nodes", {{"path", text}});
    info["WeftTestFetch"] = describedBy("custom_nodes.comfy_nodes", {{"url", text}});
    info["WeftTestEvaluate"] = describedBy("custom_nodes.comfy_nodes", {{"expression", text}});
    info["WeftTestScale"] =
        describedBy("custom_nodes.comfy_nodes", {{"factor", Json::array({"FLOAT", Json::object()})}});
    info["Pretends"] = describedBy("nodes", {{"anything", text}});
    info["ImageInvert"] = describedBy("custom_nodes.evil", {{"image", Json::array({"IMAGE"})}});
    return info;
}

FragmentNode nodeOf(const std::string& type, std::map<std::string, FragmentInput> inputs)
{
    return {"1", type, std::move(inputs)};
}

} // namespace

class TestComfyGuard : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void verdicts_data()
    {
        QTest::addColumn<QString>("type");
        QTest::addColumn<int>("verdict");
        const auto row = [](const char* type, ComfyVerdict verdict) {
            QTest::newRow(type) << type << static_cast<int>(verdict);
        };
        row("KSampler", ComfyVerdict::Allowed);
        row("LoadImage", ComfyVerdict::Unlisted);
        row("LoadLatent", ComfyVerdict::Unlisted);
        row("SaveImage", ComfyVerdict::Unlisted);
        row("SaveLatent", ComfyVerdict::Unlisted);
        row("PreviewAny", ComfyVerdict::Unlisted);
        row("WeftTestReadFile", ComfyVerdict::Unlisted);
        row("WeftTestFetch", ComfyVerdict::Unlisted);
        row("WeftTestEvaluate", ComfyVerdict::Unlisted);
        row("WeftTestScale", ComfyVerdict::Unlisted);
        row("Pretends", ComfyVerdict::Unlisted);
        row("KSampler SaveImage", ComfyVerdict::Unlisted);
        row("", ComfyVerdict::Unlisted);
        row("ImageInvert", ComfyVerdict::Replaced);
        row("IdeogramV1", ComfyVerdict::Elsewhere);
    }
    void verdicts()
    {
        QFETCH(QString, type);
        QFETCH(int, verdict);
        const std::string name = type.toStdString();
        QCOMPARE(static_cast<int>(comfyVerdict(name, memberAt(planted(), name))), verdict);
    }

    void ownersListByName()
    {
        const Json info = planted();
        const std::set<std::string> listed{"WeftTestScale", "IdeogramV1"};
        QCOMPARE(comfyVerdict("WeftTestScale", info["WeftTestScale"], listed), ComfyVerdict::Allowed);
        QCOMPARE(comfyVerdict("IdeogramV1", info["IdeogramV1"], listed), ComfyVerdict::Elsewhere);
        QCOMPARE(comfyVerdict("WeftTestFetch", info["WeftTestFetch"], listed), ComfyVerdict::Unlisted);
        const Catalogue offered = comfyOffered(*comfyCatalogue(info, {}), info, {listed, {}});
        QVERIFY(offered.find("WeftTestScale") && offered.find("KSampler"));
        for (const char* type : {"WeftTestReadFile", "WeftTestFetch", "WeftTestEvaluate", "ImageInvert", "SaveImage",
                 "LoadImage", "IdeogramV1", "Pretends"})
            QVERIFY2(!offered.find(type), type);
    }

    void warnings()
    {
        const Json info = planted();
        QVERIFY(!comfyWarnings("WeftTestReadFile", info["WeftTestReadFile"]).empty());
        QVERIFY(!comfyWarnings("WeftTestFetch", info["WeftTestFetch"]).empty());
        QVERIFY(!comfyWarnings("WeftTestEvaluate", info["WeftTestEvaluate"]).empty());
        QVERIFY(comfyWarnings("WeftTestScale", info["WeftTestScale"]).empty());
    }

    /// Words, not letters that happen to stand in others.
    void warningsAreWords_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QStringList>("words");
        QTest::newRow("codec") << QStringLiteral("CodecCapital") << QStringList();
        QTest::newRow("decoder") << QStringLiteral("VAEDecoder") << QStringList();
        QTest::newRow("description") << QStringLiteral("description") << QStringList();
        QTest::newRow("cases") << QStringLiteral("LoadImageFromURL") << QStringList {QStringLiteral("load"), QStringLiteral("url")};
        QTest::newRow("capitals first") << QStringLiteral("HTTPFetch") << QStringList {QStringLiteral("http"), QStringLiteral("fetch")};
        QTest::newRow("underlines") << QStringLiteral("image_path_2") << QStringList {QStringLiteral("path")};
        QTest::newRow("forms") << QStringLiteral("files loader directory evaluate") << QStringList {QStringLiteral("dir"), QStringLiteral("file"), QStringLiteral("load"), QStringLiteral("eval")};
    }
    void warningsAreWords()
    {
        QFETCH(QString, name);
        QFETCH(QStringList, words);
        QStringList found;
        for (const std::string& word : comfyWarnings(name.toStdString(), Json::object()))
            found << QString::fromStdString(word);
        QCOMPARE(found, words);
    }

    void warningsTellWhatIsReached()
    {
        QVERIFY(comfyReaches({}).empty());
        QVERIFY((comfyReaches({"save", "load", "eval"}) == std::set {ComfyReach::Code, ComfyReach::Files}));
        QVERIFY(comfyReaches({"url"}) == std::set {ComfyReach::Network});
    }

    void fragments()
    {
        const Json info = planted();
        const Catalogue offered = comfyOffered(*comfyCatalogue(info, {{"checkpoints", {"tiny.safetensors"}}}), info);
        const auto code = [&](FragmentNode node) {
            Fragment fragment;
            fragment.nodes.push_back(std::move(node));
            const Done done = admitsFragment(fragment, offered);
            return done ? std::string("admitted") : std::string(nameOf(done.error().code));
        };
        QCOMPARE(
            code(nodeOf("CheckpointLoaderSimple", {{"ckpt_name", Json("tiny.safetensors")}})), std::string("admitted"));
        QCOMPARE(code(nodeOf("CheckpointLoaderSimple", {{"ckpt_name", Json("../secret.safetensors")}})),
            std::string("SettingNotInList"));
        QCOMPARE(code(nodeOf("SaveImage", {})), std::string("NodeTypeUnknown"));
        QCOMPARE(code(nodeOf("CLIPTextEncode", {{"text", Json::array({"9", 0})}})), std::string("SettingInvalid"));
        QCOMPARE(code(nodeOf("CLIPTextEncode", {{"text", Json{{"__value__", 1}}}})), std::string("SettingInvalid"));
        QCOMPARE(code(nodeOf("CLIPTextEncode", {{"extra_pnginfo", Json("x")}})), std::string("SettingInvalid"));
    }
};

QTEST_GUILESS_MAIN(TestComfyGuard)
#include "TestComfyGuard.moc"
