// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Json.h"
#include "core/catalogue/NodeType.h"

#include <optional>

namespace weft {

/// A literal as a setting's type, by Python's int(), float(), str() and bool(), which ComfyUI applies: "64" and 64.7 are
/// the INT 64, 1 is the FLOAT 1.0, true is the STRING "True". Other types are returned as they are.
/// Nothing when it can't be done ("a cat" as INT). 64-bit seeds stay exact.
std::optional<Json> coerced(const Json& literal, std::string_view type);

/// a < b for numbers of any kind, exact for 64-bit integers.
bool lessNumber(const Json& a, const Json& b);

} // namespace weft
