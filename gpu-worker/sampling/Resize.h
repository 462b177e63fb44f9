// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/core/Tensor.h>

namespace weft {

constexpr std::int64_t kPixelsPerCell = 8; // of a latent, as sizes and hints are given

/// Bilinear with half-pixel centres; x [N, C, H, W]. The same tensor when it has that size.
at::Tensor bilinearTo(const at::Tensor& x, std::int64_t height, std::int64_t width);
/// The nearest pixel, by centres.
at::Tensor nearestTo(const at::Tensor& x, std::int64_t height, std::int64_t width);
/// The middle of x with the aspect ratio of width : height; a view.
at::Tensor croppedToAspect(const at::Tensor& x, std::int64_t height, std::int64_t width);

/// Exactly `count` rows: the first ones, repeated from the start where there are fewer. x [B, ...].
at::Tensor repeatedToBatch(const at::Tensor& x, std::int64_t count);
/// Exactly `count` rows, spread over those there are (ComfyUI's resize_to_batch_size).
at::Tensor spreadToBatch(const at::Tensor& x, std::int64_t count);

} // namespace weft
