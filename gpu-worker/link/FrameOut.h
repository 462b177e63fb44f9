// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/protocol/Codec.h"
#include "core/protocol/Frames.h"
#include "core/values/Value.h"

#include <mutex>

namespace weft::worker {

/// Writes frames to a pipe. Any thread; a frame is never torn. When the other side is gone the process ends: there is
/// nobody left to work for.
class FrameOut {
public:
    explicit FrameOut(int fd)
        : m_fd(fd)
    {
    }

    /// Now, with all that was held back.
    template <protocol::Message M>
    void send(const M& message) { write(protocol::encode(message), true); }
    /// With the next one that is sent, or at the next flush(): each write wakes the other side, and a small run has ten messages
    /// within a millisecond. What grows large goes at once.
    template <protocol::Message M>
    void hold(const M& message) { write(protocol::encode(message), false); }
    /// Holds a value's chunks. -> its content hash. Errors: TensorInvalid, LimitExceeded.
    Result<Hash256> holdValue(const Value& value);
    /// Writes what is held, unless another thread is writing.
    void flush();

private:
    void write(const QByteArray& payload, bool now);
    void writeHeld();

    std::mutex m_mutex;
    protocol::FrameWriter m_held;
    int m_fd;
};

} // namespace weft::worker
