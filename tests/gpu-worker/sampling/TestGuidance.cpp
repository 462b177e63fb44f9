// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/sampling/ModelInputs.h"
#include "gpu-worker/sampling/Noise.h"
#include "gpu-worker/sampling/Resize.h"
#include "gpu-worker/sampling/SamplingRun.h"
#include "tests/gpu-worker/sampling/FormulaModel.h"
#include "tests/gpu-worker/sampling/SamplingData.h"

#include <ATen/ops/cat.h>
#include <ATen/ops/full.h>
#include <ATen/ops/ones.h>
#include <ATen/ops/rand.h>
#include <ATen/ops/zeros.h>
#include <ATen/ops/zeros_like.h>

#include <QTest>

#include <cmath>
#include <limits>

using namespace weft;

namespace {

const std::vector<std::int64_t> kShape {1, 4, 8, 8};

Guider cfgGuider(const std::shared_ptr<DiffusionModel>& model, Conditions positive, double scale)
{
    Guider guider;
    guider.model = model;
    guider.positive = std::move(positive);
    guider.negative = Conditions {formulaText(-0.2)};
    guider.scale = scale;
    return guider;
}

LatentFacts facts()
{
    return {kShape, at::zeros(kShape), {}, at::kCPU};
}

Denoised denoisedBy(const Guider& guider, const at::Tensor& x, float sigma, bool wantUncond = false)
{
    return (*GuidedDenoiser::make(guider, facts()).value())(x, sigma, wantUncond);
}

SamplingRequest request(const Guider& guider, const std::string& sampler, at::Tensor mask = {})
{
    SamplingRequest made;
    made.guider = guider;
    made.sampler = samplerNamed(sampler).value();
    made.sigmas = scheduledSigmas(*guider.model->schedule, "normal", 4).value();
    made.latent = at::full(kShape, 0.5, at::kFloat);
    made.noise = randomNormal(kShape, 3);
    made.noiseMask = std::move(mask);
    return made;
}

at::Tensor finished(SamplingRun& run)
{
    while (!run.isFinished()) {
        if (!run.step())
            return {};
    }
    return run.latent();
}

} // namespace

class TestGuidance : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void bothSidesInOneBatch()
    {
        const auto model = formulaModel();
        const at::Tensor x = at::rand(kShape);
        const Denoised both = denoisedBy(cfgGuider(model, {formulaText(0.3)}, 4), x, 2);
        const auto& calls = networkOf(*model).calls;
        QCOMPARE(calls.size(), std::size_t {1});
        QCOMPARE(calls[0].xShape[0], std::int64_t {2});
        QVERIFY(calls[0].context[0][0][0].item<float>() < 0); // the negative side first
        const at::Tensor positive = denoisedBy(cfgGuider(model, {formulaText(0.3)}, 1), x, 2).x0;
        const at::Tensor negative = denoisedBy(cfgGuider(model, {formulaText(-0.2)}, 1), x, 2).x0;
        QVERIFY(relativeDifference(both.x0, negative + (positive - negative) * 4) < 1e-5);
    }

    void negativeSideIsSkipped()
    {
        const auto model = formulaModel();
        const at::Tensor x = at::rand(kShape);
        denoisedBy(cfgGuider(model, {formulaText(0.3)}, 1), x, 2);
        QCOMPARE(networkOf(*model).calls.back().xShape[0], std::int64_t {1});
        const Denoised asked = denoisedBy(cfgGuider(model, {formulaText(0.3)}, 1), x, 2, true);
        QCOMPARE(networkOf(*model).calls.back().xShape[0], std::int64_t {2});
        QVERIFY(relativeDifference(asked.uncond, denoisedBy(cfgGuider(model, {formulaText(-0.2)}, 1), x, 2).x0) < 1e-6);
    }

    void textsOfDifferentLength_data()
    {
        QTest::addColumn<int>("tokens");
        QTest::addColumn<int>("calls");
        QTest::addColumn<int>("batchTokens");
        QTest::newRow("twice") << 154 << 1 << 154;
        QTest::newRow("four times") << 308 << 1 << 308;
        QTest::newRow("five times: on its own") << 385 << 2 << 385;
    }
    void textsOfDifferentLength()
    {
        QFETCH(int, tokens);
        QFETCH(int, calls);
        QFETCH(int, batchTokens);
        const auto model = formulaModel();
        denoisedBy(cfgGuider(model, {formulaText(0.3, tokens)}, 4), at::rand(kShape), 2);
        QCOMPARE(networkOf(*model).calls.size(), static_cast<std::size_t>(calls));
        QCOMPARE(networkOf(*model).calls[0].context.size(1), static_cast<std::int64_t>(batchTokens));
    }

    /// The same tensor each step, so that a network can keep what it made of the text.
    void textsAreJoinedOnce()
    {
        const auto model = formulaModel();
        auto run = SamplingRun::start(request(cfgGuider(model, {formulaText(0.3)}, 4), "euler"), {});
        QVERIFY(finished(**run).defined());
        const auto& calls = networkOf(*model).calls;
        QCOMPARE(calls.size(), std::size_t {4});
        QVERIFY(calls[0].context.is_same(calls[3].context));
    }

    void areasAndMasks()
    {
        const auto model = formulaModel();
        const at::Tensor x = at::rand(kShape);
        Condition left = formulaText(0.5);
        left.area = LatentArea {8, 4, 0, 0};
        denoisedBy(cfgGuider(model, {formulaText(0.1), left}, 4), x, 2);
        // Whole pictures in one batch, the area and its partner of the negative side in another.
        const auto& calls = networkOf(*model).calls;
        QCOMPARE(calls.size(), std::size_t {2});
        QCOMPARE(calls[1].xShape, (std::vector<std::int64_t> {2, 4, 8, 4}));
        Condition masked = formulaText(0.5);
        masked.mask = at::cat({at::ones({1, 8, 4}), at::zeros({1, 8, 4})}, 2);
        const at::Tensor found = denoisedBy(cfgGuider(model, {formulaText(0.1), masked}, 1), x, 2).x0;
        const at::Tensor plain = denoisedBy(cfgGuider(model, {formulaText(0.1)}, 1), x, 2).x0;
        const at::Tensor other = denoisedBy(cfgGuider(model, {formulaText(0.5)}, 1), x, 2).x0;
        QVERIFY(relativeDifference(found.narrow(3, 4, 4), plain.narrow(3, 4, 4)) < 1e-5);
        QVERIFY(relativeDifference(found.narrow(3, 0, 4), ((plain + other) / 2).narrow(3, 0, 4)) < 1e-5);
        Condition outside = formulaText(0.5);
        outside.area = LatentArea {8, 8, 20, 0};
        QVERIFY(!GuidedDenoiser::make(cfgGuider(model, {outside}, 4), facts()));
    }

    /// Sides are matched by the areas that were asked for, which may reach beyond the latent; what ComfyUI 0.3.64 made of these
    /// three (create_cond_with_same_area_if_none): two in the place on either side.
    void areasAreMatchedBeforeTheyAreCut()
    {
        const auto model = formulaModel();
        Condition beyond = formulaText(0.5);
        beyond.area = LatentArea {8, 8, 0, 4};
        Condition inside = formulaText(-0.5);
        inside.area = LatentArea {8, 4, 0, 4};
        Guider guider = cfgGuider(model, {beyond}, 4);
        guider.negative = Conditions {inside, formulaText(-0.2)};
        denoisedBy(guider, at::rand(kShape), 2);
        std::int64_t inPlace = 0;
        std::int64_t whole = 0;
        for (const FormulaNetwork::Call& call : networkOf(*model).calls)
            (call.xShape[3] == 4 ? inPlace : whole) += call.xShape[0];
        QCOMPARE(inPlace, std::int64_t {4});
        QCOMPARE(whole, std::int64_t {1});
    }

    void timestepRange()
    {
        const auto model = formulaModel();
        Condition early = formulaText(0.3);
        early.endPercent = 0.5;
        const double middle = model->schedule->sigmaAtPercent(0.5);
        const at::Tensor x = at::rand(kShape);
        QVERIFY(denoisedBy(cfgGuider(model, {early}, 1), x, static_cast<float>(middle * 1.1)).x0.abs().max().item<float>() > 0);
        QCOMPARE(denoisedBy(cfgGuider(model, {early}, 1), x, static_cast<float>(middle * 0.9)).x0.abs().max().item<float>(), 0.0F);
    }

    void wrongFamily()
    {
        const auto model = formulaModel();
        Condition wide = formulaText(0.3);
        wide.context = at::zeros({1, 77, 12});
        const auto made = GuidedDenoiser::make(cfgGuider(model, {wide}, 4), facts());
        QVERIFY(!made);
        QCOMPARE(made.error().code, ErrorCode::TypeMismatch);
        QVERIFY(!withChannelsOf(*model, at::ones({1, 16, 8, 8})));
        QCOMPARE(withChannelsOf(*model, at::zeros({1, 16, 8, 8})).value().size(1), std::int64_t {4});
    }

    void outsideOfTheMaskNothingChanges()
    {
        const auto model = formulaModel();
        const at::Tensor mask = at::cat({at::ones({1, 8, 4}), at::zeros({1, 8, 4})}, 2);
        for (const char* sampler : {"euler", "ddim", "dpmpp_2m"}) {
            auto run = SamplingRun::start(request(cfgGuider(model, {formulaText(0.3)}, 4), sampler, mask), {});
            const at::Tensor latent = finished(**run);
            QVERIFY(latent.narrow(3, 4, 4).sub(0.5).abs().max().item<float>() < 1e-4F);
            QVERIFY(latent.narrow(3, 0, 4).sub(0.5).abs().max().item<float>() > 0.01F);
        }
    }

    void inpaintModelSeesMaskAndPicture()
    {
        DiffusionModel model = *formulaModel();
        model.family.inChannels = 9;
        LatentFacts its = facts();
        const Condition plain = formulaText(0.1);
        QCOMPARE(concatInput(plain, model, its).sizes().vec(), (std::vector<std::int64_t> {1, 5, 8, 8}));
        its.noiseMask = at::full({1, 4, 8, 8}, 0.7, at::kFloat);
        const at::Tensor concat = concatInput(plain, model, its);
        QCOMPARE(concat[0][0][0][0].item<float>(), 1.0F); // rounded
        model.family.inChannels = 4;
        QVERIFY(!concatInput(plain, model, its).defined());
    }

    void sizesOfSdxl()
    {
        DiffusionModel model = *formulaModel();
        model.family.name = "SDXL";
        model.family.admChannels = 20 + 6 * 256;
        Condition condition = formulaText(0.1);
        QVERIFY(!vectorInput(condition, false, model, facts())); // no pooled text
        condition.pooled = at::full({1, 20}, 2.0, at::kFloat);
        condition.sizes = {{"width", 1024}, {"height", 768}};
        const at::Tensor y = vectorInput(condition, false, model, facts()).value();
        QCOMPARE(y.size(1), model.family.admChannels);
        QVERIFY(std::abs(y[0][20].item<double>() - std::cos(768.0)) < 1e-4);
        QVERIFY(std::abs(y[0][20 + 256].item<double>() - std::cos(1024.0)) < 1e-4);
    }

    void cancelledWithinAStep()
    {
        const auto model = formulaModel();
        int asked = 0;
        auto run = SamplingRun::start(request(cfgGuider(model, {formulaText(0.3)}, 4), "heun"), [&asked] { return ++asked > 1; });
        const auto step = (*run)->step();
        QVERIFY(!step);
        QCOMPARE(step.error().code, ErrorCode::Cancelled);
    }

    void notANumber()
    {
        const auto model = formulaModel();
        Condition broken = formulaText(std::numeric_limits<double>::quiet_NaN());
        auto run = SamplingRun::start(request(cfgGuider(model, {broken}, 1), "euler"), {});
        const auto step = (*run)->step();
        QVERIFY(!step);
        QCOMPARE(step.error().code, ErrorCode::NodeFailed);
    }

    /// A batch of two is two single runs with the noise of their places.
    void batchIsManySingleRuns()
    {
        const auto model = formulaModel();
        SamplingRequest both = request(cfgGuider(model, {formulaText(0.3)}, 4), "dpmpp_2m");
        both.latent = at::zeros({2, 4, 8, 8});
        both.noise = randomNormal({2, 4, 8, 8}, 5);
        const at::Tensor together = finished(**SamplingRun::start(both, {}));
        for (std::int64_t i = 0; i < 2; ++i) {
            SamplingRequest one = both;
            one.latent = both.latent.narrow(0, i, 1);
            one.noise = both.noise.narrow(0, i, 1);
            QVERIFY(relativeDifference(finished(**SamplingRun::start(one, {})), together.narrow(0, i, 1)) < 1e-5);
        }
    }

    void batchSizes()
    {
        const at::Tensor rows = at::cat({at::zeros({1, 2}), at::ones({1, 2}), at::full({1, 2}, 2.0, at::kFloat)}, 0);
        QCOMPARE(repeatedToBatch(rows, 5)[4][0].item<float>(), 1.0F);
        QCOMPARE(repeatedToBatch(rows, 2).size(0), std::int64_t {2});
        QCOMPARE(spreadToBatch(rows, 6)[1][0].item<float>(), 0.0F);
        QCOMPARE(spreadToBatch(rows, 6)[2][0].item<float>(), 1.0F);
        QCOMPARE(spreadToBatch(rows, 2)[1][0].item<float>(), 2.0F);
    }
};

QTEST_GUILESS_MAIN(TestGuidance)
#include "TestGuidance.moc"
