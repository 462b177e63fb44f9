// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/runtime/MemoCache.h"

namespace weft::worker {

namespace {

constexpr std::uint64_t kEntryBytes = 512; // what an entry costs even when its items are small

} // namespace

std::uint64_t sizeOf(const CallOutputs& outputs)
{
    std::uint64_t size = kEntryBytes;
    for (const ItemList& slot : outputs.slots) {
        for (const Item& item : slot)
            size += item.sizeBytes + sizeof(Item);
    }
    for (const File& file : outputs.files)
        size += file.bytes.size();
    return size;
}

std::shared_ptr<const CallOutputs> MemoCache::find(const Hash256& signature)
{
    const auto it = m_entries.find(signature);
    if (it == m_entries.end())
        return nullptr;
    m_uses.splice(m_uses.begin(), m_uses, it->second.use);
    return it->second.outputs;
}

void MemoCache::put(const Hash256& signature, std::shared_ptr<const CallOutputs> outputs)
{
    remove(signature);
    const std::uint64_t size = sizeOf(*outputs);
    if (size > m_limitBytes)
        return;
    m_uses.push_front(signature);
    m_entries[signature] = {std::move(outputs), size, m_uses.begin()};
    m_sizeBytes += size;
    while (m_sizeBytes > m_limitBytes)
        remove(Hash256(m_uses.back()));
}

void MemoCache::remove(const Hash256& signature)
{
    const auto it = m_entries.find(signature);
    if (it == m_entries.end())
        return;
    m_sizeBytes -= it->second.sizeBytes;
    m_droppedBytes += it->second.sizeBytes;
    m_uses.erase(it->second.use);
    m_entries.erase(it);
}

void MemoCache::clear()
{
    m_entries.clear();
    m_uses.clear();
    m_droppedBytes += std::exchange(m_sizeBytes, 0);
}

} // namespace weft::worker
