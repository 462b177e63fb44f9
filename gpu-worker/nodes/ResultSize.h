// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <ATen/core/Tensor.h>

#include <initializer_list>
#include <vector>

namespace weft::worker {

// The one place where a node asks whether what it is going to make is too large: before the memory is taken, and by numbers
// that a guest's graph chose. What a whole run may hold is bounded below all nodes (runtime/MemoryBound.h).

/// Errors: PictureTooLarge (args: size, limit) when float32 values of these sides exceed kMaxValueBytes, ValueInvalid for a
/// side of 0.
Done checkSides(std::initializer_list<std::int64_t> sides);

/// at::cat of tensors that agree in all sides but `side`. Errors: PictureTooLarge, ValueInvalid (nothing to join).
Result<at::Tensor> joined(const std::vector<at::Tensor>& parts, std::int64_t side = 0);
/// `times` copies of the whole batch, one behind the other. x [B, ...] -> [times * B, ...]. Errors: those of checkSides.
Result<at::Tensor> repeated(const at::Tensor& x, std::int64_t times);
/// Exactly `count` pictures: the first ones, repeated from the start where there are fewer. x [B, ...]. Errors: as above.
Result<at::Tensor> repeatedTo(const at::Tensor& x, std::int64_t count);

} // namespace weft::worker
