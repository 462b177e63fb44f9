// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/nodes/PictureSides.h"
#include "gpu-worker/nodes/Resampling.h"
#include "gpu-worker/runtime/Node.h"

#include <ATen/ops/empty.h>

#include <algorithm>

namespace weft::worker {

namespace {

/// image [B, H, W, C] -> at most [B, height, width, C], less at the edges. Source: ComfyUI `ImageCrop`.
const bool imageCrop = node("ImageCrop", "image/transform")
                           .title("Image Crop")
                           .in<Image>("image")
                           .in<std::int64_t>("width", {.init = 512, .min = 1, .max = kMaxSide, .step = 1})
                           .in<std::int64_t>("height", {.init = 512, .min = 1, .max = kMaxSide, .step = 1})
                           .in<std::int64_t>("x", {.init = 0, .min = 0, .max = kMaxSide, .step = 1})
                           .in<std::int64_t>("y", {.init = 0, .min = 0, .max = kMaxSide, .step = 1})
                           .out<Image>("IMAGE")
                           .run([](const Image& image, std::int64_t width, std::int64_t height, std::int64_t x,
                                    std::int64_t y) -> Result<Image> {
                               const at::Tensor& in = image.pixels;
                               if (width < 1 || height < 1 || x < 0 || y < 0) // linked values aren't checked before
                                   return Error {ErrorCode::SettingTooSmall, {}, {{"input", "width"}, {"min", "1"}}};
                               x = std::min(x, in.size(2) - 1);
                               y = std::min(y, in.size(1) - 1);
                               const at::Tensor rows = in.narrow(1, y, std::min(height, in.size(1) - y));
                               return Image {rows.narrow(2, x, std::min(width, in.size(2) - x)).contiguous()};
                           });

/// Source: ComfyUI `ImageFlip`.
const bool imageFlip = node("ImageFlip", "image/transform")
                           .in<Image>("image")
                           .in<Choice>("flip_method", {.choices = {"x-axis: vertically", "y-axis: horizontally"}})
                           .out<Image>("IMAGE")
                           .run([](const Image& image, const Choice& method) -> Result<Image> {
                               return Image {image.pixels.flip({method.text.starts_with("x") ? 1 : 2})};
                           });

/// Clockwise. Source: ComfyUI `ImageRotate`.
const bool imageRotate = node("ImageRotate", "image/transform")
                             .in<Image>("image")
                             .in<Choice>("rotation", {.choices = {"none", "90 degrees", "180 degrees", "270 degrees"}})
                             .out<Image>("IMAGE")
                             .run([](const Image& image, const Choice& rotation) -> Result<Image> {
                                 const int quarters = rotation == "90 degrees" ? 1
                                     : rotation == "180 degrees"               ? 2
                                     : rotation == "270 degrees"               ? 3
                                                                               : 0;
                                 return Image {image.pixels.rot90(quarters, {2, 1}).contiguous()};
                             });

/// How far the picture is extended; an edge that isn't extended has no fading.
struct Margins {
    std::int64_t left = 0;
    std::int64_t top = 0;
    std::int64_t right = 0;
    std::int64_t bottom = 0;
};

/// The part of the mask over the old picture: 0, rising quadratically to 1 towards extended edges. [h, w]
at::Tensor featheredEdges(std::int64_t h, std::int64_t w, const Margins& margins, std::int64_t feathering)
{
    at::Tensor mask = at::empty({h, w});
    auto* value = mask.mutable_data_ptr<float>();
    const bool feathers = feathering > 0 && feathering * 2 < h && feathering * 2 < w;
    for (std::int64_t y = 0; y < h; ++y) {
        for (std::int64_t x = 0; x < w; ++x) {
            const std::int64_t distance = std::min({margins.top != 0 ? y : h, margins.bottom != 0 ? h - y : h,
                margins.left != 0 ? x : w, margins.right != 0 ? w - x : w});
            const double v = feathers && distance < feathering
                ? static_cast<double>(feathering - distance) / static_cast<double>(feathering)
                : 0.0;
            *value++ = static_cast<float>(v * v);
        }
    }
    return mask;
}

Result<std::tuple<Image, Mask>> padded(const at::Tensor& in, const Margins& m, std::int64_t feathering)
{
    if (std::min({m.left, m.top, m.right, m.bottom}) < 0)
        return Error {ErrorCode::SettingTooSmall, {}, {{"input", "left"}, {"min", "0"}}};
    if (std::max({m.left, m.top, m.right, m.bottom, feathering}) > kMaxSide)
        return Error {ErrorCode::SettingTooLarge, {}, {{"input", "left"}, {"max", std::to_string(kMaxSide)}}};
    const std::int64_t h = in.size(1) + m.top + m.bottom;
    const std::int64_t w = in.size(2) + m.left + m.right;
    WEFT_CHECK(checkSides({in.size(0), h, w, in.size(3)}));
    at::Tensor out = at::empty({in.size(0), h, w, in.size(3)}).fill_(0.5);
    out.narrow(1, m.top, in.size(1)).narrow(2, m.left, in.size(2)).copy_(in);
    at::Tensor mask = at::empty({1, h, w}).fill_(1);
    mask.select(0, 0)
        .narrow(0, m.top, in.size(1))
        .narrow(1, m.left, in.size(2))
        .copy_(featheredEdges(in.size(1), in.size(2), m, feathering));
    return std::tuple {Image {out}, Mask {mask}};
}

/// A grey border, and a mask [1, H, W] that is 1 there. Source: ComfyUI `ImagePadForOutpaint`.
const bool imagePadForOutpaint = node("ImagePadForOutpaint", "image")
                                     .title("Pad Image for Outpainting")
                                     .in<Image>("image")
                                     .in<std::int64_t>("left", {.init = 0, .min = 0, .max = kMaxSide, .step = 8})
                                     .in<std::int64_t>("top", {.init = 0, .min = 0, .max = kMaxSide, .step = 8})
                                     .in<std::int64_t>("right", {.init = 0, .min = 0, .max = kMaxSide, .step = 8})
                                     .in<std::int64_t>("bottom", {.init = 0, .min = 0, .max = kMaxSide, .step = 8})
                                     .in<std::int64_t>("feathering", {.init = 40, .min = 0, .max = kMaxSide, .step = 1})
                                     .out<Image>("IMAGE")
                                     .out<Mask>("MASK")
                                     .run([](const Image& image, std::int64_t left, std::int64_t top,
                                              std::int64_t right, std::int64_t bottom, std::int64_t feathering) {
                                         return padded(image.pixels, {left, top, right, bottom}, feathering);
                                     });

} // namespace

} // namespace weft::worker
