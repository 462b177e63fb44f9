// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/security/GatewayToken.h"

#include "core/base/TextBytes.h"
#include "core/values/Sha256.h"

namespace weft {

std::string freshGatewayToken(const RandomSource& random)
{
    return "weftgw_" + randomId<SecretKey256>(random).hex();
}

Hash256 gatewayTokenHash(std::string_view token)
{
    Sha256 hash;
    hash.update(bytesOf("weft gateway token v1 "));
    hash.update(bytesOf(token));
    return hash.finish();
}

} // namespace weft
