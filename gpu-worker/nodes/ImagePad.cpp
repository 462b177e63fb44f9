// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/nodes/Latents.h"
#include "gpu-worker/nodes/Resampling.h"
#include "gpu-worker/runtime/Node.h"

#include <ATen/ops/constant_pad_nd.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace weft::worker {

namespace {

/// As large as fits into the target, in its middle. Source: ComfyUI `ResizeAndPadImage`.
const bool resizeAndPadImage =
    node("ResizeAndPadImage", "image/transform")
        .in<Image>("image")
        .in<std::int64_t>("target_width", {.init = 512, .min = 1, .max = kMaxResolution, .step = 1})
        .in<std::int64_t>("target_height", {.init = 512, .min = 1, .max = kMaxResolution, .step = 1})
        .in<Choice>("padding_color", {.choices = {"white", "black"}})
        .in<Choice>("interpolation", {.choices = {"area", "bicubic", "nearest-exact", "bilinear", "lanczos"}})
        .out<Image>("IMAGE")
        .run([](const Image& image, std::int64_t width, std::int64_t height, const Choice& color,
                 const Choice& method) -> Result<Image> {
            if (width < 1 || height < 1)
                return Error{ErrorCode::SettingTooSmall, {}, {{"input", "target_width"}, {"min", "1"}}};
            WEFT_CHECK(checkSides({image.pixels.size(0), height, width, image.pixels.size(3)}));
            const double w = static_cast<double>(image.pixels.size(2));
            const double h = static_cast<double>(image.pixels.size(1));
            const double scale = std::min(static_cast<double>(width) / w, static_cast<double>(height) / h);
            const auto innerWidth = static_cast<std::int64_t>(w * scale);
            const auto innerHeight = static_cast<std::int64_t>(h * scale);
            if (innerWidth < 1 || innerHeight < 1)
                return Error{ErrorCode::SettingInvalid, "nothing is left of the picture", {{"input", "target_width"}}};
            WEFT_TRY(const at::Tensor inner, resampledPixels(image.pixels, innerWidth, innerHeight, method.text));
            const std::int64_t left = (width - innerWidth) / 2;
            const std::int64_t top = (height - innerHeight) / 2;
            return Image{
                at::constant_pad_nd(inner, {0, 0, left, width - innerWidth - left, top, height - innerHeight - top},
                    color == "black" ? 0.0 : 1.0)};
        });

using Sides = std::pair<std::int64_t, std::int64_t>;

/// Sizes of about a megapixel that Flux Kontext was trained on: width and height.
constexpr std::array<Sides, 17> kKontextSides{{{672, 1568}, {688, 1504}, {720, 1456}, {752, 1392}, {800, 1328},
    {832, 1248}, {880, 1184}, {944, 1104}, {1024, 1024}, {1104, 944}, {1184, 880}, {1248, 832}, {1328, 800},
    {1392, 752}, {1456, 720}, {1504, 688}, {1568, 672}}};

/// The nearest of these sizes by aspect. Source: ComfyUI `FluxKontextImageScale`.
const bool fluxKontextImageScale =
    node("FluxKontextImageScale", "advanced/conditioning/flux")
        .doc("Resizes a picture to the nearest size that Flux Kontext was trained on.")
        .in<Image>("image")
        .out<Image>("IMAGE")
        .run([](const Image& image) -> Result<Image> {
            const double aspect = static_cast<double>(image.pixels.size(2)) / static_cast<double>(image.pixels.size(1));
            const auto far = [aspect](const Sides& sides) {
                return std::abs(aspect - static_cast<double>(sides.first) / static_cast<double>(sides.second));
            };
            const Sides best = *std::ranges::min_element(kKontextSides, {}, far);
            WEFT_TRY(at::Tensor pixels, resampledPixels(image.pixels, best.first, best.second, "lanczos", true));
            return Image{std::move(pixels)};
        });

} // namespace

} // namespace weft::worker
