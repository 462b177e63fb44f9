// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/protocol/ValueTransfer.h"

#include <algorithm>

namespace weft::protocol {

std::optional<QByteArray> ValueSender::nextFrame()
{
    if (!m_begun) {
        m_begun = true;
        return encode(ValueBegin {m_name, static_cast<std::int64_t>(m_bytes.size())});
    }
    if (m_sent == m_bytes.size())
        return std::nullopt;
    const std::size_t count = std::min(kMaxChunkBytes, m_bytes.size() - m_sent);
    const ValueChunk chunk {m_bytes.sub(m_sent, count)};
    m_sent += count;
    return encode(chunk);
}

ValueReceiver::ValueReceiver(std::uint64_t maxValueBytes, std::uint64_t maxTotalBytes, ValueCheck check)
    : m_maxValue(maxValueBytes)
    , m_maxTotal(maxTotalBytes)
    , m_check(check)
{
}

Result<std::optional<ReceivedValue>> ValueReceiver::begin(const ValueBegin& message)
{
    if (m_current)
        return Error {ErrorCode::ProtocolViolation, "a value is under way", {{"message", "ValueBegin"}}};
    const auto size = static_cast<std::uint64_t>(message.sizeBytes);
    const std::uint64_t room = m_maxTotal - std::min(m_total, m_maxTotal);
    const std::uint64_t limit = std::min(m_maxValue, room);
    if (message.sizeBytes < 0 || size > limit)
        return Error {ErrorCode::LimitExceeded, "value size",
            {{"size", std::to_string(message.sizeBytes)}, {"limit", std::to_string(limit)}}};
    m_current = message;
    m_bytes.clear();
    if (m_check == ValueCheck::ContentHash)
        m_hasher.emplace();
    return finishIfComplete();
}

Result<std::optional<ReceivedValue>> ValueReceiver::chunk(const ValueChunk& message)
{
    if (!m_current)
        return Error {ErrorCode::ProtocolViolation, "a chunk of no value", {{"message", "ValueChunk"}}};
    const std::size_t announced = static_cast<std::size_t>(m_current->sizeBytes);
    const ByteView bytes = message.bytes.view();
    if (bytes.size() > announced - m_bytes.size())
        return Error {ErrorCode::ProtocolViolation, "more than announced", {{"message", "ValueChunk"}}};
    const std::size_t needed = m_bytes.size() + bytes.size();
    if (m_bytes.capacity() < needed)
        m_bytes.reserve(std::min(announced, std::max(needed, 2 * m_bytes.capacity())));
    m_bytes.insert(m_bytes.end(), bytes.begin(), bytes.end());
    if (m_hasher)
        m_hasher->update(bytes);
    return finishIfComplete();
}

Result<std::optional<ReceivedValue>> ValueReceiver::finishIfComplete()
{
    if (m_bytes.size() < static_cast<std::size_t>(m_current->sizeBytes))
        return std::optional<ReceivedValue> {};
    const Hash256 name = m_current->name;
    m_current.reset();
    std::optional<Sha256> hasher = std::exchange(m_hasher, std::nullopt);
    std::vector<std::uint8_t> bytes = std::exchange(m_bytes, {});
    if (hasher && hasher->finish() != name)
        return Error {ErrorCode::ValueInvalid, "content doesn't match its hash", {{"hash", name.hex()}}};
    m_total += bytes.size();
    return std::optional<ReceivedValue>(ReceivedValue {name, SharedBytes::take(std::move(bytes))});
}

} // namespace weft::protocol
