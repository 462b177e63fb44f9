// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gpu-worker/models/Parameter.h"

namespace weft {

/// A 2D convolution, x [N, in, H, W] -> [N, out, H', W'], zeros beyond the edges. On a CPU with oneDNN the weight is laid out
/// once for each shape of input instead of in every call; the result lies in memory channels last (the same bits as
/// at::conv2d gives for an x that lies so), and is fastest when x does too. On a card the weight lies channels last as well.
at::Tensor convolved(
    const at::Tensor& x, const Parameter& weight, const at::Tensor& bias, std::int64_t stride, std::int64_t padding);

} // namespace weft
