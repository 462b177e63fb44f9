// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gpu-worker/nodes/ResultSize.h"

#include <string>
#include <string_view>
#include <vector>

namespace weft::worker {

/// The methods that ComfyUI offers for pictures; `resampled` also knows "bislerp".
std::vector<std::string> scaleMethods();

/// A resized batch. Methods: nearest-exact, bilinear, area, bicubic (libtorch's, without antialiasing), lanczos
/// (Pillow's, on 8 bits), bislerp (spherical between the channel vectors). With `cropCenter` the picture is first cut to the
/// target's aspect ratio.
/// x [N, C, H, W] float32 -> [N, C, height, width].
/// Errors: SettingNotInList, SettingTooSmall (a side of 0), PictureTooLarge. Source: ComfyUI `ImageScale`, `LatentUpscale`.
Result<at::Tensor> resampled(
    const at::Tensor& x, std::int64_t width, std::int64_t height, std::string_view method, bool cropCenter = false);

/// The same for pictures [B, H, W, C].
Result<at::Tensor> resampledPixels(
    const at::Tensor& pixels, std::int64_t width, std::int64_t height, std::string_view method, bool cropCenter = false);

/// Bilinear with half-pixel centres: what masks and composites use. x [N, C, H, W]. Errors: those of checkSides.
Result<at::Tensor> bilinear(const at::Tensor& x, std::int64_t height, std::int64_t width);
/// Separable spherical interpolation of the channel vectors, columns first.
at::Tensor bislerp(const at::Tensor& x, std::int64_t height, std::int64_t width);

/// Pictures [B, H, W, C] with another number of channels: what is too much is cut, what is missing is 1 (opaque).
at::Tensor withChannels(const at::Tensor& pixels, std::int64_t channels);

/// For a setting that counts from 1.
inline Error tooSmall(const char* input) { return {ErrorCode::SettingTooSmall, {}, {{"input", input}, {"min", "1"}}}; }

} // namespace weft::worker
