// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/nodes/Sampling.h"
#include "gpu-worker/runtime/Node.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/nan_to_num.h>

#include <cmath>

namespace weft::worker {

namespace {

using BothLatents = std::tuple<Latent, Latent>;

constexpr const char* kCustomCategory = "sampling/custom_sampling";
constexpr const char* kGuiders = "sampling/custom_sampling/guiders";
constexpr const char* kNoise = "sampling/custom_sampling/noise";

InputOptions cfgOptions()
{
    return {.init = 8.0, .min = 0.0, .max = 100.0, .step = 0.1, .more = Json {{"round", 0.01}}};
}

Result<BothLatents> both(Result<Sampled> result)
{
    if (!result)
        return result.error();
    return BothLatents(std::move(result->output), std::move(result->denoised));
}

Guider guiderOf(const ModelPtr& model, const Conditioning& positive, Guider::Kind kind = Guider::Kind::Cfg)
{
    Guider guider;
    guider.kind = kind;
    guider.model = model;
    guider.positive = conditionsOf(positive);
    return guider;
}

/// Source: ComfyUI `SamplerCustom`.
const bool samplerCustom
    = node("SamplerCustom", kCustomCategory)
          .in<ModelPtr>("model")
          .in<bool>("add_noise", {.init = true})
          .in<std::int64_t>("noise_seed", {.init = 0, .min = 0, .max = kLargestSeed, .more = kSeedOptions})
          .in<double>("cfg", cfgOptions())
          .in<Conditioning>("positive")
          .in<Conditioning>("negative")
          .in<SamplerPtr>("sampler")
          .in<SigmaList>("sigmas")
          .in<Latent>("latent_image")
          .out<Latent>("output")
          .out<Latent>("denoised_output")
          .run([](Context& context, const ModelPtr& model, bool addNoise, std::int64_t seed, double cfg,
                   const Conditioning& positive, const Conditioning& negative, const SamplerPtr& sampler,
                   const SigmaList& sigmas, const Latent& latent) -> Result<BothLatents> {
              Guider guider = guiderOf(model, positive);
              guider.negative = conditionsOf(negative);
              guider.scale = cfg;
              return both(sampled(context, guider, *sampler, sigmas.values, {seedOf(seed), addNoise}, latent));
          });

/// Source: ComfyUI `SamplerCustomAdvanced`.
const bool samplerCustomAdvanced
    = node("SamplerCustomAdvanced", kCustomCategory)
          .in<NoisePtr>("noise")
          .in<GuiderPtr>("guider")
          .in<SamplerPtr>("sampler")
          .in<SigmaList>("sigmas")
          .in<Latent>("latent_image")
          .out<Latent>("output")
          .out<Latent>("denoised_output")
          .run([](Context& context, const NoisePtr& noise, const GuiderPtr& guider, const SamplerPtr& sampler,
                   const SigmaList& sigmas, const Latent& latent) -> Result<BothLatents> {
              return both(sampled(context, *guider, *sampler, sigmas.values, *noise, latent));
          });

/// The positive text alone. Source: ComfyUI `BasicGuider`.
const bool basicGuider = node("BasicGuider", kGuiders)
                             .in<ModelPtr>("model")
                             .in<Conditioning>("conditioning")
                             .out<GuiderPtr>("GUIDER", {.holdsModel = true})
                             .run([](const ModelPtr& model, const Conditioning& conditioning) -> Result<GuiderPtr> {
                                 return GuiderPtr(std::make_shared<Guider>(guiderOf(model, conditioning)));
                             });

/// Source: ComfyUI `CFGGuider`.
const bool cfgGuider = node("CFGGuider", kGuiders)
                           .in<ModelPtr>("model")
                           .in<Conditioning>("positive")
                           .in<Conditioning>("negative")
                           .in<double>("cfg", cfgOptions())
                           .out<GuiderPtr>("GUIDER", {.holdsModel = true})
                           .run([](const ModelPtr& model, const Conditioning& positive, const Conditioning& negative,
                                    double cfg) -> Result<GuiderPtr> {
                               Guider guider = guiderOf(model, positive);
                               guider.negative = conditionsOf(negative);
                               guider.scale = cfg;
                               return GuiderPtr(std::make_shared<Guider>(std::move(guider)));
                           });

/// Source: ComfyUI `DualCFGGuider`.
const bool dualCfgGuider
    = node("DualCFGGuider", kGuiders)
          .in<ModelPtr>("model")
          .in<Conditioning>("cond1")
          .in<Conditioning>("cond2")
          .in<Conditioning>("negative")
          .in<double>("cfg_conds", cfgOptions())
          .in<double>("cfg_cond2_negative", cfgOptions())
          .in<Choice>("style", {.choices = {"regular", "nested"}})
          .out<GuiderPtr>("GUIDER", {.holdsModel = true})
          .run([](const ModelPtr& model, const Conditioning& first, const Conditioning& second, const Conditioning& negative,
                   double cfgConds, double cfgNegative, const Choice& style) -> Result<GuiderPtr> {
              const auto kind = style == "nested" ? Guider::Kind::NestedDualCfg : Guider::Kind::DualCfg;
              Guider guider = guiderOf(model, first, kind);
              guider.middle = conditionsOf(second);
              guider.negative = conditionsOf(negative);
              guider.scale = cfgConds;
              guider.scale2 = cfgNegative;
              return GuiderPtr(std::make_shared<Guider>(std::move(guider)));
          });

/// Source: ComfyUI `PerpNegGuider`.
const bool perpNegGuider
    = node("PerpNegGuider", "_for_testing")
          .experimental()
          .in<ModelPtr>("model")
          .in<Conditioning>("positive")
          .in<Conditioning>("negative")
          .in<Conditioning>("empty_conditioning")
          .in<double>("cfg", cfgOptions())
          .in<double>("neg_scale", {.init = 1.0, .min = 0.0, .max = 100.0, .step = 0.01})
          .out<GuiderPtr>("GUIDER", {.holdsModel = true})
          .run([](const ModelPtr& model, const Conditioning& positive, const Conditioning& negative,
                   const Conditioning& empty, double cfg, double negScale) -> Result<GuiderPtr> {
              Guider guider = guiderOf(model, positive, Guider::Kind::PerpNeg);
              guider.middle = conditionsOf(empty);
              guider.negative = conditionsOf(negative);
              guider.scale = cfg;
              guider.scale2 = negScale;
              return GuiderPtr(std::make_shared<Guider>(std::move(guider)));
          });

/// Source: ComfyUI `RandomNoise`.
const bool randomNoise
    = node("RandomNoise", kNoise)
          .in<std::int64_t>("noise_seed", {.init = 0, .min = 0, .max = kLargestSeed, .more = kSeedOptions})
          .out<NoisePtr>("NOISE")
          .run([](std::int64_t seed) -> Result<NoisePtr> {
              return NoisePtr(std::make_shared<NoiseChoice>(NoiseChoice {seedOf(seed), true}));
          });

/// Source: ComfyUI `DisableNoise`.
const bool disableNoise = node("DisableNoise", kNoise).out<NoisePtr>("NOISE").run([]() -> Result<NoisePtr> {
    return NoisePtr(std::make_shared<NoiseChoice>(NoiseChoice {0, false}));
});

/// Source: ComfyUI `AddNoise`.
const bool addNoise
    = node("AddNoise", "_for_testing/custom_sampling/noise")
          .in<ModelPtr>("model")
          .in<NoisePtr>("noise")
          .in<SigmaList>("sigmas")
          .in<Latent>("latent_image")
          .out<Latent>("LATENT")
          .run([](Context& context, const ModelPtr& model, const NoisePtr& noise, const SigmaList& sigmas,
                   const Latent& latent) -> Result<Latent> {
              if (sigmas.values.empty())
                  return latent;
              WEFT_TRY(const at::Tensor fresh, noiseFor(context, *noise, latent));
              const std::vector<float>& s = sigmas.values;
              const float strength = s.size() > 1 ? std::abs(s.front() - s.back()) : s.front();
              const bool empty = latent.samples.count_nonzero().item<std::int64_t>() == 0;
              const LatentFormat& format = model->latentFormat;
              const at::Tensor scaled = empty ? latent.samples : format.processIn(latent.samples);
              const at::Tensor noisy = format.processOut(model->schedule->noised(scaled, fresh, strength, false));
              Latent result = latent;
              result.samples = at::nan_to_num(noisy, 0.0, 0.0, 0.0);
              return result;
          });

} // namespace

} // namespace weft::worker
