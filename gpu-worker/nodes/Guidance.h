// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/core/Tensor.h>
#include <ATen/ops/linalg_vector_norm.h>

#include <vector>

namespace weft::worker {

inline const std::vector<std::int64_t> kWholePicture {1, 2, 3}; // the sides of a picture in a batch

/// Each picture's length as a vector: [B, C, H, W] -> [B, 1, 1, 1].
inline at::Tensor lengthOf(const at::Tensor& x) { return at::linalg_vector_norm(x, 2, kWholePicture, true); }

} // namespace weft::worker
