// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/SharedBytes.h"

namespace weft {

/// A read-only private mapping of a whole file, unmapped with its last owner. Errors: FileNotFound, FileUnreadable.
Result<SharedBytes> mapFile(const std::string& path);
/// Reads a whole file of at most `maxBytes`. Errors: FileNotFound, FileUnreadable, FileTooLarge.
Result<SharedBytes> readFile(const std::string& path, std::uint64_t maxBytes);

} // namespace weft
