// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/nodes/Resampling.h"
#include "gpu-worker/nodes/Sampling.h"
#include "gpu-worker/runtime/Node.h"

#include <cmath>

namespace weft::worker {

namespace {

constexpr double kLeastFactor = 0.01; // a linked number can be anything
const std::vector<std::string> kMethods {"bicubic", "nearest-exact", "bilinear", "area", "bislerp"};

/// h as it is where the size makes no sense: a patch can't fail.
at::Tensor resizedOrSame(const at::Tensor& h, std::int64_t width, std::int64_t height, const std::string& method)
{
    if (width < 1 || height < 1)
        return h;
    const auto resized = resampled(h.to(at::kFloat), width, height, method);
    return resized ? resized->to(h.scalar_type()) : h;
}

struct Shrink {
    std::int64_t block = 3; // counted in input blocks
    double factor = 2;
    double sigmaStart = 0;
    double sigmaEnd = 0;
    std::string method;
};

/// The hidden state becomes smaller after one input block and grows back where a skip connection joins: large pictures keep
/// the composition of small ones. Source: ComfyUI `PatchModelAddDownscale` (Kohya's Deep Shrink).
Result<ModelPtr> withShrink(const ModelPtr& model, const Shrink& shrink, bool afterSkip, const std::string& upscaleMethod)
{
    auto copy = changed(model);
    copy->callPatches.push_back([shrink, afterSkip](NetworkPatches& patches, const DiffusionModel::NetworkCall& call) {
        if (!(call.sigma <= shrink.sigmaStart && call.sigma >= shrink.sigmaEnd))
            return;
        auto& list = afterSkip ? patches.afterSkip : patches.afterInput;
        list.push_back([shrink](const at::Tensor& h, const BlockPlace& place) {
            if (place.block != shrink.block || !(shrink.factor >= kLeastFactor))
                return h;
            const auto smaller = [&](std::int64_t side) {
                return static_cast<std::int64_t>(std::nearbyint(static_cast<double>(side) * (1.0 / shrink.factor)));
            };
            return resizedOrSame(h, smaller(h.size(3)), smaller(h.size(2)), shrink.method);
        });
    });
    copy->patches.join.push_back([upscaleMethod](at::Tensor h, at::Tensor skip) {
        if (h.size(2) != skip.size(2))
            h = resizedOrSame(h, skip.size(3), skip.size(2), upscaleMethod);
        return std::pair(std::move(h), std::move(skip));
    });
    return ModelPtr(std::move(copy));
}

const bool patchModelAddDownscale
    = node("PatchModelAddDownscale", "model_patches/unet")
          .title("PatchModelAddDownscale (Kohya Deep Shrink)")
          .in<ModelPtr>("model")
          .in<std::int64_t>("block_number", {.init = 3, .min = 1, .max = 32, .step = 1})
          .in<double>("downscale_factor", {.init = 2.0, .min = 0.1, .max = 9.0, .step = 0.001})
          .in<double>("start_percent", {.init = 0.0, .min = 0.0, .max = 1.0, .step = 0.001})
          .in<double>("end_percent", {.init = 0.35, .min = 0.0, .max = 1.0, .step = 0.001})
          .in<bool>("downscale_after_skip", {.init = true})
          .in<Choice>("downscale_method", {.choices = kMethods})
          .in<Choice>("upscale_method", {.choices = kMethods})
          .out<ModelPtr>("MODEL", {.holdsModel = true})
          .run([](const ModelPtr& model, std::int64_t block, double factor, double start, double end, bool afterSkip,
                   const Choice& down, const Choice& up) -> Result<ModelPtr> {
              const NoiseSchedule& schedule = *model->schedule;
              const Shrink shrink {block, factor, schedule.sigmaAtPercent(start), schedule.sigmaAtPercent(end), down.text};
              return withShrink(model, shrink, afterSkip, up.text);
          });

} // namespace

} // namespace weft::worker
