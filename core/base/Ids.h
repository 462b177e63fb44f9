// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <span>
#include <string>

namespace weft {

using ByteView = std::span<const std::uint8_t>;

/// Lower-case hexadecimal.
std::string toHex(ByteView bytes);
/// Fills `out` from exactly 2 * out.size() hex digits. Errors: ValueInvalid.
Done fromHex(std::string_view text, std::span<std::uint8_t> out);

/// A fixed number of bytes with a meaning: keys, hashes and ids can't be mixed up.
template <typename Tag, std::size_t N>
struct FixedBytes {
    static constexpr std::size_t size = N;
    std::array<std::uint8_t, N> bytes {};

    auto operator<=>(const FixedBytes&) const = default;
    ByteView view() const { return bytes; }
    std::string hex() const { return toHex(bytes); }
    bool isNull() const { return *this == FixedBytes {}; }

    static Result<FixedBytes> fromHex(std::string_view text)
    {
        FixedBytes id;
        WEFT_CHECK(weft::fromHex(text, id.bytes));
        return id;
    }
    /// Errors: ValueInvalid unless there are exactly N bytes.
    static Result<FixedBytes> fromBytes(ByteView view)
    {
        if (view.size() != N)
            return Error {ErrorCode::ValueInvalid, "wrong number of bytes"};
        FixedBytes id;
        std::memcpy(id.bytes.data(), view.data(), N);
        return id;
    }
};

using RunId = FixedBytes<struct RunTag, 16>;
using JobId = FixedBytes<struct JobTag, 16>; // one hold, one ticket, one channel, one fragment
using SessionId = FixedBytes<struct SessionTag, 16>; // bytes forwarded between two machines
using AccountId = FixedBytes<struct AccountTag, 16>;
using TransferId = FixedBytes<struct TransferTag, 16>;

using Hash256 = FixedBytes<struct HashTag, 32>; // SHA-256 of content
using KeyHash = FixedBytes<struct KeyHashTag, 32>; // SHA-256 of a raw Ed25519 public key: who a machine is
using PublicKey = FixedBytes<struct PublicKeyTag, 32>; // raw Ed25519
using Signature = FixedBytes<struct SignatureTag, 64>; // Ed25519
using ValueName = FixedBytes<struct ValueNameTag, 32>; // HMAC-SHA256(run secret, content hash)
using SecretKey256 = FixedBytes<struct SecretTag, 32>; // a symmetric key or run secret
using Nonce32 = FixedBytes<struct NonceTag, 32>;

} // namespace weft

template <typename Tag, std::size_t N>
struct std::hash<weft::FixedBytes<Tag, N>> {
    std::size_t operator()(const weft::FixedBytes<Tag, N>& id) const noexcept
    {
        std::size_t value = 0;
        std::memcpy(&value, id.bytes.data(), sizeof value);
        return value;
    }
};
