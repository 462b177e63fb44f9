// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/security/Random.h"

#include <sodium.h>

#include <cstdlib>

namespace weft {

void detail::initSodium()
{
    static const bool good = sodium_init() >= 0;
    if (!good)
        std::abort();
}

RandomSource systemRandom()
{
    detail::initSodium();
    return [](std::span<std::uint8_t> out) { randombytes_buf(out.data(), out.size()); };
}

} // namespace weft
