// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/nodes/Morphology.h"

#include "gpu-worker/runtime/Node.h"

#include <ATen/ops/constant_pad_nd.h>
#include <ATen/ops/max_pool2d.h>
#include <ATen/ops/maximum.h>

#include <limits>

namespace weft::worker {

namespace {

constexpr double kNothing = -std::numeric_limits<double>::infinity();
constexpr std::int64_t kMaxKernel = 999;

/// The largest value of a height x width window. A square is separable, so it is done one axis after the other.
at::Tensor windowMaximum(const at::Tensor& x, std::int64_t height, std::int64_t width)
{
    const std::int64_t left = width / 2;
    const std::int64_t top = height / 2;
    const at::Tensor padded = at::constant_pad_nd(x, {left, width - 1 - left, top, height - 1 - top}, kNothing);
    return at::max_pool2d(padded, {height, width}, {1, 1});
}

at::Tensor opened(const at::Tensor& x, std::int64_t size)
{
    return dilated(eroded(x, size), size);
}

at::Tensor closed(const at::Tensor& x, std::int64_t size)
{
    return eroded(dilated(x, size), size);
}

at::Tensor morphed(const at::Tensor& x, const std::string& operation, std::int64_t size)
{
    if (operation == "erode")
        return eroded(x, size);
    if (operation == "dilate")
        return dilated(x, size);
    if (operation == "open")
        return opened(x, size);
    if (operation == "close")
        return closed(x, size);
    if (operation == "gradient")
        return dilated(x, size).sub(eroded(x, size));
    if (operation == "top_hat")
        return x.sub(opened(x, size));
    return closed(x, size).sub(x); // bottom_hat
}

/// image [B, H, W, C] -> the same shape. Source: ComfyUI `Morphology`.
const bool morphology =
    node("Morphology", "image/postprocessing")
        .title("ImageMorphology")
        .in<Image>("image")
        .in<Choice>("operation", {.choices = {"erode", "dilate", "open", "close", "gradient", "bottom_hat", "top_hat"}})
        .in<std::int64_t>("kernel_size", {.init = 3, .min = 3, .max = kMaxKernel, .step = 1})
        .out<Image>("IMAGE")
        .run([](const Image& image, const Choice& operation, std::int64_t size) -> Result<Image> {
            if (size < 1 || size > kMaxKernel)
                return Error {
                    ErrorCode::SettingTooLarge, {}, {{"input", "kernel_size"}, {"max", std::to_string(kMaxKernel)}}};
            const at::Tensor x = image.pixels.permute({0, 3, 1, 2}).contiguous();
            return Image {morphed(x, operation.text, size).permute({0, 2, 3, 1}).contiguous()};
        });

} // namespace

at::Tensor dilated(const at::Tensor& x, std::int64_t size)
{
    return windowMaximum(windowMaximum(x, 1, size), size, 1);
}

at::Tensor eroded(const at::Tensor& x, std::int64_t size)
{
    return dilated(x.neg(), size).neg();
}

at::Tensor grownStep(const at::Tensor& x, bool tapered, bool shrink)
{
    const at::Tensor in = shrink ? x.neg() : x;
    const at::Tensor across = windowMaximum(in, 1, 3);
    const at::Tensor out = tapered ? at::maximum(across, windowMaximum(in, 3, 1)) : windowMaximum(across, 3, 1);
    return shrink ? out.neg() : out;
}

} // namespace weft::worker
