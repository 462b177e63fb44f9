// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/training/TrainingSet.h"

#include "tests/gpu-worker/training/SmallTraining.h"

#include <ATen/ops/cat.h>
#include <ATen/ops/full.h>

#include <QTest>

#include <limits>
#include <set>

using namespace weft;

namespace {

ErrorCode codeOf(const DiffusionModel& model, const std::vector<at::Tensor>& latents, const Conditions& texts)
{
    const auto set = TrainingSet::make(model, latents, texts, at::kCPU);
    return set ? ErrorCode::Internal : set.error().code;
}

/// Which of the pictures a batch holds, by its first number.
std::vector<float> firsts(const TrainingSet::Batch& batch)
{
    std::vector<float> values;
    for (std::int64_t i = 0; i < batch.latents.size(0); ++i)
        values.push_back(batch.latents.select(0, i).flatten()[0].item<float>());
    return values;
}

} // namespace

class TestTrainingSet : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void refuses()
    {
        const auto model = smallModel();
        QCOMPARE(codeOf(*model, {}, {smallText()}), ErrorCode::ValueMissing);
        QCOMPARE(codeOf(*model, {smallLatent()}, {}), ErrorCode::CaptionsMismatch);
        QCOMPARE(codeOf(*model, {smallLatent(), smallLatent()}, {smallText(), smallText(), smallText()}), ErrorCode::CaptionsMismatch);
        QCOMPARE(codeOf(*model, {at::full({1, 16, 8, 8}, 0.5)}, {smallText()}), ErrorCode::TypeMismatch);
        QCOMPARE(codeOf(*model, {at::full({4, 8, 8}, 0.5)}, {smallText()}), ErrorCode::TypeMismatch);
        QCOMPARE(codeOf(*model, {at::full({1, 4, 8, 8}, std::numeric_limits<double>::quiet_NaN())}, {smallText()}),
            ErrorCode::ValueInvalid);
        Condition wide;
        wide.context = at::full({1, 7, 65}, 0.5);
        QCOMPARE(codeOf(*model, {smallLatent()}, {wide}), ErrorCode::TypeMismatch);
    }

    void oneTextServesAll()
    {
        const auto model = smallModel();
        const auto set = TrainingSet::make(*model, {at::cat({smallLatent(0), smallLatent(1)})}, {smallText()}, at::kCPU).value();
        QCOMPARE(set.size(), 2);
        QVERIFY(set.batch(0, 2, 1).context.sizes() == at::IntArrayRef({2, 7, 64}));
    }

    void everyPictureComesOnceBeforeOneComesAgain()
    {
        const auto model = smallModel();
        const TrainingSet set = smallSet(*model, 5);
        for (int round = 0; round < 3; ++round) {
            std::set<float> seen;
            for (int i = 0; i < 5; ++i)
                seen.insert(firsts(set.batch(round * 5 + i, 1, 9)).at(0));
            QCOMPARE(seen.size(), 5u);
        }
        QCOMPARE(firsts(set.batch(3, 1, 9)), firsts(set.batch(3, 1, 9)));
    }

    /// Pictures of two sizes never meet in one batch; texts of two lengths do.
    void batchesComeFromOneBucket()
    {
        const auto model = smallModel();
        Condition longer;
        longer.context = smallText(3).context.repeat({1, 2, 1});
        const at::Tensor wide = smallLatent(4).repeat({1, 1, 1, 2});
        const auto set = TrainingSet::make(*model, {at::cat({smallLatent(0), smallLatent(1)}), wide},
            {smallText(0), longer, smallText(2)}, at::kCPU)
                             .value();
        int pictures = 0;
        for (int step = 0; step < 2; ++step) {
            const TrainingSet::Batch batch = set.batch(step, 8, 3);
            const std::int64_t count = batch.latents.size(0);
            pictures += static_cast<int>(count);
            QCOMPARE(batch.context.size(0), count);
            QCOMPARE(batch.context.size(1), count == 2 ? 14 : 7);
            QCOMPARE(batch.latents.size(3), count == 2 ? 8 : 16);
        }
        QCOMPARE(pictures, 3);
    }
};

QTEST_GUILESS_MAIN(TestTrainingSet)
#include "TestTrainingSet.moc"
