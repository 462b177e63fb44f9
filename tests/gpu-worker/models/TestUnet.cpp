// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/models/Unet.h"

#include "gpu-worker/models/DiffusersNames.h"
#include "gpu-worker/models/ModelFiles.h"
#include "tests/gpu-worker/models/SmallModels.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/equal.h>
#include <ATen/ops/rand.h>
#include <c10/core/InferenceMode.h>

#include <QTest>

using namespace weft;

namespace {

const golden::TinyUnet kSmall {.contextDim = 64};

std::shared_ptr<const Unet> unetOf(const Weights& weights, Placement placement = {})
{
    return Unet::make(ParameterSet::of(weights, placement).value()).value();
}

Weights without(const Weights& weights, const std::string& name)
{
    SafetensorsFile file = weights.file();
    file.tensors.erase(name);
    return Weights(std::move(file));
}

Weights withShape(const Weights& weights, const std::string& name, std::vector<std::int64_t> shape)
{
    SafetensorsFile file = weights.file();
    std::int64_t count = 1;
    for (const std::int64_t side : shape)
        count *= side;
    file.tensors[name] = floatTensor(std::move(shape), std::vector<float>(static_cast<std::size_t>(count)));
    return Weights(std::move(file));
}

} // namespace

class TestUnet : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsItsShape()
    {
        const UnetLayout layout = unetOf(smallUnet(kSmall))->layout();
        QCOMPARE(layout.modelChannels, 32);
        QCOMPARE(layout.contextDim, 64);
        QCOMPARE(layout.input.size(), 4u);
        QCOMPARE(layout.output.size(), 4u);
        QCOMPARE(layout.middleDepth, 1);
        QVERIFY(layout.output[1].upsamples);
        QCOMPARE(layout.headsOf(320), 8);
    }

    void headsFollowTheProjections_data()
    {
        QTest::addColumn<bool>("linear");
        QTest::addColumn<qint64>("channels");
        QTest::addColumn<qint64>("heads");
        QTest::newRow("SD1") << false << qint64 {1280} << qint64 {8};
        QTest::newRow("SDXL") << true << qint64 {1280} << qint64 {20};
        QTest::newRow("small") << true << qint64 {96} << qint64 {8};
    }
    void headsFollowTheProjections()
    {
        QFETCH(bool, linear);
        QFETCH(qint64, channels);
        UnetLayout layout;
        layout.linearProjections = linear;
        QTEST(qint64(layout.headsOf(channels)), "heads");
    }

    /// Sides that 2 doesn't divide are rounded up on the way down, and come back.
    void keepsTheSize_data()
    {
        QTest::addColumn<int>("height");
        QTest::addColumn<int>("width");
        QTest::newRow("even") << 8 << 8;
        QTest::newRow("odd") << 7 << 9;
        QTest::newRow("one row") << 1 << 5;
    }
    void keepsTheSize()
    {
        const c10::InferenceMode mode;
        QFETCH(int, height);
        QFETCH(int, width);
        DenoiserInputs inputs = smallInputs();
        inputs.x = at::rand({2, 4, height, width});
        const at::Tensor out = unetOf(smallUnet(kSmall))->run(inputs);
        QVERIFY(out.sizes() == inputs.x.sizes());
        QVERIFY(out.isfinite().all().item<bool>());
    }

    /// Keys of a context that was seen before give the same bits, and another context isn't mistaken for it.
    void contextsAreTold()
    {
        const c10::InferenceMode mode;
        const auto unet = unetOf(smallUnet(kSmall));
        const DenoiserInputs inputs = smallInputs();
        const at::Tensor first = unet->run(inputs);
        QVERIFY(at::equal(first, unet->run(inputs)));
        DenoiserInputs same = inputs;
        same.context = inputs.context.clone();
        QVERIFY(at::equal(first, unet->run(same)));
        DenoiserInputs other = inputs;
        other.context = inputs.context + 1;
        QVERIFY(!at::equal(first, unet->run(other)));
        QVERIFY(at::equal(first, unet->run(inputs)));
    }

    void batchGivesTheSingleResults()
    {
        const c10::InferenceMode mode;
        const auto unet = unetOf(smallUnet(kSmall));
        const DenoiserInputs both = smallInputs();
        const at::Tensor together = unet->run(both);
        for (int i = 0; i < 2; ++i) {
            DenoiserInputs one;
            one.x = both.x.narrow(0, i, 1);
            one.timesteps = both.timesteps.narrow(0, i, 1);
            one.context = both.context.narrow(0, i, 1);
            QVERIFY(worstDifference(unet->run(one), together.narrow(0, i, 1)) < 1e-5);
        }
    }

    void patchesShareTheRest()
    {
        const c10::InferenceMode mode;
        const auto unet = unetOf(smallUnet(kSmall));
        const DenoiserInputs inputs = smallInputs();
        const at::Tensor before = unet->run(inputs);
        WeightPatches patches;
        patches["out.2.bias"].push_back([](const at::Tensor& weight) { return weight + 2; });
        patches["no.such.weight"].push_back([](const at::Tensor& weight) { return weight; });
        const auto patched = unet->patched(patches);
        QVERIFY(worstDifference(patched->run(inputs), before + 2) < 1e-5);
        QVERIFY(at::equal(unet->run(inputs), before));
        const auto undone = patched->patched({{"out.2.bias", {[](const at::Tensor& weight) { return weight - 2; }}}});
        QVERIFY(worstDifference(undone->run(inputs), before) < 1e-5);
    }

    void controlIsAdded()
    {
        const c10::InferenceMode mode;
        const auto unet = unetOf(smallUnet(kSmall));
        DenoiserInputs inputs = smallInputs();
        const at::Tensor before = unet->run(inputs);
        ControlResiduals control;
        inputs.control = &control;
        QVERIFY(at::equal(unet->run(inputs), before));
        control.input = {at::Tensor(), at::rand({2, 32, 8, 8})};
        control.middle = {at::rand({2, 64, 4, 4})};
        QVERIFY(!at::equal(unet->run(inputs), before));
    }

    void bfloat16IsClose()
    {
        const c10::InferenceMode mode;
        const DenoiserInputs inputs = smallInputs();
        const at::Tensor exact = unetOf(smallUnet(kSmall))->run(inputs);
        const at::Tensor rough = unetOf(smallUnet(kSmall), {at::kCPU, at::kBFloat16})->run(inputs);
        QCOMPARE(rough.scalar_type(), at::kFloat);
        const double worst = worstDifference(exact, rough);
        const double largest = exact.abs().max().item<double>();
        QVERIFY2(worst < 0.05 * largest, qPrintable(QStringLiteral("%1 of %2").arg(worst).arg(largest)));
    }

    void saysWhatIsWrong_data()
    {
        QTest::addColumn<QString>("key");
        QTest::newRow("first") << "time_embed.0.weight";
        QTest::newRow("deep") << "middle_block.1.transformer_blocks.0.attn2.to_v.weight";
        QTest::newRow("bias") << "output_blocks.1.2.conv.bias";
        QTest::newRow("last") << "out.0.weight";
    }
    void saysWhatIsWrong()
    {
        QFETCH(QString, key);
        const Weights whole = smallUnet(kSmall);
        for (const Weights& broken :
            {without(whole, key.toStdString()), withShape(whole, key.toStdString(), {3, 1, 2})}) {
            const auto unet = Unet::make(ParameterSet::of(broken, {}).value());
            QVERIFY(!unet);
            QCOMPARE(unet.error().code, ErrorCode::ModelUnsupported);
            QCOMPARE(QString::fromStdString(unet.error().args.at("key")), key);
        }
    }

    /// A file in diffusers' names is the same network.
    void diffusersNames_data()
    {
        QTest::addColumn<int>("levels");
        QTest::newRow("two levels") << 2;
        QTest::newRow("three levels, some without transformers") << 3;
    }
    void diffusersNames()
    {
        const c10::InferenceMode mode;
        QFETCH(int, levels);
        golden::TinyUnet shape = kSmall;
        shape.admChannels = 16;
        if (levels == 3) {
            shape.widths = {1, 1, 2};
            shape.blocks = {2, 1, 2};
            shape.depthsIn = {0, 0, 1, 2, 0};
            shape.depthsOut = {0, 0, 0, 1, 1, 2, 0, 0};
        }
        const Weights ldm = smallUnet(shape);
        const UnetNames names(UnetLevels::fromLdm(ldm.names()));
        Weights diffusers = ldm;
        QVERIFY(diffusers.rename([&](const std::string& name) { return names.toDiffusers(name); }));
        QVERIFY(diffusers.has("down_blocks.0.resnets.0.conv1.weight"));
        const Weights back = withLdmNames(diffusers).value();
        QCOMPARE(back.names(), ldm.names());
        const DenoiserInputs inputs = smallInputs(64, 4, 16);
        QVERIFY(at::equal(unetOf(back)->run(inputs), unetOf(ldm)->run(inputs)));
    }
};

QTEST_GUILESS_MAIN(TestUnet)
#include "TestUnet.moc"
