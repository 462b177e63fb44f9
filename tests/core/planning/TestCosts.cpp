// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/planning/CostTable.h"
#include "core/planning/Costs.h"

#include <QDirIterator>
#include <QRegularExpression>
#include <QTest>

#include <numeric>

using namespace weft;

namespace {

constexpr const char* kCompact = "9137ddea043358d0b0474e836fb8e8de174a9517d8c242f5f914d44bbb4c0c32";
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
    }

    void everyNativeNodeHasARow()
    {
        QFile table(QStringLiteral(WEFT_SOURCE_DIR "/resources/prices/costs.json"));
        QVERIFY(table.open(QIODevice::ReadOnly));
        const auto costs = parseJson(table.readAll().toStdString());
        QVERIFY(costs);
        static const QRegularExpression declared(QStringLiteral("\\bnode\\(\"(\\w+)\""));
        QDirIterator files(QStringLiteral(WEFT_SOURCE_DIR "/gpu-worker/nodes"), {QStringLiteral("*.cpp")});
        int types = 0;
        while (files.hasNext()) {
            QFile file(files.next());
            QVERIFY(file.open(QIODevice::ReadOnly));
            auto matches = declared.globalMatch(QString::fromUtf8(file.readAll()));
            for (; matches.hasNext(); ++types) {
                const QString type = matches.next().captured(1);
                QVERIFY2(costs->at("nodes").contains(type.toStdString()), qPrintable(type + QStringLiteral(" has no price")));
            }
        }
        QVERIFY(types >= 45);
    }

    void absurdSizesAreErrorsNotWrappedNumbers()
    {
        QCOMPARE(workOf(upscale(kCompact), {{{INT64_MAX}}}).error().code, ErrorCode::LimitExceeded);
        QCOMPARE(workOf(upscale(kCompact), {{{-1}}}).error().code, ErrorCode::LimitExceeded);
        QCOMPARE(workOf(upscale(kCompact), {}).error().code, ErrorCode::ValueInvalid);
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
