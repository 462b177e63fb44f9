// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/core/Tensor.h>

namespace weft::worker {

/// The largest value of a size x size square round each pixel; what lies outside of the picture doesn't count. An even
/// square reaches one further to the left and up. x [N, C, H, W] -> the same shape.
at::Tensor dilated(const at::Tensor& x, std::int64_t size);
/// The smallest one.
at::Tensor eroded(const at::Tensor& x, std::int64_t size);

/// One step of growing (or shrinking) by a plus of 3x3 (tapered) or a full 3x3 square.
at::Tensor grownStep(const at::Tensor& x, bool tapered, bool shrink);

} // namespace weft::worker
