// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/nodes/Resampling.h"

#include "gpu-worker/nodes/Lanczos.h"

#include <ATen/ops/_upsample_nearest_exact2d.h>
#include <ATen/ops/adaptive_avg_pool2d.h>
#include <ATen/ops/constant_pad_nd.h>
#include <ATen/ops/upsample_bicubic2d.h>
#include <ATen/ops/upsample_bilinear2d.h>

#include <cmath>

namespace weft::worker {

namespace {

/// Cuts both ends of the longer axis; sizes are rounded half to even, as Python does.
at::Tensor cutToAspect(const at::Tensor& x, std::int64_t width, std::int64_t height)
{
    const double oldWidth = static_cast<double>(x.size(3));
    const double oldHeight = static_cast<double>(x.size(2));
    const double oldAspect = oldWidth / oldHeight;
    const double newAspect = static_cast<double>(width) / static_cast<double>(height);
    std::int64_t left = 0;
    std::int64_t top = 0;
    if (oldAspect > newAspect)
        left = static_cast<std::int64_t>(std::nearbyint((oldWidth - oldWidth * (newAspect / oldAspect)) / 2));
    else if (oldAspect < newAspect)
        top = static_cast<std::int64_t>(std::nearbyint((oldHeight - oldHeight * (oldAspect / newAspect)) / 2));
    return x.narrow(2, top, x.size(2) - 2 * top).narrow(3, left, x.size(3) - 2 * left);
}

} // namespace

std::vector<std::string> scaleMethods()
{
    return {"nearest-exact", "bilinear", "area", "bicubic", "lanczos"};
}

at::Tensor withChannels(const at::Tensor& pixels, std::int64_t channels)
{
    const std::int64_t missing = channels - pixels.size(3);
    if (missing > 0)
        return at::constant_pad_nd(pixels, {0, missing}, 1.0);
    return pixels.narrow(3, 0, channels);
}

Result<at::Tensor> bilinear(const at::Tensor& x, std::int64_t height, std::int64_t width)
{
    WEFT_CHECK(checkSides({x.size(0), x.size(1), height, width}));
    if (x.numel() == 0)
        return Error {ErrorCode::ValueInvalid, "nothing to resize"};
    return at::upsample_bilinear2d(x, at::IntArrayRef({height, width}), /*align_corners=*/false);
}

Result<at::Tensor> resampled(
    const at::Tensor& x, std::int64_t width, std::int64_t height, std::string_view method, bool cropCenter)
{
    WEFT_CHECK(checkSides({x.size(0), x.size(1), height, width}));
    const at::Tensor in = cropCenter ? cutToAspect(x, width, height) : x;
    if (in.numel() == 0)
        return Error {ErrorCode::SettingInvalid, "nothing is left after cropping", {{"input", "crop"}}};
    if (method == "nearest-exact")
        return at::_upsample_nearest_exact2d(in, at::IntArrayRef({height, width}));
    if (method == "bilinear")
        return bilinear(in, height, width);
    if (method == "area")
        return at::adaptive_avg_pool2d(in, at::IntArrayRef({height, width}));
    if (method == "bicubic")
        return at::upsample_bicubic2d(in, at::IntArrayRef({height, width}), /*align_corners=*/false);
    if (method == "lanczos")
        return lanczos(in, height, width);
    if (method == "bislerp")
        return bislerp(in, height, width);
    return Error {ErrorCode::SettingNotInList, {}, {{"input", "upscale_method"}, {"received", std::string(method)}}};
}

Result<at::Tensor> resampledPixels(
    const at::Tensor& pixels, std::int64_t width, std::int64_t height, std::string_view method, bool cropCenter)
{
    WEFT_TRY(const at::Tensor out, resampled(pixels.movedim(-1, 1), width, height, method, cropCenter));
    return out.movedim(1, -1).contiguous();
}

} // namespace weft::worker
