// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/nodes/Latents.h"
#include "gpu-worker/nodes/Resampling.h"
#include "gpu-worker/runtime/Node.h"

#include <algorithm>

namespace weft::worker {

namespace {

constexpr std::int64_t kLeastPixels = 64; // no side of a resized latent is smaller

std::vector<std::string> latentMethods()
{
    return {"nearest-exact", "bilinear", "area", "bicubic", "bislerp"};
}

/// samples [B, C, h, w]. Source: ComfyUI `LatentFlip`.
const bool latentFlip = node("LatentFlip", "latent/transform")
                            .title("Flip Latent")
                            .in<Latent>("samples")
                            .in<Choice>("flip_method", {.choices = {"x-axis: vertically", "y-axis: horizontally"}})
                            .out<Latent>("LATENT")
                            .run([](const Latent& latent, const Choice& method) -> Result<Latent> {
                                WEFT_CHECK(checkPictureLatent(latent, "samples"));
                                return withSamples(latent, latent.samples.flip({method.text.starts_with("x") ? 2 : 3}));
                            });

/// Clockwise. Source: ComfyUI `LatentRotate`.
const bool latentRotate = node("LatentRotate", "latent/transform")
                              .title("Rotate Latent")
                              .in<Latent>("samples")
                              .in<Choice>("rotation", {.choices = {"none", "90 degrees", "180 degrees", "270 degrees"}})
                              .out<Latent>("LATENT")
                              .run([](const Latent& latent, const Choice& rotation) -> Result<Latent> {
                                  WEFT_CHECK(checkPictureLatent(latent, "samples"));
                                  const int quarters = rotation == "90 degrees" ? 1
                                      : rotation == "180 degrees"               ? 2
                                      : rotation == "270 degrees"               ? 3
                                                                                : 0;
                                  return withSamples(latent, latent.samples.rot90(quarters, {3, 2}).contiguous());
                              });

/// Sides and place in pixels; at least 8 cells from the right and lower edge. Source: ComfyUI `LatentCrop`.
const bool latentCrop =
    node("LatentCrop", "latent/transform")
        .title("Crop Latent")
        .in<Latent>("samples")
        .in<std::int64_t>("width", {.init = 512, .min = 64, .max = kMaxResolution, .step = 8})
        .in<std::int64_t>("height", {.init = 512, .min = 64, .max = kMaxResolution, .step = 8})
        .in<std::int64_t>("x", {.init = 0, .min = 0, .max = kMaxResolution, .step = 8})
        .in<std::int64_t>("y", {.init = 0, .min = 0, .max = kMaxResolution, .step = 8})
        .out<Latent>("LATENT")
        .run([](const Latent& latent, std::int64_t width, std::int64_t height, std::int64_t x,
                 std::int64_t y) -> Result<Latent> {
            WEFT_CHECK(checkPictureLatent(latent, "samples"));
            if (width < kLatentCell || height < kLatentCell || x < 0 || y < 0)
                return Error{ErrorCode::SettingTooSmall, {}, {{"input", "width"}, {"min", "64"}}};
            const at::Tensor& in = latent.samples;
            const auto part = [](const at::Tensor& t, std::int64_t side, std::int64_t at, std::int64_t size) {
                constexpr std::int64_t kLeastCells = 8;
                // A start below 0, in a latent of fewer than 8 cells, counts from the end.
                const std::int64_t start = std::min(at / kLatentCell, t.size(side) - kLeastCells);
                const std::int64_t from = start < 0 ? std::max<std::int64_t>(0, start + t.size(side)) : start;
                const std::int64_t end = std::min(start + size / kLatentCell, t.size(side));
                return t.narrow(side, from, std::max<std::int64_t>(0, end - from));
            };
            return withSamples(latent, part(part(in, 2, y, height), 3, x, width).contiguous());
        });

/// Sides in pixels; one that is 0 keeps the aspect, both change nothing. Source: ComfyUI `LatentUpscale`.
const bool latentUpscale =
    node("LatentUpscale", "latent")
        .title("Upscale Latent")
        .in<Latent>("samples")
        .in<Choice>("upscale_method", {.choices = latentMethods()})
        .in<std::int64_t>("width", {.init = 512, .min = 0, .max = kMaxResolution, .step = 8})
        .in<std::int64_t>("height", {.init = 512, .min = 0, .max = kMaxResolution, .step = 8})
        .in<Choice>("crop", {.choices = {"disabled", "center"}})
        .out<Latent>("LATENT")
        .run([](const Latent& latent, const Choice& method, std::int64_t width, std::int64_t height,
                 const Choice& crop) -> Result<Latent> {
            WEFT_CHECK(checkPictureLatent(latent, "samples"));
            if (width == 0 && height == 0)
                return latent;
            const double w = static_cast<double>(latent.samples.size(3));
            const double h = static_cast<double>(latent.samples.size(2));
            if (width == 0) {
                height = std::max(kLeastPixels, height);
                width = roundedSide(w * static_cast<double>(height) / h);
            } else if (height == 0) {
                width = std::max(kLeastPixels, width);
                height = roundedSide(h * static_cast<double>(width) / w);
            }
            width = std::max(kLeastPixels, width);
            height = std::max(kLeastPixels, height);
            WEFT_TRY(at::Tensor samples,
                resampled(latent.samples, width / kLatentCell, height / kLatentCell, method.text, crop == "center"));
            return withSamples(latent, std::move(samples));
        });

/// Source: ComfyUI `LatentUpscaleBy`.
const bool latentUpscaleBy =
    node("LatentUpscaleBy", "latent")
        .title("Upscale Latent By")
        .in<Latent>("samples")
        .in<Choice>("upscale_method", {.choices = latentMethods()})
        .in<double>("scale_by", {.init = 1.5, .min = 0.01, .max = 8.0, .step = 0.01})
        .out<Latent>("LATENT")
        .run([](const Latent& latent, const Choice& method, double factor) -> Result<Latent> {
            WEFT_CHECK(checkPictureLatent(latent, "samples"));
            const std::int64_t width = roundedSide(static_cast<double>(latent.samples.size(3)) * factor);
            const std::int64_t height = roundedSide(static_cast<double>(latent.samples.size(2)) * factor);
            WEFT_TRY(at::Tensor samples, resampled(latent.samples, width, height, method.text));
            return withSamples(latent, std::move(samples));
        });

} // namespace

} // namespace weft::worker
