// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/models/ClipFiles.h"
#include "gpu-worker/models/ModelFiles.h"
#include "gpu-worker/models/VaeFiles.h"
#include "gpu-worker/nodes/ModelExport.h"
#include "gpu-worker/runtime/MemoryBound.h"
#include "tests/golden/tiny/TinyNetworks.h"
#include "tests/gpu-worker/nodes/FakeContext.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/allclose.h>
#include <ATen/ops/arange.h>
#include <ATen/ops/equal.h>

#include <QTest>

#include <algorithm>

using namespace weft;
using namespace weft::worker;

namespace {

using ModelPtr = std::shared_ptr<const DiffusionModel>;
using ClipPtr = std::shared_ptr<const Clip>;
using VaePtr = std::shared_ptr<const Vae>;

constexpr int kLayersOfH = 24;
constexpr int kLayersOfG = 32;

void addSmallOpenClip(golden::TinyFile& file, const std::string& prefix, int layers)
{
    golden::addOpenClip(file, prefix, 64, layers, 128);
}

/// Checkpoints as they are found, small.
golden::TinyFile made(const std::string& family)
{
    golden::TinyFile file(9);
    if (family == "SD1") {
        golden::addUnet(file, {.channels = 32});
        golden::addClip(file, "cond_stage_model.transformer.text_model.", golden::TinyClip {});
        golden::addKlVae(file, "first_stage_model.", 4, true);
    } else if (family == "SD2") {
        golden::addUnet(file, {.contextDim = 1024, .linear = true, .channels = 32});
        addSmallOpenClip(file, "cond_stage_model.model.", kLayersOfH);
        golden::addTaesd(file, "first_stage_model.", 4);
    } else if (family == "SDXL") {
        golden::addUnet(file, {.contextDim = 2048, .linear = true, .admChannels = 2816, .channels = 32});
        golden::addClip(file, "conditioner.embedders.0.transformer.text_model.", golden::TinyClip {});
        addSmallOpenClip(file, "conditioner.embedders.1.model.", kLayersOfG);
        golden::addTaesd(file, "first_stage_model.", 4);
    } else {
        golden::addMmdit(file, "model.diffusion_model.", 1);
        golden::addClip(file, "text_encoders.clip_l.transformer.text_model.", golden::TinyClip {});
        golden::addTaesd(file, "first_stage_model.", 16);
    }
    return file;
}

const SafetensorsFile& checkpoint(const std::string& family)
{
    static std::map<std::string, SafetensorsFile> kept;
    const auto [found, isNew] = kept.try_emplace(family);
    if (isNew)
        found->second = made(family).inMemory();
    return found->second;
}

struct Loaded {
    ModelPtr model;
    ClipPtr clip;
    VaePtr vae;

    explicit Loaded(const SafetensorsFile& file)
        : model(makeDiffusionModel(Weights(file), {}).value())
        , clip(makeClip(Weights(file)).value())
        , vae(makeVae(Weights(file)).value())
    {
    }
};

template <typename T>
ItemList one(T value)
{
    return {PortTraits<T>::pack(std::move(value))};
}

std::vector<File> filesOf(const char* name, const CallInputs& inputs)
{
    FakeContext context;
    const NodeDefinition& definition = *Registry::builtIn().find(name);
    const auto outputs = definition.run(definition.type, context, inputs);
    return outputs ? outputs->files : std::vector<File> {};
}

SafetensorsFile contentOf(const std::vector<File>& files, std::size_t index = 0)
{
    return index < files.size() ? parseSafetensors(files[index].bytes).valueOr({}) : SafetensorsFile {};
}

void compare(const SafetensorsFile& saved, const SafetensorsFile& original)
{
    for (const auto& [name, tensor] : original.tensors) {
        const auto found = saved.tensors.find(name);
        QVERIFY2(found != saved.tensors.end(), name.c_str());
        QVERIFY2(found->second.shape == tensor.shape && found->second.dtype == tensor.dtype, name.c_str());
        QVERIFY2(std::ranges::equal(found->second.data.view(), tensor.data.view()), name.c_str());
    }
}

SafetensorsFile under(const SafetensorsFile& file, const std::string& prefix)
{
    return Weights(file).under(prefix).file();
}

} // namespace

class TestModelSaving : public QObject {
    Q_OBJECT

private Q_SLOTS:
    /// A model file larger than one value may be (SD1 in float32): pieces that are the file, one behind the other.
    void largeFilesComeInPieces()
    {
        const NamedTensors tensors {{"a", at::arange(1000, at::kFloat)}, {"b", at::arange(777, at::kLong)}};
        const auto whole = modelFile("models/mine", tensors, {{"k", "v"}});
        QVERIFY(whole);
        QCOMPARE(whole->size(), std::size_t {1});
        QVERIFY(whole->front().meta.empty());
        const auto pieces = modelFileInPieces("models/mine", tensors, {{"k", "v"}}, 4096);
        QVERIFY(pieces);
        QCOMPARE(pieces->size(), (whole->front().bytes.size() + 4095) / 4096);
        std::vector<std::uint8_t> joined;
        for (std::size_t i = 0; i < pieces->size(); ++i) {
            const File& piece = pieces->at(i);
            QCOMPARE(piece.name, std::string("models/mine"));
            QCOMPARE(toJsonText(piece.meta), toJsonText(Json {{"piece", i}, {"pieces", pieces->size()}}));
            QVERIFY(piece.bytes.size() <= 4096);
            joined.insert(joined.end(), piece.bytes.view().begin(), piece.bytes.view().end());
        }
        QVERIFY(std::ranges::equal(joined, whole->front().bytes.view()));
        boundMemory(1000);
        const auto refused = modelFile("models/mine", tensors);
        boundMemory(0);
        QCOMPARE(refused.error().code, ErrorCode::OutOfMemory);
    }

    /// What is opened and saved is the file that it was, name by name and bit by bit.
    void checkpointsAreWhatTheyWere_data()
    {
        QTest::addColumn<QString>("family");
        for (const char* family : {"SD1", "SD2", "SDXL", "SD3"})
            QTest::newRow(family) << family;
    }
    void checkpointsAreWhatTheyWere()
    {
        QFETCH(QString, family);
        const SafetensorsFile original = checkpoint(family.toStdString());
        const Loaded loaded(original);
        const auto files = filesOf("CheckpointSave",
            {one(loaded.model), one(loaded.clip), one(loaded.vae), one(std::string("checkpoints/mine"))});
        QCOMPARE(files.size(), std::size_t {1});
        QCOMPARE(files[0].name, std::string("checkpoints/mine"));
        QCOMPARE(files[0].mime, std::string("application/x-safetensors"));
        compare(contentOf(files), original);
    }

    void partsByThemselves()
    {
        const SafetensorsFile original = checkpoint("SD1");
        const Loaded loaded(original);
        const SafetensorsFile network = contentOf(filesOf("ModelSave", {one(loaded.model), one(std::string("m"))}));
        compare(under(network, "model.diffusion_model."), under(original, "model.diffusion_model."));
        QCOMPARE(network.metadata.at("modelspec.predict_key"), std::string("epsilon"));
        const SafetensorsFile vae = contentOf(filesOf("VAESave", {one(loaded.vae), one(std::string("v"))}));
        compare(vae, under(original, "first_stage_model."));
        const auto encoders = filesOf("CLIPSave", {one(loaded.clip), one(std::string("clip/mine"))});
        QCOMPARE(encoders.size(), std::size_t {1});
        QCOMPARE(encoders[0].name, std::string("clip/mine_clip_l"));
        compare(contentOf(encoders), under(original, "cond_stage_model.transformer."));
    }

    /// What the network predicts is written beside it.
    void marksOfWhatIsPredicted()
    {
        SafetensorsFile file = checkpoint("SDXL");
        file.tensors["v_pred"] = floatTensor({}, {1});
        file.tensors["ztsnr"] = floatTensor({}, {1});
        const ModelPtr model = makeDiffusionModel(Weights(file), {}).value();
        const SafetensorsFile saved = contentOf(filesOf("ModelSave", {one(model), one(std::string("m"))}));
        QVERIFY(saved.tensors.contains("v_pred") && saved.tensors.contains("ztsnr"));
        QVERIFY(saved.tensors.at("v_pred").data.empty());
        QCOMPARE(saved.metadata.at("modelspec.architecture"), std::string("stable-diffusion-xl-v1-base"));
        const ModelPtr again = makeDiffusionModel(Weights(saved), {}).value();
        QCOMPARE(int(again->schedule->prediction()), int(Prediction::V));
        QCOMPARE(again->schedule->sigmaMax(), model->schedule->sigmaMax());
    }

    void patchesAreWorkedIn()
    {
        const Loaded loaded(checkpoint("SD1"));
        const std::string name = "out.2.bias";
        DiffusionModel changed = *loaded.model;
        changed.network = changed.network->patched({{name, {[](const at::Tensor& weight) { return weight + 1; }}}});
        const ModelPtr model = std::make_shared<const DiffusionModel>(changed);
        const SafetensorsFile saved = contentOf(filesOf("ModelSave", {one(model), one(std::string("m"))}));
        const Weights weights(saved);
        const at::Tensor wanted = (loaded.model->network->weight(name) + 1).to(at::kHalf);
        QVERIFY(at::equal(weights.stored("model.diffusion_model." + name).value(), wanted));
    }

    /// Half of the one and half of the other.
    void textEncodersAreMerged()
    {
        const ClipPtr first = Loaded(checkpoint("SD2")).clip;
        golden::TinyFile file(10);
        addSmallOpenClip(file, "", kLayersOfH);
        const ClipPtr second = makeClip(Weights(file.inMemory())).value();
        const std::string name = "clip_h.text_model.encoder.layers.3.mlp.fc1.weight";
        const auto merged = [&](const char* node, const std::optional<double>& number) {
            FakeContext context;
            const NodeDefinition& definition = *Registry::builtIn().find(node);
            CallInputs inputs {one(first), one(second)};
            if (number)
                inputs.push_back(one(*number));
            const auto outputs = definition.run(definition.type, context, inputs);
            return std::any_cast<ClipPtr>(outputs.value().slots.at(0).at(0).data)->weight(name);
        };
        const at::Tensor a = first->weight(name);
        const at::Tensor b = second->weight(name);
        QVERIFY(a.defined() && b.defined());
        QVERIFY(at::allclose(merged("CLIPMergeSimple", 0.25), a * 0.25 + b * 0.75));
        QVERIFY(at::allclose(merged("CLIPMergeAdd", {}), a + b));
        QVERIFY(at::allclose(merged("CLIPMergeSubtract", 2.0), a * 2 - b * 2));
    }

    void othersTextEncodersAreNotMerged()
    {
        const ClipPtr l = Loaded(checkpoint("SD1")).clip;
        golden::TinyFile file(10);
        golden::addOpenClip(file, "", 128, 2, 128); // narrower
        const ClipPtr other = makeClip(Weights(file.inMemory())).value();
        FakeContext context;
        const NodeDefinition& definition = *Registry::builtIn().find("CLIPMergeSimple");
        const auto outputs = definition.run(definition.type, context, {one(l), one(other), one(0.5)});
        QCOMPARE(outputs.error().code, ErrorCode::ModelUnsupported);
        QVERIFY(outputs.error().args.contains("key"));
    }

    /// A difference of rank 2 comes back from a LoRA of rank 2.
    void lorasOfDifferences()
    {
        const Loaded loaded(checkpoint("SD1"));
        const std::string name = "input_blocks.1.1.transformer_blocks.0.attn1.to_q.weight";
        const auto shape = loaded.model->network->weightShape(name);
        const at::Tensor up = at::arange(shape[0] * 2, at::kFloat).reshape({shape[0], 2}).sin();
        const at::Tensor down = at::arange(shape[1] * 2, at::kFloat).reshape({2, shape[1]}).cos();
        const at::Tensor difference = up.matmul(down);
        DiffusionModel changed = *loaded.model;
        changed.network = changed.network->patched({{name, {[difference](const at::Tensor&) { return difference; }}}});
        const auto save = [&](const char* type) {
            return contentOf(filesOf("LoraSave",
                {one(std::string("loras/mine")), one(std::int64_t {2}), one(Choice {type}), one(true),
                    one(ModelPtr(std::make_shared<const DiffusionModel>(changed))), {}}));
        };
        const std::string module = "diffusion_model.input_blocks.1.1.transformer_blocks.0.attn1.to_q";
        const Weights lora(save("standard"));
        const at::Tensor a = lora.stored(module + ".lora_up.weight").value().to(at::kFloat);
        const at::Tensor b = lora.stored(module + ".lora_down.weight").value().to(at::kFloat);
        QCOMPARE(a.size(1), std::int64_t {2});
        // The largest hundredth of the numbers is cut.
        QVERIFY((a.matmul(b) - difference).norm().item<double>() < 0.1 * difference.norm().item<double>());
        QVERIFY(lora.has("diffusion_model.out.2.diff_b"));
        const Weights whole(save("full_diff"));
        const at::Tensor kept = whole.stored(module + ".diff").value().to(at::kFloat);
        QVERIFY(at::allclose(kept, difference, 1e-3, 1e-3));
    }
};

QTEST_GUILESS_MAIN(TestModelSaving)
#include "TestModelSaving.moc"
