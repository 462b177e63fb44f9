// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/nodes/PictureSides.h"
#include "gpu-worker/nodes/Resampling.h"
#include "gpu-worker/runtime/Node.h"

#include <algorithm>
#include <cmath>

namespace weft::worker {

namespace {

/// Half to even, as Python's round(). What no picture can have, NaN too, becomes a side that is refused as too large.
std::int64_t rounded(double value)
{
    constexpr double kFarTooLarge = 1e9;
    return static_cast<std::int64_t>(std::nearbyint(value < kFarTooLarge ? std::max(value, 0.0) : kFarTooLarge));
}

Result<Image> scaled(const Image& image, std::int64_t width, std::int64_t height, const Choice& method, bool center = false)
{
    WEFT_TRY(at::Tensor pixels,
        resampledPixels(
            image.pixels, std::max<std::int64_t>(width, 1), std::max<std::int64_t>(height, 1), method.text, center));
    return Image {std::move(pixels)};
}

double heightOf(const Image& image)
{
    return static_cast<double>(image.pixels.size(1));
}

double widthOf(const Image& image)
{
    return static_cast<double>(image.pixels.size(2));
}

Result<Image> scaledBy(const Image& image, double factor, const Choice& method)
{
    return scaled(image, rounded(widthOf(image) * factor), rounded(heightOf(image) * factor), method);
}

/// image [B, H, W, C] -> [B, height, width, C]; a side of 0 follows from the other. Source: ComfyUI `ImageScale`.
const bool imageScale = node("ImageScale", "image/upscaling")
                            .title("Upscale Image")
                            .in<Image>("image")
                            .in<Choice>("upscale_method", {.choices = scaleMethods()})
                            .in<std::int64_t>("width", {.init = 512, .min = 0, .max = kMaxSide, .step = 1})
                            .in<std::int64_t>("height", {.init = 512, .min = 0, .max = kMaxSide, .step = 1})
                            .in<Choice>("crop", {.choices = {"disabled", "center"}})
                            .out<Image>("IMAGE")
                            .run([](const Image& image, const Choice& method, std::int64_t width, std::int64_t height,
                                     const Choice& crop) -> Result<Image> {
                                if (width == 0 && height == 0)
                                    return image;
                                if (width == 0)
                                    width = rounded(widthOf(image) * static_cast<double>(height) / heightOf(image));
                                else if (height == 0)
                                    height = rounded(heightOf(image) * static_cast<double>(width) / widthOf(image));
                                return scaled(image, width, height, method, crop == "center");
                            });

/// image [B, H, W, C] -> both sides times scale_by. Source: ComfyUI `ImageScaleBy`.
const bool imageScaleBy =
    node("ImageScaleBy", "image/upscaling")
        .title("Upscale Image By")
        .in<Image>("image")
        .in<Choice>("upscale_method", {.choices = scaleMethods()})
        .in<double>("scale_by", {.init = 1.0, .min = 0.01, .max = 8.0, .step = 0.01})
        .out<Image>("IMAGE")
        .run([](const Image& image, const Choice& method, double factor) { return scaledBy(image, factor, method); });

/// Keeps the aspect ratio; a megapixel is 1024 x 1024. Source: ComfyUI `ImageScaleToTotalPixels`.
const bool imageScaleToTotalPixels
    = node("ImageScaleToTotalPixels", "image/upscaling")
          .in<Image>("image")
          .in<Choice>("upscale_method", {.choices = scaleMethods()})
          .in<double>("megapixels", {.init = 1.0, .min = 0.01, .max = 16.0, .step = 0.01})
          .out<Image>("IMAGE")
          .run([](const Image& image, const Choice& method, double megapixels) {
              const double total = std::trunc(megapixels * 1024 * 1024);
              return scaledBy(image, std::sqrt(total / (widthOf(image) * heightOf(image))), method);
          });

/// The longer side becomes largest_size. Source: ComfyUI `ImageScaleToMaxDimension`.
const bool imageScaleToMaxDimension
    = node("ImageScaleToMaxDimension", "image/upscaling")
          .in<Image>("image")
          .in<Choice>("upscale_method", {.choices = {"area", "lanczos", "bilinear", "nearest-exact", "bilinear", "bicubic"}})
          .in<std::int64_t>("largest_size", {.init = 512, .min = 0, .max = kMaxSide, .step = 1})
          .out<Image>("IMAGE")
          .run([](const Image& image, const Choice& method, std::int64_t largest) {
              const double side = static_cast<double>(largest);
              const double w = widthOf(image);
              const double h = heightOf(image);
              return scaled(image, h > w ? rounded(w / h * side) : largest, w > h ? rounded(h / w * side) : largest, method);
          });

} // namespace

} // namespace weft::worker
