// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <string>
#include <string_view>

/// What an e-mail address and a password must be like; the app says it before the relay does.
namespace weft {

constexpr std::size_t kMinPasswordLetters = 10;

/// The address as it is compared and kept: without spaces round it, in small letters, its domain in ASCII.
/// Errors: EmailInvalid.
Result<std::string> normalisedEmail(std::string_view text);

/// `email`: normalised. Errors: PasswordWeak (args: reason "short", "common" or "email").
Done checkPassword(std::string_view password, std::string_view email);

} // namespace weft
