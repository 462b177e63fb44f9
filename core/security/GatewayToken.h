// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/security/Random.h"

#include <string>

namespace weft {

/// What a program sends to a relay's public gateway ("Authorization: Bearer weftgw_..."), and relay and gateway to each
/// other: 256 random bits.
std::string freshGatewayToken(const RandomSource& random);
/// By what the relay knows it. Hashes are compared, which nobody can choose a part of: what a comparison's time tells of
/// them is worth nothing.
Hash256 gatewayTokenHash(std::string_view token);

} // namespace weft
