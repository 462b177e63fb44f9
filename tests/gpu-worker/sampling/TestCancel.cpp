// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/sampling/Noise.h"
#include "gpu-worker/sampling/SamplingRun.h"
#include "tests/gpu-worker/sampling/FormulaModel.h"

#include <ATen/ops/full.h>
#include <ATen/ops/tensor.h>
#include <ATen/ops/zeros.h>

#include <QTest>

using namespace weft;

namespace {

const std::vector<std::int64_t> kShape {1, 4, 8, 8};

SamplingRequest request(const std::shared_ptr<DiffusionModel>& model, const std::string& sampler)
{
    SamplingRequest made;
    made.guider.model = model;
    made.guider.positive = {formulaText(0.3)};
    made.guider.negative = Conditions {formulaText(-0.2)};
    made.guider.scale = 4;
    made.sampler = samplerNamed(sampler).value();
    made.sigmas = scheduledSigmas(*model->schedule, "normal", 6).value();
    made.latent = at::zeros(kShape);
    made.noise = randomNormal(kShape, 3);
    return made;
}

/// Cancels during run number `after` of the network. -> how the sampling ended.
Done runCancelledAfter(std::size_t after, const std::shared_ptr<DiffusionModel>& model, SamplingRequest made)
{
    const FormulaNetwork& network = networkOf(*model);
    WEFT_TRY(const auto run, SamplingRun::start(std::move(made), [&network, after] { return network.calls.size() >= after; }));
    while (!run->isFinished()) {
        WEFT_CHECK(run->step());
    }
    return {};
}

void checkCancelled(const Done& done, const DiffusionModel& model, std::size_t after)
{
    QVERIFY(!done);
    QCOMPARE(done.error().code, ErrorCode::Cancelled);
    QCOMPARE(networkOf(model).calls.size(), after);
}

} // namespace

/// Whoever cancels waits for the run of the network that is under way, and for no other.
class TestCancel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everySampler_data()
    {
        QTest::addColumn<QString>("sampler");
        for (const std::string& name : samplerNames())
            QTest::newRow(name.c_str()) << QString::fromStdString(name);
    }
    void everySampler()
    {
        QFETCH(QString, sampler);
        for (const std::size_t after : {0u, 1u, 2u, 3u}) {
            const auto model = formulaModel();
            checkCancelled(runCancelledAfter(after, model, request(model, sampler.toStdString())), *model, after);
        }
    }

    /// The noise of a late place of a batch is drawn behind that of all before it.
    void whileNoiseIsDrawn()
    {
        int asked = 0;
        const auto third = [&asked] { return ++asked == 3; };
        const auto noise = latentNoise(at::zeros(kShape), 3, at::tensor({kMaxBatchIndex}), third);
        QVERIFY(!noise);
        QCOMPARE(noise.error().code, ErrorCode::Cancelled);
        QCOMPARE(asked, 3);
        QVERIFY(latentNoise(at::zeros(kShape), 3, at::tensor({std::int64_t {2}}), [] { return false; }));
    }

    void whileASchedulerCounts_data()
    {
        QTest::addColumn<QString>("sampler");
        QTest::newRow("beta") << "euler";
        QTest::newRow("beta, one step more") << "dpm_2";
    }
    void whileASchedulerCounts()
    {
        QFETCH(QString, sampler);
        int asked = 0;
        const auto third = [&asked] { return ++asked == 3; };
        const auto sigmas = ksamplerSigmas(*formulaModel()->schedule, "beta", sampler.toStdString(), 10'000, 0.5, third);
        QVERIFY(!sigmas);
        QCOMPARE(sigmas.error().code, ErrorCode::Cancelled);
        QCOMPARE(asked, 3);
    }

    /// Texts that don't fit into one batch are several runs of one evaluation.
    void betweenTheBatchesOfAStep()
    {
        const auto model = formulaModel();
        SamplingRequest made = request(model, "euler");
        made.guider.positive = {formulaText(0.3, 77 * 5)};
        checkCancelled(runCancelledAfter(1, model, made), *model, 1);
    }

    /// Guidance that asks the network once more.
    void betweenTheRunsOfAGuidance()
    {
        const auto model = formulaModel();
        model->afterGuidance.push_back([](const at::Tensor& result, const DiffusionModel::GuidanceStep& step) {
            return result + step.again(step.x, step.model->patches, true);
        });
        checkCancelled(runCancelledAfter(1, model, request(model, "euler")), *model, 1);
    }
};

QTEST_GUILESS_MAIN(TestCancel)
#include "TestCancel.moc"
