// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Ids.h"

#include <optional>
#include <string>

/// Time-based one-time passwords, as authenticator apps make them: RFC 6238 with HMAC-SHA-1, 30 s, six digits.
namespace weft {

constexpr std::int64_t kTotpStepSeconds = 30;
constexpr std::size_t kTotpSecretBytes = 20;

/// RFC 4226's code of a counter. `digits`: 6 to 8.
std::string hotpCode(ByteView secret, std::int64_t counter, int digits = 6);
/// The time step whose code this is: the one of now, the one before, or the next; later than `usedStep`. Spaces in
/// `code` are left out. Takes the same time whether it fits or not.
std::optional<std::int64_t> matchTotp(
    ByteView secret, std::string_view code, std::int64_t unixSeconds, std::int64_t usedStep);

/// RFC 4648, without padding.
std::string base32(ByteView bytes);
/// otpauth://totp/ISSUER:LABEL?secret=...
std::string totpUri(ByteView secret, std::string_view issuer, std::string_view label);

} // namespace weft
