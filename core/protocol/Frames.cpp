// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/protocol/Frames.h"

#include <QtEndian>

#include <algorithm>

namespace weft::protocol {

Done FrameReader::takeHeader(ByteView& bytes)
{
    const std::size_t count = std::min(bytes.size(), kFrameHeaderBytes - m_headerHave);
    std::copy_n(bytes.begin(), count, m_header.begin() + static_cast<std::ptrdiff_t>(m_headerHave));
    m_headerHave += count;
    bytes = bytes.subspan(count);
    if (m_headerHave < kFrameHeaderBytes)
        return {};
    m_size = qFromBigEndian<quint32>(m_header.data());
    if (m_size >= 1 && m_size <= m_max)
        return {};
    m_broken = Error {ErrorCode::ProtocolViolation, "frame size",
        {{"size", std::to_string(m_size)}, {"limit", std::to_string(m_max)}}};
    return *m_broken;
}

void FrameReader::takeBody(ByteView& bytes)
{
    const std::size_t count = std::min(bytes.size(), m_size - m_body.size());
    if (m_body.capacity() < m_body.size() + count)
        m_body.reserve(std::min(m_size, std::max(m_body.size() + count, 2 * m_body.size())));
    m_body.insert(m_body.end(), bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(count));
    bytes = bytes.subspan(count);
    if (m_body.size() < m_size)
        return;
    m_waiting += m_size;
    m_frames.push_back(SharedBytes::take(std::exchange(m_body, {})));
    m_headerHave = 0;
}

Done FrameReader::feed(ByteView bytes)
{
    if (m_broken)
        return *m_broken;
    while (!bytes.empty()) {
        if (m_headerHave < kFrameHeaderBytes)
            WEFT_CHECK(takeHeader(bytes));
        if (m_headerHave == kFrameHeaderBytes)
            takeBody(bytes);
    }
    return {};
}

std::optional<SharedBytes> FrameReader::next()
{
    if (m_frames.empty())
        return std::nullopt;
    SharedBytes frame = std::move(m_frames.front());
    m_frames.pop_front();
    m_waiting -= frame.size();
    return frame;
}

Done FrameWriter::append(ByteView payload)
{
    if (payload.empty() || payload.size() > m_max)
        return Error {ErrorCode::LimitExceeded, "frame size",
            {{"size", std::to_string(payload.size())}, {"limit", std::to_string(m_max)}}};
    const quint32 header = qToBigEndian(static_cast<quint32>(payload.size()));
    m_bytes.append(reinterpret_cast<const char*>(&header), sizeof header);
    m_bytes.append(reinterpret_cast<const char*>(payload.data()), static_cast<qsizetype>(payload.size()));
    return {};
}

} // namespace weft::protocol
