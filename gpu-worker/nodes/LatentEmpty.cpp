// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/nodes/Latents.h"
#include "gpu-worker/nodes/Resampling.h"
#include "gpu-worker/runtime/Node.h"

#include <ATen/ops/full.h>

namespace weft::worker {

namespace {

constexpr int kMaxBatch = 4096;
constexpr double kSd3Shift = 0.0609; // what an SD3 latent of nothing holds

Result<Latent> filled(std::int64_t batch, std::int64_t channels, std::int64_t width, std::int64_t height, double value)
{
    if (width < kLatentCell || height < kLatentCell || batch < 1)
        return Error{ErrorCode::SettingTooSmall, {}, {{"input", batch < 1 ? "batch_size" : "width"}}};
    WEFT_CHECK(checkSides({batch, channels, height / kLatentCell, width / kLatentCell}));
    Latent latent;
    latent.samples = at::full({batch, channels, height / kLatentCell, width / kLatentCell}, value, at::kFloat);
    return latent;
}

/// Zeros [batch_size, 4, height / 8, width / 8]; a model of another number of channels makes its own of it.
/// Source: ComfyUI `EmptyLatentImage`.
const bool emptyLatentImage =
    node("EmptyLatentImage", "latent")
        .title("Empty Latent Image")
        .doc("Latent pictures of nothing, to be filled by a sampler.")
        .in<std::int64_t>("width", {.init = 512, .min = 16, .max = kMaxResolution, .step = 8})
        .in<std::int64_t>("height", {.init = 512, .min = 16, .max = kMaxResolution, .step = 8})
        .in<std::int64_t>("batch_size", {.init = 1, .min = 1, .max = kMaxBatch})
        .out<Latent>("LATENT")
        .run([](std::int64_t width, std::int64_t height, std::int64_t batch) {
            return filled(batch, 4, width, height, 0);
        });

/// [batch_size, 16, height / 8, width / 8]. Source: ComfyUI `EmptySD3LatentImage`.
const bool emptySd3LatentImage =
    node("EmptySD3LatentImage", "latent/sd3")
        .in<std::int64_t>("width", {.init = 1024, .min = 16, .max = kMaxResolution, .step = 16})
        .in<std::int64_t>("height", {.init = 1024, .min = 16, .max = kMaxResolution, .step = 16})
        .in<std::int64_t>("batch_size", {.init = 1, .min = 1, .max = kMaxBatch})
        .out<Latent>("LATENT")
        .run([](std::int64_t width, std::int64_t height, std::int64_t batch) {
            return filled(batch, 16, width, height, kSd3Shift);
        });

/// Only where the mask is 1 is the latent changed. Source: ComfyUI `SetLatentNoiseMask`.
const bool setLatentNoiseMask = node("SetLatentNoiseMask", "latent/inpaint")
                                    .title("Set Latent Noise Mask")
                                    .in<Latent>("samples")
                                    .in<Mask>("mask")
                                    .out<Latent>("LATENT")
                                    .run([](const Latent& latent, const Mask& mask) -> Result<Latent> {
                                        Latent out = latent;
                                        out.noiseMask = asMaskBatch(mask.values);
                                        return out;
                                    });

} // namespace

} // namespace weft::worker
