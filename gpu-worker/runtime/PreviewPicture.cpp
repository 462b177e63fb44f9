// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/runtime/PreviewPicture.h"

#include "core/base/Limits.h"

#include <ATen/ops/_upsample_bilinear2d_aa.h>
#include <ATen/ops/clamp.h>

#include <algorithm>
#include <csetjmp>
#include <cstdio>
#include <cstdlib>

#include <jpeglib.h>

namespace weft::worker {

namespace {

constexpr std::int64_t kMaxSide = 512;

struct JpegFailure {
    jpeg_error_mgr base;
    std::jmp_buf back;
};

/// libjpeg wants this never to return.
void jumpBack(j_common_ptr state) { std::longjmp(reinterpret_cast<JpegFailure*>(state->err)->back, 1); }

/// Fills `*out` (to be freed by the caller). No C++ objects live here: an error jumps over them.
bool compress(const std::uint8_t* rgb, int width, int height, int quality, unsigned char** out, unsigned long* size)
{
    jpeg_compress_struct state;
    JpegFailure failure;
    state.err = jpeg_std_error(&failure.base);
    failure.base.error_exit = jumpBack;
    if (setjmp(failure.back)) {
        jpeg_destroy_compress(&state);
        return false;
    }
    jpeg_create_compress(&state);
    jpeg_mem_dest(&state, out, size);
    state.image_width = static_cast<JDIMENSION>(width);
    state.image_height = static_cast<JDIMENSION>(height);
    state.input_components = 3;
    state.in_color_space = JCS_RGB;
    jpeg_set_defaults(&state);
    jpeg_set_quality(&state, quality, TRUE);
    jpeg_start_compress(&state, TRUE);
    while (state.next_scanline < state.image_height) {
        auto* row = const_cast<JSAMPROW>(rgb + static_cast<std::size_t>(state.next_scanline) * 3 * static_cast<std::size_t>(width));
        jpeg_write_scanlines(&state, &row, 1);
    }
    jpeg_finish_compress(&state);
    jpeg_destroy_compress(&state);
    return true;
}

Result<SharedBytes> encode(const at::Tensor& rgb, int quality)
{
    unsigned char* data = nullptr;
    unsigned long size = 0;
    const bool done = compress(rgb.const_data_ptr<std::uint8_t>(), static_cast<int>(rgb.size(1)),
        static_cast<int>(rgb.size(0)), quality, &data, &size);
    const std::unique_ptr<unsigned char, decltype(&std::free)> owner(data, &std::free);
    if (!done || !data)
        return Error {ErrorCode::Internal, "a preview couldn't be encoded"};
    return SharedBytes::copyOf({data, size});
}

/// -> uint8 [h, w, 3], h and w at most kMaxSide.
Result<at::Tensor> smallRgb(const Image& image)
{
    const at::Tensor& pixels = image.pixels;
    if (!pixels.defined() || pixels.dim() != 4 || pixels.numel() == 0 || (pixels.size(3) != 1 && pixels.size(3) < 3))
        return Error {ErrorCode::ValueInvalid, "not a picture"};
    at::Tensor planes = pixels.slice(0, 0, 1).slice(3, 0, 3).to(c10::kCPU, c10::kFloat).permute({0, 3, 1, 2});
    if (planes.size(1) == 1)
        planes = planes.expand({1, 3, planes.size(2), planes.size(3)});
    const std::int64_t longest = std::max(planes.size(2), planes.size(3));
    if (longest > kMaxSide) {
        const auto fitted = [longest](std::int64_t side) { return std::max<std::int64_t>(1, side * kMaxSide / longest); };
        planes = at::_upsample_bilinear2d_aa(
            planes.contiguous(), {fitted(planes.size(2)), fitted(planes.size(3))}, false);
    }
    return planes.nan_to_num(0.0).clamp(0, 1).mul(255).to(c10::kByte).squeeze(0).permute({1, 2, 0}).contiguous();
}

} // namespace

Result<SharedBytes> previewJpeg(const Image& image)
{
    WEFT_TRY(const at::Tensor rgb, smallRgb(image));
    for (const int quality : {80, 60, 40, 20}) {
        WEFT_TRY(SharedBytes jpeg, encode(rgb, quality));
        if (jpeg.size() <= kMaxChunkBytes)
            return jpeg;
    }
    return Error {ErrorCode::Internal, "a preview is too large"};
}

} // namespace weft::worker
