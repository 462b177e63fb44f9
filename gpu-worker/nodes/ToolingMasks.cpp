// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/nodes/Morphology.h"
#include "gpu-worker/nodes/PictureSides.h"
#include "gpu-worker/nodes/Resampling.h"
#include "gpu-worker/runtime/Node.h"

#include <ATen/ops/arange.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/conv2d.h>
#include <ATen/ops/linspace.h>
#include <ATen/ops/ones.h>
#include <ATen/ops/pad.h>
#include <ATen/ops/where.h>

#include <algorithm>

namespace weft::worker {

namespace {

/// What programs that paint (Krita's plugin) do to masks before and after inpainting.
/// Source: the node packs comfyui-inpaint-nodes (INPAINT_...) and comfyui_controlnet_aux (InpaintPreprocessor).

constexpr double kHeld = 0.99; // a mask's value from which on it holds a pixel whole

/// [N, 1, H, W]
at::Tensor planes(const Mask& mask)
{
    return mask.values.reshape({-1, 1, mask.values.size(-2), mask.values.size(-1)});
}

Mask maskOfPlanes(const at::Tensor& x)
{
    return Mask {x.squeeze(1).contiguous()};
}

/// As OpenCV has it where only a size is given. [size], sum 1
at::Tensor gaussianLine(std::int64_t size)
{
    const double sigma = 0.3 * static_cast<double>(size - 1) + 0.8;
    const at::Tensor from = at::arange(size).sub(static_cast<double>(size / 2));
    const at::Tensor line = from.square().div(-2 * sigma * sigma).exp();
    return line.div(line.sum());
}

at::Tensor lineOf(const std::string& kind, std::int64_t size)
{
    if (kind == "gaussian")
        return gaussianLine(size);
    if (kind == "box" || size == 3)
        return at::ones({size}).div(static_cast<double>(size));
    const std::int64_t half = size / 2;
    const at::Tensor rise = at::linspace(1.0 / static_cast<double>(half), static_cast<double>(half - 1) / static_cast<double>(half), half);
    const at::Tensor line = at::cat({rise, at::ones({1}), rise.flip(0)});
    return line.div(line.sum());
}

std::int64_t odd(std::int64_t size) { return size > 0 && size % 2 == 0 ? size + 1 : size; }

/// The largest odd size whose half the picture can mirror at its edges: more reaches no further.
std::int64_t fittingSize(std::int64_t size, const at::Tensor& x) { return std::min(odd(size), 2 * std::min(x.size(2), x.size(3)) - 1); }

/// Along both axes, each channel by itself, mirrored at the edges. x [N, C, H, W]
at::Tensor blurred(const at::Tensor& x, std::int64_t wanted, const std::string& kind)
{
    const std::int64_t size = fittingSize(wanted, x);
    if (size <= 2)
        return x;
    const std::int64_t half = size / 2;
    const at::Tensor line = lineOf(kind, size);
    const at::Tensor padded = at::pad(x.reshape({-1, 1, x.size(2), x.size(3)}), {half, half, half, half}, "reflect");
    const at::Tensor across = at::conv2d(padded, line.view({1, 1, 1, size}));
    return at::conv2d(across, line.view({1, 1, size, 1})).reshape(x.sizes());
}

/// Only what lies in the picture can be reached.
std::int64_t reach(std::int64_t radius, const at::Tensor& x) { return std::clamp<std::int64_t>(radius, 0, std::max(x.size(2), x.size(3))); }

/// 1 where the mask holds all within `radius`, else 0; what lies outside of the picture counts as held.
at::Tensor heldInside(const at::Tensor& x, std::int64_t radius) { return eroded(x, 2 * reach(radius, x) + 1).eq(1).to(at::kFloat); }

/// Where a change shows: all that is held, fading over `falloff` towards the inside. x [N, 1, H, W]
at::Tensor feathered(const at::Tensor& x, std::int64_t falloff)
{
    const at::Tensor whole = x.ge(kHeld).to(at::kFloat);
    return falloff <= 0 ? whole : whole.mul(blurred(heldInside(whole, odd(falloff)), falloff, "gaussian"));
}

Done checkSameSides(const Image& image, const Mask& mask)
{
    const at::Tensor x = planes(mask);
    const bool fits = x.size(2) == image.pixels.size(1) && x.size(3) == image.pixels.size(2) && (x.size(0) == 1 || x.size(0) == image.pixels.size(0));
    if (!fits)
        return Error {ErrorCode::TypeMismatch, "the mask isn't as large as the image", {{"input", "mask"}}};
    return {};
}

const bool expandMask = node("INPAINT_ExpandMask", "inpaint")
                            .title("Expand Mask")
                            .in<Mask>("mask")
                            .in<std::int64_t>("grow", {.init = 16, .min = 0, .max = kMaxSide, .step = 1})
                            .in<std::int64_t>("blur", {.init = 7, .min = 0, .max = kMaxSide, .step = 1})
                            .in<Choice>("blur_type", {.init = "gaussian", .choices = {"box", "linear", "gaussian"}})
                            .out<Mask>("mask")
                            .run([](const Mask& mask, std::int64_t grow, std::int64_t blur, const Choice& kind) -> Result<Mask> {
                                const at::Tensor x = planes(mask);
                                const at::Tensor grown = grow > 0 ? dilated(x, 2 * reach(grow, x) + 1).gt(0).to(at::kFloat) : x;
                                return maskOfPlanes(blurred(grown, blur, kind.text));
                            });

const bool shrinkMask = node("INPAINT_ShrinkMask", "inpaint")
                            .title("Shrink Mask")
                            .in<Mask>("mask")
                            .in<std::int64_t>("shrink", {.init = 16, .min = 0, .max = kMaxSide, .step = 1})
                            .in<std::int64_t>("blur", {.init = 7, .min = 0, .max = kMaxSide, .step = 1})
                            .in<Choice>("blur_type", {.init = "gaussian", .choices = {"box", "linear", "gaussian"}})
                            .out<Mask>("mask")
                            .run([](const Mask& mask, std::int64_t shrink, std::int64_t blur, const Choice& kind) -> Result<Mask> {
                                const at::Tensor x = planes(mask);
                                return maskOfPlanes(blurred(shrink > 0 ? heldInside(x, reach(shrink, x)) : x, blur, kind.text));
                            });

const bool stabilizeMask = node("INPAINT_StabilizeMask", "inpaint")
                               .title("Stabilize Mask")
                               .doc("What is almost 1 becomes 1.")
                               .in<Mask>("mask")
                               .in<double>("epsilon", {.init = 0.01, .min = 0.0, .max = 1.0, .step = 0.0001})
                               .out<Mask>("mask")
                               .run([](const Mask& mask, double epsilon) -> Result<Mask> {
                                   const at::Tensor x = planes(mask);
                                   return maskOfPlanes(at::where(x.gt(1.0 - epsilon), 1.0F, x));
                               });

/// image [B, H, W, C], mask [B, H, W] -> grey where the mask holds.
const bool maskedFill = node("INPAINT_MaskedFill", "inpaint")
                            .title("Fill Masked Area")
                            .in<Image>("image")
                            .in<Mask>("mask")
                            .in<Choice>("fill", {.choices = {"neutral"}})
                            .in<std::int64_t>("falloff", {.init = 0, .min = 0, .max = kMaxSide, .step = 1})
                            .out<Image>("image")
                            .run([](const Image& image, const Mask& mask, const Choice&, std::int64_t falloff) -> Result<Image> {
                                WEFT_CHECK(checkSameSides(image, mask));
                                const at::Tensor kept = feathered(planes(mask), falloff).neg().add(1).permute({0, 2, 3, 1});
                                return Image {image.pixels.sub(0.5).mul(kept).add(0.5)};
                            });

/// image [B, H, W, C], mask [B, H, W] -> blurred where the mask holds.
const bool maskedBlur = node("INPAINT_MaskedBlur", "inpaint")
                            .title("Blur Masked Area")
                            .in<Image>("image")
                            .in<Mask>("mask")
                            .in<std::int64_t>("blur", {.init = 255, .min = 3, .max = kMaxSide, .step = 1})
                            .in<std::int64_t>("falloff", {.init = 0, .min = 0, .max = kMaxSide, .step = 1})
                            .out<Image>("image")
                            .run([](const Image& image, const Mask& mask, std::int64_t blur, std::int64_t falloff) -> Result<Image> {
                                WEFT_CHECK(checkSameSides(image, mask));
                                const at::Tensor x = image.pixels.permute({0, 3, 1, 2});
                                const at::Tensor alpha = feathered(planes(mask), std::min(odd(falloff), odd(std::max<std::int64_t>(blur, 3)) - 2));
                                const at::Tensor soft = blurred(x.contiguous(), blur, "gaussian");
                                return Image {x.add(soft.sub(x).mul(alpha)).permute({0, 2, 3, 1}).contiguous()};
                            });

/// For an inpainting ControlNet: what is to be painted becomes -1, or black. The mask is made as large as the image.
const bool inpaintPreprocessor = node("InpaintPreprocessor", "inpaint")
                                     .title("Inpaint Preprocessor")
                                     .in<Image>("image")
                                     .in<Mask>("mask")
                                     .in<bool>("black_pixel_for_xinsir_cn", {.init = false, .optional = true})
                                     .out<Image>("IMAGE")
                                     .run([](const Image& image, const Mask& mask, bool black) -> Result<Image> {
                                         WEFT_TRY(const at::Tensor sized, bilinear(planes(mask), image.pixels.size(1), image.pixels.size(2)));
                                         if (sized.size(0) != 1 && sized.size(0) != image.pixels.size(0))
                                             return Error {ErrorCode::TypeMismatch, "there are more masks than images", {{"input", "mask"}}};
                                         return Image {at::where(sized.permute({0, 2, 3, 1}).gt(0.5), black ? 0.0F : -1.0F, image.pixels)};
                                     });

} // namespace

} // namespace weft::worker
