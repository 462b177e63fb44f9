// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/models/LoraFile.h"

#include "gpu-worker/models/ClipFiles.h"
#include "gpu-worker/models/LoraNames.h"
#include "gpu-worker/models/Unet.h"
#include "tests/gpu-worker/models/SmallModels.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/kron.h>
#include <ATen/ops/mm.h>
#include <ATen/ops/rand.h>

#include <QTest>

#include <cstring>

using namespace weft;

namespace {

/// A LoRA in the making.
class File {
public:
    at::Tensor random(const std::string& name, std::vector<std::int64_t> shape)
    {
        const at::Tensor values = at::rand(shape) - 0.5;
        std::vector<float> floats(static_cast<std::size_t>(values.numel()));
        std::memcpy(floats.data(), values.const_data_ptr<float>(), floats.size() * sizeof(float));
        m_file.tensors[name] = floatTensor(std::move(shape), floats);
        return values;
    }
    void number(const std::string& name, float value) { m_file.tensors[name] = floatTensor({}, {value}); }
    Weights weights() const { return Weights(m_file); }

private:
    SafetensorsFile m_file;
};

/// A small SD1 UNet and what a LoRA makes of one of its weights.
struct Fixture {
    std::shared_ptr<const Unet> unet = Unet::make(ParameterSet::of(smallUnet({.contextDim = 64}), {}).value()).value();

    at::Tensor weight(const std::string& name) const { return unet->weight(name); }
    at::Tensor patched(const File& file, const std::string& name, double strength) const
    {
        const LoraPatches patches = readLora(file.weights(), *unet, nullptr, strength, 0).value();
        return unet->patched(patches.model)->weight(name);
    }
};

const std::string kQuery = "input_blocks.1.1.transformer_blocks.0.attn1.to_q.weight"; // [32, 32]
const std::string kConvolution = "input_blocks.1.0.in_layers.2.weight"; // [32, 32, 3, 3]
const std::string kQueryModule = "lora_unet_down_blocks_0_attentions_0_transformer_blocks_0_attn1_to_q";
const std::string kConvolutionModule = "lora_unet_down_blocks_0_resnets_0_conv1";

} // namespace

class TestLora : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void names_data()
    {
        QTest::addColumn<QString>("module");
        QTest::addColumn<QString>("up");
        QTest::addColumn<QString>("down");
        QTest::newRow("kohya, diffusers' blocks") << QString::fromStdString(kQueryModule) << ".lora_up.weight" << ".lora_down.weight";
        QTest::newRow("kohya, ldm's blocks") << "lora_unet_input_blocks_1_1_transformer_blocks_0_attn1_to_q" << ".lora_up.weight"
                                             << ".lora_down.weight";
        QTest::newRow("diffusers, old") << "unet.down_blocks.0.attentions.0.transformer_blocks.0.attn1.processor.to_q"
                                        << "_lora.up.weight" << "_lora.down.weight";
        QTest::newRow("PEFT") << "unet.down_blocks.0.attentions.0.transformer_blocks.0.attn1.to_q" << ".lora_B.weight"
                              << ".lora_A.weight";
        QTest::newRow("generic") << "diffusion_model.input_blocks.1.1.transformer_blocks.0.attn1.to_q" << ".lora_B.weight"
                                 << ".lora_A.weight";
    }
    void names()
    {
        QFETCH(QString, module);
        QFETCH(QString, up);
        QFETCH(QString, down);
        const Fixture fixture;
        File file;
        const at::Tensor b = file.random((module + up).toStdString(), {32, 4});
        const at::Tensor a = file.random((module + down).toStdString(), {4, 32});
        const at::Tensor wanted = fixture.weight(kQuery) + at::mm(b, a) * 0.7;
        QVERIFY(worstDifference(fixture.patched(file, kQuery, 0.7), wanted) < 1e-6);
    }

    void alphaIsDividedByTheRank()
    {
        const Fixture fixture;
        File file;
        const at::Tensor b = file.random(kQueryModule + ".lora_up.weight", {32, 4});
        const at::Tensor a = file.random(kQueryModule + ".lora_down.weight", {4, 32});
        file.number(kQueryModule + ".alpha", 2);
        const at::Tensor wanted = fixture.weight(kQuery) + at::mm(b, a) * (0.5 * -1.5);
        QVERIFY(worstDifference(fixture.patched(file, kQuery, -1.5), wanted) < 1e-6);
    }

    void convolutions()
    {
        const Fixture fixture;
        File file;
        const at::Tensor b = file.random(kConvolutionModule + ".lora_up.weight", {32, 4, 1, 1});
        const at::Tensor a = file.random(kConvolutionModule + ".lora_down.weight", {4, 32, 3, 3});
        const at::Tensor wanted
            = fixture.weight(kConvolution) + at::mm(b.flatten(1), a.flatten(1)).reshape({32, 32, 3, 3});
        QVERIFY(worstDifference(fixture.patched(file, kConvolution, 1), wanted) < 1e-6);
    }

    /// LoCon with a 3x3 core between two 1x1 convolutions.
    void convolutionsWithCore()
    {
        const Fixture fixture;
        File file;
        const at::Tensor b = file.random(kConvolutionModule + ".lora_up.weight", {32, 4, 1, 1});
        const at::Tensor a = file.random(kConvolutionModule + ".lora_down.weight", {4, 32, 1, 1});
        const at::Tensor core = file.random(kConvolutionModule + ".lora_mid.weight", {4, 4, 3, 3});
        at::Tensor wanted = fixture.weight(kConvolution).clone();
        for (int y = 0; y < 3; ++y) {
            for (int x = 0; x < 3; ++x) {
                const at::Tensor tap = core.select(3, x).select(2, y);
                wanted.select(3, x).select(2, y).add_(at::mm(at::mm(b.flatten(1), tap), a.flatten(1)));
            }
        }
        QVERIFY(worstDifference(fixture.patched(file, kConvolution, 1), wanted) < 1e-5);
    }

    void loha()
    {
        const Fixture fixture;
        File file;
        const at::Tensor a1 = file.random(kQueryModule + ".hada_w1_a", {32, 4});
        const at::Tensor b1 = file.random(kQueryModule + ".hada_w1_b", {4, 32});
        const at::Tensor a2 = file.random(kQueryModule + ".hada_w2_a", {32, 4});
        const at::Tensor b2 = file.random(kQueryModule + ".hada_w2_b", {4, 32});
        file.number(kQueryModule + ".alpha", 1);
        const at::Tensor wanted = fixture.weight(kQuery) + at::mm(a1, b1) * at::mm(a2, b2) / 4;
        QVERIFY(worstDifference(fixture.patched(file, kQuery, 1), wanted) < 1e-6);
    }

    void lokr()
    {
        const Fixture fixture;
        File file;
        const at::Tensor w1 = file.random(kQueryModule + ".lokr_w1", {4, 8});
        const at::Tensor a = file.random(kQueryModule + ".lokr_w2_a", {8, 2});
        const at::Tensor b = file.random(kQueryModule + ".lokr_w2_b", {2, 4});
        file.number(kQueryModule + ".alpha", 1);
        const at::Tensor wanted = fixture.weight(kQuery) + at::kron(w1, at::mm(a, b)) * 0.5;
        QVERIFY(worstDifference(fixture.patched(file, kQuery, 1), wanted) < 1e-6);
    }

    void lokrOfConvolutions()
    {
        const Fixture fixture;
        File file;
        const at::Tensor w1 = file.random(kConvolutionModule + ".lokr_w1", {4, 8});
        const at::Tensor w2 = file.random(kConvolutionModule + ".lokr_w2", {8, 4, 3, 3});
        file.number(kConvolutionModule + ".alpha", 7); // of no use where nothing is decomposed
        const at::Tensor wanted = fixture.weight(kConvolution) + at::kron(w1.reshape({4, 8, 1, 1}), w2);
        QVERIFY(worstDifference(fixture.patched(file, kConvolution, 1), wanted) < 1e-6);
    }

    void dora_data()
    {
        QTest::addColumn<bool>("rows");
        QTest::newRow("rows") << true;
        QTest::newRow("columns") << false;
    }
    void dora()
    {
        QFETCH(bool, rows);
        const Fixture fixture;
        File file;
        const at::Tensor b = file.random(kQueryModule + ".lora_up.weight", {32, 4});
        const at::Tensor a = file.random(kQueryModule + ".lora_down.weight", {4, 32});
        const std::vector<std::int64_t> shape = rows ? std::vector<std::int64_t> {32, 1} : std::vector<std::int64_t> {1, 32};
        const at::Tensor magnitudes = file.random(kQueryModule + ".dora_scale", shape);
        const at::Tensor weight = fixture.weight(kQuery);
        const at::Tensor changed = weight + at::mm(b, a);
        // The norm over rows is taken before the change, as ComfyUI does.
        const at::Tensor length = rows ? weight.norm(2, 1, true) : changed.norm(2, 0, true);
        const at::Tensor whole = changed * (magnitudes / length);
        QVERIFY(worstDifference(fixture.patched(file, kQuery, 1), whole) < 1e-5);
        QVERIFY(worstDifference(fixture.patched(file, kQuery, 0.5), (weight + whole) / 2) < 1e-5);
    }

    void differences()
    {
        const Fixture fixture;
        File file;
        const at::Tensor weight = file.random("lora_unet_conv_out.diff", {4, 32, 3, 3});
        const at::Tensor bias = file.random("lora_unet_conv_out.diff_b", {4});
        QVERIFY(worstDifference(fixture.patched(file, "out.2.weight", 0.5), fixture.weight("out.2.weight") + weight / 2) < 1e-6);
        QVERIFY(worstDifference(fixture.patched(file, "out.2.bias", 0.5), fixture.weight("out.2.bias") + bias / 2) < 1e-6);
    }

    void whatFitsNothingIsLeftOut()
    {
        const Fixture fixture;
        File file;
        file.random(kQueryModule + ".lora_up.weight", {32, 4});
        file.random(kQueryModule + ".lora_down.weight", {4, 32});
        file.random("lora_unet_unheard_of.lora_up.weight", {32, 4});
        const LoraPatches patches = readLora(file.weights(), *fixture.unet, nullptr, 1, 1).value();
        QCOMPARE(patches.model.size(), 1u);
        QCOMPARE(patches.unmatched, std::vector<std::string> {"lora_unet_unheard_of.lora_up.weight"});
        QVERIFY(readLora(file.weights(), *fixture.unet, nullptr, 0, 0).value().model.empty());
    }

    void loraForAnotherModel_data()
    {
        QTest::addColumn<QString>("module");
        QTest::addColumn<int>("width");
        QTest::newRow("other names") << "lora_unet_double_blocks_0_img_attn_qkv" << 32;
        QTest::newRow("other shapes") << QString::fromStdString(kQueryModule) << 48;
    }
    void loraForAnotherModel()
    {
        QFETCH(QString, module);
        QFETCH(int, width);
        const Fixture fixture;
        File file;
        file.random(module.toStdString() + ".lora_up.weight", {width, 4});
        file.random(module.toStdString() + ".lora_down.weight", {4, width});
        const auto patches = readLora(file.weights(), *fixture.unet, nullptr, 1, 1);
        QVERIFY(!patches);
        QCOMPARE(patches.error().code, ErrorCode::ModelUnsupported);
        QVERIFY(!patches.error().detail.empty());
    }

    /// The product alone would be 40 GB.
    void loraForAnotherTextEncoder()
    {
        const Fixture fixture;
        golden::TinyFile stored(3, DType::F16);
        golden::addOpenClip(stored, "", 64, 2, 128);
        const auto clip = makeClip({Weights(stored.inMemory())}, ClipPurpose::Any).value();
        const std::string module = "lora_te_text_model_encoder_layers_0_mlp_fc1"; // [128, 64]
        const auto read = [&](const File& file) { return readLora(file.weights(), *fixture.unet, clip.get(), 1, 1); };
        File wide;
        wide.random(module + ".lora_up.weight", {100'000, 1});
        wide.random(module + ".lora_down.weight", {1, 100'000});
        QCOMPARE(read(wide).error().code, ErrorCode::ModelUnsupported);
        QVERIFY(read(wide).error().args.at("key").starts_with("clip_l."));
        // A few that don't fit are left out, as in ComfyUI.
        for (const std::string name : {"mlp_fc2", "self_attn_q_proj", "self_attn_k_proj", "self_attn_v_proj"}) {
            const bool second = name == "mlp_fc2";
            wide.random("lora_te_text_model_encoder_layers_0_" + name + ".lora_up.weight", {64, 2});
            wide.random("lora_te_text_model_encoder_layers_0_" + name + ".lora_down.weight", {2, second ? 128 : 64});
        }
        const auto patches = read(wide).value().clip;
        QCOMPARE(patches.size(), std::size_t {4});
        QVERIFY(clip->patched(patches)->weight("clip_l.text_model.encoder.layers.0.mlp.fc2.weight").defined());
    }

    /// Magnitudes of another shape would spread the weight over it.
    void magnitudesForAnotherWeight()
    {
        const Fixture fixture;
        File file;
        file.random(kQueryModule + ".lora_up.weight", {32, 4});
        file.random(kQueryModule + ".lora_down.weight", {4, 32});
        file.random(kQueryModule + ".dora_scale", {100'000, 1, 1, 1});
        QCOMPARE(readLora(file.weights(), *fixture.unet, nullptr, 1, 1).error().code, ErrorCode::ModelUnsupported);
    }

    /// Tucker cores that don't fit their matrices, or each other.
    void coresForOtherMatrices()
    {
        const Fixture fixture;
        File file;
        for (const std::string half : {"1", "2"}) {
            file.random(kConvolutionModule + ".hada_w" + half + "_a", {4, 32});
            file.random(kConvolutionModule + ".hada_w" + half + "_b", {4, half == "2" ? 50'000 : 32});
            file.random(kConvolutionModule + ".hada_t" + half, {4, 4, 3, 3});
        }
        QCOMPARE(readLora(file.weights(), *fixture.unet, nullptr, 1, 1).error().args.at("key"), kConvolutionModule + ".hada_t1");
    }

    void halfALora()
    {
        const Fixture fixture;
        File file;
        file.random(kQueryModule + ".lora_up.weight", {32, 4});
        const auto patches = readLora(file.weights(), *fixture.unet, nullptr, 1, 1);
        QCOMPARE(patches.error().args.at("key"), kQueryModule + ".lora_down.weight");
    }

    void textEncoderNames_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("weight");
        QTest::newRow("SD1") << "lora_te_text_model_encoder_layers_0_mlp_fc1" << "clip_l.text_model.encoder.layers.0.mlp.fc1.weight";
        QTest::newRow("SDXL, L") << "lora_te1_text_model_encoder_layers_0_mlp_fc1"
                                 << "clip_l.text_model.encoder.layers.0.mlp.fc1.weight";
        QTest::newRow("SDXL, G") << "lora_te2_text_model_encoder_layers_0_mlp_fc1"
                                 << "clip_g.text_model.encoder.layers.0.mlp.fc1.weight";
        QTest::newRow("diffusers, G") << "text_encoder_2.text_model.encoder.layers.0.mlp.fc1"
                                      << "clip_g.text_model.encoder.layers.0.mlp.fc1.weight";
    }
    void textEncoderNames()
    {
        QFETCH(QString, name);
        QFETCH(QString, weight);
        const auto names = loraNamesOfClip({"clip_l.text_model.encoder.layers.0.mlp.fc1.weight",
            "clip_g.text_model.encoder.layers.0.mlp.fc1.weight", "clip_g.text_model.final_layer_norm.bias"});
        QCOMPARE(names.at(name.toStdString()).weight, weight.toStdString());
    }
};

QTEST_GUILESS_MAIN(TestLora)
#include "TestLora.moc"
