// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/TextBytes.h"
#include "core/values/Sha256.h"

#include <algorithm>
#include <initializer_list>

namespace weft::relay {

/// The first bytes of the SHA-256 of these parts, one after the other: the same step has the same id however often it is
/// tried.
template <typename Id> Id derivedFrom(std::initializer_list<ByteView> parts)
{
    Sha256 hash;
    for (const ByteView part : parts)
        hash.update(part);
    const Hash256 full = hash.finish();
    Id id;
    std::copy_n(full.bytes.begin(), Id::size, id.bytes.begin());
    return id;
}

} // namespace weft::relay
