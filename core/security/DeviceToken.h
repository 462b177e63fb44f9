// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/job/Market.h"
#include "core/security/Paseto.h"

namespace weft {

/// The relay's word that this device is logged in, for its HTTP routes.
struct DeviceToken {
    AccountId account;
    KeyHash device;
    UnixMillis expires {};
};

std::string mintDeviceToken(const DeviceToken& token, const DeviceKey& relay);
/// Errors: TicketInvalid (args: reason = "format", "signature", "expired"). A ticket is not a device token.
Result<DeviceToken> readDeviceToken(std::string_view token, const PublicKey& relay, UnixMillis now);

} // namespace weft
