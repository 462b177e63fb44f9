// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/nodes/LoraModels.h"
#include "gpu-worker/nodes/LossPlot.h"
#include "gpu-worker/nodes/Placing.h"
#include "gpu-worker/nodes/Sampling.h"
#include "gpu-worker/runtime/Node.h"
#include "gpu-worker/training/LoraTraining.h"
#include "gpu-worker/training/TrainingFile.h"

#include <cmath>

namespace weft::worker {

namespace {

constexpr const char* kNoLora = "[None]";
constexpr std::int64_t kMostTrainingSteps = 100'000;
constexpr std::int64_t kMostBatch = 10'000;
constexpr std::int64_t kMostAccumulation = 1024;
constexpr std::int64_t kMostRank = 128;
constexpr double kLeastRate = 1e-7;
constexpr double kMostRate = 1;

using Trained = std::tuple<ModelPtr, LoraPtr, LossMap, std::int64_t>;

/// The settings as the ports have them. Linked ones weren't checked against their limits yet.
struct TrainPorts {
    std::int64_t batchSize = 1;
    std::int64_t accumulation = 1;
    std::int64_t steps = 16;
    double learningRate = 0.0005;
    std::int64_t rank = 8;
    std::string optimizer, loss;
    std::int64_t seed = 0;
    std::string trainingType, loraType, algorithm;
    bool recomputes = true;
    ModelChoice existing;
    bool keepsState = false;
};

Done checkBetween(const char* input, std::int64_t value, std::int64_t most)
{
    if (value < 1)
        return Error {ErrorCode::SettingTooSmall, {}, {{"input", input}, {"received", std::to_string(value)}, {"min", "1"}}};
    if (value > most)
        return Error {ErrorCode::SettingTooLarge, {},
            {{"input", input}, {"received", std::to_string(value)}, {"max", std::to_string(most)}}};
    return {};
}

Done checkLimits(const TrainPorts& ports)
{
    WEFT_CHECK(checkBetween("batch_size", ports.batchSize, kMostBatch));
    WEFT_CHECK(checkBetween("grad_accumulation_steps", ports.accumulation, kMostAccumulation));
    WEFT_CHECK(checkBetween("steps", ports.steps, kMostTrainingSteps));
    WEFT_CHECK(checkBetween("rank", ports.rank, kMostRank));
    if (!(ports.learningRate >= kLeastRate && ports.learningRate <= kMostRate))
        return Error {ErrorCode::SettingInvalid, "a learning rate outside of 1e-7 to 1",
            {{"input", "learning_rate"}, {"received", std::to_string(ports.learningRate)}}};
    return {};
}

Error unknownChoice(const char* input, const std::string& choice)
{
    return {ErrorCode::SettingInvalid, choice + " can't be trained with yet", {{"input", input}, {"received", choice}}};
}

/// A CPU computes in float32, whatever is asked for: bf16 would cost it digits and time.
Result<LoraTrainingSettings> settingsOf(const Context& context, const TrainPorts& ports)
{
    WEFT_CHECK(checkLimits(ports));
    const auto optimizer = Optimizer::kindNamed(ports.optimizer);
    const auto loss = lossKindNamed(ports.loss);
    const auto kind = adapterKindNamed(ports.algorithm);
    if (!optimizer)
        return unknownChoice("optimizer", ports.optimizer);
    if (!loss)
        return unknownChoice("loss_function", ports.loss);
    if (!kind)
        return unknownChoice("algorithm", ports.algorithm);
    LoraTrainingSettings settings;
    settings.batchSize = ports.batchSize;
    settings.accumulation = ports.accumulation;
    settings.learningRate = ports.learningRate;
    settings.rank = ports.rank;
    settings.optimizer = *optimizer;
    settings.loss = *loss;
    settings.seed = seedOf(ports.seed);
    settings.device = context.device();
    settings.computesIn = ports.trainingType == "bf16" && !context.device().is_cpu() ? at::kBFloat16 : at::kFloat;
    settings.storesIn = ports.loraType == "bf16" ? at::kBFloat16 : at::kFloat;
    settings.kind = *kind;
    settings.recomputes = ports.recomputes;
    settings.keepsState = ports.keepsState;
    return settings;
}

Result<std::unique_ptr<LoraTraining>> startTraining(const Context& context, const DiffusionModel& model, const TrainPorts& ports,
    const std::vector<Latent>& latents, const std::vector<Conditioning>& texts)
{
    WEFT_TRY(const LoraTrainingSettings settings, settingsOf(context, ports));
    std::vector<at::Tensor> buckets;
    for (const Latent& latent : latents)
        buckets.push_back(latent.samples);
    Conditions captions;
    for (const Conditioning& text : texts) {
        for (Condition& condition : conditionsOf(text))
            captions.push_back(std::move(condition));
    }
    if (!model.network || !model.schedule)
        return Error {ErrorCode::TypeMismatch, "a model without a network", {{"input", "model"}}};
    WEFT_TRY(TrainingSet set, TrainingSet::make(model, buckets, captions, context.device()));
    const std::function<bool()> cancelled = [&context] { return context.isCancelled(); };
    if (ports.existing.name == kNoLora)
        return LoraTraining::start(model, std::move(set), settings, nullptr, 0, cancelled);
    WEFT_TRY(const Weights existing, openWeights(context, ports.existing));
    auto training = LoraTraining::start(
        model, std::move(set), settings, &existing, stepsInName(ports.existing.name), cancelled);
    if (!training)
        return training.error().with("folder", ports.existing.folder).with("name", ports.existing.name);
    return training;
}

Result<Trained> train(Context& context, const ModelPtr& model, const TrainPorts& ports, const std::vector<Latent>& latents,
    const std::vector<Conditioning>& texts)
{
    WEFT_TRY(const auto training, startTraining(context, *model, ports, latents, texts));
    LossMap losses;
    for (std::int64_t done = 1; done <= ports.steps; ++done) {
        WEFT_TRY(const float loss, training->step());
        losses.values.push_back(loss);
        context.progress(done, ports.steps);
        if (context.wantsPreview())
            context.preview(lossPlot(losses.values));
    }
    const auto lora = std::make_shared<LoraModel>(training->result());
    WEFT_TRY(const ModelPtr taught, withLora(model, *lora, 1));
    return Trained {taught, lora, std::move(losses), training->stepsDone()};
}

/// Of a list the first: only pictures and their texts may be many.
template <typename T>
T firstOf(const std::vector<T>& list, T absent = {})
{
    return list.empty() ? absent : list.front();
}

Error missing(const char* input)
{
    return {ErrorCode::InputMissing, {}, {{"input", input}}};
}

/// Several latents (buckets) make one training, and texts are counted over all of them; see LoraTraining. Beside what ComfyUI's
/// does: a loss on the network's own prediction, gradients that are a mean over the accumulated batches, every picture
/// as often as the others. Source: ComfyUI `TrainLoraNode`; keep_state is ours.
const bool trainLora
    = node("TrainLoraNode", "training")
          .title("Train LoRA")
          .doc("Teaches a model something new from pictures, as a LoRA.")
          .experimental()
          .inputIsList()
          .in<ModelPtr>("model", {.tooltip = "The model to train the LoRA on."})
          .in<Latent>("latents", {.tooltip = "The Latents to use for training, serve as dataset/input of the model."})
          .in<Conditioning>("positive", {.tooltip = "The positive conditioning to use for training."})
          .in<std::int64_t>("batch_size",
              {.init = 1, .min = 1, .max = kMostBatch, .step = 1, .tooltip = "The batch size to use for training."})
          .in<std::int64_t>("grad_accumulation_steps",
              {.init = 1, .min = 1, .max = kMostAccumulation, .step = 1,
                  .tooltip = "The number of gradient accumulation steps to use for training."})
          .in<std::int64_t>("steps",
              {.init = 16, .min = 1, .max = kMostTrainingSteps, .tooltip = "The number of steps to train the LoRA for."})
          .in<double>("learning_rate",
              {.init = 0.0005, .min = kLeastRate, .max = kMostRate, .step = 0.000001,
                  .tooltip = "The learning rate to use for training."})
          .in<std::int64_t>("rank", {.init = 8, .min = 1, .max = kMostRank, .tooltip = "The rank of the LoRA layers."})
          .in<Choice>("optimizer",
              {.choices = {"AdamW", "Adam", "SGD", "RMSprop"}, .tooltip = "The optimizer to use for training."})
          .in<Choice>("loss_function",
              {.choices = {"MSE", "L1", "Huber", "SmoothL1"}, .tooltip = "The loss function to use for training."})
          .in<std::int64_t>("seed",
              {.init = 0, .min = 0, .max = kLargestSeed,
                  .tooltip = "The seed to use for training (used in generator for LoRA weight initialization and noise sampling)"})
          .in<Choice>("training_dtype",
              {.choices = {"bf16", "fp32"}, .tooltip = "The dtype to use for training. A CPU always uses fp32."})
          .in<Choice>("lora_dtype", {.choices = {"bf16", "fp32"}, .tooltip = "The dtype to use for lora."})
          .in<Choice>("algorithm", {.choices = {"LoRA", "LoHa", "LoKr", "OFT"}, .tooltip = "The algorithm to use for training."})
          .in<bool>("gradient_checkpointing", {.init = true, .tooltip = "Use gradient checkpointing for training."})
          .model("existing_lora", "loras",
              {.init = kNoLora, .choices = {kNoLora}, .tooltip = "The existing LoRA to append to. Set to None for new LoRA."})
          .in<bool>("keep_state",
              {.init = false,
                  .tooltip = "The LoRA also keeps what the optimizer remembers: a later training then goes on exactly where this "
                             "one ended. It becomes several times as large.",
                  .optional = true})
          .out<ModelPtr>("model_with_lora", {.holdsModel = true})
          .out<LoraPtr>("lora")
          .out<LossMap>("loss")
          .out<std::int64_t>("steps")
          .run([](Context& context, const std::vector<ModelPtr>& model, const std::vector<Latent>& latents,
                   const std::vector<Conditioning>& positive, const std::vector<std::int64_t>& batchSize,
                   const std::vector<std::int64_t>& accumulation, const std::vector<std::int64_t>& steps,
                   const std::vector<double>& learningRate, const std::vector<std::int64_t>& rank,
                   const std::vector<Choice>& optimizer, const std::vector<Choice>& loss, const std::vector<std::int64_t>& seed,
                   const std::vector<Choice>& trainingType, const std::vector<Choice>& loraType,
                   const std::vector<Choice>& algorithm, const std::vector<bool>& recomputes,
                   const std::vector<ModelChoice>& existing, const std::vector<bool>& keepsState) -> Result<Trained> {
              if (model.empty())
                  return missing("model");
              if (latents.empty())
                  return missing("latents");
              if (positive.empty())
                  return missing("positive");
              const TrainPorts ports {firstOf(batchSize, std::int64_t {1}), firstOf(accumulation, std::int64_t {1}),
                  firstOf(steps, std::int64_t {16}), firstOf(learningRate, 0.0005), firstOf(rank, std::int64_t {8}),
                  firstOf(optimizer, Choice {"AdamW"}).text, firstOf(loss, Choice {"MSE"}).text, firstOf(seed),
                  firstOf(trainingType, Choice {"bf16"}).text, firstOf(loraType, Choice {"bf16"}).text,
                  firstOf(algorithm, Choice {"LoRA"}).text, recomputes.empty() || recomputes.front(),
                  firstOf(existing, ModelChoice {"loras", kNoLora}), !keepsState.empty() && keepsState.front()};
              return train(context, model.front(), ports, latents, positive);
          });

} // namespace

} // namespace weft::worker
