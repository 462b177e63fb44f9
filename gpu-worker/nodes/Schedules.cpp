// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/nodes/Sampling.h"
#include "gpu-worker/runtime/Node.h"
#include "gpu-worker/sampling/SigmaCurves.h"

#include <algorithm>
#include <cmath>

namespace weft::worker {

namespace {

constexpr const char* kScheduleCategory = "sampling/custom_sampling/schedulers";

InputOptions stepsOptions(int init = 20)
{
    return {.init = init, .min = 1, .max = kMostSteps};
}

InputOptions sigmaOptions(double init, double step = 0.01)
{
    return {.init = init, .min = 0.0, .max = 5000.0, .step = step, .more = Json {{"round", false}}};
}

InputOptions denoiseOptions()
{
    return {.init = 1.0, .min = 0.0, .max = 1.0, .step = 0.01};
}

/// A curve of `steps` points. Linked numbers can be anything; literals are in range.
template <typename Curve>
Result<SigmaList> curve(std::int64_t steps, const Curve& make)
{
    if (steps < 1 || steps > kMaxCurve)
        return Error {steps < 1 ? ErrorCode::SettingTooSmall : ErrorCode::SettingTooLarge, {},
            {{"input", "steps"}, {"received", std::to_string(steps)}, {steps < 1 ? "min" : "max", steps < 1 ? "1" : "10000"}}};
    return SigmaList {make()};
}

Result<SigmaList> listOf(Result<Sigmas> sigmas)
{
    if (!sigmas)
        return sigmas.error();
    return SigmaList {std::move(*sigmas)};
}

/// Source: ComfyUI `BasicScheduler`.
const bool basicScheduler
    = node("BasicScheduler", kScheduleCategory)
          .in<ModelPtr>("model")
          .in<Choice>("scheduler", {.choices = schedulerNames()})
          .in<std::int64_t>("steps", stepsOptions())
          .in<double>("denoise", denoiseOptions())
          .out<SigmaList>("SIGMAS")
          .run([](Context& context, const ModelPtr& model, const Choice& scheduler, std::int64_t steps,
                   double denoise) -> Result<SigmaList> {
              if (!(denoise > 0))
                  return SigmaList {};
              const double total = denoise < 1 ? std::trunc(static_cast<double>(steps) / denoise) : static_cast<double>(steps);
              WEFT_TRY(const Sigmas sigmas,
                  scheduledSigmas(*model->schedule, scheduler.text, static_cast<std::int64_t>(std::min(total, 1e9)),
                      [&context] { return context.isCancelled(); }));
              return SigmaList {lastSteps(sigmas, steps)};
          });

const bool karras = node("KarrasScheduler", kScheduleCategory)
                        .in<std::int64_t>("steps", stepsOptions())
                        .in<double>("sigma_max", sigmaOptions(14.614642))
                        .in<double>("sigma_min", sigmaOptions(0.0291675))
                        .in<double>("rho", {.init = 7.0, .min = 0.0, .max = 100.0, .step = 0.01, .more = Json {{"round", false}}})
                        .out<SigmaList>("SIGMAS")
                        .run([](std::int64_t steps, double max, double min, double rho) {
                            return curve(steps, [&] { return karrasSigmas(steps, min, max, rho); });
                        });

const bool exponential = node("ExponentialScheduler", kScheduleCategory)
                             .in<std::int64_t>("steps", stepsOptions())
                             .in<double>("sigma_max", sigmaOptions(14.614642))
                             .in<double>("sigma_min", sigmaOptions(0.0291675))
                             .out<SigmaList>("SIGMAS")
                             .run([](std::int64_t steps, double max, double min) {
                                 return curve(steps, [&] { return exponentialSigmas(steps, min, max); });
                             });

const bool polyexponential
    = node("PolyexponentialScheduler", kScheduleCategory)
          .in<std::int64_t>("steps", stepsOptions())
          .in<double>("sigma_max", sigmaOptions(14.614642))
          .in<double>("sigma_min", sigmaOptions(0.0291675))
          .in<double>("rho", {.init = 1.0, .min = 0.0, .max = 100.0, .step = 0.01, .more = Json {{"round", false}}})
          .out<SigmaList>("SIGMAS")
          .run([](std::int64_t steps, double max, double min, double rho) {
              return curve(steps, [&] { return polyexponentialSigmas(steps, min, max, rho); });
          });

const bool laplace
    = node("LaplaceScheduler", kScheduleCategory)
          .in<std::int64_t>("steps", stepsOptions())
          .in<double>("sigma_max", sigmaOptions(14.614642))
          .in<double>("sigma_min", sigmaOptions(0.0291675))
          .in<double>("mu", {.init = 0.0, .min = -10.0, .max = 10.0, .step = 0.1, .more = Json {{"round", false}}})
          .in<double>("beta", {.init = 0.5, .min = 0.0, .max = 10.0, .step = 0.1, .more = Json {{"round", false}}})
          .out<SigmaList>("SIGMAS")
          .run([](std::int64_t steps, double max, double min, double mu, double beta) {
              return curve(steps, [&] { return laplaceSigmas(steps, min, max, mu, beta); });
          });

const bool vp
    = node("VPScheduler", kScheduleCategory)
          .in<std::int64_t>("steps", stepsOptions())
          .in<double>("beta_d", sigmaOptions(19.9))
          .in<double>("beta_min", sigmaOptions(0.1))
          .in<double>("eps_s", {.init = 0.001, .min = 0.0, .max = 1.0, .step = 0.0001, .more = Json {{"round", false}}})
          .out<SigmaList>("SIGMAS")
          .run([](std::int64_t steps, double betaD, double betaMin, double epsilon) {
              return curve(steps, [&] { return vpSigmas(steps, betaD, betaMin, epsilon); });
          });

const bool betaSampling
    = node("BetaSamplingScheduler", kScheduleCategory)
          .in<ModelPtr>("model")
          .in<std::int64_t>("steps", stepsOptions())
          .in<double>("alpha", {.init = 0.6, .min = 0.0, .max = 50.0, .step = 0.01, .more = Json {{"round", false}}})
          .in<double>("beta", {.init = 0.6, .min = 0.0, .max = 50.0, .step = 0.01, .more = Json {{"round", false}}})
          .out<SigmaList>("SIGMAS")
          .run([](Context& context, const ModelPtr& model, std::int64_t steps, double alpha, double beta) {
              return listOf(betaSigmas(
                  *model->schedule, steps, alpha, beta, [&context] { return context.isCancelled(); }));
          });

/// Every 100th timestep, from the top or from a later one. Source: ComfyUI `SDTurboScheduler`.
const bool sdTurbo = node("SDTurboScheduler", kScheduleCategory)
                         .in<ModelPtr>("model")
                         .in<std::int64_t>("steps", {.init = 1, .min = 1, .max = 10})
                         .in<double>("denoise", {.init = 1.0, .min = 0, .max = 1.0, .step = 0.01})
                         .out<SigmaList>("SIGMAS")
                         .run([](const ModelPtr& model, std::int64_t steps, double denoise) -> Result<SigmaList> {
                             constexpr std::int64_t kSteps = 10;
                             const double skipped = static_cast<double>(kSteps) - std::trunc(10 * denoise);
                             const auto start = static_cast<std::int64_t>(std::isfinite(skipped) ? std::clamp(skipped, 0.0, 10.0) : 10);
                             SigmaList sigmas;
                             for (std::int64_t i = start; i < std::min(kSteps, start + std::max<std::int64_t>(std::min(steps, kSteps), 0)); ++i)
                                 sigmas.values.push_back(
                                     static_cast<float>(model->schedule->sigmaAt(static_cast<double>((kSteps - i) * 100 - 1))));
                             sigmas.values.push_back(0);
                             return sigmas;
                         });

const bool alignYourStepsScheduler
    = node("AlignYourStepsScheduler", kScheduleCategory)
          .in<Choice>("model_type", {.choices = {"SD1", "SDXL", "SVD"}})
          .in<std::int64_t>("steps", stepsOptions(10))
          .in<double>("denoise", denoiseOptions())
          .out<SigmaList>("SIGMAS")
          .run([](const Choice& model, std::int64_t steps, double denoise) -> Result<SigmaList> {
              WEFT_CHECK(curve(steps, [] { return Sigmas {}; }));
              return listOf(alignYourSteps(model.text, steps, denoise));
          });

const bool gits = node("GITSScheduler", kScheduleCategory)
                      .in<double>("coeff", {.init = 1.2, .min = 0.8, .max = 1.5, .step = 0.05})
                      .in<std::int64_t>("steps", {.init = 10, .min = 2, .max = 1000})
                      .in<double>("denoise", denoiseOptions())
                      .out<SigmaList>("SIGMAS")
                      .run([](double coefficient, std::int64_t steps, double denoise) {
                          return listOf(gitsSigmas(coefficient, steps, denoise));
                      });

} // namespace

} // namespace weft::worker
