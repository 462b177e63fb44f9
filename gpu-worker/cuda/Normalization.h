// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/core/Tensor.h>

namespace weft {

/// GroupNorm with SiLU behind it: x / (1 + exp(-x)) of x [N, C, H, W] normalised within `groups` groups of channels, times
/// weight [C], plus bias [C], in x's element type and on its device. -> a new tensor like x.
///
/// On a CUDA card a kernel of ours does it in builds that have them, contiguous or channels-last as x comes: libtorch's own
/// GroupNorm turns channels-last into contiguous, so that both its neighbours, which are convolutions, turn it back. The
/// twin is libtorch's operators. They differ in the last bits, as sums are taken in another order.
/// Source: "Group normalization" (arXiv 1803.08494); where it stands: ResidualBlock, KlResidual.
at::Tensor groupNormSilu(
    const at::Tensor& x, std::int64_t groups, const at::Tensor& weight, const at::Tensor& bias, double eps);

namespace twin {
at::Tensor groupNormSilu(
    const at::Tensor& x, std::int64_t groups, const at::Tensor& weight, const at::Tensor& bias, double eps);
} // namespace twin

} // namespace weft
