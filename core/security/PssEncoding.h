// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Ids.h"

#include <vector>

namespace weft {

constexpr std::size_t kPssSaltBytes = 48; // as long as SHA-384's digest

/// EMSA-PSS-ENCODE of RFC 8017, 9.1.1, with SHA-384 and MGF1 with SHA-384, for a modulus of `sizeBytes` whole bytes.
/// `salt` has kPssSaltBytes. OpenSSL has it only inside a signature, with a salt of its own.
std::vector<std::uint8_t> encodePss(ByteView message, ByteView salt, std::size_t sizeBytes);

} // namespace weft
