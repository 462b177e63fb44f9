// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/runtime/BlockCache.h"

#include <ATen/Parallel.h>

#include <algorithm>

#ifdef __linux__
#include <sys/mman.h>
#endif

namespace weft::worker {

namespace {

constexpr std::size_t kPage = BlockCache::kAlignment;

#ifdef __linux__

void* map(std::size_t bytes)
{
    void* memory = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return memory == MAP_FAILED ? nullptr : memory;
}

void unmap(void* memory, std::size_t bytes)
{
    ::munmap(memory, bytes);
}

/// Backs all pages at once, by as many threads as compute: a third cheaper than one fault a page. Where the system can't, pages
/// come when they are touched.
void back(void* memory, std::size_t bytes)
{
    constexpr int kPopulateWrite = 23; // MADV_POPULATE_WRITE, of Linux 5.14; older headers don't name it
    constexpr std::int64_t kPart = std::int64_t {4} << 20;
    const auto end = static_cast<std::int64_t>(bytes);
    at::parallel_for(0, (end + kPart - 1) / kPart, 1, [&](std::int64_t first, std::int64_t last) {
        const std::int64_t from = first * kPart;
        ::madvise(static_cast<char*>(memory) + from, static_cast<std::size_t>(std::min(last * kPart, end) - from), kPopulateWrite);
    });
}

#else

void* map(std::size_t)
{
    return nullptr;
}

void unmap(void*, std::size_t) { }

void back(void*, std::size_t) { }

#endif

} // namespace

void* BlockCache::take(std::size_t bytes)
{
    const std::size_t size = (bytes + kPage - 1) / kPage * kPage;
    if (size < bytes)
        return nullptr; // no memory is as large
    if (void* kept = takeKept(size))
        return kept;
    void* memory = map(size);
    if (!memory)
        return nullptr;
    back(memory, size);
    const std::scoped_lock lock(m_mutex);
    m_taken[memory] = size;
    return memory;
}

/// The smallest that fits, unless it is larger by more than a quarter.
void* BlockCache::takeKept(std::size_t bytes)
{
    const std::scoped_lock lock(m_mutex);
    auto best = m_kept.end();
    for (auto it = m_kept.begin(); it != m_kept.end(); ++it) {
        if (it->bytes >= bytes && it->bytes - bytes <= bytes / 4 && (best == m_kept.end() || it->bytes < best->bytes))
            best = it;
    }
    if (best == m_kept.end())
        return nullptr;
    const Block block = *best;
    m_kept.erase(best);
    m_keptBytes -= block.bytes;
    m_taken[block.memory] = block.bytes;
    return block.memory;
}

std::size_t BlockCache::putBack(void* block)
{
    const std::scoped_lock lock(m_mutex);
    const auto found = m_taken.find(block);
    if (found == m_taken.end())
        return 0;
    const std::size_t bytes = found->second;
    m_taken.erase(found);
    m_kept.push_back({block, bytes});
    m_keptBytes += bytes;
    dropBeyond(m_limit);
    return bytes;
}

std::size_t BlockCache::sizeOf(void* block) const
{
    const std::scoped_lock lock(m_mutex);
    const auto found = m_taken.find(block);
    return found == m_taken.end() ? 0 : found->second;
}

void BlockCache::dropBeyond(std::size_t bytes)
{
    while (m_keptBytes > bytes) {
        unmap(m_kept.front().memory, m_kept.front().bytes);
        m_keptBytes -= m_kept.front().bytes;
        m_kept.pop_front();
    }
}

void BlockCache::limitKept(std::size_t bytes)
{
    const std::scoped_lock lock(m_mutex);
    m_limit = bytes;
    dropBeyond(bytes);
}

void BlockCache::clear()
{
    const std::scoped_lock lock(m_mutex);
    dropBeyond(0);
}

std::size_t BlockCache::keptBytes() const
{
    const std::scoped_lock lock(m_mutex);
    return m_keptBytes;
}

} // namespace weft::worker
