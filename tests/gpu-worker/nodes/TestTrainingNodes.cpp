// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/models/LoraFile.h"
#include "gpu-worker/nodes/LoraModels.h"
#include "gpu-worker/nodes/LossPlot.h"
#include "gpu-worker/nodes/Picture.h"
#include "gpu-worker/nodes/PictureSet.h"
#include "gpu-worker/nodes/Sampling.h"
#include "gpu-worker/runtime/Convert.h"
#include "tests/gpu-worker/nodes/FakeContext.h"
#include "tests/gpu-worker/nodes/FakeModels.h"
#include "tests/gpu-worker/nodes/TrainableModel.h"

#include <ATen/ops/full.h>
#include <ATen/ops/rand.h>
#include <c10/core/InferenceMode.h>

#include <QTest>

#include <limits>

using namespace weft;
using namespace weft::worker;

namespace {

/// A folder as the app packs it.
class Folder {
public:
    Folder& picture(const std::string& name, std::int64_t width, std::int64_t height)
    {
        Picture picture {width, height, 3, std::vector<std::uint8_t>(static_cast<std::size_t>(width * height * 3), 200)};
        return add(name, encodePng(picture, 1).value());
    }
    Folder& text(const std::string& name, const std::string& words)
    {
        return add(name, SharedBytes::take(std::vector<std::uint8_t>(words.begin(), words.end())));
    }
    Folder& add(const std::string& name, SharedBytes bytes)
    {
        m_file.tensors[name] = {DType::U8, {static_cast<std::int64_t>(bytes.size())}, std::move(bytes)};
        return *this;
    }
    File packed() const { return {"set", "application/x-weft-folder", writeSafetensors(m_file).value()}; }
    Result<std::vector<PictureBucket>> read(SetResize resize, std::int64_t width = -1, std::int64_t height = -1) const
    {
        return readPictureSet(FakeContext(), packed(), resize, width, height);
    }

private:
    SafetensorsFile m_file;
};

/// A node's inputs by name; the rest are its defaults.
using Given = std::map<std::string, Item>;

Result<CallOutputs> run(const std::string& type, const Given& given, Context& context)
{
    const c10::InferenceMode mode;
    const NodeDefinition& definition = *Registry::builtIn().find(type);
    CallInputs inputs;
    for (const InputSpec& spec : definition.type.inputs) {
        const auto found = given.find(spec.name);
        inputs.push_back(found == given.end() ? ItemList {} : ItemList {found->second});
    }
    Result<CallOutputs> outputs = definition.run(definition.type, context, inputs);
    if (!outputs)
        qInfo("%s: %s %s", type.c_str(), std::string(nameOf(outputs.error().code)).c_str(), outputs.error().detail.c_str());
    return outputs;
}

Given trainInputs(std::int64_t steps)
{
    return {{"model", PortTraits<ModelPtr>::pack(trainableModel(kFormulaTextWidth))},
        {"latents", PortTraits<Latent>::pack({at::rand({2, 4, 8, 8})})},
        {"positive", PortTraits<Conditioning>::pack({{Cond {at::rand({1, 77, kFormulaTextWidth}), {}, Json::object(), {}}}})},
        {"steps", PortTraits<std::int64_t>::pack(steps)}, {"rank", PortTraits<std::int64_t>::pack(2)},
        {"learning_rate", PortTraits<double>::pack(0.01)}};
}

ErrorCode failureOf(Given given)
{
    FakeContext context;
    const auto outputs = run("TrainLoraNode", given, context);
    return outputs ? ErrorCode::Internal : outputs.error().code;
}

template <typename T>
T outputOf(const CallOutputs& outputs, std::size_t slot)
{
    return std::any_cast<T>(outputs.slots.at(slot).at(0).data);
}

} // namespace

class TestTrainingNodes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void picturesComeWithTheirTexts()
    {
        Folder folder;
        folder.picture("b.png", 16, 8).text("b.txt", "\xEF\xBB\xBF a dog \r\n").picture("a.PNG", 16, 8).text("readme.txt", "no");
        const auto buckets = folder.read(SetResize::None).value();
        QCOMPARE(buckets.size(), 1u);
        QVERIFY(buckets[0].pixels.sizes() == at::IntArrayRef({2, 8, 16, 3}));
        QCOMPARE(buckets[0].captions, (std::vector<std::string> {"", "a dog"}));
    }

    void foldersWithANumberCountThatOften()
    {
        Folder folder;
        folder.picture("3_dog/a.png", 8, 8).text("3_dog/a.txt", "dog").picture("0_old/b.png", 8, 8).picture("my_cat/c.png", 8, 8);
        const auto buckets = folder.read(SetResize::None).value();
        QCOMPARE(buckets[0].captions, (std::vector<std::string> {"dog", "dog", "dog", ""}));
    }

    void otherSizes_data()
    {
        QTest::addColumn<int>("resize");
        QTest::newRow("stretched") << int(SetResize::Stretch);
        QTest::newRow("cropped") << int(SetResize::Crop);
        QTest::newRow("padded") << int(SetResize::Pad);
    }
    void otherSizes()
    {
        QFETCH(int, resize);
        Folder folder;
        folder.picture("a.png", 16, 16).picture("b.png", 40, 20);
        const auto buckets = folder.read(static_cast<SetResize>(resize)).value();
        QCOMPARE(buckets.size(), 1u);
        QVERIFY(buckets[0].pixels.sizes() == at::IntArrayRef({2, 16, 16, 3}));
        const at::Tensor second = buckets[0].pixels.select(0, 1);
        QCOMPARE(second[0][8][0].item<float>() > 0.5F, resize != int(SetResize::Pad)); // black beside it
        QVERIFY(second[8][8][0].item<float>() > 0.5F);
        const auto asked = folder.read(static_cast<SetResize>(resize), 24, 8).value();
        QVERIFY(asked[0].pixels.sizes() == at::IntArrayRef({2, 8, 24, 3}));
    }

    /// Wide, tall and square ones, each in a shape near its own, all with about as many pixels.
    void bucketsKeepTheShapes()
    {
        Folder folder;
        folder.picture("a.png", 64, 64).picture("b.png", 120, 60).picture("c.png", 60, 120).picture("d.png", 128, 64).text("d.txt", "d");
        const auto buckets = folder.read(SetResize::Buckets).value();
        QCOMPARE(buckets.size(), 3u);
        std::int64_t pictures = 0;
        for (const PictureBucket& bucket : buckets) {
            const std::int64_t area = bucket.pixels.size(1) * bucket.pixels.size(2);
            QVERIFY(area <= 64 * 64 && area > 64 * 64 * 3 / 4);
            QCOMPARE(bucket.pixels.size(1) % 8, 0);
            QCOMPARE(bucket.pixels.size(2) % 8, 0);
            QCOMPARE(static_cast<std::size_t>(bucket.pixels.size(0)), bucket.captions.size());
            pictures += bucket.pixels.size(0);
        }
        QCOMPARE(pictures, 4);
    }

    void refusesFolders()
    {
        Folder empty;
        empty.text("a.txt", "words");
        QCOMPARE(empty.read(SetResize::None).error().code, ErrorCode::FolderWithoutPictures);
        Folder mixed;
        mixed.picture("a.png", 16, 16).picture("b.png", 8, 16);
        const Error differ = mixed.read(SetResize::None).error();
        QCOMPARE(differ.code, ErrorCode::PictureSizesDiffer);
        QCOMPARE(differ.args.at("path"), "b.png");
        QCOMPARE(differ.args.at("expected"), "16 x 16");
        Folder broken;
        broken.text("a.png", "no picture");
        QCOMPARE(broken.read(SetResize::None).error().args.at("path"), "a.png");
        Folder good;
        good.picture("a.png", 16, 16);
        QCOMPARE(good.read(SetResize::Crop, 10'001).error().code, ErrorCode::SettingTooLarge);
        const File garbage {"set", "application/x-weft-folder", SharedBytes::take({1, 2, 3})};
        QVERIFY(!readPictureSet(FakeContext(), garbage, SetResize::None));
        FakeContext cancelled;
        cancelled.cancelled = true;
        QCOMPARE(readPictureSet(cancelled, good.packed(), SetResize::None).error().code, ErrorCode::Cancelled);
    }

    /// Train, apply, save, read again: everything under ComfyUI's names.
    void trainsAndSaves()
    {
        FakeContext context;
        const Given given = trainInputs(3);
        const auto outputs = run("TrainLoraNode", given, context).value();
        QCOMPARE(outputs.slots.size(), 4u);
        QCOMPARE(outputOf<LossMap>(outputs, 2).values.size(), 3u);
        QCOMPARE(outputOf<std::int64_t>(outputs, 3), 3);
        QCOMPARE(context.lastProgress, (std::pair<std::int64_t, std::int64_t> {3, 3}));
        QVERIFY(!context.previews.empty());

        const auto saved = run("SaveLoRANode",
            {{"lora", outputs.slots[1][0]}, {"prefix", PortTraits<std::string>::pack("loras/mine")}, {"steps", outputs.slots[3][0]}}, context)
                               .value();
        QCOMPARE(saved.files.at(0).name, "loras/mine_3_steps");
        const Weights file(parseSafetensors(saved.files[0].bytes).value());
        const ModelPtr model = trainableModel(kFormulaTextWidth);
        const auto patches = readLora(file, *model->network, nullptr, 1, 0);
        QVERIFY(patches);
        QVERIFY(patches->unmatched.empty());
        QVERIFY(patches->model.size() > 100);

        const auto loaded
            = run("LoraModelLoader", {{"model", given.at("model")}, {"lora", outputs.slots[1][0]},
                                     {"strength_model", PortTraits<double>::pack(1)}},
                context)
                  .value();
        const std::string weight = "input_blocks.0.0.weight";
        const auto taught = outputOf<std::shared_ptr<const DiffusionModel>>(outputs, 0);
        const auto applied = outputOf<std::shared_ptr<const DiffusionModel>>(loaded, 0);
        QVERIFY(applied->network->weight(weight).equal(taught->network->weight(weight)));
        QVERIFY(!applied->network->weight(weight).equal(model->network->weight(weight)));
    }

    /// What was learned crosses to another machine, and comes back as it was.
    void whatWasLearnedTravels()
    {
        FakeContext context;
        const auto outputs = run("TrainLoraNode", trainInputs(2), context).value();
        for (const std::size_t slot : {1u, 2u}) {
            const Value value = valueOf(outputs.slots[slot][0]).value();
            QVERIFY(typeTravels(value.type));
            const Value back = decodeValue(encodeValue(value).value()).value();
            const Value again = valueOf(itemOf(back).value()).value();
            QVERIFY(encodeValue(again).value().view().size() > 100);
            QCOMPARE(bytesOf(again), bytesOf(value));
        }
    }

    void refusesToTrain()
    {
        Given given = trainInputs(1);
        given["positive"] = PortTraits<Conditioning>::pack({std::vector<Cond>(3, Cond {at::rand({1, 77, kFormulaTextWidth}), {}, Json::object(), {}})});
        QCOMPARE(failureOf(given), ErrorCode::CaptionsMismatch);
        given = trainInputs(1);
        given["latents"] = PortTraits<Latent>::pack({at::rand({1, 16, 8, 8})});
        QCOMPARE(failureOf(given), ErrorCode::TypeMismatch);
        given = trainInputs(100'001);
        QCOMPARE(failureOf(given), ErrorCode::SettingTooLarge);
        given = trainInputs(1);
        given["learning_rate"] = PortTraits<double>::pack(std::numeric_limits<double>::quiet_NaN());
        QCOMPARE(failureOf(given), ErrorCode::SettingInvalid);
        given = trainInputs(1);
        given["algorithm"] = PortTraits<Choice>::pack({"OFT"});
        QCOMPARE(failureOf(given), ErrorCode::SettingInvalid);
        given = trainInputs(1);
        given["existing_lora"] = PortTraits<ModelChoice>::pack({"loras", "gone.safetensors"});
        QCOMPARE(failureOf(given), ErrorCode::ModelMissing);
        FakeContext context;
        context.cancelled = true;
        QCOMPARE(run("TrainLoraNode", trainInputs(1), context).error().code, ErrorCode::Cancelled);
    }

    void plotsLosses()
    {
        FakeContext context;
        const auto outputs
            = run("LossGraphNode", {{"loss", PortTraits<LossMap>::pack({{3.0F, 2.0F, std::numeric_limits<float>::quiet_NaN(), 1.0F}})},
                                       {"filename_prefix", PortTraits<std::string>::pack("loss")}},
                context)
                  .value();
        QCOMPARE(outputs.files.at(0).mime, "image/png");
        const Picture picture = decodePicture(outputs.files[0].bytes.view()).value();
        QCOMPARE(picture.width, 840);
        QCOMPARE(picture.height, 520);
        QVERIFY(!lossPlot({3, 2, 1}).pixels.equal(lossPlot({1, 2, 3}).pixels));
        QVERIFY(lossPlot({}).pixels.isfinite().all().item<bool>());
    }

private:
    static std::string bytesOf(const Value& value)
    {
        const SharedBytes bytes = encodeValue(value).value();
        return {reinterpret_cast<const char*>(bytes.view().data()), bytes.size()};
    }
};

QTEST_GUILESS_MAIN(TestTrainingNodes)
#include "TestTrainingNodes.moc"
