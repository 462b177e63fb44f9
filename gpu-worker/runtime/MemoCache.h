// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Ids.h"
#include "gpu-worker/runtime/Registry.h"

#include <list>
#include <utility>

namespace weft::worker {

/// The results of nodes by signature, least recently used out first. It holds what lives only in this process too
/// (loaded models), which is why it is here and not beside the values on disk. Not thread-safe.
class MemoCache {
public:
    explicit MemoCache(std::uint64_t limitBytes)
        : m_limitBytes(limitBytes)
    {
    }

    /// Null when it isn't there. The result lives as long as the caller holds it, also when it is put out meanwhile.
    std::shared_ptr<const CallOutputs> find(const Hash256& signature);
    void put(const Hash256& signature, std::shared_ptr<const CallOutputs> outputs);
    void clear();

    std::uint64_t limitBytes() const { return m_limitBytes; }
    std::uint64_t sizeBytes() const { return m_sizeBytes; }
    /// What was put out since forgetDropped.
    std::uint64_t droppedBytes() const { return m_droppedBytes; }
    void forgetDropped() { m_droppedBytes = 0; }
    std::size_t count() const { return m_entries.size(); }

private:
    struct Entry {
        std::shared_ptr<const CallOutputs> outputs;
        std::uint64_t sizeBytes = 0;
        std::list<Hash256>::iterator use;
    };

    void remove(const Hash256& signature);

    std::uint64_t m_limitBytes;
    std::uint64_t m_sizeBytes = 0;
    std::uint64_t m_droppedBytes = 0;
    std::map<Hash256, Entry> m_entries;
    std::list<Hash256> m_uses; // the most recent first
};

/// What the outputs hold; tensors that several share count for each.
std::uint64_t sizeOf(const CallOutputs& outputs);

} // namespace weft::worker
