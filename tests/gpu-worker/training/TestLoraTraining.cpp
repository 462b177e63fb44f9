// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/training/LoraTraining.h"

#include "gpu-worker/models/LatentFormats.h"
#include "gpu-worker/models/LoraFile.h"
#include "gpu-worker/models/NoiseSchedules.h"
#include "tests/gpu-worker/training/SmallTraining.h"

#include <ATen/TensorOperators.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/full.h>
#include <ATen/ops/randn_like.h>
#include <c10/core/InferenceMode.h>

#include <QTest>

#include <cmath>
#include <limits>

using namespace weft;

namespace {

const std::string kQuery = "diffusion_model.middle_block.1.transformer_blocks.0.attn2.to_q";

/// Factors that begin at 0 have no slope to compare with.
void disturb(const LoraTraining& training)
{
    const at::NoGradGuard plain;
    for (const auto& [name, leaf] : training.leaves())
        leaf.add_(at::randn_like(leaf), 0.02);
}

/// A step down the slope that is large enough to be seen, whatever was drawn before.
void learn(LoraTraining& training)
{
    (void)training.lossAndGradients();
    const at::NoGradGuard plain;
    for (const auto& [name, leaf] : training.leaves()) {
        leaf.add_(leaf.grad().sign(), -0.02);
        leaf.mutable_grad().zero_();
    }
}

/// The loss with one leaf moved along `direction` by `distance`.
double lossAt(LoraTraining& training, const at::Tensor& leaf, const at::Tensor& direction, double distance)
{
    const auto move = [&](double by) {
        const at::NoGradGuard plain;
        leaf.add_(direction, by);
    };
    move(distance);
    const double loss = static_cast<double>(training.lossAndGradients().value());
    move(-distance);
    return loss;
}

double mean(const std::vector<float>& losses, std::size_t first, std::size_t count)
{
    double sum = 0;
    for (std::size_t i = first; i < first + count; ++i)
        sum += static_cast<double>(losses[i]);
    return sum / static_cast<double>(count);
}

std::vector<float> steps(LoraTraining& training, int count)
{
    std::vector<float> losses;
    for (int i = 0; i < count; ++i)
        losses.push_back(training.step().value());
    return losses;
}

} // namespace

class TestLoraTraining : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void gradientsAreThoseOfFiniteDifferences_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<bool>("recomputes");
        QTest::addColumn<bool>("predictsV");
        QTest::newRow("LoRA, kept") << int(AdapterKind::LoRA) << false << false;
        QTest::newRow("LoRA, computed again") << int(AdapterKind::LoRA) << true << true;
        QTest::newRow("LoHa") << int(AdapterKind::LoHa) << true << false;
        QTest::newRow("LoKr") << int(AdapterKind::LoKr) << true << false;
    }
    void gradientsAreThoseOfFiniteDifferences()
    {
        QFETCH(int, kind);
        QFETCH(bool, recomputes);
        QFETCH(bool, predictsV);
        const auto model = smallModel(predictsV ? Prediction::V : Prediction::Epsilon);
        LoraTrainingSettings settings = smallSettings();
        settings.kind = static_cast<AdapterKind>(kind);
        settings.recomputes = recomputes;
        const auto training = started(*model, smallSet(*model), settings);
        disturb(*training);
        QVERIFY(training->lossAndGradients());
        const NamedTensors leaves = training->leaves();
        NamedTensors gradients;
        for (const auto& [name, leaf] : leaves) {
            QVERIFY2(leaf.grad().defined(), name.c_str());
            gradients[name] = leaf.grad().clone();
        }
        int number = 0;
        for (const auto& [name, leaf] : leaves) {
            if (number++ % 67 != 0) // each takes two runs
                continue;
            const at::Tensor along = at::randn_like(leaf, leaf.options().requires_grad(false));
            const at::Tensor direction = gradients[name] + along * (gradients[name].norm() / along.norm());
            const double length = direction.norm().item<double>();
            QVERIFY2(length > 0, name.c_str());
            const double slope = (gradients[name] * direction).sum().item<double>() / length;
            constexpr double kStep = 5e-3;
            const at::Tensor unit = direction / length;
            const double measured
                = (lossAt(*training, leaf, unit, kStep) - lossAt(*training, leaf, unit, -kStep)) / (2 * kStep);
            QVERIFY2(std::abs(measured - slope) < 0.03 * std::abs(slope) + 5e-4,
                qPrintable(QStringLiteral("%1: %2 instead of %3").arg(QString::fromStdString(name)).arg(slope).arg(measured)));
        }
    }

    /// Gradients meet in another order, so the last bits may differ.
    void recomputingChangesNothingButMemory()
    {
        const auto model = smallModel();
        LoraTrainingSettings settings = smallSettings();
        settings.recomputes = true;
        const auto again = started(*model, smallSet(*model), settings);
        settings.recomputes = false;
        const auto kept = started(*model, smallSet(*model), settings);
        const std::vector<float> first = steps(*again, 4);
        const std::vector<float> second = steps(*kept, 4);
        for (std::size_t i = 0; i < first.size(); ++i)
            QVERIFY(std::abs(first[i] - second[i]) < 1e-3F * second[i]);
        const std::string up = kQuery + ".lora_up.weight";
        const at::Tensor wanted = kept->result().tensors.at(up);
        const double off = (again->result().tensors.at(up) - wanted).abs().max().item<double>();
        QVERIFY(off < 0.05 * wanted.abs().max().item<double>());
    }

    /// Loss is noisy, as noise and timestep are drawn anew, so the same steps are looked at before and after.
    void learnsOnePictureByHeart_data()
    {
        QTest::addColumn<QString>("optimizer");
        QTest::addColumn<double>("rate");
        QTest::newRow("AdamW") << QStringLiteral("AdamW") << 0.01;
        QTest::newRow("Adam") << QStringLiteral("Adam") << 0.01;
        QTest::newRow("RMSprop") << QStringLiteral("RMSprop") << 0.003;
        QTest::newRow("SGD") << QStringLiteral("SGD") << 0.5;
    }
    void learnsOnePictureByHeart()
    {
        const c10::InferenceMode mode; // as the executor runs nodes
        QFETCH(QString, optimizer);
        QFETCH(double, rate);
        const auto model = smallModel();
        LoraTrainingSettings settings = smallSettings();
        settings.optimizer = Optimizer::kindNamed(optimizer.toStdString()).value();
        settings.learningRate = rate;
        settings.recomputes = false;
        const auto training = started(*model, smallSet(*model), settings);
        const std::vector<float> losses = steps(*training, 120);
        const double first = mean(losses, 0, 15);
        const double last = mean(losses, 105, 15);
        QVERIFY2(last < 0.7 * first, qPrintable(QStringLiteral("%1 -> %2").arg(first).arg(last)));
    }

    void theSameSeedGivesTheSameBits()
    {
        const auto model = smallModel();
        const auto a = started(*model, smallSet(*model, 3), smallSettings());
        const auto b = started(*model, smallSet(*model, 3), smallSettings());
        QCOMPARE(steps(*a, 5), steps(*b, 5));
        QVERIFY(sameBits(a->result().tensors, b->result().tensors));
        LoraTrainingSettings other = smallSettings();
        other.seed = 6;
        const auto c = started(*model, smallSet(*model, 3), other);
        QVERIFY(steps(*c, 5) != steps(*b, 5));
    }

    void goingOnEqualsOneRun_data()
    {
        QTest::addColumn<QString>("optimizer");
        QTest::addColumn<bool>("bf16");
        QTest::newRow("AdamW") << QStringLiteral("AdamW") << false;
        QTest::newRow("AdamW, kept in bf16") << QStringLiteral("AdamW") << true;
        QTest::newRow("RMSprop") << QStringLiteral("RMSprop") << false;
    }
    void goingOnEqualsOneRun()
    {
        QFETCH(QString, optimizer);
        QFETCH(bool, bf16);
        const auto model = smallModel();
        LoraTrainingSettings settings = smallSettings();
        settings.optimizer = Optimizer::kindNamed(optimizer.toStdString()).value();
        settings.accumulation = 2;
        settings.storesIn = bf16 ? at::kBFloat16 : at::kFloat;
        const auto whole = started(*model, smallSet(*model, 3), settings);
        const std::vector<float> losses = steps(*whole, 7);
        const auto first = started(*model, smallSet(*model, 3), settings);
        steps(*first, 4);
        const Weights file = fileOf(first->result(), /*withState=*/true);
        const auto second = started(*model, smallSet(*model, 3), settings, &file);
        QCOMPARE(second->stepsDone(), 4);
        QCOMPARE(steps(*second, 3), std::vector<float>(losses.begin() + 4, losses.end()));
        QVERIFY(sameBits(second->result().tensors, whole->result().tensors));
        QVERIFY(sameBits(second->result().state, whole->result().state));
        QCOMPARE(second->stepsDone(), 7);
    }

    /// Without what the optimizer remembers it is close, not the same.
    void goesOnFromAPlainFile()
    {
        const auto model = smallModel();
        const auto first = started(*model, smallSet(*model), smallSettings());
        steps(*first, 3);
        const Weights file = fileOf(first->result(), /*withState=*/false);
        const auto second = started(*model, smallSet(*model), smallSettings(), &file);
        QCOMPARE(second->stepsDone(), 3);
        const std::string up = kQuery + ".lora_up.weight";
        QVERIFY(second->result().tensors.at(up).equal(first->result().tensors.at(up)));
        QVERIFY(!second->result().tensors.at(up).equal(started(*model, smallSet(*model), smallSettings())->result().tensors.at(up)));
    }

    void refusesALoraForAnotherModel()
    {
        const auto model = smallModel();
        LoraModel other = started(*model, smallSet(*model), smallSettings())->result();
        other.tensors[kQuery + ".lora_up.weight"] = at::full({12, 4}, 0.1);
        const Weights file = fileOf(other, false);
        const auto refused = LoraTraining::start(*model, smallSet(*model), smallSettings(), &file, 0, {});
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::ModelUnsupported);
        QCOMPARE(refused.error().args.at("key"), kQuery + ".lora_up.weight");
    }

    /// What can't be taught on would be lost without a word.
    void refusesWhatItWouldLose_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("a form of its own") << QStringLiteral("diffusion_model.input_blocks.0.0.lora_A.weight");
        QTest::newRow("a part of another model") << QStringLiteral("lora_unet_no_such_block.lora_up.weight");
        QTest::newRow("a whole matrix") << QStringLiteral("diffusion_model.input_blocks.0.0.diff");
    }
    void refusesWhatItWouldLose()
    {
        QFETCH(QString, name);
        const auto model = smallModel();
        LoraModel existing = started(*model, smallSet(*model), smallSettings())->result();
        const std::string module = name.section(u'.', 0, 3).toStdString() + "."; // this instead of its factors
        std::erase_if(existing.tensors, [&](const auto& one) { return one.first.starts_with(module); });
        existing.tensors[name.toStdString()] = at::full({4, 4}, 0.1);
        const Weights file = fileOf(existing, false);
        const auto refused = LoraTraining::start(*model, smallSet(*model), smallSettings(), &file, 0, {});
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::ModelUnsupported);
        QCOMPARE(refused.error().args.at("key"), name.toStdString());
    }

    void whatGoesOnIsKeptOnlyWhenAsked()
    {
        const auto model = smallModel();
        LoraTrainingSettings settings = smallSettings();
        QVERIFY(!started(*model, smallSet(*model), settings)->result().state.empty());
        settings.keepsState = false;
        QVERIFY(started(*model, smallSet(*model), settings)->result().state.empty());
    }

    /// What leaves is what our loader, and ComfyUI's, read: the same network as the one that was taught.
    void theFileGivesWhatWasLearned_data()
    {
        QTest::addColumn<int>("kind");
        QTest::newRow("LoRA") << int(AdapterKind::LoRA);
        QTest::newRow("LoHa") << int(AdapterKind::LoHa);
        QTest::newRow("LoKr") << int(AdapterKind::LoKr);
    }
    void theFileGivesWhatWasLearned()
    {
        QFETCH(int, kind);
        const auto model = smallModel();
        LoraTrainingSettings settings = smallSettings();
        settings.kind = static_cast<AdapterKind>(kind);
        const auto training = started(*model, smallSet(*model), settings);
        disturb(*training);
        learn(*training);
        const double taught = static_cast<double>(training->lossAndGradients().value());
        const LoraPatches patches = readLora(fileOf(training->result(), false), *model->network, nullptr, 1, 0).value();
        QVERIFY(patches.unmatched.empty());
        QCOMPARE(patches.model.size(), model->network->weightNames().size());
        auto patched = std::make_shared<DiffusionModel>(*model);
        patched->network = model->network->patched(patches.model);
        const auto fresh = started(*patched, smallSet(*patched), settings);
        const double read = static_cast<double>(fresh->lossAndGradients().value());
        const double untaught
            = static_cast<double>(started(*model, smallSet(*model), settings)->lossAndGradients().value());
        QVERIFY2(std::abs(read - taught) < 1e-4 * taught, qPrintable(QStringLiteral("%1, %2").arg(read).arg(taught)));
        QVERIFY2(untaught > 1.01 * taught, qPrintable(QStringLiteral("%1, %2").arg(untaught).arg(taught)));
    }

    /// Names of ComfyUI 0.3.64's own trainer.
    void namesAreComfyUis()
    {
        const auto model = smallModel();
        const LoraModel lora = started(*model, smallSet(*model), smallSettings())->result();
        for (const char* end : {".lora_up.weight", ".lora_down.weight", ".alpha"})
            QVERIFY2(lora.tensors.contains(kQuery + end), end);
        for (const char* name : {"diffusion_model.input_blocks.0.0.lora_down.weight", "diffusion_model.time_embed.0.lora_up.weight",
                 "diffusion_model.input_blocks.0.0.diff_b", "diffusion_model.input_blocks.1.0.in_layers.0.diff",
                 "diffusion_model.out.2.alpha"})
            QVERIFY2(lora.tensors.contains(name), name);
        QVERIFY(lora.tensors.at("diffusion_model.input_blocks.0.0.lora_up.weight").sizes() == at::IntArrayRef({32, 4, 1, 1}));
        QCOMPARE(lora.metadata.at("weft.training.steps"), "0");
    }

    /// The mean over batches, as if they had been one.
    void accumulatedBatchesCountAsOneMean()
    {
        const auto model = smallModel();
        LoraTrainingSettings settings = smallSettings();
        settings.accumulation = 2;
        const auto both = started(*model, smallSet(*model, 2), settings);
        QVERIFY(both->lossAndGradients());
        const at::Tensor sum = both->leaves().at(kQuery + ".lora_up.weight").grad();
        settings.accumulation = 1;
        const auto single = started(*model, smallSet(*model, 2), settings);
        QVERIFY(single->lossAndGradients());
        const at::Tensor first = single->leaves().at(kQuery + ".lora_up.weight").grad().clone();
        settings.learningRate = 1e-7;
        const auto next = started(*model, smallSet(*model, 2), settings);
        QVERIFY(next->step());
        QVERIFY(next->lossAndGradients());
        const at::Tensor second = next->leaves().at(kQuery + ".lora_up.weight").grad();
        const double off = (sum - (first + second) / 2).abs().max().item<double>();
        QVERIFY(off < 1e-3 * sum.abs().max().item<double>());
    }

    void stopsInTheMiddleOfAStep_data()
    {
        QTest::addColumn<bool>("recomputes");
        QTest::newRow("kept") << false;
        QTest::newRow("computed again") << true;
    }
    void stopsInTheMiddleOfAStep()
    {
        QFETCH(bool, recomputes);
        const auto model = smallModel();
        LoraTrainingSettings settings = smallSettings();
        settings.recomputes = recomputes;
        int asked = 0;
        const auto training = started(*model, smallSet(*model), settings, nullptr, [&asked] { ++asked; return false; });
        const NamedTensors before = training->result().tensors;
        QVERIFY(training->lossAndGradients());
        const int inOneStep = asked;
        QVERIFY(inOneStep > 12); // each block forwards and backwards
        for (const int stopAt : {1, inOneStep / 2, inOneStep}) {
            int left = stopAt;
            const auto stopped = started(*model, smallSet(*model), settings, nullptr, [&left] { return --left <= 0; });
            const auto loss = stopped->step();
            QVERIFY(!loss);
            QCOMPARE(loss.error().code, ErrorCode::Cancelled);
            QCOMPARE(stopped->stepsDone(), 0);
            QVERIFY(sameBits(stopped->result().tensors, before));
        }
    }

    void stopsWhenTheLossIsNoNumber()
    {
        const auto model = smallModel();
        const auto training = started(*model, smallSet(*model), smallSettings());
        QVERIFY(training->step());
        const NamedTensors before = training->result().tensors;
        {
            const at::NoGradGuard plain;
            training->leaves().at("diffusion_model.out.2.diff_b").add_(std::numeric_limits<double>::infinity());
        }
        const auto loss = training->step();
        QVERIFY(!loss);
        QCOMPARE(loss.error().code, ErrorCode::TrainingDiverged);
        QCOMPARE(loss.error().args.at("step"), "2");
        QCOMPARE(training->stepsDone(), 1);
        QVERIFY(training->result().tensors.at(kQuery + ".lora_up.weight").equal(before.at(kQuery + ".lora_up.weight")));
    }

    void refusesWhatItCantTrain()
    {
        auto flow = std::make_shared<DiffusionModel>(*smallModel());
        flow->schedule = flowSchedule(3);
        const auto refused = LoraTraining::start(*flow, smallSet(*flow), smallSettings(), nullptr, 0, {});
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::ModelUnsupported);
    }
};

QTEST_GUILESS_MAIN(TestLoraTraining)
#include "TestLoraTraining.moc"
