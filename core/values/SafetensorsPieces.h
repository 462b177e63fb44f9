// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/values/Safetensors.h"

#include <vector>

namespace weft {

/// What stands before the numbers: the header's length and the header, filled up to a multiple of 8 bytes.
/// Errors: TensorInvalid.
Result<std::string> safetensorsHeader(const SafetensorsFile& file);

/// The bytes of writeSafetensors in pieces of `most` bytes (above 0), the last one shorter; one behind the other they are the
/// file. For files that are too large for one value. Errors: TensorInvalid.
Result<std::vector<SharedBytes>> safetensorsPieces(const SafetensorsFile& file, std::uint64_t most);

} // namespace weft
