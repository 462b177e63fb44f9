// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gpu-worker/models/LoraModel.h"
#include "gpu-worker/training/Adapter.h"
#include "gpu-worker/training/Optimizer.h"
#include "gpu-worker/training/TrainingSet.h"

#include <set>

namespace weft {

enum class LossKind { Mse, L1, Huber, SmoothL1 };
/// "MSE", "L1", "Huber", "SmoothL1"; nothing for others.
std::optional<LossKind> lossKindNamed(std::string_view name);

struct LoraTrainingSettings {
    std::int64_t batchSize = 1;
    std::int64_t accumulation = 1; // batches whose gradients make one step, by their mean
    double learningRate = 0.0005;
    std::int64_t rank = 8;
    Optimizer::Kind optimizer = Optimizer::Kind::AdamW;
    LossKind loss = LossKind::Mse;
    std::uint64_t seed = 0;
    at::Device device = at::kCPU;
    at::ScalarType computesIn = at::kFloat;
    at::ScalarType storesIn = at::kFloat; // what leaves; learned is always in float32
    AdapterKind kind = AdapterKind::LoRA;
    bool recomputes = true; // see GradientCall
    bool keepsState = true; // the result also holds what going on to the bit needs: several times as much
};

/// Teaches a LoRA: every matrix and convolution of the network gets an adapter, every bias and norm a difference, and in each
/// step noise is added to pictures whose prediction is compared with the truth. The loss is on what the network predicts, noise or v
/// (arXiv 2006.11239, 2202.00512), at timesteps drawn evenly. Steps are counted through: a training that goes on from a file
/// takes the batches, noise and timesteps that it would have taken. The same settings on the same device give the same bits.
/// Used from one thread. libtorch's exceptions pass through.
class LoraTraining {
public:
    /// `existing`: the file of a LoRA to go on from, or null; `existingSteps`: those it had, where the file doesn't say. `cancelled` is
    /// asked before each block of the network, on both ways; may be empty.
    /// Errors: ModelUnsupported (a network, or a kind of prediction, that can't be trained; `existing` is for another one).
    static Result<std::unique_ptr<LoraTraining>> start(const DiffusionModel& model, TrainingSet set,
        const LoraTrainingSettings& settings, const Weights* existing, std::int64_t existingSteps, std::function<bool()> cancelled);

    /// -> the loss before the step. Errors: Cancelled, TrainingDiverged (args: step): the loss, or a gradient, is no number any more;
    /// what was learned before is kept in both.
    Result<float> step();
    /// Those of `existing` too.
    std::int64_t stepsDone() const { return m_stepsDone; }

    LoraModel result() const;

    /// Loss and gradients of the next step, for tests: nothing is changed but the gradients of leaves(). Errors: those of step().
    Result<float> lossAndGradients();
    /// What is learned, by its name in the file. For tests.
    NamedTensors leaves() const;

private:
    struct Difference {
        at::Tensor leaf;
        at::Tensor origin;
    };

    LoraTraining(const DiffusionModel& model, TrainingSet set, const LoraTrainingSettings& settings, std::function<bool()> cancelled);
    Done learnAll(const DiffusionModel& model, const Weights* existing);
    Result<AdapterPtr> adapterFor(const std::string& name, at::IntArrayRef shape, at::Generator& generator);
    Done addDifference(const std::string& name, const at::Tensor& origin);
    Done checkAllTaken(const Weights& existing) const;
    bool hasFiniteGradients() const;
    void goOn(const Weights& existing, std::int64_t existingSteps);
    void restoreValues(const NamedTensors& state);
    at::Tensor lossOf(std::int64_t batch) const;
    void forgetGradients();

    LoraTrainingSettings m_settings;
    TrainingSet m_set;
    NoiseSchedulePtr m_schedule;
    std::function<bool()> m_cancelled;
    std::map<std::string, std::vector<std::string>> m_fileNames; // of a weight: the modules' names that files use for it
    const Weights* m_existing = nullptr; // while it starts
    std::set<std::string> m_taken; // its modules that are taught on
    std::map<std::string, AdapterPtr> m_adapters; // by the weight's name
    std::map<std::string, Difference> m_differences;
    std::shared_ptr<const Denoiser> m_network;
    Optimizer m_optimizer;
    std::int64_t m_stepsDone = 0;
};

} // namespace weft
