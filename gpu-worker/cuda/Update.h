// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/core/Tensor.h>

namespace weft {

// What samplers do with a latent between two runs of the network. A latent is small, so on a card each operator costs its start
// and little else: one kernel instead of three or four. float32, any shape, x and other alike. In builds that have kernels
// and on a CUDA card ours, with the twin's bits on a CPU: the same operations in the same order, each rounded; everywhere else
// the twin of libtorch's operators. -> a new tensor.

/// x + (x - other) / divisor * factor: Euler's step, other being x0, divisor sigma and factor the way to the next sigma.
at::Tensor stepAlongSlope(const at::Tensor& x, const at::Tensor& other, float divisor, float factor);
/// x * a + other * b: DPM-Solver++'s step, and noise that is added.
at::Tensor weighedSum(const at::Tensor& x, float a, const at::Tensor& other, float b);

namespace twin {
at::Tensor stepAlongSlope(const at::Tensor& x, const at::Tensor& other, float divisor, float factor);
at::Tensor weighedSum(const at::Tensor& x, float a, const at::Tensor& other, float b);
} // namespace twin

} // namespace weft
