// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/nodes/Sampling.h"
#include "gpu-worker/runtime/Node.h"

#include <algorithm>

namespace weft::worker {

namespace {

constexpr const char* kSamplerCategory = "sampling/custom_sampling/samplers";
const std::vector<std::string> kNoiseDevices {"gpu", "cpu"}; // noise is drawn on the CPU either way

InputOptions hundredths(double init, double max = 100.0)
{
    return {.init = init, .min = 0.0, .max = max, .step = 0.01, .more = Json {{"round", false}}};
}

/// The named sampler, changed by `set`.
template <typename Set>
Result<SamplerPtr> sampler(std::string_view name, const Set& set)
{
    WEFT_TRY(SamplerChoice choice, samplerNamed(name));
    set(choice.options);
    return SamplerPtr(std::make_shared<SamplerChoice>(std::move(choice)));
}

Result<SamplerPtr> noisySampler(std::string_view name, double eta, double noiseScale)
{
    return sampler(name, [&](SamplerOptions& options) {
        options.eta = eta;
        options.noiseScale = noiseScale;
    });
}

/// Source: ComfyUI `KSamplerSelect`.
const bool kSamplerSelect
    = node("KSamplerSelect", kSamplerCategory)
          .in<Choice>("sampler_name", {.choices = samplerNames()})
          .out<SamplerPtr>("SAMPLER")
          .run([](const Choice& name) -> Result<SamplerPtr> { return sampler(name.text, [](SamplerOptions&) { }); });

const bool eulerAncestral = node("SamplerEulerAncestral", kSamplerCategory)
                                .in<double>("eta", hundredths(1))
                                .in<double>("s_noise", hundredths(1))
                                .out<SamplerPtr>("SAMPLER")
                                .run([](double eta, double noise) { return noisySampler("euler_ancestral", eta, noise); });

const bool eulerAncestralCfgPp
    = node("SamplerEulerAncestralCFGPP", kSamplerCategory)
          .title("SamplerEulerAncestralCFG++")
          .in<double>("eta", hundredths(1, 1))
          .in<double>("s_noise", hundredths(1, 10))
          .out<SamplerPtr>("SAMPLER")
          .run([](double eta, double noise) { return noisySampler("euler_ancestral_cfg_pp", eta, noise); });

const bool lms = node("SamplerLMS", kSamplerCategory)
                     .in<std::int64_t>("order", {.init = 4, .min = 1, .max = 100})
                     .out<SamplerPtr>("SAMPLER")
                     .run([](std::int64_t order) -> Result<SamplerPtr> {
                         return sampler("lms", [order](SamplerOptions& options) {
                             options.order = static_cast<int>(std::clamp<std::int64_t>(order, 1, 100));
                         });
                     });

const bool dpmpp3mSde = node("SamplerDPMPP_3M_SDE", kSamplerCategory)
                            .in<double>("eta", hundredths(1))
                            .in<double>("s_noise", hundredths(1))
                            .in<Choice>("noise_device", {.choices = kNoiseDevices})
                            .out<SamplerPtr>("SAMPLER")
                            .run([](double eta, double noise, const Choice&) { return noisySampler("dpmpp_3m_sde", eta, noise); });

const bool dpmpp2mSde = node("SamplerDPMPP_2M_SDE", kSamplerCategory)
                            .in<Choice>("solver_type", {.choices = {"midpoint", "heun"}})
                            .in<double>("eta", hundredths(1))
                            .in<double>("s_noise", hundredths(1))
                            .in<Choice>("noise_device", {.choices = kNoiseDevices})
                            .out<SamplerPtr>("SAMPLER")
                            .run([](const Choice& type, double eta, double noise, const Choice&) {
                                return noisySampler(type == "heun" ? "dpmpp_2m_sde_heun" : "dpmpp_2m_sde", eta, noise);
                            });

const bool dpmppSde = node("SamplerDPMPP_SDE", kSamplerCategory)
                          .in<double>("eta", hundredths(1))
                          .in<double>("s_noise", hundredths(1))
                          .in<double>("r", hundredths(0.5))
                          .in<Choice>("noise_device", {.choices = kNoiseDevices})
                          .out<SamplerPtr>("SAMPLER")
                          .run([](double eta, double noise, double r, const Choice&) -> Result<SamplerPtr> {
                              return sampler("dpmpp_sde", [=](SamplerOptions& options) {
                                  options.eta = eta;
                                  options.noiseScale = noise;
                                  options.r = r;
                              });
                          });

const bool dpmpp2sAncestral
    = node("SamplerDPMPP_2S_Ancestral", kSamplerCategory)
          .in<double>("eta", hundredths(1))
          .in<double>("s_noise", hundredths(1))
          .out<SamplerPtr>("SAMPLER")
          .run([](double eta, double noise) { return noisySampler("dpmpp_2s_ancestral", eta, noise); });

/// The name is misspelt in ComfyUI.
const bool dpmAdaptive
    = node("SamplerDPMAdaptative", kSamplerCategory)
          .in<std::int64_t>("order", {.init = 3, .min = 2, .max = 3})
          .in<double>("rtol", hundredths(0.05))
          .in<double>("atol", hundredths(0.0078))
          .in<double>("h_init", hundredths(0.05))
          .in<double>("pcoeff", hundredths(0))
          .in<double>("icoeff", hundredths(1))
          .in<double>("dcoeff", hundredths(0))
          .in<double>("accept_safety", hundredths(0.81))
          .in<double>("eta", hundredths(0))
          .in<double>("s_noise", hundredths(1))
          .out<SamplerPtr>("SAMPLER")
          .run([](std::int64_t order, double rtol, double atol, double firstStep, double pcoeff, double icoeff, double dcoeff,
                   double safety, double eta, double noise) -> Result<SamplerPtr> {
              return sampler("dpm_adaptive", [&](SamplerOptions& options) {
                  options.order = order == 2 ? 2 : 3;
                  options.eta = eta;
                  options.noiseScale = noise;
                  options.adaptive = {rtol, atol, firstStep, pcoeff, icoeff, dcoeff, safety};
              });
          });

const bool erSde
    = node("SamplerER_SDE", kSamplerCategory)
          .in<Choice>("solver_type", {.choices = {"ER-SDE", "Reverse-time SDE", "ODE"}})
          .in<std::int64_t>("max_stage", {.init = 3, .min = 1, .max = 3})
          .in<double>("eta",
              {.init = 1.0,
                  .min = 0.0,
                  .max = 100.0,
                  .step = 0.01,
                  .tooltip = "How much noise the reverse-time SDE adds; 0 makes it an ODE. ER-SDE doesn't look at it.",
                  .more = Json {{"round", false}}})
          .in<double>("s_noise", hundredths(1))
          .out<SamplerPtr>("SAMPLER")
          .run([](const Choice& type, std::int64_t stage, double eta, double noise) -> Result<SamplerPtr> {
              const bool ode = type == "ODE" || (type == "Reverse-time SDE" && eta == 0);
              return sampler("er_sde", [&](SamplerOptions& options) {
                  options.maxStage = static_cast<int>(std::clamp<std::int64_t>(stage, 1, 3));
                  options.noiseScale = ode ? 0 : noise;
                  if (!(type == "ER-SDE"))
                      options.reverseTimeEta = ode ? 0 : eta;
              });
          });

const bool saSolver
    = node("SamplerSASolver", kSamplerCategory)
          .in<ModelPtr>("model")
          .in<double>("eta", hundredths(1, 10))
          .in<double>("sde_start_percent", {.init = 0.2, .min = 0.0, .max = 1.0, .step = 0.001})
          .in<double>("sde_end_percent", {.init = 0.8, .min = 0.0, .max = 1.0, .step = 0.001})
          .in<double>("s_noise", hundredths(1))
          .in<std::int64_t>("predictor_order", {.init = 3, .min = 1, .max = 6})
          .in<std::int64_t>("corrector_order", {.init = 4, .min = 0, .max = 6})
          .in<bool>("use_pece")
          .in<bool>("simple_order_2")
          .out<SamplerPtr>("SAMPLER")
          .run([](const ModelPtr& model, double eta, double start, double end, double noise, std::int64_t predictor,
                   std::int64_t corrector, bool pece, bool simple) -> Result<SamplerPtr> {
              return sampler("sa_solver", [&](SamplerOptions& options) {
                  options.eta = eta;
                  options.noiseScale = noise;
                  options.adams = {model->schedule->sigmaAtPercent(start), model->schedule->sigmaAtPercent(end),
                      static_cast<int>(std::clamp<std::int64_t>(predictor, 1, 6)),
                      static_cast<int>(std::clamp<std::int64_t>(corrector, 0, 6)), pece, simple};
              });
          });

const bool eulerCfgPp = node("SamplerEulerCFGpp", "_for_testing")
                            .title("SamplerEulerCFG++")
                            .experimental()
                            .in<Choice>("version", {.choices = {"regular", "alternative"}})
                            .out<SamplerPtr>("SAMPLER")
                            .run([](const Choice& version) -> Result<SamplerPtr> {
                                return sampler(version == "alternative" ? "euler_pp" : "euler_cfg_pp", [](SamplerOptions&) { });
                            });

} // namespace

} // namespace weft::worker
