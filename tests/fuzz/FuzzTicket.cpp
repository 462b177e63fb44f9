// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Tokens as text, and claims that a relay would have signed: only whole, true tickets may be read.
#include "core/security/DeviceToken.h"
#include "core/security/Ticket.h"

#include <cstdlib>

using namespace weft;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static const DeviceKey relay = DeviceKey::fromSeed(SecretKey256 {{1}});
    const UnixMillis now(std::chrono::milliseconds(1'800'000'000'000));
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    (void)readTicket(text, relay.publicKey(), now);
    (void)readDeviceToken(text, relay.publicKey(), now);
    if (size > 2000)
        return 0;
    (void)readDeviceToken(pasetoSign(text, relay, {}, "weft device token 1"), relay.publicKey(), now);
    const auto ticket = readTicket(pasetoSign(text, relay, {}, "weft ticket 1"), relay.publicKey(), now);
    if (ticket && (ticket->cap.isNegative() || ticket->expires <= now || ticket->expires > now + std::chrono::minutes(6)))
        std::abort();
    return 0;
}
