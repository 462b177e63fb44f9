// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/planning/CostTable.h"
#include "core/planning/Costs.h"

#include <QDirIterator>
#include <QRegularExpression>
#include <QTest>

#include <numeric>
#include <set>

using namespace weft;

namespace {

constexpr const char* kCompact = "9137ddea043358d0b0474e836fb8e8de174a9517d8c242f5f914d44bbb4c0c32";
constexpr const char* kSprout = "472084cf1447bd10e58e38022da4f5fc7a5f40c2c709d5add0e455ceac9ea992";
constexpr std::int64_t kMegapixelBytes = 12'000'000;

Fragment upscale(const std::string& hash)
{
    Fragment fragment;
    fragment.inputs.push_back({{"1", 0}, "IMAGE", false});
    fragment.nodes.push_back({"2", "UpscaleModelLoader", {{"model_name", Json("x.safetensors")}}});
    fragment.nodes.push_back(
        {"3", "ImageUpscaleWithModel", {{"upscale_model", SlotRef {"2", 0}}, {"image", BoundaryRef {0}}}});
    fragment.nodes.push_back({"4", "ImageInvert", {{"image", SlotRef {"3", 0}}}});
    fragment.models.push_back({"upscale_models", "x.safetensors", Hash256::fromHex(hash).valueOr({})});
    return fragment;
}

} // namespace

class TestCosts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void shippedTableIsReadable()
    {
        QVERIFY(CostTable::parse("{}").error().code == ErrorCode::SettingInvalid);
        QVERIFY(!CostTable::shipped().curatedModel("upscale_models", "realesr-animevideov3.safetensors").isNull());
        QCOMPARE(CostTable::shipped().pixelsOf("IMAGE", kMegapixelBytes), 1'000'000);
        QCOMPARE(CostTable::shipped().pixelsOf("LATENT", 16 * 64 * 64), 512 * 512);
        QCOMPARE(CostTable::shipped().bytesOf("LATENT", 512 * 512 + 1), 16 * 64 * 64 + 1);
        QCOMPARE(CostTable::shipped().pixelsOf("STRING", kMegapixelBytes), 0);
    }

    void upscalingIsPricedByTheModelsHash()
    {
        const auto known = workOf(upscale(kCompact), {{{kMegapixelBytes}}});
        QVERIFY(known);
        // loader 150,000; network 5,000 + 8.3 s; invert 200 + 16 MP x 4,000
        QCOMPARE(known->micros[0].second, 150'000);
        QCOMPARE(known->micros[1].second, 8'305'000);
        QCOMPARE(known->micros[2].second, 64'200);
        QCOMPARE(known->total.value, 8'520);
        const auto unknown = workOf(upscale(std::string(64, 'a')), {{{kMegapixelBytes}}});
        QCOMPARE(unknown->micros[1].second, 240'005'000);
    }

    void listsCountTheirItems()
    {
        const auto one = workOf(upscale(kCompact), {{{kMegapixelBytes}}});
        const auto three = workOf(upscale(kCompact), {{{kMegapixelBytes, kMegapixelBytes, kMegapixelBytes}}});
        QCOMPARE(three->micros[1].second, 3 * one->micros[1].second);
    }

    void sizesFollowTheSettings_data()
    {
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<QByteArray>("settings");
        QTest::addColumn<qint64>("pixels");
        QTest::newRow("scale") << QByteArray("ImageScale") << QByteArray(R"({"width":100,"height":50})") << qint64 {5000};
        QTest::newRow("scale, one side kept")
            << QByteArray("ImageScale") << QByteArray(R"({"width":0,"height":50})") << qint64 {2500};
        QTest::newRow("scale, both sides kept")
            << QByteArray("ImageScale") << QByteArray(R"({"width":0,"height":0})") << qint64 {10000};
        QTest::newRow("scale, one side from elsewhere")
            << QByteArray("ImageScale") << QByteArray(R"({"width":"?","height":16384})") << qint64 {16384LL * 16384};
        QTest::newRow("megapixels")
            << QByteArray("ImageScaleToTotalPixels") << QByteArray(R"({"megapixels":16.0})") << qint64 {16 << 20};
        QTest::newRow("longest side")
            << QByteArray("ImageScaleToMaxDimension") << QByteArray(R"({"largest_size":4096})") << qint64 {4096 * 4096};
        QTest::newRow("mask") << QByteArray("SolidMask") << QByteArray(R"({"width":4096,"height":4096})") << qint64 {4096 * 4096};
        QTest::newRow("repeated") << QByteArray("RepeatImageBatch") << QByteArray(R"({"amount":64})") << qint64 {640000};
        QTest::newRow("batch") << QByteArray("EmptyImage") << QByteArray(R"({"width":10,"height":10,"batch_size":7})")
                               << qint64 {700};
        QTest::newRow("by 1.5") << QByteArray("ImageScaleBy") << QByteArray(R"({"scale_by":1.5})") << qint64 {22500};
        QTest::newRow("by text") << QByteArray("ImageScaleBy") << QByteArray(R"({"scale_by":"x"})") << qint64 {10000};
        QTest::newRow("pad") << QByteArray("ImagePadForOutpaint")
                             << QByteArray(R"({"left":10,"top":0,"right":10,"bottom":20})") << qint64 {120 * 120};
        QTest::newRow("nobody's") << QByteArray("SomebodysNode") << QByteArray("{}") << qint64 {10000};
        QTest::newRow("none") << QByteArray("GetImageSize") << QByteArray("{}") << qint64 {0};
    }
    void sizesFollowTheSettings()
    {
        QFETCH(QByteArray, type);
        QFETCH(QByteArray, settings);
        QFETCH(qint64, pixels);
        CostQuery query;
        query.type = type.toStdString();
        query.linked["image"].pixels = 10000;
        const auto json = parseJson(settings.toStdString());
        for (const auto& [name, value] : json->items())
            query.literals[name] = value;
        const auto answer = CostTable::shipped().costOf(query, [](const auto&, const auto&) { return Hash256 {}; });
        QVERIFY(answer);
        QCOMPARE(answer->output.pixels, pixels);
    }

    void workOnMadeUpPicturesIsCounted()
    {
        Fragment fragment = upscale(kCompact);
        fragment.inputs.clear();
        fragment.nodes.insert(fragment.nodes.begin(), {"5", "SolidMask", {{"width", Json(4096)}, {"height", Json(4096)}}});
        fragment.nodes.insert(fragment.nodes.begin() + 1, {"6", "MaskToImage", {{"mask", SlotRef {"5", 0}}}});
        fragment.nodes[3].inputs["image"] = SlotRef {"6", 0};
        QVERIFY(workOf(fragment, {})->total.value > 139'000);
    }

    void aBatchIsScaledPictureByPicture()
    {
        Fragment fragment;
        fragment.inputs.push_back({{"1", 0}, "IMAGE", false});
        fragment.nodes.push_back({"2", "RepeatImageBatch", {{"image", BoundaryRef {0}}, {"amount", Json(32)}}});
        fragment.nodes.push_back({"3", "ImageBatch", {{"image1", SlotRef {"2", 0}}, {"image2", SlotRef {"2", 0}}}});
        fragment.nodes.push_back(
            {"4", "ImageScale", {{"image", SlotRef {"3", 0}}, {"width", Json(1000)}, {"height", Json(1000)}}});
        QCOMPARE(workOf(fragment, {{{12}}})->micros[2].second, 500 + 64 * 10'000);
    }

    void passesCount()
    {
        Fragment fragment;
        fragment.inputs.push_back({{"1", 0}, "MASK", false});
        fragment.nodes.push_back({"2", "GrowMask", {{"mask", BoundaryRef {0}}, {"expand", Json(-40)}}});
        QCOMPARE(workOf(fragment, {{{4'000'000}}})->micros[0].second, 500 + 40 * 10'000);
        for (const Json& spelled : {Json("-40"), Json(40.5), Json(" 40 ")}) { // as the worker takes it
            fragment.nodes[0].inputs["expand"] = spelled;
            QCOMPARE(workOf(fragment, {{{4'000'000}}})->micros[0].second, 500 + 40 * 10'000);
        }
    }

    void latentsCountThePixelsOfTheirPictures_data()
    {
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<QByteArray>("input"); // has 10,000 pixels
        QTest::addColumn<QByteArray>("settings");
        QTest::addColumn<qint64>("pixels");
        const auto row = [](const char* name, const char* type, const char* input, const char* settings, qint64 pixels) {
            QTest::newRow(name) << QByteArray(type) << QByteArray(input) << QByteArray(settings) << pixels;
        };
        row("empty", "EmptyLatentImage", "", R"({"width":512,"height":768,"batch_size":3})", 512 * 768 * 3);
        row("empty, SD3", "EmptySD3LatentImage", "", R"({"width":64,"height":64,"batch_size":1})", 4096);
        row("sides from elsewhere: a megapixel", "EmptyLatentImage", "", R"({"batch_size":2})", 2 << 20);
        row("hostile sides", "EmptyLatentImage", "", R"({"width":-1,"height":1e300,"batch_size":-5})", 1 << 20);
        row("picture of unknown size", "EmptyImage", "", "{}", 1 << 20);
        row("mask of unknown size", "SolidMask", "", "{}", 1 << 20);
        row("upscaled", "LatentUpscale", "samples", R"({"width":512,"height":0})", 512 * 512);
        row("upscaled by, to whole cells", "LatentUpscaleBy", "samples", R"({"scale_by":1.5})", 22500 + 1500 + 16);
        row("repeated", "RepeatLatentBatch", "samples", R"({"amount":64})", 640000);
        row("cropped", "LatentCrop", "samples", R"({"width":64,"height":64})", 4096);
        row("from a file", "LoadLatent", "latent", "{}", 40000);
        row("side by side", "LatentConcat", "samples2", "{}", 10000);
        row("any number of inputs", "BatchLatentsNode", "latents.latent7", "{}", 10000);
        row("decoded", "VAEDecode", "samples", "{}", 10000);
        row("for Kontext", "FluxKontextImageScale", "image", "{}", 1062400);
        row("by ways: sides", "ResizeImageMaskNode", "input",
            R"({"resize_type":"scale dimensions","resize_type.width":10,"resize_type.height":20})", 200);
        row("by ways: a factor", "ResizeImageMaskNode", "input",
            R"({"resize_type":"scale by multiplier","resize_type.multiplier":2,"resize_type.width":7})", 40000);
        row("by ways: unknown", "ResizeImageMaskNode", "input", R"({"resize_type":"?","resize_type.width":7})", 10000);
    }
    void latentsCountThePixelsOfTheirPictures()
    {
        QFETCH(QByteArray, type);
        QFETCH(QByteArray, input);
        QFETCH(QByteArray, settings);
        QFETCH(qint64, pixels);
        CostQuery query;
        query.type = type.toStdString();
        if (!input.isEmpty())
            query.linked[input.toStdString()].pixels = 10000;
        const auto json = parseJson(settings.toStdString());
        for (const auto& [name, value] : json->items())
            query.literals[name] = value;
        const auto answer = CostTable::shipped().costOf(query, [](const auto&, const auto&) { return Hash256 {}; });
        QVERIFY(answer);
        QCOMPARE(answer->output.pixels, pixels);
    }

    void autoencodersAndTextsGoByTheirModel()
    {
        Fragment fragment;
        fragment.inputs.push_back({{"0", 0}, "LATENT", false});
        fragment.nodes.push_back({"1", "CheckpointLoaderSimple", {{"ckpt_name", Json("x")}}});
        fragment.nodes.push_back({"2", "VAEDecode", {{"samples", BoundaryRef {0}}, {"vae", SlotRef {"1", 2}}}});
        fragment.nodes.push_back({"3", "VAEEncode", {{"pixels", SlotRef {"2", 0}}, {"vae", SlotRef {"1", 2}}}});
        fragment.nodes.push_back({"4", "VAEDecodeTiled", {{"samples", SlotRef {"3", 0}}, {"vae", SlotRef {"1", 2}}}});
        fragment.nodes.push_back({"5", "CLIPTextEncode", {{"text", Json(std::string(256, 'a'))}, {"clip", SlotRef {"1", 1}}}});
        fragment.nodes.push_back({"6", "InpaintModelConditioning", {{"pixels", SlotRef {"2", 0}}, {"vae", SlotRef {"1", 2}}}});
        fragment.models.push_back({"checkpoints", "x", {}});
        const std::vector<InputSize> sizes {{{250'000}}}; // a megapixel
        const auto unknown = workOf(fragment, sizes);
        QVERIFY(unknown);
        const std::vector<std::int64_t> dear {150'000, 63'002'000, 31'502'000, 252'002'000, 200'500, 63'002'000};
        for (std::size_t i = 0; i < dear.size(); ++i)
            QCOMPARE(unknown->micros[i].second, dear[i]);
        fragment.models[0].sha256 = Hash256::fromHex(kSprout).valueOr({});
        const auto sprout = workOf(fragment, sizes);
        const std::vector<std::int64_t> cheap {150'000, 632'000, 317'000, 2'522'000, 4'500, 632'000};
        for (std::size_t i = 0; i < cheap.size(); ++i)
            QCOMPARE(sprout->micros[i].second, cheap[i]);
        // An upscaler isn't an autoencoder, whatever a fragment says: it costs what an unlisted one does.
        fragment.models[0].sha256 = Hash256::fromHex(kCompact).valueOr({});
        QCOMPARE(workOf(fragment, sizes)->micros[1].second, dear[1]);
    }

    void batchesThatAreCutAreSoManyItems()
    {
        Fragment fragment;
        fragment.nodes.push_back({"1", "EmptyImage", {{"width", Json(10)}, {"height", Json(10)}, {"batch_size", Json(7)}}});
        fragment.nodes.push_back({"2", "RebatchImages", {{"images", SlotRef {"1", 0}}, {"batch_size", Json(2)}}});
        fragment.nodes.push_back({"3", "ImageInvert", {{"image", SlotRef {"2", 0}}}});
        QCOMPARE(workOf(fragment, {})->micros[2].second, 4 * 200 + 3); // 700 pixels at 4,000 us a megapixel
    }

    void anEstimateOfALatentHoldsItsMaskAndChannels_data()
    {
        QTest::addColumn<int>("channels");
        QTest::addColumn<int>("batch");
        QTest::addColumn<bool>("masked");
        QTest::newRow("plain") << 4 << 1 << false;
        QTest::newRow("SD3, a batch") << 16 << 3 << false;
        QTest::newRow("masked") << 4 << 1 << true;
        QTest::newRow("SD3, a masked batch") << 16 << 3 << true;
    }
    void anEstimateOfALatentHoldsItsMaskAndChannels()
    {
        QFETCH(int, channels);
        QFETCH(int, batch);
        QFETCH(bool, masked);
        const auto zeros = [](std::vector<std::int64_t> shape) {
            const auto count = std::accumulate(shape.begin(), shape.end(), std::int64_t {1}, std::multiplies<>());
            return floatTensor(shape, std::vector<float>(static_cast<std::size_t>(count), 0));
        };
        Value latent;
        latent.type = "LATENT";
        latent.tensors.emplace_back("samples", zeros({batch, channels, 8, 16}));
        latent.tensors.emplace_back("batch_index",
            Tensor {DType::I64, {batch}, SharedBytes::take(std::vector<std::uint8_t>(8 * static_cast<std::size_t>(batch)))});
        if (masked)
            latent.tensors.emplace_back("noise_mask", zeros({1, 1, 64, 128}));
        const auto known = [](const auto&, const auto&) { return Hash256 {}; };
        CostQuery empty {channels == 4 ? "EmptyLatentImage" : "EmptySD3LatentImage",
            {{"width", Json(128)}, {"height", Json(64)}, {"batch_size", Json(batch)}}, {}};
        CostQuery mask {masked ? "SetLatentNoiseMask" : "LatentFlip", {}, {}};
        mask.linked["samples"] = CostTable::shipped().costOf(empty, known)->output;
        mask.linked["mask"].pixels = 64 * 128;
        const ValueExtent made = CostTable::shipped().costOf(mask, known)->output;
        QCOMPARE(made.latent.channels, channels);
        const std::int64_t exact = inputSizeOf({latent})->itemBytes[0];
        const std::int64_t estimate = CostTable::shipped().bytesOf("LATENT", made) + encodedOverheadBytes("LATENT");
        QVERIFY2(estimate >= exact && estimate <= exact + 384, qPrintable(QString::number(estimate - exact)));
        QVERIFY(roughSizeOf({latent}).itemBytes[0] >= exact);
        QVERIFY(CostTable::shipped().pixelsOf("LATENT", exact) >= 64 * 128 * batch);
    }

    /// Every way in which a node type gets into the registry: a constant whose initialiser names it.
    void everyNativeNodeHasARow()
    {
        QFile table(QStringLiteral(WEFT_SOURCE_DIR "/resources/prices/costs.json"));
        QVERIFY(table.open(QIODevice::ReadOnly));
        const auto costs = parseJson(table.readAll().toStdString());
        QVERIFY(costs);
        static const QRegularExpression constant(
            QStringLiteral("^(static )?const bool \\w+\\s*="), QRegularExpression::MultilineOption);
        static const QRegularExpression declared(QStringLiteral(
            "\\bnode\\(\\s*\"([^\"]+)\"|\\badd\\(\\w+<\\w+>\\(\\s*\"([^\"]+)\"|\\btype\\.name = \"([^\"]+)\""));
        QDirIterator files(QStringLiteral(WEFT_SOURCE_DIR "/gpu-worker/nodes"), {QStringLiteral("*.cpp")});
        std::set<QString> types;
        while (files.hasNext()) {
            QFile file(files.next());
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QString text = QString::fromUtf8(file.readAll());
            qsizetype found = 0;
            for (auto matches = declared.globalMatch(text); matches.hasNext(); ++found)
                types.insert(matches.next().capturedTexts().back());
            QVERIFY2(found == text.count(constant),
                qPrintable(file.fileName() + QStringLiteral(": a node type is declared in a new way")));
        }
        QFile language(QStringLiteral(WEFT_SOURCE_DIR "/app/engines/language/LanguageCatalogue.cpp"));
        QVERIFY(language.open(QIODevice::ReadOnly));
        static const QRegularExpression ofLanguage(QStringLiteral("languageType\\(\\s*\"(\\w+)\""));
        const QString text = QString::fromUtf8(language.readAll());
        for (auto matches = ofLanguage.globalMatch(text); matches.hasNext();)
            types.insert(matches.next().captured(1));
        for (const QString& type : types)
            QVERIFY2(costs->at("nodes").contains(type.toStdString()), qPrintable(type + QStringLiteral(" has no price")));
        for (const auto& [type, row] : costs->at("nodes").items())
            QVERIFY2(types.contains(QString::fromStdString(type)), (type + " has a price, but isn't there").c_str());
    }

    void aTableWithMistakesIsRefused_data()
    {
        QTest::addColumn<QByteArray>("node");
        QTest::newRow("no such way to count") << QByteArray(R"({"base_us":1,"us_per_megapixel":1,"rate":"?"})");
        QTest::newRow("a model's rate, but no model") << QByteArray(R"({"base_us":1,"us_per_megapixel":1,"rate":"step"})");
        QTest::newRow("a rate that its model hasn't") << QByteArray(R"({"base_us":1,"uses":"vae","rate":"decode"})");
        QTest::newRow("no such model") << QByteArray(R"({"base_us":1,"uses":"vae","unknown":"?"})");
        QTest::newRow("not whole") << QByteArray(R"({"base_us":1,"us_per_megapixel":1,"repeat":1.5})");
        QTest::newRow("negative") << QByteArray(R"({"base_us":1,"us_per_megapixel":1,"adds_calls":-1})");
    }
    void aTableWithMistakesIsRefused()
    {
        QFETCH(QByteArray, node);
        const std::string head = R"({"sampling":{"unknown_steps":1,"sigmas_header_bytes":1,"bytes_per_sigma":1},)"
                                 R"("default":{"base_us":1,"us_per_megapixel":1},)"
                                 R"("architectures":{"unknown":{"us_per_megapixel":1}},"nodes":{"X":)";
        QVERIFY(CostTable::parse(head + R"({"base_us":1,"us_per_megapixel":1}}})"));
        QCOMPARE(CostTable::parse(head + node.toStdString() + "}}").error().code, ErrorCode::SettingInvalid);
    }

    void tokensArePricedByTheMost_data()
    {
        QTest::addColumn<QByteArray>("tokens"); // empty: linked
        QTest::addColumn<qint64>("counted");
        QTest::newRow("a literal") << QByteArray("100") << qint64 {100};
        QTest::newRow("a text") << QByteArray("\"100\"") << qint64 {100};
        QTest::newRow("one") << QByteArray("1") << qint64 {1};
        QTest::newRow("above the most") << QByteArray("1000000000000") << qint64 {32'768};
        QTest::newRow("no number") << QByteArray("\"many\"") << qint64 {4096};
        QTest::newRow("linked") << QByteArray() << qint64 {4096};
    }
    void tokensArePricedByTheMost()
    {
        QFETCH(QByteArray, tokens);
        QFETCH(qint64, counted);
        Fragment fragment;
        fragment.nodes.push_back({"1", "PrimitiveInt", {{"value", Json(7)}}});
        fragment.nodes.push_back({"2", "TextGenerate", {{"prompt", Json(std::string(600, 'x'))}}});
        fragment.nodes[1].inputs["max_tokens"] = tokens.isEmpty() ? FragmentInput(SlotRef {"1", 0}) : FragmentInput(*parseJson(tokens.toStdString()));
        const auto work = workOf(fragment, {});
        QVERIFY(work);
        QCOMPARE(work->pieces.at("2").count, counted);
        QCOMPARE(work->micros[1].second, 2000 + 3 * 1'280'000 + counted * 100'000);
        QCOMPARE(microsFor(work->micros[1].second, work->pieces.at("2"), 0), 2000 + 3 * 1'280'000);
        QCOMPARE(microsFor(work->micros[1].second, work->pieces.at("2"), counted + 5), work->micros[1].second);
        fragment.work["TextGenerate"] = 5; // a price of its own isn't by the token
        QVERIFY(workOf(fragment, {})->pieces.empty());
        QCOMPARE(referenceMicrosPerToken(), 100'000);
    }

    void textsOfAListArePricedEach()
    {
        Fragment fragment;
        fragment.inputs.push_back({{"1", 0}, "STRING", false});
        fragment.nodes.push_back({"2", "TextGenerate", {{"prompt", BoundaryRef {0}}, {"max_tokens", Json(10)}}});
        const auto work = workOf(fragment, {{{100, 100, 100}}});
        QCOMPARE(work->pieces.at("2").count, 30);
        QCOMPARE(work->micros[0].second, 3 * (2000 + 1'280'000 + 1'000'000));
    }

    void absurdSizesAreErrorsNotWrappedNumbers()
    {
        QCOMPARE(workOf(upscale(kCompact), {{{INT64_MAX}}}).error().code, ErrorCode::LimitExceeded);
        QCOMPARE(workOf(upscale(kCompact), {{{-1}}}).error().code, ErrorCode::LimitExceeded);
        QCOMPARE(workOf(upscale(kCompact), {}).error().code, ErrorCode::ValueInvalid);
        auto latent = upscale(kCompact);
        for (const char* type : {"LATENT", "SIGMAS"}) {
            latent.inputs[0].type = type;
            const std::vector<std::int64_t> many(10'000, INT64_MAX);
            QCOMPARE(workOf(latent, {{many}}).error().code, ErrorCode::LimitExceeded);
        }
        auto reversed = upscale(kCompact);
        std::swap(reversed.nodes[1], reversed.nodes[2]);
        QCOMPARE(workOf(reversed, {{{12}}}).error().code, ErrorCode::LinkInvalid);
    }

    void quotesRoundUp()
    {
        QCOMPARE(quoteFor({8520}, credits(1))->amount.micro, 8'520'000);
        QCOMPARE(quoteFor({1}, microCredits(1))->amount.micro, 1);
        QCOMPARE(quoteFor({0}, credits(1))->amount.micro, 0);
        QCOMPARE(quoteFor({INT64_MAX}, credits(1)).error().code, ErrorCode::AmountInvalid);
        QCOMPARE(quoteFor({1'000'000'000'000}, credits(1)).error().code, ErrorCode::AmountInvalid);
    }

    void sharesAddUpExactly()
    {
        const std::vector<std::int64_t> weights {1, 1, 1, 0, 7, 13};
        for (std::int64_t amount = 0; amount < 100; ++amount) {
            std::int64_t sum = 0;
            for (const Money share : sharesOf({amount}, weights)) {
                QVERIFY(share.micro >= 0);
                sum += share.micro;
            }
            QCOMPARE(sum, amount);
        }
        QCOMPARE(sharesOf({10}, std::vector<std::int64_t> {0, 0}).back().micro, 10);
        QVERIFY(sharesOf({10}, {}).empty());
    }
};

QTEST_GUILESS_MAIN(TestCosts)
#include "TestCosts.moc"
