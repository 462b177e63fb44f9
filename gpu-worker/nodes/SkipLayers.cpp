// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/nodes/Sampling.h"
#include "gpu-worker/runtime/Node.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/std.h>

#include <charconv>

/// Guidance by a worse picture that comes from leaving out joint blocks of a transformer.
namespace weft::worker {

namespace {

using Step = DiffusionModel::GuidanceStep;

constexpr const char* kSkipCategory = "advanced/guidance";
constexpr const char* kSkipDescription = "Guides away from what the model paints without some of its layers. For transformers (SD3); "
                                     "on other models it changes nothing.";

/// Every number in "7, 8, 9".
std::vector<int> layersIn(const std::string& text)
{
    std::vector<int> layers;
    for (const char* at = text.data(); at < text.data() + text.size();) {
        int layer = 0;
        const auto [end, error] = std::from_chars(at, text.data() + text.size(), layer);
        const bool isNumber = error == std::errc() && *at != '-';
        if (isNumber)
            layers.push_back(layer);
        at = isNumber ? end : at + 1;
    }
    return layers;
}

struct Range {
    double start = 0; // sigma; the larger one
    double end = 0;

    static Range of(const NoiseSchedule& schedule, double startPercent, double endPercent)
    {
        return {schedule.sigmaAtPercent(startPercent), schedule.sigmaAtPercent(endPercent)};
    }
    bool holds(double sigma) const { return sigma >= end && sigma <= start; }
};

struct Skipping {
    std::vector<int> layers;
    Range range;
    double scale = 3;
    double rescale = 0; // how far the result gets back the contrast of the positive side
};

at::Tensor guided(const at::Tensor& result, const Step& step, const Skipping& skipping)
{
    if (!(skipping.scale > 0) || !skipping.range.holds(step.sigma[0].item<double>()))
        return result;
    NetworkPatches patches = step.model->patches;
    for (const int layer : skipping.layers)
        patches.skipped.push_back({layer, 0, -1});
    const at::Tensor without = step.again(step.x, patches, true);
    const at::Tensor changed = result + (step.cond - without) * skipping.scale;
    if (skipping.rescale == 0)
        return changed;
    const at::Tensor contrast = at::std(step.cond) / at::std(changed);
    return changed * (contrast * skipping.rescale + (1 - skipping.rescale));
}

Result<ModelPtr> withSkippedLayers(const ModelPtr& model, Skipping skipping)
{
    auto copy = changed(model);
    copy->afterGuidance.push_back([skipping = std::move(skipping)](const at::Tensor& result, const Step& step) {
        return guided(result, step, skipping);
    });
    return ModelPtr(std::move(copy));
}

/// Only the negative side leaves the layers out.
Result<ModelPtr> withWorseNegative(const ModelPtr& model, const std::vector<int>& layers, Range range)
{
    auto copy = changed(model);
    copy->callPatches.push_back([layers, range](NetworkPatches& patches, const DiffusionModel::NetworkCall& call) {
        if (!range.holds(call.sigma))
            return;
        for (std::size_t i = 0; i < call.sides.size(); ++i) {
            for (const int layer : layers) {
                if (call.sides[i] == 1)
                    patches.skipped.push_back({layer, static_cast<std::int64_t>(i) * call.chunk, call.chunk});
            }
        }
    });
    return ModelPtr(std::move(copy));
}

InputOptions percent(double init)
{
    return {.init = init, .min = 0.0, .max = 1.0, .step = 0.001};
}

/// Single layers are those of other families; no model here has them. Source: ComfyUI `SkipLayerGuidanceDiT`.
const bool skipLayerGuidanceDit
    = node("SkipLayerGuidanceDiT", kSkipCategory)
          .doc(kSkipDescription)
          .experimental()
          .in<ModelPtr>("model")
          .in<std::string>("double_layers", {.init = "7, 8, 9"})
          .in<std::string>("single_layers", {.init = "7, 8, 9"})
          .in<double>("scale", {.init = 3.0, .min = 0.0, .max = 10.0, .step = 0.1})
          .in<double>("start_percent", percent(0.01))
          .in<double>("end_percent", percent(0.15))
          .in<double>("rescaling_scale", {.init = 0.0, .min = 0.0, .max = 10.0, .step = 0.01})
          .out<ModelPtr>("MODEL", {.holdsModel = true})
          .run([](const ModelPtr& model, const std::string& layers, const std::string& singles, double scale, double start,
                   double end, double rescale) -> Result<ModelPtr> {
              if (layersIn(layers).empty() && layersIn(singles).empty())
                  return model;
              return withSkippedLayers(model, {layersIn(layers), Range::of(*model->schedule, start, end), scale, rescale});
          });

/// Source: ComfyUI `SkipLayerGuidanceSD3`.
const bool skipLayerGuidanceSd3
    = node("SkipLayerGuidanceSD3", kSkipCategory)
          .doc(kSkipDescription)
          .experimental()
          .in<ModelPtr>("model")
          .in<std::string>("layers", {.init = "7, 8, 9"})
          .in<double>("scale", {.init = 3.0, .min = 0.0, .max = 10.0, .step = 0.1})
          .in<double>("start_percent", percent(0.01))
          .in<double>("end_percent", percent(0.15))
          .out<ModelPtr>("MODEL", {.holdsModel = true})
          .run([](const ModelPtr& model, const std::string& layers, double scale, double start, double end) -> Result<ModelPtr> {
              if (layersIn(layers).empty())
                  return model;
              return withSkippedLayers(model, {layersIn(layers), Range::of(*model->schedule, start, end), scale, 0});
          });

/// Source: ComfyUI `SkipLayerGuidanceDiTSimple`.
const bool skipLayerGuidanceDitSimple
    = node("SkipLayerGuidanceDiTSimple", kSkipCategory)
          .doc("Lets only the negative side leave out layers: no further run of the model. For transformers (SD3).")
          .experimental()
          .in<ModelPtr>("model")
          .in<std::string>("double_layers", {.init = "7, 8, 9"})
          .in<std::string>("single_layers", {.init = "7, 8, 9"})
          .in<double>("start_percent", percent(0.0))
          .in<double>("end_percent", percent(1.0))
          .out<ModelPtr>("MODEL", {.holdsModel = true})
          .run([](const ModelPtr& model, const std::string& layers, const std::string&, double start,
                   double end) -> Result<ModelPtr> {
              return withWorseNegative(model, layersIn(layers), Range::of(*model->schedule, start, end));
          });

} // namespace

} // namespace weft::worker
