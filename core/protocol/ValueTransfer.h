// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/protocol/Codec.h"
#include "core/protocol/Shared.h"
#include "core/values/Sha256.h"

namespace weft::protocol {

/// Sends one value as ValueBegin and ValueChunks. Pull-based: ask for the next frame when the wire has room.
class ValueSender {
public:
    /// `name`: the content hash on the worker's wire, the ValueName's bytes between peers.
    ValueSender(Hash256 name, SharedBytes bytes)
        : m_name(name)
        , m_bytes(std::move(bytes))
    {
    }

    /// An encoded message, or nullopt when the value is sent.
    std::optional<QByteArray> nextFrame();
    bool isDone() const { return m_begun && m_sent == m_bytes.size(); }

private:
    Hash256 m_name;
    SharedBytes m_bytes;
    std::size_t m_sent = 0;
    bool m_begun = false;
};

struct ReceivedValue {
    Hash256 name;
    SharedBytes bytes;
};

enum class ValueCheck { ContentHash, None };

/// Puts arriving values together, one at a time. Memory grows with what has arrived, not with what was announced.
class ValueReceiver {
public:
    /// `maxValueBytes` of one value; `maxTotalBytes` of all values received and not yet `forget`-ed.
    /// ValueCheck::ContentHash: a value's name must be the SHA-256 of its bytes (the worker's wire).
    ValueReceiver(std::uint64_t maxValueBytes, std::uint64_t maxTotalBytes, ValueCheck check);

    /// -> the value, if it is empty and so complete already.
    /// Errors: ProtocolViolation (another value is under way), LimitExceeded (args: size, limit), ValueInvalid (hash).
    Result<std::optional<ReceivedValue>> begin(const ValueBegin& message);
    /// -> the value with its last chunk. Errors: ProtocolViolation (none begun, more than announced), ValueInvalid (hash).
    Result<std::optional<ReceivedValue>> chunk(const ValueChunk& message);
    /// Gives back room in the total.
    void forget(std::uint64_t bytes) { m_total -= std::min(bytes, m_total); }
    bool isReceiving() const { return m_current.has_value(); }
    std::uint64_t receivedBytes() const { return m_bytes.size(); }
    std::uint64_t capacityBytes() const { return m_bytes.capacity(); } // memory taken so far
    std::uint64_t announcedBytes() const { return m_current ? static_cast<std::uint64_t>(m_current->sizeBytes) : 0; }

private:
    Result<std::optional<ReceivedValue>> finishIfComplete();

    std::uint64_t m_maxValue;
    std::uint64_t m_maxTotal;
    ValueCheck m_check;
    std::uint64_t m_total = 0;
    std::optional<ValueBegin> m_current;
    std::vector<std::uint8_t> m_bytes;
    std::optional<Sha256> m_hasher;
};

} // namespace weft::protocol
