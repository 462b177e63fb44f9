// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/security/DeviceToken.h"

#include "core/security/Claims.h"

namespace weft {

namespace {

constexpr std::string_view kTokenImplicit = "weft device token 1";

} // namespace

std::string mintDeviceToken(const DeviceToken& token, const DeviceKey& relay)
{
    const Json claims {
        {"account", token.account.hex()},
        {"device", token.device.hex()},
        {"exp", timeClaim(token.expires)},
    };
    return pasetoSign(toJsonText(claims), relay, {}, kTokenImplicit);
}

Result<DeviceToken> readDeviceToken(std::string_view text, const PublicKey& relay, UnixMillis now)
{
    WEFT_TRY(const Json claims, readClaims(text, relay, kTokenImplicit));
    DeviceToken token;
    WEFT_TRY(token.account, idClaim<AccountId>(claims, "account"));
    WEFT_TRY(token.device, idClaim<KeyHash>(claims, "device"));
    WEFT_TRY(token.expires, parseTimeClaim(claims, "exp"));
    if (token.expires <= now)
        return Error {ErrorCode::TicketInvalid, "device token", {{"reason", "expired"}}};
    return token;
}

} // namespace weft
