// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/Message.h"

namespace weft::relay {

/// What every answer of a relay with a gateway carries: "Weft-Gateway: ...".
http::Headers gatewayHeaders();

/// Why a call isn't answered by the gateway itself.
enum class GatewayRefusal {
    NoToken,
    UnknownToken, // or revoked
    Frozen,
    Spent,
    TooOften,
    TooManyAtOnce,
    Full,
    Unreachable,
    BrokeOff,
    TooLarge,
    TooSlow,
    Failed, // the relay's own books
};

/// {"error": {"message", "message_zh", "type"}}: what happened, what to do, what it cost.
http::Response refusal(GatewayRefusal why);

/// Of the relay's http address, in English and Chinese: what is here.
http::Response startPage(bool hasGateway);
/// Of the gateway: what it does, what it sees, how it is called.
http::Response gatewayPage(const std::string& gateway);

} // namespace weft::relay
