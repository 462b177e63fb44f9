// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/link/ValueStore.h"

namespace weft::worker {

namespace {

constexpr std::uint64_t kMaxStoredBytes = 8 * kMaxValueBytes; // the owner's app drops what it no longer needs

} // namespace

ValueStore::ValueStore()
    : m_receiver(kMaxValueBytes, kMaxStoredBytes, protocol::ValueCheck::ContentHash)
{
}

Done ValueStore::begin(const protocol::ValueBegin& message)
{
    return keep(m_receiver.begin(message));
}

Done ValueStore::chunk(const protocol::ValueChunk& message)
{
    return keep(m_receiver.chunk(message));
}

Done ValueStore::keep(Result<std::optional<protocol::ReceivedValue>> received)
{
    if (!received)
        return received.error();
    if (!*received)
        return {};
    const protocol::ReceivedValue& value = **received;
    const std::uint64_t size = value.bytes.size();
    // What can't be read breaks the fragment that uses it, not the channel.
    if (!m_entries.emplace(value.name, Entry{decodeValue(value.bytes), size}).second)
        m_receiver.forget(size);
    return {};
}

void ValueStore::drop(const Hash256& name)
{
    const auto it = m_entries.find(name);
    if (it == m_entries.end())
        return;
    m_receiver.forget(it->second.sizeBytes);
    m_entries.erase(it);
}

Result<Value> ValueStore::find(const Hash256& name) const
{
    const auto it = m_entries.find(name);
    if (it == m_entries.end())
        return Error{ErrorCode::ValueMissing, {}, {{"hash", name.hex()}}};
    return it->second.value;
}

} // namespace weft::worker
