// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/training/LoraTraining.h"

#include "gpu-worker/models/LoraNames.h"
#include "gpu-worker/sampling/Noise.h"
#include "gpu-worker/training/TrainingFile.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/TensorOperators.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/huber_loss.h>
#include <ATen/ops/l1_loss.h>
#include <ATen/ops/mse_loss.h>
#include <ATen/ops/rand.h>
#include <ATen/ops/scalar_tensor.h>
#include <ATen/ops/smooth_l1_loss.h>
#include <ATen/ops/sqrt.h>
#include <ATen/ops/sum.h>
#include <ATen/ops/zeros.h>
#include <c10/core/InferenceMode.h>

#include <algorithm>
#include <cmath>
#include <exception>

namespace weft {

namespace {

constexpr std::string_view kWeightEnd = ".weight";
constexpr std::string_view kBiasEnd = ".bias";
/// Seeds of neighbouring batches lie this far apart, as ComfyUI's do.
constexpr std::uint64_t kSeedStride = 1000;

/// Leaves the middle of a network's run, on either way.
class TrainingStopped : public std::exception { };

std::string withoutEnd(const std::string& name, std::string_view end)
{
    return name.ends_with(end) ? name.substr(0, name.size() - end.size()) : name;
}

Done checkTrainable(const DiffusionModel& model)
{
    if (!model.network || !model.schedule)
        return Error {ErrorCode::TypeMismatch, "a model without a network", {{"input", "model"}}};
    const Prediction prediction = model.schedule->prediction();
    if (prediction != Prediction::Epsilon && prediction != Prediction::V)
        return Error {ErrorCode::ModelUnsupported, "only models that predict noise or v can be trained yet"};
    if (model.family.inChannels != model.latentFormat.channels)
        return Error {ErrorCode::ModelUnsupported, "a model that sees more than the latent can't be trained yet"};
    return {};
}

at::Tensor lossBetween(LossKind kind, const at::Tensor& predicted, const at::Tensor& truth)
{
    switch (kind) {
    case LossKind::L1:
        return at::l1_loss(predicted, truth);
    case LossKind::Huber:
        return at::huber_loss(predicted, truth);
    case LossKind::SmoothL1:
        return at::smooth_l1_loss(predicted, truth);
    case LossKind::Mse:
        break;
    }
    return at::mse_loss(predicted, truth);
}

} // namespace

std::optional<LossKind> lossKindNamed(std::string_view name)
{
    if (name == "MSE")
        return LossKind::Mse;
    if (name == "L1")
        return LossKind::L1;
    if (name == "Huber")
        return LossKind::Huber;
    if (name == "SmoothL1")
        return LossKind::SmoothL1;
    return std::nullopt;
}

LoraTraining::LoraTraining(const DiffusionModel& model, TrainingSet set, const LoraTrainingSettings& settings,
    std::function<bool()> cancelled)
    : m_settings(settings)
    , m_set(std::move(set))
    , m_schedule(model.schedule)
    , m_cancelled(std::move(cancelled))
    , m_optimizer(settings.optimizer, settings.learningRate)
{
}

Result<std::unique_ptr<LoraTraining>> LoraTraining::start(const DiffusionModel& model, TrainingSet set,
    const LoraTrainingSettings& settings, const Weights* existing, std::int64_t existingSteps, std::function<bool()> cancelled)
{
    const c10::InferenceMode recording(false);
    WEFT_CHECK(checkTrainable(model));
    std::unique_ptr<LoraTraining> training(new LoraTraining(model, std::move(set), settings, std::move(cancelled)));
    WEFT_CHECK(training->learnAll(model, existing));
    if (!existing)
        return training;
    WEFT_CHECK(training->checkAllTaken(*existing));
    training->goOn(*existing, existingSteps);
    return training;
}

Done LoraTraining::learnAll(const DiffusionModel& model, const Weights* existing)
{
    const Denoiser& network = *model.network;
    for (const auto& [module, target] : loraNamesOfNetwork(network.weightNames())) {
        if (target.third < 0)
            m_fileNames[target.weight].push_back(module);
    }
    m_existing = existing;
    at::Generator generator = at::detail::createCPUGenerator(m_settings.seed);
    Learning learning {{}, {}, m_settings.device, m_settings.computesIn};
    for (const std::string& name : network.weightNames()) {
        const std::vector<std::int64_t> shape = network.weightShape(name);
        if (name.ends_with(kWeightEnd) && (shape.size() == 2 || shape.size() == 4)) {
            WEFT_TRY(m_adapters[name], adapterFor(name, shape, generator));
            learning.changes[name] = m_adapters.at(name);
        } else if (shape.size() == 1 && (name.ends_with(kWeightEnd) || name.ends_with(kBiasEnd))) {
            WEFT_CHECK(addDifference(name, network.weight(name)));
            learning.weights[name] = m_differences.at(name).leaf;
        }
    }
    m_existing = nullptr;
    if (!m_adapters.empty())
        m_network = network.inTraining(learning);
    if (!m_network)
        return Error {ErrorCode::ModelUnsupported, "models of this kind can't be trained yet"};
    for (const auto& [name, adapter] : m_adapters) {
        for (const auto& [end, leaf] : adapter->factors())
            m_optimizer.add(fileNameOf(withoutEnd(name, kWeightEnd)) + "." + end, leaf);
    }
    for (const auto& [name, difference] : m_differences)
        m_optimizer.add(differenceName(name), difference.leaf, difference.origin);
    return {};
}

Result<AdapterPtr> LoraTraining::adapterFor(const std::string& name, at::IntArrayRef shape, at::Generator& generator)
{
    // Drawn in any case, so that what is new beside an existing part doesn't depend on it.
    const AdapterPtr fresh = newAdapter(m_settings.kind, shape, m_settings.rank, generator, m_settings.device);
    const auto names = m_fileNames.find(name);
    if (!m_existing || names == m_fileNames.end())
        return fresh;
    for (const std::string& module : names->second) {
        WEFT_TRY(const AdapterPtr read, readAdapter(*m_existing, module, shape, m_settings.device));
        if (!read)
            continue;
        m_taken.insert(module);
        return read;
    }
    return fresh;
}

Done LoraTraining::addDifference(const std::string& name, const at::Tensor& origin)
{
    Difference difference;
    difference.origin = origin.to(m_settings.device, at::kFloat, /*non_blocking=*/false, /*copy=*/true);
    difference.leaf = difference.origin.clone();
    const bool isBias = name.ends_with(kBiasEnd);
    const std::string weight = isBias ? withoutEnd(name, kBiasEnd) + std::string(kWeightEnd) : name;
    const auto names = m_fileNames.find(weight);
    if (m_existing && names != m_fileNames.end()) {
        for (const std::string& module : names->second) {
            const std::string full = module + (isBias ? ".diff_b" : ".diff");
            if (!m_existing->has(full))
                continue;
            WEFT_TRY(const at::Tensor stored, m_existing->stored(full));
            if (stored.sizes() != difference.leaf.sizes())
                return weightError(full, "doesn't fit the model that is taught");
            difference.leaf.add_(stored.to(m_settings.device, at::kFloat));
            m_taken.insert(module);
            break;
        }
    }
    difference.leaf.requires_grad_(true);
    m_differences[name] = std::move(difference);
    return {};
}

/// What isn't taught on would be lost without a word. Text encoders aren't trained: their part may stay behind.
Done LoraTraining::checkAllTaken(const Weights& existing) const
{
    if (m_taken.empty())
        return Error {ErrorCode::ModelUnsupported, "nothing in it fits the model that is taught"};
    for (const std::string& name : existing.names()) {
        const bool isText = name.starts_with("lora_te") || name.starts_with("text_encoder") || name.starts_with("clip_");
        bool isTaken = isText || name.starts_with(kTrainingState);
        for (std::size_t dot = name.find('.'); dot != std::string::npos && !isTaken; dot = name.find('.', dot + 1))
            isTaken = m_taken.contains(name.substr(0, dot));
        if (!isTaken)
            return weightError(name, "is of a form, or for a model, that Weft can't teach on");
    }
    return {};
}

bool LoraTraining::hasFiniteGradients() const
{
    const at::NoGradGuard plain;
    at::Tensor sum = at::zeros({}, at::TensorOptions(m_settings.device).dtype(at::kFloat));
    for (const auto& [name, leaf] : leaves()) {
        if (leaf.grad().defined())
            sum += leaf.grad().sum();
    }
    return std::isfinite(sum.item<float>());
}

void LoraTraining::goOn(const Weights& existing, std::int64_t existingSteps)
{
    const TrainingRecord record = readTrainingRecord(existing);
    m_stepsDone = record.steps.value_or(existingSteps);
    // Another optimizer starts afresh, with what was learned.
    if (record.steps && m_optimizer.restore(record.state, *record.steps))
        restoreValues(record.state);
}

/// The file may hold less of each number than was learned.
void LoraTraining::restoreValues(const NamedTensors& state)
{
    const at::NoGradGuard plain;
    for (auto& [name, leaf] : leaves()) {
        const auto value = state.find(name + kLearnedValue);
        if (value != state.end() && value->second.sizes() == leaf.sizes())
            leaf.copy_(value->second);
    }
}

NamedTensors LoraTraining::leaves() const
{
    NamedTensors leaves;
    for (const auto& [name, adapter] : m_adapters) {
        for (const auto& [end, leaf] : adapter->factors())
            leaves[fileNameOf(withoutEnd(name, kWeightEnd)) + "." + end] = leaf;
    }
    for (const auto& [name, difference] : m_differences)
        leaves[differenceName(name)] = difference.leaf;
    return leaves;
}

at::Tensor LoraTraining::lossOf(std::int64_t batch) const
{
    const std::uint64_t seed = m_settings.seed + static_cast<std::uint64_t>(batch) * kSeedStride;
    const TrainingSet::Batch taught = m_set.batch(batch, m_settings.batchSize, m_settings.seed);
    const at::Device device = m_settings.device;
    const at::Tensor noise = randomNormal(taught.latents.sizes().vec(), seed).to(device);
    const at::Tensor table = m_schedule->sigmas();
    const at::Tensor drawn = at::rand({taught.latents.size(0)}, at::detail::createCPUGenerator(seed + 1), at::TensorOptions(at::kFloat));
    const at::Tensor places = drawn.mul(table.size(0)).to(at::kLong).clamp(0, table.size(0) - 1);
    const at::Tensor sigmas = table.to(at::kCPU).index_select(0, places).to(device);
    const at::Tensor beside = sigmas.reshape({-1, 1, 1, 1});
    const at::Tensor noisy = taught.latents + noise * beside;

    const GradientCall gradient {m_settings.recomputes, [this] {
                                     if (m_cancelled && m_cancelled())
                                         throw TrainingStopped();
                                 }};
    DenoiserInputs inputs;
    inputs.x = m_schedule->scaledInput(noisy, sigmas);
    inputs.timesteps = m_schedule->timestep(sigmas).to(at::kFloat);
    inputs.context = taught.context;
    inputs.y = taught.y;
    inputs.gradient = &gradient;
    const at::Tensor predicted = m_network->run(inputs).to(at::kFloat);
    const at::Tensor truth = m_schedule->prediction() == Prediction::V
        ? (noise - taught.latents * beside) / at::sqrt(beside * beside + 1)
        : noise;
    const at::Tensor loss = lossBetween(m_settings.loss, predicted, truth);
    const auto value = loss.item<float>();
    if (std::isfinite(value)) // the way back would only spread what isn't a number
        (loss / static_cast<double>(m_settings.accumulation)).backward();
    return loss.detach();
}

Result<float> LoraTraining::lossAndGradients()
{
    const c10::InferenceMode recording(false);
    forgetGradients();
    double sum = 0;
    try {
        for (std::int64_t i = 0; i < m_settings.accumulation; ++i)
            sum += lossOf(m_stepsDone * m_settings.accumulation + i).item<double>();
    } catch (const TrainingStopped&) {
        forgetGradients();
        return Error {ErrorCode::Cancelled};
    }
    const auto loss = static_cast<float>(sum / static_cast<double>(m_settings.accumulation));
    if (!std::isfinite(loss))
        return Error {ErrorCode::TrainingDiverged, "the loss isn't a number", {{"step", std::to_string(m_stepsDone + 1)}}};
    return loss;
}

Result<float> LoraTraining::step()
{
    WEFT_TRY(const float loss, lossAndGradients());
    const c10::InferenceMode recording(false);
    if (!hasFiniteGradients()) {
        forgetGradients();
        return Error {ErrorCode::TrainingDiverged, "a gradient isn't a number", {{"step", std::to_string(m_stepsDone + 1)}}};
    }
    m_optimizer.step();
    ++m_stepsDone;
    return loss;
}

void LoraTraining::forgetGradients()
{
    for (const auto& [name, leaf] : leaves())
        leaf.mutable_grad().reset();
}

LoraModel LoraTraining::result() const
{
    const at::NoGradGuard plain;
    const auto kept = [](const at::Tensor& tensor, at::ScalarType type) {
        return tensor.detach().to(at::kCPU, type, /*non_blocking=*/false, /*copy=*/true).contiguous();
    };
    LoraModel model;
    for (const auto& [name, adapter] : m_adapters) {
        const std::string module = fileNameOf(withoutEnd(name, kWeightEnd));
        for (const auto& [end, leaf] : adapter->factors())
            model.tensors[module + "." + end] = kept(leaf, m_settings.storesIn);
        if (adapter->alpha())
            model.tensors[module + ".alpha"] = at::scalar_tensor(*adapter->alpha(), at::kFloat);
    }
    for (const auto& [name, difference] : m_differences)
        model.tensors[differenceName(name)] = kept(difference.leaf - difference.origin, m_settings.storesIn);
    if (m_settings.keepsState) {
        model.state = m_optimizer.state();
        for (const auto& [name, leaf] : leaves())
            model.state[name + kLearnedValue] = kept(leaf, at::kFloat);
    }
    model.metadata = trainingMetadata(m_stepsDone);
    return model;
}

} // namespace weft
