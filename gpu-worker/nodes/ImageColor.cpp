// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/runtime/Node.h"

#include <ATen/ops/stack.h>

namespace weft::worker {

namespace {

// Luma and scaled colour differences around one half, ITU-R BT.601 as OpenCV rounds it.
constexpr double kRed = 0.299;
constexpr double kGreen = 0.587;
constexpr double kBlue = 0.114;
constexpr double kHalf = 0.5;

/// image [B, H, W, 3] -> brightness and two differences of colour, each as a grey picture [B, H, W, 3].
/// Source: ComfyUI `ImageRGBToYUV`.
const bool imageRgbToYuv =
    node("ImageRGBToYUV", "image/batch")
        .in<Image>("image")
        .out<Image>("Y")
        .out<Image>("U")
        .out<Image>("V")
        .run([](const Image& image) -> Result<std::tuple<Image, Image, Image>> {
            if (image.pixels.size(3) < 3)
                return Error{ErrorCode::TypeMismatch, "the image has no colours", {{"input", "image"}}};
            const at::Tensor r = image.pixels.select(3, 0);
            const at::Tensor g = image.pixels.select(3, 1);
            const at::Tensor b = image.pixels.select(3, 2);
            const at::Tensor y = r.mul(kRed).add(g.mul(kGreen)).add(b.mul(kBlue));
            const auto grey = [](const at::Tensor& plane) {
                return Image{plane.unsqueeze(-1).expand({-1, -1, -1, 3}).contiguous()};
            };
            return std::tuple{grey(y), grey(b.sub(y).mul(0.564).add(kHalf)), grey(r.sub(y).mul(0.713).add(kHalf))};
        });

/// The way back; each plane is the mean of its picture's channels. Source: ComfyUI `ImageYUVToRGB`.
const bool imageYuvToRgb =
    node("ImageYUVToRGB", "image/batch")
        .in<Image>("Y")
        .in<Image>("U")
        .in<Image>("V")
        .out<Image>("IMAGE")
        .run([](const Image& luma, const Image& first, const Image& second) -> Result<Image> {
            if (luma.pixels.sizes().slice(0, 3) != first.pixels.sizes().slice(0, 3)
                || luma.pixels.sizes().slice(0, 3) != second.pixels.sizes().slice(0, 3))
                return Error{ErrorCode::TypeMismatch, "planes of different sizes", {{"input", "U"}}};
            const at::Tensor y = luma.pixels.mean({-1});
            const at::Tensor u = first.pixels.mean({-1}).sub(kHalf);
            const at::Tensor v = second.pixels.mean({-1}).sub(kHalf);
            return Image{
                at::stack({y.add(v.mul(1.403)), y.sub(v.mul(0.714)).sub(u.mul(0.344)), y.add(u.mul(1.773))}, -1)};
        });

} // namespace

} // namespace weft::worker
