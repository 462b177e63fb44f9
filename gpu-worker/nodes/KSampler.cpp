// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/nodes/Sampling.h"
#include "gpu-worker/runtime/Node.h"

#include <algorithm>
#include <limits>

namespace weft::worker {

namespace {

const Json kRoundToHundredth {{"round", 0.01}};

struct KSamplerSettings {
    std::int64_t steps = 20;
    double cfg = 8;
    std::string sampler;
    std::string scheduler;
    double denoise = 1;
    std::int64_t start = 0; // steps of the schedule that are left out at its beginning
    std::int64_t end = kMostSteps; // and the first that isn't done
    bool leavesNoise = true; // after an early end
};

/// The part of a schedule between two steps; an early end that must not leave noise goes down to 0.
Sigmas partOf(Sigmas sigmas, const KSamplerSettings& settings)
{
    const auto last = static_cast<std::int64_t>(sigmas.size()) - 1;
    if (settings.end < last) {
        sigmas.resize(static_cast<std::size_t>(std::max<std::int64_t>(settings.end, 0)) + 1);
        if (!settings.leavesNoise)
            sigmas.back() = 0;
    }
    if (settings.start >= static_cast<std::int64_t>(sigmas.size()) - 1)
        return {};
    return {sigmas.begin() + std::max<std::int64_t>(settings.start, 0), sigmas.end()};
}

Result<Latent> run(Context& context, const ModelPtr& model, const KSamplerSettings& settings, const NoiseChoice& noise,
    const Conditioning& positive, const Conditioning& negative, const Latent& latent)
{
    if (!model->schedule)
        return Error {ErrorCode::TypeMismatch, "a model without a noise schedule", {{"type", "MODEL"}}};
    WEFT_TRY(const SamplerChoice sampler, samplerNamed(settings.sampler));
    WEFT_TRY(Sigmas sigmas,
        ksamplerSigmas(*model->schedule, settings.scheduler, settings.sampler, settings.steps, settings.denoise,
            [&context] { return context.isCancelled(); }));
    Guider guider;
    guider.model = model;
    guider.positive = conditionsOf(positive);
    guider.negative = conditionsOf(negative);
    guider.scale = settings.cfg;
    WEFT_TRY(const Sampled result, sampled(context, guider, sampler, partOf(std::move(sigmas), settings), noise, latent));
    return result.output;
}

/// Source: ComfyUI `KSampler`.
const bool kSampler
    = node("KSampler", "sampling")
          .doc("Uses the provided model, positive and negative conditioning to denoise the latent image.")
          .in<ModelPtr>("model", {.tooltip = "The model used for denoising the input latent."})
          .in<std::int64_t>("seed",
              {.init = 0, .min = 0, .max = kLargestSeed, .tooltip = "The random seed used for creating the noise.", .more = kSeedOptions})
          .in<std::int64_t>(
              "steps", {.init = 20, .min = 1, .max = kMostSteps, .tooltip = "The number of steps used in the denoising process."})
          .in<double>("cfg",
              {.init = 8.0,
                  .min = 0.0,
                  .max = 100.0,
                  .step = 0.1,
                  .tooltip = "How strongly the picture follows the prompt. Higher values follow it more closely, too high ones "
                             "spoil the picture.",
                  .more = kRoundToHundredth})
          .in<Choice>("sampler_name",
              {.choices = samplerNames(), .tooltip = "The algorithm used when sampling: it decides about quality, speed and style."})
          .in<Choice>("scheduler", {.choices = schedulerNames(), .tooltip = "How noise is gradually removed to form the image."})
          .in<Conditioning>("positive", {.tooltip = "What you want to see in the image."})
          .in<Conditioning>("negative", {.tooltip = "What you don't want to see in the image."})
          .in<Latent>("latent_image", {.tooltip = "The latent image to denoise."})
          .in<double>("denoise",
              {.init = 1.0,
                  .min = 0.0,
                  .max = 1.0,
                  .step = 0.01,
                  .tooltip = "How much is taken away and painted anew: lower values keep the structure of the initial image."})
          .out<Latent>("LATENT", {.tooltip = "The denoised latent."})
          .run([](Context& context, const ModelPtr& model, std::int64_t seed, std::int64_t steps, double cfg,
                   const Choice& sampler, const Choice& scheduler, const Conditioning& positive, const Conditioning& negative,
                   const Latent& latent, double denoise) -> Result<Latent> {
              KSamplerSettings settings {steps, cfg, sampler.text, scheduler.text, denoise};
              settings.end = std::numeric_limits<std::int64_t>::max();
              return run(context, model, settings, {seedOf(seed), true}, positive, negative, latent);
          });

/// Source: ComfyUI `KSamplerAdvanced`.
const bool kSamplerAdvanced
    = node("KSamplerAdvanced", "sampling")
          .title("KSampler (Advanced)")
          .in<ModelPtr>("model")
          .in<Choice>("add_noise", {.choices = {"enable", "disable"}})
          .in<std::int64_t>("noise_seed", {.init = 0, .min = 0, .max = kLargestSeed, .more = kSeedOptions})
          .in<std::int64_t>("steps", {.init = 20, .min = 1, .max = kMostSteps})
          .in<double>("cfg", {.init = 8.0, .min = 0.0, .max = 100.0, .step = 0.1, .more = kRoundToHundredth})
          .in<Choice>("sampler_name", {.choices = samplerNames()})
          .in<Choice>("scheduler", {.choices = schedulerNames()})
          .in<Conditioning>("positive")
          .in<Conditioning>("negative")
          .in<Latent>("latent_image")
          .in<std::int64_t>("start_at_step", {.init = 0, .min = 0, .max = kMostSteps})
          .in<std::int64_t>("end_at_step", {.init = kMostSteps, .min = 0, .max = kMostSteps})
          .in<Choice>("return_with_leftover_noise", {.choices = {"disable", "enable"}})
          .out<Latent>("LATENT")
          .run([](Context& context, const ModelPtr& model, const Choice& addNoise, std::int64_t seed, std::int64_t steps,
                   double cfg, const Choice& sampler, const Choice& scheduler, const Conditioning& positive,
                   const Conditioning& negative, const Latent& latent, std::int64_t start, std::int64_t end,
                   const Choice& leftover) -> Result<Latent> {
              const KSamplerSettings settings {
                  steps, cfg, sampler.text, scheduler.text, 1, start, end, leftover == "enable"};
              return run(context, model, settings, {seedOf(seed), !(addNoise == "disable")}, positive, negative, latent);
          });

} // namespace

} // namespace weft::worker
