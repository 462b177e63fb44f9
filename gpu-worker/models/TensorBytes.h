// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/values/Tensor.h"

#include <ATen/core/Tensor.h>

namespace weft {

/// A copy of `tensor` in libtorch's memory (CPU), same shape and element type. Errors: TensorInvalid (also for a truth value
/// that is neither 0 nor 1).
Result<at::Tensor> toTorch(const Tensor& tensor);
/// The same without a copy where the bytes lie at a multiple of the element's size. It shares them, and must not be changed in
/// place: they may be a mapped file, which can't be written. Errors: as above.
Result<at::Tensor> viewInTorch(const Tensor& tensor);

/// Moved to the CPU and made contiguous where it isn't; else shares the memory. Errors: TensorInvalid for element types
/// that have no name in safetensors.
Result<Tensor> fromTorch(const at::Tensor& tensor);

} // namespace weft
