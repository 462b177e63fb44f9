// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/core/Tensor.h>

namespace weft {

/// softmax(q k' / sqrt(dim)) v for each of `heads`, in bfloat16 on a CPU that multiplies bfloat16 (AVX-512 BF16) but has no tiles
/// (AMX). q [N, T, heads * dim], k and v [N, S, heads * dim] -> [N, T, heads * dim]; undefined where this doesn't serve.
///
/// libtorch's attention multiplies bfloat16 by MKL, which on processors that aren't Intel's widens to float32 first: half the
/// speed. Here oneDNN multiplies. Scores, their exponentials and the sums stay float32; weights are rounded to bfloat16 before
/// they are multiplied with v, as libtorch's own does. Each row is computed by itself, so neither the batch nor the number
/// of threads changes a bit. Source: "FlashAttention-2" (arXiv 2307.08691), its forward pass.
at::Tensor bfloat16Attention(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v, std::int64_t heads);

/// Whether this CPU is one that it serves.
bool hasBfloat16Attention();
/// Whether this CPU has instructions that multiply bfloat16; without them float32 is faster, and exact.
bool cpuMultipliesBfloat16();

} // namespace weft
