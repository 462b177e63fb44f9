// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <ATen/core/Tensor.h>

namespace weft::worker {

/// Lays `source` over `destination` at (x, y), as much as is visible; a missing mask is opaque, another size of mask is
/// resized to the source. All [B, C, H, W]; mask [B, H, W] or undefined. -> destination's shape.
/// Errors: ValueInvalid when nothing can be laid.
Result<at::Tensor> composited(
    const at::Tensor& destination, at::Tensor source, at::Tensor mask, std::int64_t x, std::int64_t y, bool resizeSource);

} // namespace weft::worker
