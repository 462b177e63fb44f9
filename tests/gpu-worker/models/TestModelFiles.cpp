// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/models/ModelFiles.h"

#include "gpu-worker/models/ControlNetFiles.h"
#include "gpu-worker/models/MmditNames.h"
#include "tests/gpu-worker/models/SmallModels.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/equal.h>
#include <ATen/ops/rand.h>
#include <c10/core/InferenceMode.h>

#include <QTest>

using namespace weft;
using namespace Qt::Literals;

namespace {

Weights withTensor(const Weights& weights, const std::string& name, float value)
{
    SafetensorsFile file = weights.file();
    file.tensors[name] = floatTensor({}, {value});
    return Weights(std::move(file));
}

Weights prefixed(Weights weights)
{
    (void)weights.rename([](const std::string& name) { return "model.diffusion_model." + name; });
    return weights;
}

Weights smallMmdit()
{
    golden::TinyFile file(/*seed=*/3, DType::F32);
    golden::addMmdit(file, "", 1);
    return Weights(file.inMemory());
}

/// SD2's widths in a UNet that is otherwise small: four levels, so that the bias that tells v from eps is there.
Weights smallSd2(double spread)
{
    golden::TinyUnet shape;
    shape.widths = {1, 1, 1, 1};
    shape.blocks = {2, 2, 2, 2};
    shape.depthsIn = {1, 0, 0, 0, 0, 0, 0, 0};
    shape.depthsOut = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
    shape.contextDim = 1024;
    shape.linear = true;
    shape.prefix.clear();
    shape.channels = 32;
    golden::TinyFile file;
    golden::addUnet(file, shape);
    file.raw("output_blocks.11.1.transformer_blocks.0.norm1.bias", {32}, spread);
    return Weights(file.inMemory());
}

golden::TinyUnet unetFor(std::int64_t contextDim, bool linear, std::int64_t adm, std::int64_t inChannels = 4)
{
    golden::TinyUnet shape;
    shape.contextDim = contextDim;
    shape.linear = linear;
    shape.admChannels = adm;
    shape.inChannels = inChannels;
    return shape;
}

} // namespace

class TestModelFiles : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void familyFromWeights_data()
    {
        QTest::addColumn<qint64>("contextDim");
        QTest::addColumn<bool>("linear");
        QTest::addColumn<qint64>("adm");
        QTest::addColumn<qint64>("inChannels");
        QTest::addColumn<QString>("family");
        QTest::newRow("SD1") << qint64 {768} << false << qint64 {0} << qint64 {4} << "SD15";
        QTest::newRow("SD1 inpaint") << qint64 {768} << false << qint64 {0} << qint64 {9} << "SD15_inpaint";
        QTest::newRow("SD2") << qint64 {1024} << true << qint64 {0} << qint64 {4} << "SD20";
        QTest::newRow("unCLIP") << qint64 {1024} << true << qint64 {1536} << qint64 {4} << "SD21Unclip";
        QTest::newRow("SDXL") << qint64 {2048} << true << qint64 {2816} << qint64 {4} << "SDXL";
        QTest::newRow("refiner") << qint64 {1280} << true << qint64 {2560} << qint64 {4} << "SDXLRefiner";
        QTest::newRow("none") << qint64 {100} << true << qint64 {7} << qint64 {4} << "";
    }
    void familyFromWeights()
    {
        QFETCH(qint64, contextDim);
        QFETCH(bool, linear);
        QFETCH(qint64, adm);
        QFETCH(qint64, inChannels);
        QFETCH(QString, family);
        const auto model = makeDiffusionModel(prefixed(smallUnet(unetFor(contextDim, linear, adm, inChannels))), {});
        QCOMPARE(bool(model), !family.isEmpty());
        if (!model) {
            QCOMPARE(model.error().code, ErrorCode::ModelUnsupported);
            return;
        }
        QCOMPARE(QString::fromStdString((*model)->family.name), family);
        QCOMPARE((*model)->family.contextDim, contextDim);
        QCOMPARE((*model)->family.admChannels, adm);
        QCOMPARE((*model)->family.inChannels, inChannels);
    }

    void predictionOfSd2_data()
    {
        QTest::addColumn<double>("spread");
        QTest::addColumn<int>("prediction");
        QTest::newRow("v") << 0.2 << int(Prediction::V);
        QTest::newRow("eps") << 0.05 << int(Prediction::Epsilon);
    }
    void predictionOfSd2()
    {
        QFETCH(double, spread);
        const auto model = makeDiffusionModel(smallSd2(spread), {}).value();
        QTEST(int(model->schedule->prediction()), "prediction");
    }

    void marksOfSdxl_data()
    {
        QTest::addColumn<QStringList>("marks");
        QTest::addColumn<int>("prediction");
        QTest::newRow("none") << QStringList() << int(Prediction::Epsilon);
        QTest::newRow("v") << QStringList {u"v_pred"_s, u"ztsnr"_s} << int(Prediction::V);
        QTest::newRow("edm") << QStringList {u"edm_mean"_s, u"edm_std"_s} << int(Prediction::Edm);
        QTest::newRow("edm v") << QStringList {u"edm_vpred.sigma_max"_s, u"edm_vpred.sigma_min"_s} << int(Prediction::V);
    }
    void marksOfSdxl()
    {
        QFETCH(QStringList, marks);
        Weights file = prefixed(smallUnet(unetFor(2048, true, 2816)));
        for (const QString& mark : marks)
            file = withTensor(file, mark.toStdString(), 3);
        const auto model = makeDiffusionModel(file, {}).value();
        QTEST(int(model->schedule->prediction()), "prediction");
    }

    void mmdit()
    {
        const c10::InferenceMode mode;
        const auto model = makeDiffusionModel(smallMmdit(), {}).value();
        QCOMPARE(model->family.name, std::string("SD3"));
        QCOMPARE(model->family.contextDim, 4096);
        DenoiserInputs inputs;
        inputs.x = at::rand({2, 16, 7, 10});
        inputs.timesteps = at::rand({2}) * 1000;
        inputs.context = at::rand({2, 5, 4096});
        inputs.y = at::rand({2, 2048});
        const at::Tensor out = model->network->run(inputs);
        QVERIFY(out.sizes() == inputs.x.sizes());
        QVERIFY(out.isfinite().all().item<bool>());
        inputs.x = at::rand({1, 16, 80, 80});
        QVERIFY_THROWS_EXCEPTION(std::exception, model->network->run(inputs));
    }

    /// diffusers keeps queries, keys and values apart, and scale before shift behind the last block.
    void mmditInDiffusersNames()
    {
        const Weights ours = smallMmdit();
        SafetensorsFile theirs;
        for (const MmditModule& module : mmditModules(1)) {
            for (const std::string kind : {".weight", ".bias"}) {
                const auto found = ours.file().tensors.find(module.ours + kind);
                if (found == ours.file().tensors.end())
                    continue;
                Tensor tensor = found->second;
                const std::size_t size = tensor.data.size();
                if (module.third >= 0) {
                    tensor.shape[0] /= 3;
                    tensor.data = tensor.data.sub(size / 3 * static_cast<std::size_t>(module.third), size / 3);
                } else if (module.scaleFirst) {
                    std::vector<std::uint8_t> swapped(tensor.data.view().begin() + std::ptrdiff_t(size / 2), tensor.data.view().end());
                    swapped.insert(swapped.end(), tensor.data.view().begin(), tensor.data.view().begin() + std::ptrdiff_t(size / 2));
                    tensor.data = SharedBytes::take(std::move(swapped));
                }
                theirs.tensors[module.diffusers + kind] = tensor;
            }
        }
        theirs.tensors["pos_embed.pos_embed"] = ours.file().tensors.at("pos_embed");
        const Weights back = withMmditNames(Weights(std::move(theirs))).value();
        QCOMPARE(back.names(), ours.names());
        for (const std::string& name : ours.names())
            QVERIFY2(at::equal(back.stored(name).value(), ours.stored(name).value()), name.c_str());
    }

    void controlNet_data()
    {
        QTest::addColumn<QString>("prefix");
        QTest::newRow("bare") << "";
        QTest::newRow("prefixed") << "control_model.";
    }
    void controlNet()
    {
        const c10::InferenceMode mode;
        QFETCH(QString, prefix);
        golden::TinyFile file(1, DType::F32);
        golden::addControlNet(file, {.prefix = prefix.toStdString(), .contextDim = 64, .channels = 32});
        const auto net = makeControlNet(Weights(file.inMemory()), {}).value();
        const DenoiserInputs like = smallInputs();
        const ControlResiduals out
            = net->run({like.x, at::rand({2, 3, 64, 64}), like.timesteps, like.context, at::Tensor()});
        QCOMPARE(out.input.size(), 4u);
        QVERIFY((out.input[0].sizes() == at::IntArrayRef {2, 32, 8, 8}));
        QVERIFY((out.middle.at(0).sizes() == at::IntArrayRef {2, 64, 4, 4}));
        const auto wrong = makeControlNet(smallUnet(unetFor(64, false, 0)), {});
        QCOMPARE(wrong.error().code, ErrorCode::ModelUnsupported);
    }

    void strangersAreRefused()
    {
        golden::TinyFile file;
        file.raw("some.weight", {3, 3}, 1);
        const auto model = makeDiffusionModel(Weights(file.inMemory()), {});
        QCOMPARE(model.error().code, ErrorCode::ModelUnsupported);
    }
};

QTEST_GUILESS_MAIN(TestModelFiles)
#include "TestModelFiles.moc"
