// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/golden/tiny/TinyNetworks.h"
#include "tests/gpu-worker/nodes/FakeContext.h"
#include "tests/gpu-worker/nodes/FakeModels.h"
#include "tests/gpu-worker/sampling/FormulaModel.h"

#include "gpu-worker/models/ModelFiles.h"
#include "gpu-worker/nodes/Sampling.h"

#include <ATen/ops/full.h>
#include <ATen/ops/zeros.h>

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <functional>
#include <limits>

using namespace weft;
using namespace weft::worker;
using namespace Qt::Literals;

namespace {

constexpr const char* kName = "a.safetensors";
constexpr const char* kNetwork = "model.diffusion_model.";
using Change = std::function<void(SafetensorsFile&)>;

template <typename T>
ItemList one(T value)
{
    return {PortTraits<T>::pack(std::move(value))};
}

/// A checkpoint of a small UNet and a small VAE.
SafetensorsFile sound()
{
    golden::TinyFile file(6);
    golden::addUnet(file, {.channels = 32});
    golden::addTaesd(file, "first_stage_model.", 4);
    return file.inMemory();
}

/// What a node says when a model file holds these bytes.
Error errorFrom(const char* node, const QByteArray& bytes, CallInputs more = {})
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QString::fromLatin1(kName));
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        return {};
    file.close();
    FakeContext context;
    context.models[kName] = path.toStdString();
    const NodeDefinition& definition = *Registry::builtIn().find(node);
    CallInputs inputs;
    for (const InputSpec& spec : definition.type.inputs) {
        if (!spec.modelFolder.empty()) {
            inputs.push_back(one(Choice {kName}));
        } else {
            inputs.push_back(more.front());
            more.erase(more.begin());
        }
    }
    const auto outputs = definition.run(definition.type, context, inputs);
    return outputs ? Error {} : outputs.error();
}

QByteArray bytesOf(const SafetensorsFile& file)
{
    const SharedBytes bytes = writeSafetensors(file).value();
    return {reinterpret_cast<const char*>(bytes.data()), qsizetype(bytes.size())};
}

QByteArray changed(const Change& change)
{
    SafetensorsFile file = sound();
    change(file);
    return bytesOf(file);
}

Tensor& weightIn(SafetensorsFile& file, const std::string& name)
{
    return file.tensors.at(kNetwork + name);
}

Conditioning anyText()
{
    return {{Cond {at::zeros({1, 77, kFormulaTextWidth}), {}, Json::object(), {}}}};
}

Result<CallOutputs> sampledWith(const ModelPtr& model, const at::Tensor& latent, std::int64_t steps)
{
    FakeContext context;
    const NodeDefinition& definition = *Registry::builtIn().find("KSampler");
    return definition.run(definition.type, context,
        {one(model), one(std::int64_t {1}), one(steps), one(2.0), one(Choice {"euler"}), one(Choice {"normal"}), one(anyText()),
            one(anyText()), one(Latent {latent, {}, {}}), one(1.0)});
}

const double kNan = std::numeric_limits<double>::quiet_NaN();

} // namespace

/// Whatever is wrong with a model gets an error that names the file and, where one is to blame, the weight.
class TestWrongFiles : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void checkpoints_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<ErrorCode>("code");
        QTest::addColumn<QString>("key");
        const auto row = [](const char* name, const QByteArray& bytes, ErrorCode code, const QString& key = {}) {
            QTest::newRow(name) << bytes << code << key;
        };
        const QByteArray whole = bytesOf(sound());
        row("empty", {}, ErrorCode::FileTruncated);
        row("half of it", whole.left(whole.size() / 2), ErrorCode::FileTruncated);
        row("only the header", whole.left(4000), ErrorCode::FileTruncated);
        row("another format", QByteArray("PK\3\4", 4).repeated(1000), ErrorCode::TensorFileInvalid);
        row("a header of 1 TB", QByteArray::fromHex("0000000000010000") + whole.mid(8), ErrorCode::TensorFileInvalid);
        row("no model", bytesOf({}), ErrorCode::ModelUnsupported);
        row("a weight is missing",
            changed([](SafetensorsFile& file) { file.tensors.erase(std::string(kNetwork) + "middle_block.0.in_layers.2.weight"); }),
            ErrorCode::ModelUnsupported, u"middle_block.0.in_layers.2.weight"_s);
        row("a bias is missing", changed([](SafetensorsFile& file) { file.tensors.erase(std::string(kNetwork) + "out.2.bias"); }),
            ErrorCode::ModelUnsupported, u"out.2.bias"_s);
        row("a weight of another shape", changed([](SafetensorsFile& file) {
            weightIn(file, "time_embed.2.weight") = floatTensor({2, 2}, {1, 2, 3, 4});
        }),
            ErrorCode::ModelUnsupported, u"time_embed.2.weight"_s);
        row("a weight of whole numbers", changed([](SafetensorsFile& file) { weightIn(file, "out.2.weight").dtype = DType::I16; }),
            ErrorCode::ModelUnsupported, u"out.2.weight"_s);
        row("a VAE with a gap", changed([](SafetensorsFile& file) {
            file.tensors.erase("first_stage_model.taesd_decoder.3.conv.2.weight");
        }),
            ErrorCode::ModelUnsupported, u"taesd_decoder.3.conv.2.weight"_s);
    }
    void checkpoints()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(ErrorCode, code);
        QFETCH(QString, key);
        const Error error = errorFrom("CheckpointLoaderSimple", bytes);
        QCOMPARE(nameOf(error.code).data(), nameOf(code).data());
        QVERIFY(!error.detail.empty());
        QCOMPARE(error.args.at("name"), std::string(kName));
        if (!key.isEmpty())
            QCOMPARE(QString::fromStdString(error.args.at("key")), key);
    }

    void otherLoaders_data()
    {
        QTest::addColumn<QByteArray>("node");
        QTest::newRow("VAE") << QByteArray("VAELoader");
        QTest::newRow("ControlNet") << QByteArray("ControlNetLoader");
        QTest::newRow("upscaler") << QByteArray("UpscaleModelLoader");
    }
    void otherLoaders()
    {
        QFETCH(QByteArray, node);
        golden::TinyFile file(6);
        file.raw("some.weight", {3, 3}, 1);
        const Error error = errorFrom(node.constData(), bytesOf(file.inMemory()));
        QCOMPARE(error.code, ErrorCode::ModelUnsupported);
        QCOMPARE(error.args.at("name"), std::string(kName));
        QCOMPARE(errorFrom(node.constData(), QByteArray(7, 'x')).code, ErrorCode::FileTruncated);
    }

    void loraForAnotherModel()
    {
        golden::TinyFile unet(6);
        golden::addUnet(unet, {.channels = 32});
        const ModelPtr model = makeDiffusionModel(Weights(unet.inMemory()), {}).value();
        golden::TinyFile file(6);
        file.raw("lora_unet_double_blocks_0_img_attn_proj.lora_up.weight", {32, 4}, 1);
        file.raw("lora_unet_double_blocks_0_img_attn_proj.lora_down.weight", {4, 32}, 1);
        const Error error = errorFrom("LoraLoaderModelOnly", bytesOf(file.inMemory()), {one(model), one(1.0)});
        QCOMPARE(error.code, ErrorCode::ModelUnsupported);
        QCOMPARE(error.args.at("name"), std::string(kName));
    }

    void vaeOfAnotherFamily()
    {
        FakeContext context;
        const NodeDefinition& definition = *Registry::builtIn().find("VAEDecode");
        const auto outputs = definition.run(definition.type, context,
            {one(Latent {at::zeros({1, 16, 8, 8}), {}, {}}), one(std::shared_ptr<const Vae>(std::make_shared<FakeVae>()))});
        QCOMPARE(outputs.error().code, ErrorCode::TypeMismatch);
        QVERIFY(outputs.error().detail.find("16 channels") != std::string::npos);
    }

    void noSteps()
    {
        const auto outputs = sampledWith(formulaModel(), at::zeros({1, 4, 8, 8}), 0);
        QVERIFY(!outputs);
        QCOMPARE(outputs.error().args.at("input"), std::string("steps"));
    }

    void latentOfNan()
    {
        const auto outputs = sampledWith(formulaModel(), at::full({1, 4, 8, 8}, kNan, at::kFloat), 2);
        QCOMPARE(outputs.error().code, ErrorCode::NodeFailed);
        QVERIFY(outputs.error().detail.find("aren't numbers") != std::string::npos);
    }

    void weightsOfNan()
    {
        SafetensorsFile file = sound();
        Tensor& bias = weightIn(file, "out.2.bias");
        bias = floatTensor(bias.shape, std::vector<float>(std::size_t(bias.count()), float(kNan)));
        const auto loaded = std::make_shared<DiffusionModel>(*makeDiffusionModel(Weights(file), {}).value());
        loaded->family.contextDim = 768;
        FakeContext context;
        const NodeDefinition& definition = *Registry::builtIn().find("KSampler");
        const Conditioning text {{Cond {at::zeros({1, 77, 768}), {}, Json::object(), {}}}};
        const auto outputs = definition.run(definition.type, context,
            {one(ModelPtr(loaded)), one(std::int64_t {1}), one(std::int64_t {2}), one(2.0), one(Choice {"euler"}), one(Choice {"normal"}),
                one(text), one(text), one(Latent {at::zeros({1, 4, 8, 8}), {}, {}}), one(1.0)});
        QCOMPARE(outputs.error().code, ErrorCode::NodeFailed);
        QVERIFY(outputs.error().detail.find("after step 1") != std::string::npos);
    }

    void pictureOfNan()
    {
        FakeContext context;
        const NodeDefinition& definition = *Registry::builtIn().find("VAEDecode");
        const auto outputs = definition.run(definition.type, context,
            {one(Latent {at::full({1, 4, 8, 8}, kNan, at::kFloat), {}, {}}),
                one(std::shared_ptr<const Vae>(std::make_shared<FakeVae>()))});
        QCOMPARE(outputs.error().code, ErrorCode::NodeFailed);
    }
};

QTEST_GUILESS_MAIN(TestWrongFiles)
#include "TestWrongFiles.moc"
