// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gpu-worker/cuda/KernelElement.h"

#include <ATen/core/Tensor.h>

#include <optional>

/// What the choice between a kernel and its twin asks of tensors; libtorch's side, without CUDA's headers.
namespace weft {

#ifdef WEFT_CUDA_KERNELS
constexpr bool kKernelsBuilt = true;
#else
constexpr bool kKernelsBuilt = false;
#endif

/// It lies on a card, and no gradient is wanted through it: the kernels have none.
bool mayUseKernel(const at::Tensor& x);
/// nullopt: no kernel computes with it.
std::optional<kernel::Element> elementOf(at::ScalarType type);
/// Undefined, or contiguous on x's device, of x's type, with `count` numbers.
bool matches(const at::Tensor& values, const at::Tensor& x, std::int64_t count);
/// Null for an undefined one.
const void* dataOf(const at::Tensor& values);
/// The stream (a cudaStream_t) that libtorch computes on at the moment.
void* streamOf(at::Device device);
/// A kernel that couldn't start is an exception like those of libtorch's own.
void throwUnlessStarted(const char* problem);

} // namespace weft
