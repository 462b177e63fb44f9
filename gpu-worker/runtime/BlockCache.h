// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <map>
#include <mutex>

namespace weft::worker {

/// Large blocks of main memory, of which those that were freed are kept for the next that fits. The system clears every page
/// that it hands out, one fault each: more work than most operators do on it, and each step of a sampler takes and frees
/// gigabytes. Blocks are aligned to pages. Any thread.
class BlockCache {
public:
    static constexpr std::size_t kLeastBytes = std::size_t {1} << 20; // smaller ones are the C library's
    static constexpr std::size_t kAlignment = 4096;

    /// `bytes` or a little more, all of it backed by memory; null where there is none, and on systems without mmap.
    void* take(std::size_t bytes);
    /// What a block of take() holds, which is then kept or given back; 0: not one of them, and nothing was done.
    std::size_t putBack(void* block);
    /// What a block of take() holds; 0: not one of them.
    std::size_t sizeOf(void* block) const;

    /// Gives back the oldest until no more than this is kept, now and from now on.
    void limitKept(std::size_t bytes);
    /// Gives back all that is kept.
    void clear();
    std::size_t keptBytes() const;

    BlockCache() = default;
    ~BlockCache() { clear(); }
    BlockCache(const BlockCache&) = delete;
    BlockCache& operator=(const BlockCache&) = delete;

private:
    struct Block {
        void* memory = nullptr;
        std::size_t bytes = 0;
    };

    void* takeKept(std::size_t bytes);
    void dropBeyond(std::size_t bytes);

    mutable std::mutex m_mutex;
    std::list<Block> m_kept; // the oldest first
    std::size_t m_keptBytes = 0;
    std::size_t m_limit = std::size_t {1} << 30;
    std::map<void*, std::size_t> m_taken;
};

} // namespace weft::worker
