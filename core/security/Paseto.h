// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/security/DeviceKey.h"

#include <string>

/// PASETO v4.public: Ed25519 over a pre-authentication encoding. Only this version and purpose: there is no field that
/// names an algorithm. Source: https://github.com/paseto-standard/paseto-spec, docs/01-Protocol-Versions/Version4.md.
namespace weft {

constexpr std::size_t kMaxTokenBytes = 4096;

struct PasetoContent {
    std::string payload;
    std::string footer;
};

/// `implicit` is signed but not sent: both sides must know it. It separates kinds of tokens.
std::string pasetoSign(std::string_view payload, const DeviceKey& key, std::string_view footer = {},
    std::string_view implicit = {});
/// Errors: TicketInvalid (args: reason = "format" or "signature").
Result<PasetoContent> pasetoVerify(std::string_view token, const PublicKey& key, std::string_view implicit = {});

} // namespace weft
