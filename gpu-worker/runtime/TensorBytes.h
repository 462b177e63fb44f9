// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/values/Tensor.h"

#include <ATen/core/Tensor.h>

namespace weft::worker {

/// The same numbers as a libtorch tensor on the CPU, sharing the bytes (copied only when they aren't aligned). It must
/// not be changed in place: the bytes may be a mapped file. Errors: TensorInvalid.
Result<at::Tensor> toTorch(const Tensor& tensor);

/// Moved to the CPU and made contiguous where it isn't; else shares the memory. Errors: TensorInvalid for element types
/// that have no name in safetensors.
Result<Tensor> fromTorch(const at::Tensor& tensor);

} // namespace weft::worker
