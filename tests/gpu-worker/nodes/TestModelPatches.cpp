// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/models/Layers.h"
#include "gpu-worker/models/ModelFiles.h"
#include "gpu-worker/nodes/LatentOperation.h"
#include "gpu-worker/nodes/Sampling.h"
#include "tests/golden/tiny/TinyNetworks.h"
#include "tests/gpu-worker/nodes/FakeContext.h"
#include "tests/gpu-worker/sampling/FormulaModel.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/allclose.h>
#include <ATen/ops/full.h>
#include <ATen/ops/rand.h>
#include <ATen/ops/std.h>

#include <QTest>

using namespace weft;
using namespace weft::worker;

namespace {

using Step = DiffusionModel::GuidanceStep;

template <typename T>
ItemList one(T value)
{
    return {PortTraits<T>::pack(std::move(value))};
}

ItemList text(const char* value)
{
    return one(std::string(value));
}

ModelPtr patchedBy(const char* node, CallInputs inputs)
{
    FakeContext context;
    const NodeDefinition& definition = *Registry::builtIn().find(node);
    const auto outputs = definition.run(definition.type, context, inputs);
    return outputs ? std::any_cast<ModelPtr>(outputs->slots.at(0).at(0).data) : nullptr;
}

/// A transformer of three blocks.
ModelPtr smallSd3()
{
    golden::TinyFile file(4, DType::F32);
    golden::addMmdit(file, "", 3);
    return makeDiffusionModel(Weights(file.inMemory()), {}).value();
}

/// A step whose second look at the model gives `again`, and notes with which patches.
Step stepOf(const ModelPtr& model, double sigma, at::Tensor again, NetworkPatches& seen)
{
    Step step;
    step.cond = at::rand({1, 4, 8, 8});
    step.uncond = at::rand({1, 4, 8, 8});
    step.x = at::rand({1, 4, 8, 8});
    step.sigma = at::full({1}, sigma, at::kFloat);
    step.model = model.get();
    step.again = [again = std::move(again), &seen](const at::Tensor&, const NetworkPatches& patches, bool) {
        seen = patches;
        return again;
    };
    return step;
}

} // namespace

class TestModelPatches : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void skippedBlocks()
    {
        const ModelPtr model = smallSd3();
        DenoiserInputs inputs;
        inputs.x = at::rand({2, 16, 8, 8});
        inputs.timesteps = at::rand({2}) * 1000;
        inputs.context = at::rand({2, 5, 4096});
        inputs.y = at::rand({2, 2048});
        const auto found = [&](std::vector<NetworkPatches::SkippedBlock> skipped) {
            NetworkPatches patches;
            patches.skipped = std::move(skipped);
            inputs.patches = &patches;
            return model->network->run(inputs);
        };
        const at::Tensor whole = found({});
        for (const int block : {0, 1, 2}) {
            const at::Tensor without = found({{block, 0, -1}});
            QVERIFY(!at::allclose(without, whole, 1e-3, 1e-3));
            const at::Tensor mixed = found({{block, 1, 1}}); // the second row alone
            QVERIFY(at::allclose(mixed[0], whole[0], 1e-5, 1e-5));
            QVERIFY(at::allclose(mixed[1], without[1], 1e-4, 1e-4));
        }
        QVERIFY(at::allclose(found({{99, 0, -1}}), whole));
    }

    void skipLayerGuidance_data()
    {
        QTest::addColumn<double>("percent"); // of the sampling, where the step is
        QTest::addColumn<double>("rescale");
        QTest::addColumn<bool>("guides");
        QTest::newRow("in its range") << 0.1 << 0.0 << true;
        QTest::newRow("rescaled") << 0.1 << 0.5 << true;
        QTest::newRow("too early") << 0.001 << 0.0 << false;
        QTest::newRow("too late") << 0.5 << 0.0 << false;
    }
    void skipLayerGuidance()
    {
        QFETCH(double, percent);
        QFETCH(double, rescale);
        QFETCH(bool, guides);
        const ModelPtr model = formulaModel();
        const ModelPtr patched = patchedBy("SkipLayerGuidanceDiT",
            {one(model), text("1, 2 and 13"), text(""), one(3.0), one(0.01), one(0.15), one(rescale)});
        QVERIFY(patched != nullptr);
        NetworkPatches seen;
        const at::Tensor again = at::rand({1, 4, 8, 8});
        const Step step = stepOf(patched, model->schedule->sigmaAtPercent(percent), again, seen);
        const at::Tensor result = at::rand({1, 4, 8, 8});
        at::Tensor wanted = result;
        if (guides) {
            wanted = result + (step.cond - again) * 3;
            const double contrast = (at::std(step.cond) / at::std(wanted)).item<double>();
            wanted = wanted * (rescale == 0 ? 1 : rescale * contrast + 1 - rescale);
        }
        QVERIFY(at::allclose(patched->afterGuidance.back()(result, step), wanted, 1e-5, 1e-5));
        QCOMPARE(seen.skipped.size(), std::size_t(guides ? 3 : 0));
        if (guides)
            QCOMPARE(seen.skipped[2].block, 13);
    }

    void skipLayerGuidanceOfSd3()
    {
        const ModelPtr model = formulaModel();
        const auto sd3 = [&](const char* layers) {
            return patchedBy("SkipLayerGuidanceSD3", {one(model), text(layers), one(3.0), one(0.01), one(0.15)});
        };
        QCOMPARE(sd3("none"), model); // no layers, no change
        QCOMPARE(sd3("7, 8, 9")->afterGuidance.size(), std::size_t {1});
    }

    /// Only the rows of the negative side are changed.
    void skipLayerGuidanceOfOneSide()
    {
        const ModelPtr model = formulaModel();
        const ModelPtr patched
            = patchedBy("SkipLayerGuidanceDiTSimple", {one(model), text("7"), text(""), one(0.0), one(0.5)});
        NetworkPatches patches;
        patched->callPatches.back()(patches, {10.0, {1, 0}, 2, 8, 8});
        QCOMPARE(patches.skipped.size(), std::size_t {1});
        QCOMPARE(patches.skipped[0].firstRow, std::int64_t {0});
        QCOMPARE(patches.skipped[0].rows, std::int64_t {2});
        patched->callPatches.back()(patches, {0.1, {1, 0}, 2, 8, 8}); // behind the range
        QCOMPARE(patches.skipped.size(), std::size_t {1});
    }

    void operationOnTheGuidance()
    {
        const auto operation = std::make_shared<LatentOperation>(LatentOperation {[](const at::Tensor& x) { return x * 2; }});
        const ModelPtr patched = patchedBy("LatentApplyOperationCFG", {one(ModelPtr(formulaModel())), one(operation)});
        const at::Tensor positive = at::rand({1, 4, 8, 8});
        at::Tensor cond = positive;
        at::Tensor uncond = at::rand({1, 4, 8, 8});
        patched->beforeGuidance.back()(cond, uncond, {});
        QVERIFY(at::allclose(cond, (positive - uncond) * 2 + uncond));
        cond = positive;
        uncond = at::Tensor();
        patched->beforeGuidance.back()(cond, uncond, {});
        QVERIFY(at::allclose(cond, positive * 2));
    }

    /// 8 x 8 tokens in four tiles: the queries of the first are those of the upper left, its keys the first quarter of all.
    void hyperTile()
    {
        const ModelPtr patched = patchedBy("HyperTile",
            {one(ModelPtr(formulaModel())), one(std::int64_t {32}), one(std::int64_t {2}), one(std::int64_t {0}), one(false)});
        NetworkPatches patches;
        patched->callPatches.back()(patches, {10.0, {0}, 1, 8, 8});
        const at::Tensor q = at::rand({2, 64, 16});
        const at::Tensor k = at::rand({2, 64, 16});
        const at::Tensor v = at::rand({2, 64, 16});
        const auto found = patches.selfAttention.back()(q, k, v, {}, 2);
        QVERIFY(found.has_value());
        const at::Tensor tile = q.reshape({2, 8, 8, 16}).narrow(1, 0, 4).narrow(2, 0, 4).reshape({2, 16, 16});
        const at::Tensor wanted = attention(tile, k.narrow(1, 0, 16), v.narrow(1, 0, 16), 2);
        const at::Tensor ours = found->reshape({2, 8, 8, 16}).narrow(1, 0, 4).narrow(2, 0, 4).reshape({2, 16, 16});
        QVERIFY(at::allclose(ours, wanted, 1e-5, 1e-5));
        // Deeper levels of the network, and pictures of one tile, stay as they are.
        QVERIFY(!patches.selfAttention.back()(q.narrow(1, 0, 16), k, v, {}, 2));
        NetworkPatches small;
        patched->callPatches.back()(small, {10.0, {0}, 1, 4, 4});
        QVERIFY(!small.selfAttention.back()(q.narrow(1, 0, 16), k, v, {}, 2));
    }
};

QTEST_GUILESS_MAIN(TestModelPatches)
#include "TestModelPatches.moc"
