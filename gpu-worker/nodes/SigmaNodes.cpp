// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/nodes/Sampling.h"
#include "gpu-worker/runtime/Node.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/cos.h>
#include <ATen/ops/linspace.h>
#include <ATen/ops/sin.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <numbers>

namespace weft::worker {

namespace {

using TwoLists = std::tuple<SigmaList, SigmaList>;
constexpr const char* kSigmaCategory = "sampling/custom_sampling/sigmas";

/// As Python slices: what lies outside is left out.
SigmaList slice(const SigmaList& sigmas, std::int64_t begin, std::int64_t end)
{
    const auto size = static_cast<std::int64_t>(sigmas.values.size());
    begin = std::clamp<std::int64_t>(begin, 0, size);
    end = std::clamp<std::int64_t>(end, begin, size);
    return {{sigmas.values.begin() + begin, sigmas.values.begin() + end}};
}

/// The sigma at `step` is in both. Source: ComfyUI `SplitSigmas`.
const bool splitSigmas = node("SplitSigmas", kSigmaCategory)
                             .in<SigmaList>("sigmas")
                             .in<std::int64_t>("step", {.init = 0, .min = 0, .max = 10'000})
                             .out<SigmaList>("high_sigmas")
                             .out<SigmaList>("low_sigmas")
                             .run([](const SigmaList& sigmas, std::int64_t step) -> Result<TwoLists> {
                                 const auto size = static_cast<std::int64_t>(sigmas.values.size());
                                 const std::int64_t at = std::clamp<std::int64_t>(step, 0, size);
                                 return TwoLists(slice(sigmas, 0, at + 1), slice(sigmas, at, size));
                             });

/// The low part has the last steps * denoise steps. Source: ComfyUI `SplitSigmasDenoise`.
const bool splitSigmasDenoise
    = node("SplitSigmasDenoise", kSigmaCategory)
          .in<SigmaList>("sigmas")
          .in<double>("denoise", {.init = 1.0, .min = 0.0, .max = 1.0, .step = 0.01})
          .out<SigmaList>("high_sigmas")
          .out<SigmaList>("low_sigmas")
          .run([](const SigmaList& sigmas, double denoise) -> Result<TwoLists> {
              const auto size = static_cast<std::int64_t>(sigmas.values.size());
              const double steps = static_cast<double>(std::max<std::int64_t>(size - 1, 0));
              const double share = std::isfinite(denoise) ? std::clamp(denoise, 0.0, 1.0) : 1.0;
              const auto low = static_cast<std::int64_t>(std::nearbyint(steps * share));
              // Python's [:-0] is empty.
              return TwoLists(slice(sigmas, 0, low == 0 ? 0 : size - low), slice(sigmas, size - low - 1, size));
          });

/// From the end to the start, for putting noise back. Source: ComfyUI `FlipSigmas`.
const bool flipSigmas = node("FlipSigmas", kSigmaCategory)
                            .in<SigmaList>("sigmas")
                            .out<SigmaList>("SIGMAS")
                            .run([](SigmaList sigmas) -> Result<SigmaList> {
                                constexpr float kAboveZero = 0.0001F;
                                std::ranges::reverse(sigmas.values);
                                if (!sigmas.values.empty() && sigmas.values.front() == 0)
                                    sigmas.values.front() = kAboveZero;
                                return sigmas;
                            });

/// Source: ComfyUI `SetFirstSigma`.
const bool setFirstSigma
    = node("SetFirstSigma", kSigmaCategory)
          .in<SigmaList>("sigmas")
          .in<double>("sigma", {.init = 136.0, .min = 0.0, .max = 20'000.0, .step = 0.001, .more = Json {{"round", false}}})
          .out<SigmaList>("SIGMAS")
          .run([](SigmaList sigmas, double sigma) -> Result<SigmaList> {
              if (sigmas.values.empty())
                  return Error {ErrorCode::SettingInvalid, "there is no sigma", {{"input", "sigmas"}}};
              sigmas.values.front() = static_cast<float>(sigma);
              return sigmas;
          });

/// `steps` sigmas instead of one between two neighbours in a range. Source: ComfyUI `ExtendIntermediateSigmas`.
const bool extendIntermediateSigmas
    = node("ExtendIntermediateSigmas", kSigmaCategory)
          .in<SigmaList>("sigmas")
          .in<std::int64_t>("steps", {.init = 2, .min = 1, .max = 100})
          .in<double>("start_at_sigma", {.init = -1.0, .min = -1.0, .max = 20'000.0, .step = 0.01, .more = Json {{"round", false}}})
          .in<double>("end_at_sigma", {.init = 12.0, .min = 0.0, .max = 20'000.0, .step = 0.01, .more = Json {{"round", false}}})
          .in<Choice>("spacing", {.choices = {"linear", "cosine", "sine"}})
          .out<SigmaList>("SIGMAS")
          .run([](const SigmaList& sigmas, std::int64_t steps, double start, double end, const Choice& spacing) -> Result<SigmaList> {
              if (steps < 1 || steps > 100)
                  return Error {ErrorCode::SettingInvalid, {}, {{"input", "steps"}, {"received", std::to_string(steps)}}};
              const double from = start < 0 ? std::numeric_limits<double>::infinity() : start;
              at::Tensor shares = at::linspace(0, 1, steps + 1, at::kFloat).slice(0, 1, steps);
              if (spacing == "cosine")
                  shares = at::sin(shares * std::numbers::pi / 2);
              else if (spacing == "sine")
                  shares = 1 - at::cos(shares * std::numbers::pi / 2);
              SigmaList result;
              for (std::size_t i = 0; i + 1 < sigmas.values.size(); ++i) {
                  const float here = sigmas.values[i];
                  result.values.push_back(here);
                  if (!(end <= here && here <= from))
                      continue;
                  const at::Tensor between = shares * (sigmas.values[i + 1] - here) + here;
                  for (std::int64_t k = 0; k < between.numel(); ++k)
                      result.values.push_back(between[k].item<float>());
              }
              if (!sigmas.values.empty())
                  result.values.push_back(sigmas.values.back());
              return result;
          });

/// Source: ComfyUI `SamplingPercentToSigma`.
const bool samplingPercentToSigma
    = node("SamplingPercentToSigma", kSigmaCategory)
          .in<ModelPtr>("model")
          .in<double>("sampling_percent", {.init = 0.0, .min = 0.0, .max = 1.0, .step = 0.0001})
          .in<bool>("return_actual_sigma",
              {.init = false,
                  .tooltip = "Return the actual sigma instead of the value that is used for interval checks. It only matters at "
                             "0.0 and 1.0."})
          .out<double>("sigma_value")
          .run([](const ModelPtr& model, double percent, bool actual) -> Result<double> {
              if (actual && percent == 0)
                  return model->schedule->sigmaMax();
              if (actual && percent == 1)
                  return model->schedule->sigmaMin();
              return model->schedule->sigmaAtPercent(percent);
          });

/// Numbers in a text, separated by anything. Source: ComfyUI `ManualSigmas`.
const bool manualSigmas = node("ManualSigmas", "_for_testing/custom_sampling")
                              .experimental()
                              .in<std::string>("sigmas", {.init = "1, 0.5", .more = Json {{"multiline", false}}})
                              .out<SigmaList>("SIGMAS")
                              .run([](const std::string& text) -> Result<SigmaList> {
                                  SigmaList sigmas;
                                  const char* end = text.data() + text.size();
                                  for (const char* at = text.data(); at < end;) {
                                      float value = 0;
                                      const auto [stop, failure] = std::from_chars(at, end, value);
                                      if (failure == std::errc() && std::isfinite(value))
                                          sigmas.values.push_back(value);
                                      at = failure == std::errc() ? stop : at + 1;
                                  }
                                  return sigmas;
                              });

} // namespace

} // namespace weft::worker
