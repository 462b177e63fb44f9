// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/protocol/Codec.h"
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

    template <protocol::Message M> void send(const M& message) { write(protocol::encode(message)); }

    /// Sends a value in chunks. -> its content hash. Errors: TensorInvalid, LimitExceeded.
    Result<Hash256> sendValue(const Value& value);

private:
    void write(const QByteArray& payload);

    std::mutex m_mutex;
    int m_fd;
};

} // namespace weft::worker
