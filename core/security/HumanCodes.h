// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/security/Random.h"

/// Codes that people write down or type, and back. Both ends use them: the app finds a slip of the pen before it asks.
namespace weft {

/// 135 random bits and a check character, as seven groups of four from Crockford's base 32 (no I, L, O, U).
std::string makeRecoveryCode(const RandomSource& random);
/// The code without groups, in capitals; small letters, spaces, and O, I, L for 0 and 1 are understood.
/// Errors: CodeWrong (args: reason "mistyped").
Result<std::string> readRecoveryCode(std::string_view text);

/// For RFC 8628's way of signing in a machine without a screen: eight consonants, 34 bits, "BCDF-GHJK".
std::string makeApprovalCode(const RandomSource& random);
/// The code without groups, in capitals. Errors: CodeWrong (args: reason "mistyped").
Result<std::string> readApprovalCode(std::string_view text);

/// "ABCDEFGH" as "ABCD-EFGH".
std::string grouped(std::string_view code);

} // namespace weft
