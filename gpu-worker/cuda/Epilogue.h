// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/core/Tensor.h>

namespace weft {

// What follows a convolution without bias, in one pass over memory instead of two or three: it is bound by memory, so a
// pass saved is time saved. x [N, C, H, W], contiguous or channels-last; float32, float16 or bfloat16, computed in
// float32 and rounded once. x is overwritten and returned; bias, slopes and residual have its element type and device.
//
// On a CUDA card a kernel of ours does it, in builds that have them; everywhere else, and for what the kernel doesn't
// serve, the twin of libtorch's operators. Both give the same bits.

/// Whether what is computed beside x can use a kernel: x is on a CUDA card, and this build has kernels.
bool hasEpilogueKernel(const at::Tensor& x);

/// v > 0 ? v : slope * v, with v = x + bias. bias, slopes [C].
at::Tensor addBiasPrelu(at::Tensor x, const at::Tensor& bias, const at::Tensor& slopes);
/// The same with one slope for all.
at::Tensor addBiasLeaky(at::Tensor x, const at::Tensor& bias, float slope);
/// (x + bias) * scale + residual. bias [C], or undefined: 0. residual has x's shape.
at::Tensor addBiasResidual(at::Tensor x, const at::Tensor& bias, float scale, const at::Tensor& residual);

/// The same three by libtorch's operators alone.
namespace twin {
at::Tensor addBiasPrelu(at::Tensor x, const at::Tensor& bias, const at::Tensor& slopes);
at::Tensor addBiasLeaky(at::Tensor x, const at::Tensor& bias, float slope);
at::Tensor addBiasResidual(at::Tensor x, const at::Tensor& bias, float scale, const at::Tensor& residual);
} // namespace twin

} // namespace weft
