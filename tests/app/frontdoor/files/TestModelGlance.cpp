// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/frontdoor/files/ModelGlance.h"

#include <QTest>

using namespace weft;

namespace {

Json shaped(std::vector<int> shape) { return {{"dtype", "F16"}, {"shape", shape}, {"data_offsets", {0, 0}}}; }

Json unet(const std::string& prefix, int channels, int width)
{
    return {{prefix + "input_blocks.0.0.weight", shaped({320, channels, 3, 3})},
        {prefix + "input_blocks.4.1.transformer_blocks.0.attn2.to_k.weight", shaped({640, width})}};
}

} // namespace

class TestModelGlance : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void kinds_data()
    {
        QTest::addColumn<QString>("header");
        QTest::addColumn<QString>("told");
        const std::string whole = "model.diffusion_model.";
        const auto row = [](const char* what, const Json& header, const Json& told) {
            QTest::newRow(what) << QString::fromStdString(header.dump()) << QString::fromStdString(told.dump());
        };
        row("SD 1.5", unet(whole, 4, 768), {{"base_model", "sd15"}, {"is_inpaint", false}});
        row("SD 1.5 that inpaints", unet(whole, 9, 768), {{"base_model", "sd15"}, {"is_inpaint", true}});
        row("SD 2, without the rest of a checkpoint", unet("", 4, 1024), {{"base_model", "sd20"}, {"is_inpaint", false}});
        row("SDXL", unet(whole, 4, 2048), {{"base_model", "sdxl"}, {"is_inpaint", false}, {"type", "eps"}});
        Json velocity = unet(whole, 4, 2048);
        velocity["v_pred"] = shaped({0});
        row("SDXL of velocities", velocity, {{"base_model", "sdxl"}, {"is_inpaint", false}, {"type", "v-prediction"}});
        row("its refiner", unet(whole, 4, 1280), {{"base_model", "sdxl-refiner"}, {"is_inpaint", false}});
        row("SD 3", {{whole + "joint_blocks.0.x_block.attn.qkv.weight", shaped({1, 1})}}, {{"base_model", "sd3"}, {"is_inpaint", false}});
        row("Flux", {{"double_blocks.0.img_attn.qkv.weight", shaped({1, 1})}}, {{"base_model", "flux"}, {"is_inpaint", false}});
        row("a U-Net of another kind", unet(whole, 4, 512), {{"base_model", "unknown"}, {"is_inpaint", false}});
        row("odd shapes", {{whole + "input_blocks.0.0.weight", {{"shape", "wide"}}}}, {{"base_model", "unknown"}, {"is_inpaint", false}});
        row("odd entries", {{whole + "input_blocks.0.0.weight", 5}}, {{"base_model", "unknown"}, {"is_inpaint", false}});
        row("nothing", Json::object(), {{"base_model", "unknown"}, {"is_inpaint", false}});
    }
    void kinds()
    {
        QFETCH(QString, header);
        QFETCH(QString, told);
        QCOMPARE(QString::fromStdString(modelGlanceOfHeader(Json::parse(header.toStdString())).dump()), told);
    }

    void missingFile() { QVERIFY(modelGlance(QStringLiteral("/nowhere/x.safetensors")) == (Json {{"base_model", "unknown"}, {"is_inpaint", false}})); }
};

QTEST_GUILESS_MAIN(TestModelGlance)
#include "TestModelGlance.moc"
