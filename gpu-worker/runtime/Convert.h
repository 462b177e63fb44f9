// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/values/Value.h"
#include "gpu-worker/runtime/Item.h"

namespace weft::worker {

/// A value that came in, as what nodes take (layouts: core/values/Value.h). Pictures, masks and latents become float32;
/// NaN and values out of range pass. Errors: ValueInvalid, TensorInvalid (args: type).
Result<Item> itemOf(const Value& value);

/// The way out. Errors: TypeMismatch (args: type) for what lives only in this process.
Result<Value> valueOf(const Item& item);
Value valueOf(const File& file);

} // namespace weft::worker
