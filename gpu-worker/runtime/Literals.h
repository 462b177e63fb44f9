// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gpu-worker/runtime/Item.h"

namespace weft::worker {

/// A setting written in the graph, as an item of the input's type. JSON objects and lists stay JSON text.
/// Checks range and choices as ComfyUI does: for literals only, a linked value is the node's own affair.
/// Errors: SettingInvalid, SettingTooSmall, SettingTooLarge, SettingNotInList, TypeMismatch (args: input, received).
Result<Item> literalItem(const InputSpec& spec, const Json& literal);

} // namespace weft::worker
