// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Limits.h"
#include "core/protocol/Cbor.h"

#include <array>
#include <deque>
#include <optional>

namespace weft::protocol {

/// One frame on the worker's pipe and inside the TLS channel, where a whole fragment is one message (RunFragment,
/// OfferJob). WebSocket messages stay within kMaxFrameBytes.
constexpr std::size_t kMaxStreamFrameBytes = 16u << 20;
constexpr std::size_t kFrameHeaderBytes = 4; // u32, big-endian: bytes that follow, at least one

/// Cuts a byte stream into frames. Each byte is copied once; memory grows with what has arrived, not with what a header
/// announces.
class FrameReader {
public:
    explicit FrameReader(std::size_t maxFrameBytes = kMaxStreamFrameBytes)
        : m_max(maxFrameBytes)
    {
    }

    /// Errors: ProtocolViolation for an empty or too large frame; the reader then stays broken.
    Done feed(ByteView bytes);
    /// The next whole frame, without its header; nullopt when more bytes are needed.
    std::optional<SharedBytes> next();
    /// Bytes of whole frames that wait: stop reading the stream when they are too many.
    std::size_t waitingBytes() const { return m_waiting; }
    /// True when the stream may end here: nothing is half read.
    bool atBoundary() const { return m_headerHave == 0 && m_frames.empty(); }

private:
    Done takeHeader(ByteView& bytes);
    void takeBody(ByteView& bytes);

    std::size_t m_max;
    std::array<std::uint8_t, kFrameHeaderBytes> m_header {};
    std::size_t m_headerHave = 0;
    std::size_t m_size = 0; // of the frame being read
    std::vector<std::uint8_t> m_body;
    std::deque<SharedBytes> m_frames;
    std::size_t m_waiting = 0;
    std::optional<Error> m_broken;
};

/// Collects frames to be written in one go.
class FrameWriter {
public:
    explicit FrameWriter(std::size_t maxFrameBytes = kMaxStreamFrameBytes)
        : m_max(maxFrameBytes)
    {
    }

    /// Errors: LimitExceeded (args: size, limit) for an empty or too large payload; nothing is added then.
    Done append(ByteView payload);
    Done append(const QByteArray& payload) { return append(viewOf(payload)); }
    qsizetype size() const { return m_bytes.size(); }
    QByteArray take() { return std::exchange(m_bytes, {}); }

private:
    std::size_t m_max;
    QByteArray m_bytes;
};

} // namespace weft::protocol
