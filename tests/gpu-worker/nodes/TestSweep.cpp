// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/values/MappedFile.h"
#include "gpu-worker/models/Upscaler.h"
#include "gpu-worker/nodes/LatentOperation.h"
#include "gpu-worker/nodes/LoraModels.h"
#include "gpu-worker/nodes/Sampling.h"
#include "gpu-worker/runtime/Literals.h"
#include "tests/gpu-worker/nodes/FakeContext.h"
#include "tests/gpu-worker/nodes/FakeModels.h"
#include "tests/gpu-worker/nodes/TrainableModel.h"
#include "tests/gpu-worker/sampling/FormulaModel.h"

#include <ATen/ops/rand.h>

#include <QTest>

#include <exception>
#include <limits>

using namespace weft;
using namespace weft::worker;

namespace {

/// A tiny item for any port; a port that only other parts of the worker can fill gets a wrong item on purpose.
Item tinyItem(const InputSpec& spec)
{
    if (spec.type == "IMAGE")
        return PortTraits<Image>::pack({at::rand({2, 9, 8, 3})});
    if (spec.type == "MASK")
        return PortTraits<Mask>::pack({at::rand({2, 9, 8})});
    if (spec.type == "LATENT")
        return PortTraits<Latent>::pack({at::rand({1, 4, 8, 8}), {}, {}});
    if (spec.type == "UPSCALE_MODEL") {
        static const auto model =
            loadUpscaler(WEFT_SOURCE_DIR "/resources/models/upscale_models/realesr-animevideov3.safetensors").value();
        return PortTraits<std::shared_ptr<Upscaler>>::pack(model);
    }
    if (spec.type == "IMAGE,MASK")
        return PortTraits<Image>::pack({at::rand({1, 9, 8, 3})});
    if (spec.type == "FLOAT,INT")
        return PortTraits<double>::pack(2.5);
    if (spec.type == "VAE")
        return PortTraits<std::shared_ptr<const Vae>>::pack(std::make_shared<FakeVae>());
    if (spec.type == "CLIP")
        return PortTraits<std::shared_ptr<const Clip>>::pack(std::make_shared<FakeClip>(kFormulaTextWidth));
    if (spec.type == "LATENT_OPERATION")
        return PortTraits<std::shared_ptr<LatentOperation>>::pack(
            std::make_shared<LatentOperation>(LatentOperation {[](const at::Tensor& x) { return x.neg(); }}));
    if (spec.type == "SIGMAS")
        return PortTraits<SigmaList>::pack({{14.6F, 3.0F, 0.5F, 0.0F}});
    if (spec.type == "MODEL")
        return PortTraits<ModelPtr>::pack(formulaModel());
    if (spec.type == "CONDITIONING")
        return PortTraits<Conditioning>::pack({{Cond {at::rand({1, 77, kFormulaTextWidth}), {}, Json::object(), {}}}});
    if (spec.type == "SAMPLER")
        return PortTraits<SamplerPtr>::pack(std::make_shared<SamplerChoice>(samplerNamed("euler").value()));
    if (spec.type == "NOISE")
        return PortTraits<NoisePtr>::pack(std::make_shared<NoiseChoice>());
    if (spec.type == "GUIDER") {
        auto guider = std::make_shared<Guider>();
        guider->model = formulaModel();
        guider->positive = conditionsOf({{Cond {at::rand({1, 77, kFormulaTextWidth}), {}, Json::object(), {}}}});
        return PortTraits<GuiderPtr>::pack(std::move(guider));
    }
    if (spec.type == "LOSS_MAP")
        return PortTraits<LossMap>::pack({{1.0F, 0.5F}});
    if (spec.type == "LORA_MODEL") {
        auto lora = std::make_shared<LoraModel>();
        lora->tensors["diffusion_model.input_blocks.0.0.diff_b"] = at::rand({32});
        return PortTraits<LoraPtr>::pack(std::move(lora));
    }
    if (spec.picksInputFolder) {
        SafetensorsFile folder;
        const SharedBytes bytes = readFile(WEFT_TEST_DATA "/pictures/rgba.png", 1u << 20).value();
        folder.tensors["a.png"] = {DType::U8, {static_cast<std::int64_t>(bytes.size())}, bytes};
        return PortTraits<File>::pack({"set", "application/x-weft-folder", writeSafetensors(folder).value()});
    }
    if (spec.picksInputFile && spec.name == "latent")
        return PortTraits<File>::pack({"a.latent", "application/x-latent", latentFileBytes()});
    if (spec.picksInputFile) {
        static const SharedBytes bytes = readFile(WEFT_TEST_DATA "/pictures/rgba.png", 1u << 20).value();
        return PortTraits<File>::pack({"rgba.png", "image/png", bytes});
    }
    return PortTraits<std::string>::pack("nothing");
}

Json defaultOf(const InputSpec& spec)
{
    const Json& init = memberAt(spec.options, "default");
    if (!init.is_null())
        return init;
    if (spec.type == "INT")
        return std::max(intAt(spec.options, "min"), std::int64_t {0});
    if (spec.type == "FLOAT")
        return std::max(numberAt(spec.options, "min"), 0.0);
    if (spec.type == "BOOLEAN")
        return false;
    if (!spec.modelFolder.empty())
        return "missing.safetensors";
    return spec.choices.empty() ? Json("text") : Json(spec.choices.front());
}

Item defaultItem(const InputSpec& spec)
{
    const bool takesOneOfSeveral = spec.type.find(',') != std::string::npos;
    if (spec.picksInput() || takesOneOfSeveral || !isSettingType(spec.type))
        return tinyItem(spec);
    const auto item = literalItem(spec, defaultOf(spec));
    if (!item)
        qFatal("%s (%s): %s", spec.name.c_str(), spec.type.c_str(), item.error().detail.c_str());
    return *item;
}

/// A formula learns nothing, and has no place for a LoRA; few steps show as much as many.
Item itemFor(const NodeType& type, const InputSpec& spec)
{
    const bool learns = type.name == "TrainLoraNode" || type.name == "LoraModelLoader";
    if (learns && spec.type == "MODEL")
        return PortTraits<ModelPtr>::pack(trainableModel(kFormulaTextWidth));
    if (type.name == "TrainLoraNode" && spec.name == "steps")
        return PortTraits<std::int64_t>::pack(1);
    return defaultItem(spec);
}

/// What is optional stays empty, unless there is nothing else to work on.
CallInputs defaultInputs(const NodeType& type)
{
    const auto isLeftOut = [](const InputSpec& spec) { return spec.presence == Presence::Optional && !isSettingType(spec.type); };
    const auto isNeeded = [&](const InputSpec& spec) { return !isLeftOut(spec) && !spec.isSetting(); };
    const bool all = type.isOutput && std::ranges::none_of(type.inputs, isNeeded);
    CallInputs inputs;
    for (const InputSpec& spec : type.inputs)
        inputs.push_back(isLeftOut(spec) && !all ? ItemList {} : ItemList {itemFor(type, spec)});
    return inputs;
}

/// What the executor does around every node.
Result<CallOutputs> called(const NodeDefinition& definition, const CallInputs& inputs)
{
    FakeContext context;
    try {
        return definition.run(definition.type, context, inputs);
    } catch (const std::exception& error) { // libtorch also throws others than its own
        return Error {ErrorCode::NodeFailed, error.what()};
    }
}

bool isSound(const Item& item)
{
    const Image* image = std::any_cast<Image>(&item.data);
    const Mask* mask = std::any_cast<Mask>(&item.data);
    if (image == nullptr && mask == nullptr)
        return true;
    const at::Tensor& tensor = image != nullptr ? image->pixels : mask->values;
    return tensor.dim() == (image != nullptr ? 4 : 3) && tensor.scalar_type() == at::kFloat && tensor.numel() > 0
        && tensor.isfinite().all().item<bool>();
}

void checkOutputs(const NodeType& type, const CallOutputs& outputs)
{
    QCOMPARE(outputs.slots.size(), type.outputs.size());
    QCOMPARE(outputs.files.empty(), !type.writesFile);
    for (std::size_t i = 0; i < type.outputs.size(); ++i) {
        QVERIFY(type.outputs[i].isList || outputs.slots[i].size() == 1);
        for (const Item& item : outputs.slots[i]) {
            QVERIFY2(typesMatch(item.type, type.outputs[i].type), item.type.c_str());
            QVERIFY2(isSound(item), type.outputs[i].name.c_str());
        }
    }
}

/// A node that needs what isn't here says so.
bool isExcused(const NodeType& type, const Error& error)
{
    const bool needsModel =
        std::ranges::any_of(type.inputs, [](const InputSpec& spec) { return !spec.modelFolder.empty(); });
    if (needsModel)
        return error.code == ErrorCode::ModelMissing;
    const bool needsOther = std::ranges::any_of(type.inputs, [](const InputSpec& spec) {
        return spec.presence == Presence::Required && !isSettingType(spec.type) && tinyItem(spec).type == "STRING";
    });
    return needsOther && error.code == ErrorCode::TypeMismatch;
}

void addTypes()
{
    QTest::addColumn<QString>("name");
    for (const auto& [name, definition] : Registry::builtIn().all())
        QTest::newRow(name.c_str()) << QString::fromStdString(name);
}

const NodeDefinition& definitionOf(const QString& name)
{
    return *Registry::builtIn().find(name.toStdString());
}

} // namespace

class TestSweep : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void typesAreThere()
    {
        for (const char* name :
            {"LoadImage", "SaveImage", "ImageScale", "ImageUpscaleWithModel", "UpscaleModelLoader", "PrimitiveInt"})
            QVERIFY2(Registry::builtIn().find(name) != nullptr, name);
    }

    void runsWithDefaults_data() { addTypes(); }
    void runsWithDefaults()
    {
        QFETCH(QString, name);
        const NodeDefinition& definition = definitionOf(name);
        QVERIFY(!definition.type.category.empty());
        QVERIFY(!definition.type.displayName.empty());
        const auto outputs = called(definition, defaultInputs(definition.type));
        if (!outputs)
            QVERIFY2(isExcused(definition.type, outputs.error()), outputs.error().detail.c_str());
        else
            checkOutputs(definition.type, *outputs);
    }

    void runsWithEveryChoice_data() { addTypes(); }
    void runsWithEveryChoice()
    {
        QFETCH(QString, name);
        const NodeDefinition& definition = definitionOf(name);
        for (std::size_t i = 0; i < definition.type.inputs.size(); ++i) {
            for (const std::string& choice : definition.type.inputs[i].choices) {
                CallInputs inputs = defaultInputs(definition.type);
                inputs[i] = {PortTraits<Choice>::pack({choice})};
                const auto outputs = called(definition, inputs);
                if (!outputs)
                    QVERIFY2(outputs.error().code == ErrorCode::SettingInvalid
                            || outputs.error().code == ErrorCode::InputMissing // this choice asks for an optional one
                            || isExcused(definition.type, outputs.error()),
                        choice.c_str());
                else
                    checkOutputs(definition.type, *outputs);
            }
        }
    }

    /// Linked values aren't checked against the setting's limits.
    void survivesAnyNumber_data() { addTypes(); }
    void survivesAnyNumber()
    {
        QFETCH(QString, name);
        const NodeDefinition& definition = definitionOf(name);
        using Limits = std::numeric_limits<std::int64_t>;
        const std::vector<Item> numbers {PortTraits<std::int64_t>::pack(0), PortTraits<std::int64_t>::pack(-1),
            PortTraits<std::int64_t>::pack(std::int64_t {1} << 31), PortTraits<std::int64_t>::pack(Limits::max()),
            PortTraits<std::int64_t>::pack(Limits::min()),
            PortTraits<double>::pack(std::numeric_limits<double>::quiet_NaN()),
            PortTraits<double>::pack(std::numeric_limits<double>::infinity()), PortTraits<double>::pack(-1e300)};
        for (std::size_t i = 0; i < definition.type.inputs.size(); ++i) {
            const std::string& type = definition.type.inputs[i].type;
            for (const Item& number : numbers) {
                if (type != "INT" && type != "FLOAT")
                    continue;
                CallInputs inputs = defaultInputs(definition.type);
                inputs[i] = {number};
                const auto outputs = called(definition, inputs);
                QVERIFY(outputs || outputs.error().code != ErrorCode::Internal);
                if (outputs)
                    QCOMPARE(outputs->slots.size(), definition.type.outputs.size());
            }
        }
    }

    void refusesNothing_data() { addTypes(); }
    void refusesNothing()
    {
        QFETCH(QString, name);
        const NodeDefinition& definition = definitionOf(name);
        const auto required = [](const InputSpec& spec) { return spec.presence == Presence::Required; };
        const auto outputs = called(definition, CallInputs(definition.type.inputs.size()));
        if (std::ranges::any_of(definition.type.inputs, required) && !definition.type.inputIsList) {
            QVERIFY(!outputs);
            QCOMPARE(outputs.error().code, ErrorCode::InputMissing);
        }
    }
};

QTEST_GUILESS_MAIN(TestSweep)
#include "TestSweep.moc"
