// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/nodes/Conditionings.h"
#include "gpu-worker/nodes/Latents.h"
#include "gpu-worker/runtime/Node.h"

namespace weft::worker {

namespace {

/// The text counts in a rectangle, given in pixels. Source: ComfyUI `ConditioningSetArea`.
const bool conditioningSetArea =
    node("ConditioningSetArea", "conditioning")
        .title("Conditioning (Set Area)")
        .in<Conditioning>("conditioning")
        .in<std::int64_t>("width", {.init = 64, .min = 64, .max = kMaxResolution, .step = 8})
        .in<std::int64_t>("height", {.init = 64, .min = 64, .max = kMaxResolution, .step = 8})
        .in<std::int64_t>("x", {.init = 0, .min = 0, .max = kMaxResolution, .step = 8})
        .in<std::int64_t>("y", {.init = 0, .min = 0, .max = kMaxResolution, .step = 8})
        .in<double>("strength", {.init = 1.0, .min = 0.0, .max = 10.0, .step = 0.01})
        .out<Conditioning>("CONDITIONING")
        .run([](const Conditioning& conditioning, std::int64_t width, std::int64_t height, std::int64_t x,
                 std::int64_t y, double strength) -> Result<Conditioning> {
            const Json area = {height / kLatentCell, width / kLatentCell, y / kLatentCell, x / kLatentCell};
            return withOptions(
                conditioning, Json{{"area", area}, {"strength", strength}, {"set_area_to_bounds", false}});
        });

/// The same in parts of the picture. Source: ComfyUI `ConditioningSetAreaPercentage`.
const bool conditioningSetAreaPercentage =
    node("ConditioningSetAreaPercentage", "conditioning")
        .title("Conditioning (Set Area with Percentage)")
        .in<Conditioning>("conditioning")
        .in<double>("width", {.init = 1.0, .min = 0, .max = 1.0, .step = 0.01})
        .in<double>("height", {.init = 1.0, .min = 0, .max = 1.0, .step = 0.01})
        .in<double>("x", {.init = 0, .min = 0, .max = 1.0, .step = 0.01})
        .in<double>("y", {.init = 0, .min = 0, .max = 1.0, .step = 0.01})
        .in<double>("strength", {.init = 1.0, .min = 0.0, .max = 10.0, .step = 0.01})
        .out<Conditioning>("CONDITIONING")
        .run([](const Conditioning& conditioning, double width, double height, double x, double y,
                 double strength) -> Result<Conditioning> {
            const Json area = {"percentage", height, width, y, x};
            return withOptions(
                conditioning, Json{{"area", area}, {"strength", strength}, {"set_area_to_bounds", false}});
        });

/// Source: ComfyUI `ConditioningSetAreaStrength`.
const bool conditioningSetAreaStrength =
    node("ConditioningSetAreaStrength", "conditioning")
        .in<Conditioning>("conditioning")
        .in<double>("strength", {.init = 1.0, .min = 0.0, .max = 10.0, .step = 0.01})
        .out<Conditioning>("CONDITIONING")
        .run([](const Conditioning& conditioning, double strength) -> Result<Conditioning> {
            return withOptions(conditioning, Json{{"strength", strength}});
        });

/// The text counts where the mask is 1. Source: ComfyUI `ConditioningSetMask`.
const bool conditioningSetMask =
    node("ConditioningSetMask", "conditioning")
        .title("Conditioning (Set Mask)")
        .in<Conditioning>("conditioning")
        .in<Mask>("mask")
        .in<double>("strength", {.init = 1.0, .min = 0.0, .max = 10.0, .step = 0.01})
        .in<Choice>("set_cond_area", {.choices = {"default", "mask bounds"}})
        .out<Conditioning>("CONDITIONING")
        .run([](const Conditioning& conditioning, const Mask& mask, double strength,
                 const Choice& area) -> Result<Conditioning> {
            const Json options{{"set_area_to_bounds", area == "mask bounds"}, {"mask_strength", strength}};
            return changed(
                withOptions(conditioning, options), [&mask](Cond& cond) { cond.tensors["mask"] = mask.values; });
        });

/// The text counts in a part of the sampling: 0 is its start, 1 its end. Source: ComfyUI
/// `ConditioningSetTimestepRange`.
const bool conditioningSetTimestepRange =
    node("ConditioningSetTimestepRange", "advanced/conditioning")
        .in<Conditioning>("conditioning")
        .in<double>("start", {.init = 0.0, .min = 0.0, .max = 1.0, .step = 0.001})
        .in<double>("end", {.init = 1.0, .min = 0.0, .max = 1.0, .step = 0.001})
        .out<Conditioning>("CONDITIONING")
        .run([](const Conditioning& conditioning, double start, double end) -> Result<Conditioning> {
            return withOptions(conditioning, Json{{"start_percent", start}, {"end_percent", end}});
        });

/// Source: ComfyUI `FluxGuidance`.
const bool fluxGuidance = node("FluxGuidance", "advanced/conditioning/flux")
                              .in<Conditioning>("conditioning")
                              .in<double>("guidance", {.init = 3.5, .min = 0.0, .max = 100.0, .step = 0.1})
                              .out<Conditioning>("CONDITIONING")
                              .run([](const Conditioning& conditioning, double guidance) -> Result<Conditioning> {
                                  return withOptions(conditioning, Json{{"guidance", guidance}});
                              });

} // namespace

} // namespace weft::worker
