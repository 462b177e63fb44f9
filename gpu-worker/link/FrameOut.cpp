// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/link/FrameOut.h"

#include "core/protocol/Frames.h"
#include "core/protocol/ValueTransfer.h"

#include <cerrno>
#include <cstdio>

#include <unistd.h>

namespace weft::worker {

Result<Hash256> FrameOut::sendValue(const Value& value)
{
    WEFT_TRY(const SharedBytes bytes, encodeValue(value));
    if (bytes.size() > kMaxValueBytes)
        return Error{ErrorCode::LimitExceeded, "a value is too large", {{"limit", std::to_string(kMaxValueBytes)}}};
    const Hash256 name = sha256(bytes.view());
    protocol::ValueSender sender(name, bytes);
    while (const auto frame = sender.nextFrame())
        write(*frame);
    return name;
}

void FrameOut::write(const QByteArray& payload)
{
    protocol::FrameWriter writer;
    if (!writer.append(payload)) {
        std::fprintf(
            stderr, "a message of %lld bytes doesn't fit into a frame\n", static_cast<long long>(payload.size()));
        return;
    }
    const QByteArray bytes = writer.take();
    const std::lock_guard lock(m_mutex);
    for (qsizetype written = 0; written < bytes.size();) {
        const ssize_t count =
            ::write(m_fd, bytes.constData() + written, static_cast<std::size_t>(bytes.size() - written));
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            _exit(0);
        written += count;
    }
}

} // namespace weft::worker
