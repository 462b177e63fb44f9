// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/core/Tensor.h>

namespace weft::worker {

/// Lanczos (a = 3) on 8-bit values with Pillow's fixed-point arithmetic, so that results are equal to the bit: values are
/// uint8(clip(255 x)), coefficients have 22 fractional bits, columns are resized first, each pass rounds to 8 bits. With 4
/// channels the colours are multiplied by alpha meanwhile.
/// x [N, C, H, W] float32 -> [N, C, height, width], multiples of 1/255.
at::Tensor lanczos(const at::Tensor& x, std::int64_t height, std::int64_t width);

} // namespace weft::worker
