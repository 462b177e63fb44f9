// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Ids.h"

#include <functional>

namespace weft {

/// Fills its argument with random bytes. Passed in wherever randomness is needed, so that a simulation can repeat itself.
using RandomSource = std::function<void(std::span<std::uint8_t>)>;

/// The operating system's. Never fails: without randomness the process ends.
RandomSource systemRandom();

/// A new id, nonce or key: `randomId<JobId>(random)`.
template <typename Id>
Id randomId(const RandomSource& random)
{
    Id id;
    random(id.bytes);
    return id;
}

namespace detail {
    /// libsodium must be initialised before its first use; cheap when it is.
    void initSodium();
}

} // namespace weft
