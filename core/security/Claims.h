// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Json.h"
#include "core/job/Market.h"
#include "core/security/Paseto.h"

/// What tickets and device tokens have in common: JSON claims in a v4.public token. All errors are TicketInvalid.
namespace weft {

/// Verifies and parses; the footer must be empty.
Result<Json> readClaims(std::string_view token, const PublicKey& signer, std::string_view implicit);
/// "2026-11-23T18:00:00.000Z", as the registered claim "exp" wants it.
std::string timeClaim(UnixMillis time);
Result<UnixMillis> parseTimeClaim(const Json& claims, std::string_view name);
Result<std::int64_t> integerClaim(const Json& claims, std::string_view name);
Error badClaim(std::string_view name);

template <typename Id>
Result<Id> idClaim(const Json& claims, std::string_view name)
{
    auto id = Id::fromHex(stringAt(claims, name));
    if (!id)
        return badClaim(name);
    return id;
}

} // namespace weft
