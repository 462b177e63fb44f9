// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>

/// A machine's programs number their requests as they like, each from 1 up. Inside of the relay, where an answer is known by
/// its machine and its id alone, an id names the asking connection, too. 0 stays 0: it asks for no answer.
namespace weft::relay {

/// Connections are numbered from 1 to below this, round and round.
constexpr std::int64_t kConnectionNumbers = std::int64_t {1} << 20;
constexpr std::int64_t kMaxRequestId = (std::int64_t {1} << 43) - 1;

/// Nothing if no program that means well would have got so far.
constexpr std::optional<std::int64_t> idInside(std::int64_t id, std::int64_t connection)
{
    if (id < 0 || id > kMaxRequestId)
        return std::nullopt;
    return id == 0 ? 0 : id * kConnectionNumbers + connection;
}
constexpr std::int64_t idOutside(std::int64_t inside) { return inside / kConnectionNumbers; }
constexpr std::int64_t connectionOf(std::int64_t inside) { return inside % kConnectionNumbers; }

} // namespace weft::relay
