// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/models/LatentFormats.h"
#include "gpu-worker/models/NoiseSchedules.h"
#include "gpu-worker/nodes/Sampling.h"
#include "gpu-worker/runtime/Node.h"

#include <cmath>

/// Nodes that tell Weft how a model was trained to see noise, where its file doesn't.
namespace weft::worker {

namespace {

constexpr const char* kModelCategory = "advanced/model";

Result<ModelPtr> withSchedule(const ModelPtr& model, NoiseSchedulePtr schedule)
{
    auto copy = changed(model);
    copy->schedule = std::move(schedule);
    return ModelPtr(std::move(copy));
}

InputOptions sigmaOptions(double init)
{
    return {.init = init, .min = 0.0, .max = 1000.0, .step = 0.001, .more = Json {{"round", false}}};
}

Done checkSigmas(double min, double max)
{
    if (min > 0 && max > 0 && std::isfinite(min) && std::isfinite(max))
        return {};
    return Error {ErrorCode::SettingTooSmall, "a sigma of 0 has no logarithm",
        {{"input", min > 0 ? "sigma_max" : "sigma_min"}, {"received", std::to_string(min > 0 ? max : min)}, {"min", "0.001"}}};
}

/// Source: ComfyUI `ModelSamplingDiscrete`.
const bool modelSamplingDiscrete
    = node("ModelSamplingDiscrete", kModelCategory)
          .in<ModelPtr>("model")
          .in<Choice>("sampling", {.choices = {"eps", "v_prediction", "lcm", "x0", "img_to_img"}})
          .in<bool>("zsnr", {.init = false})
          .out<ModelPtr>("MODEL", {.holdsModel = true})
          .run([](const ModelPtr& model, const Choice& sampling, bool zsnr) -> Result<ModelPtr> {
              if (sampling == "lcm")
                  return withSchedule(model, lcmSchedule(zsnr));
              const Prediction prediction = sampling == "v_prediction" ? Prediction::V
                  : sampling == "x0"                                   ? Prediction::X0
                  : sampling == "img_to_img"                           ? Prediction::ImageToImage
                                                                       : Prediction::Epsilon;
              return withSchedule(model, discreteSchedule(prediction, zsnr));
          });

/// Source: ComfyUI `ModelSamplingContinuousEDM`.
const bool modelSamplingContinuousEdm
    = node("ModelSamplingContinuousEDM", kModelCategory)
          .in<ModelPtr>("model")
          .in<Choice>("sampling", {.choices = {"v_prediction", "edm", "edm_playground_v2.5", "eps", "cosmos_rflow"}})
          .in<double>("sigma_max", sigmaOptions(120))
          .in<double>("sigma_min", sigmaOptions(0.002))
          .out<ModelPtr>("MODEL", {.holdsModel = true})
          .run([](const ModelPtr& model, const Choice& sampling, double max, double min) -> Result<ModelPtr> {
              WEFT_CHECK(checkSigmas(min, max));
              constexpr double kEdmData = 0.5;
              auto copy = changed(model);
              if (sampling == "eps")
                  copy->schedule = edmSchedule(Prediction::Epsilon, min, max);
              else if (sampling == "v_prediction")
                  copy->schedule = edmSchedule(Prediction::V, min, max);
              else if (sampling == "cosmos_rflow")
                  copy->schedule = edmSchedule(Prediction::CosmosFlow, min, max);
              else
                  copy->schedule = edmSchedule(Prediction::Edm, min, max, kEdmData);
              if (sampling == "edm_playground_v2.5")
                  copy->latentFormat = playgroundLatents();
              return ModelPtr(std::move(copy));
          });

/// Source: ComfyUI `ModelSamplingContinuousV`.
const bool modelSamplingContinuousV
    = node("ModelSamplingContinuousV", kModelCategory)
          .in<ModelPtr>("model")
          .in<Choice>("sampling", {.choices = {"v_prediction"}})
          .in<double>("sigma_max", sigmaOptions(500))
          .in<double>("sigma_min", sigmaOptions(0.03))
          .out<ModelPtr>("MODEL", {.holdsModel = true})
          .run([](const ModelPtr& model, const Choice&, double max, double min) -> Result<ModelPtr> {
              WEFT_CHECK(checkSigmas(min, max));
              return withSchedule(model, continuousVSchedule(min, max));
          });

/// Source: ComfyUI `ModelSamplingSD3`.
const bool modelSamplingSd3 = node("ModelSamplingSD3", kModelCategory)
                                  .in<ModelPtr>("model")
                                  .in<double>("shift", {.init = 3.0, .min = 0.0, .max = 100.0, .step = 0.01})
                                  .out<ModelPtr>("MODEL", {.holdsModel = true})
                                  .run([](const ModelPtr& model, double shift) { return withSchedule(model, flowSchedule(shift)); });

/// Source: ComfyUI `ModelSamplingAuraFlow`.
const bool modelSamplingAuraFlow
    = node("ModelSamplingAuraFlow", kModelCategory)
          .in<ModelPtr>("model")
          .in<double>("shift", {.init = 1.73, .min = 0.0, .max = 100.0, .step = 0.01})
          .out<ModelPtr>("MODEL", {.holdsModel = true})
          .run([](const ModelPtr& model, double shift) { return withSchedule(model, flowSchedule(shift, 1)); });

/// The shift grows with the picture: base_shift at 256 patches (16 x 16 pixels each), max_shift at 4096.
/// Source: ComfyUI `ModelSamplingFlux`.
const bool modelSamplingFlux
    = node("ModelSamplingFlux", kModelCategory)
          .in<ModelPtr>("model")
          .in<double>("max_shift", {.init = 1.15, .min = 0.0, .max = 100.0, .step = 0.01})
          .in<double>("base_shift", {.init = 0.5, .min = 0.0, .max = 100.0, .step = 0.01})
          .in<std::int64_t>("width", {.init = 1024, .min = 16, .max = 16'384, .step = 8})
          .in<std::int64_t>("height", {.init = 1024, .min = 16, .max = 16'384, .step = 8})
          .out<ModelPtr>("MODEL", {.holdsModel = true})
          .run([](const ModelPtr& model, double maxShift, double baseShift, std::int64_t width, std::int64_t height) {
              constexpr double kFewest = 256;
              constexpr double kMost = 4096;
              const double slope = (maxShift - baseShift) / (kMost - kFewest);
              const double patches = static_cast<double>(width) * static_cast<double>(height) / (16 * 16);
              return withSchedule(model, fluxSchedule(patches * slope + baseShift - slope * kFewest));
          });

} // namespace

} // namespace weft::worker
