// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/nodes/Resampling.h"
#include "gpu-worker/runtime/Node.h"

#include <ATen/ops/conv2d.h>
#include <ATen/ops/exp.h>
#include <ATen/ops/linspace.h>
#include <ATen/ops/pad.h>
#include <ATen/ops/sqrt.h>
#include <ATen/ops/where.h>

#include <algorithm>

namespace weft::worker {

namespace {

constexpr std::int64_t kMaxRadius = 31;

/// exp(-d^2 / 2 sigma^2) over a square from -1 to 1, sum 1. [size, size]
at::Tensor gaussianKernel(std::int64_t size, double sigma)
{
    const at::Tensor axis = at::linspace(-1, 1, size);
    const at::Tensor distance = at::sqrt(axis.view({size, 1}).square().add(axis.view({1, size}).square()));
    const at::Tensor kernel = at::exp(distance.square().neg().div(2.0 * sigma * sigma));
    return kernel.div(kernel.sum());
}

/// A linked radius wasn't checked before.
Done checkRadius(const at::Tensor& pixels, std::int64_t radius, const char* input)
{
    const std::int64_t most = std::min({kMaxRadius, pixels.size(1) - 1, pixels.size(2) - 1});
    if (radius > most)
        return Error {ErrorCode::SettingTooLarge, "the radius must be smaller than the picture",
            {{"input", input}, {"received", std::to_string(radius)}, {"max", std::to_string(most)}}};
    return {};
}

/// Each channel by itself; the picture is mirrored at its edges. pixels [B, H, W, C], kernel [k, k].
at::Tensor filtered(const at::Tensor& pixels, const at::Tensor& kernel)
{
    const std::int64_t radius = kernel.size(0) / 2;
    const std::int64_t channels = pixels.size(3);
    const at::Tensor padded = at::pad(pixels.permute({0, 3, 1, 2}), {radius, radius, radius, radius}, "reflect");
    const at::Tensor weight = kernel.view({1, 1, kernel.size(0), kernel.size(1)}).repeat({channels, 1, 1, 1});
    return at::conv2d(padded, weight, {}, 1, at::IntArrayRef({0, 0}), 1, channels).permute({0, 2, 3, 1});
}

/// W3C's "soft-light" curve.
at::Tensor softLightCurve(const at::Tensor& x)
{
    return at::where(x.le(0.25), x.mul(16).sub(12).mul(x).add(4).mul(x), at::sqrt(x));
}

at::Tensor blended(const at::Tensor& a, const at::Tensor& b, const std::string& mode)
{
    const auto inverse = [](const at::Tensor& x) { return x.neg().add(1); };
    if (mode == "multiply")
        return a.mul(b);
    if (mode == "screen")
        return inverse(inverse(a).mul(inverse(b)));
    if (mode == "overlay")
        return at::where(a.le(0.5), a.mul(b).mul(2), inverse(inverse(a).mul(inverse(b)).mul(2)));
    if (mode == "soft_light") {
        const at::Tensor darker = a.sub(inverse(b.mul(2)).mul(a).mul(inverse(a)));
        return at::where(b.le(0.5), darker, a.add(b.mul(2).sub(1).mul(softLightCurve(a).sub(a))));
    }
    if (mode == "difference")
        return a.sub(b);
    return b;
}

/// image1, image2 [B, H, W, C]; image2 is resized to image1 and gets its channels. Source: ComfyUI `ImageBlend`.
const bool imageBlend
    = node("ImageBlend", "image/postprocessing")
          .in<Image>("image1")
          .in<Image>("image2")
          .in<double>("blend_factor", {.init = 0.5, .min = 0.0, .max = 1.0, .step = 0.01})
          .in<Choice>("blend_mode", {.choices = {"normal", "multiply", "screen", "overlay", "soft_light", "difference"}})
          .out<Image>("IMAGE")
          .run([](const Image& image1, const Image& image2, double factor, const Choice& mode) -> Result<Image> {
              const at::Tensor& a = image1.pixels;
              at::Tensor b = withChannels(image2.pixels, a.size(3));
              if (a.size(1) != b.size(1) || a.size(2) != b.size(2)) {
                  WEFT_TRY(b, resampledPixels(b, a.size(2), a.size(1), "bicubic", true));
              }
              const at::Tensor mixed = a.mul(1 - factor).add(blended(a, b, mode.text).mul(factor));
              return Image {mixed.clamp(0, 1)};
          });

/// image [B, H, W, C] -> the same shape. Source: ComfyUI `ImageBlur`.
const bool imageBlur = node("ImageBlur", "image/postprocessing")
                           .in<Image>("image")
                           .in<std::int64_t>("blur_radius", {.init = 1, .min = 1, .max = 31, .step = 1})
                           .in<double>("sigma", {.init = 1.0, .min = 0.1, .max = 10.0, .step = 0.1})
                           .out<Image>("IMAGE")
                           .run([](const Image& image, std::int64_t radius, double sigma) -> Result<Image> {
                               if (radius <= 0)
                                   return image;
                               WEFT_CHECK(checkRadius(image.pixels, radius, "blur_radius"));
                               const at::Tensor kernel = gaussianKernel(2 * radius + 1, sigma);
                               return Image {filtered(image.pixels, kernel).contiguous()};
                           });

/// Subtracts 10 alpha times a blurred copy and keeps the mean. Source: ComfyUI `ImageSharpen`.
const bool imageSharpen = node("ImageSharpen", "image/postprocessing")
                              .in<Image>("image")
                              .in<std::int64_t>("sharpen_radius", {.init = 1, .min = 1, .max = 31, .step = 1})
                              .in<double>("sigma", {.init = 1.0, .min = 0.1, .max = 10.0, .step = 0.01})
                              .in<double>("alpha", {.init = 1.0, .min = 0.0, .max = 5.0, .step = 0.01})
                              .out<Image>("IMAGE")
                              .run([](const Image& image, std::int64_t radius, double sigma, double alpha) -> Result<Image> {
                                  if (radius <= 0)
                                      return image;
                                  WEFT_CHECK(checkRadius(image.pixels, radius, "sharpen_radius"));
                                  const at::Tensor kernel = gaussianKernel(2 * radius + 1, sigma).mul(-(alpha * 10));
                                  at::Tensor center = kernel.select(0, radius).select(0, radius);
                                  center.copy_(center.sub(kernel.sum()).add(1.0));
                                  return Image {filtered(image.pixels, kernel).clamp(0, 1).contiguous()};
                              });

/// 1 - image. Source: ComfyUI `ImageInvert`.
const bool imageInvert = node("ImageInvert", "image")
                             .title("Invert Image")
                             .in<Image>("image")
                             .out<Image>("IMAGE")
                             .run([](const Image& image) -> Result<Image> { return Image {image.pixels.neg().add(1)}; });

} // namespace

} // namespace weft::worker
