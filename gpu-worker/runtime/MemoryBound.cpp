// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/runtime/MemoryBound.h"

#include "core/base/SizeText.h"
#include "gpu-worker/runtime/BlockCache.h"

#include <c10/core/Allocator.h>
#include <c10/core/CPUAllocator.h>
#include <c10/core/impl/alloc_cpu.h>

#include <algorithm>
#include <atomic>

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace weft::worker {

namespace {

std::atomic<std::uint64_t> bound {0};
std::atomic<std::uint64_t> held {0};

#ifdef __SANITIZE_ADDRESS__
constexpr bool kKeepsBlocks = false; // its checks are of the C library's memory
#else
constexpr bool kKeepsBlocks = true;
#endif
constexpr std::uint64_t kMostKept = std::uint64_t {1} << 30;

/// Never destroyed: libtorch frees tensors of its own when the program ends.
BlockCache& blocks()
{
    static auto* cache = new BlockCache;
    return *cache;
}

#ifdef __GLIBC__

void freeCounted(void* memory)
{
    if (!memory)
        return;
    const bool mayBeBlock = reinterpret_cast<std::uintptr_t>(memory) % BlockCache::kAlignment == 0;
    if (const std::size_t bytes = mayBeBlock ? blocks().putBack(memory) : 0) {
        held -= bytes;
        return;
    }
    held -= malloc_usable_size(memory);
    c10::free_cpu(memory);
}

/// libtorch's allocation, counted by what was given for it; large blocks are kept for the next (BlockCache.h).
class CountingAllocator final : public c10::Allocator {
public:
    c10::DataPtr allocate(std::size_t bytes) override
    {
        const std::uint64_t limit = bound;
        const std::uint64_t before = held;
        if (limit > 0 && (bytes > limit || before > limit - bytes))
            throw MemoryBoundReached(before + bytes, limit);
        leavePlaceFor(bytes, limit);
        void* memory = kKeepsBlocks && bytes >= BlockCache::kLeastBytes ? largeBlock(bytes) : nullptr;
        if (!memory) {
            memory = c10::alloc_cpu(bytes);
            held += memory ? malloc_usable_size(memory) : 0;
        }
        return {memory, memory, &freeCounted, c10::Device(c10::kCPU)};
    }
    c10::DeleterFnPtr raw_deleter() const override { return &freeCounted; }
    void copy_data(void* to, const void* from, std::size_t count) const override { default_copy_data(to, from, count); }

private:
    /// What is kept counts within the bound too.
    static void leavePlaceFor(std::size_t bytes, std::uint64_t limit)
    {
        const std::uint64_t used = held + bytes;
        const std::uint64_t most = limit == 0 ? kMostKept : limit - std::min(limit, used);
        blocks().limitKept(std::min(kMostKept, most));
    }
    static void* largeBlock(std::size_t bytes)
    {
        void* memory = blocks().take(bytes);
        held += memory ? blocks().sizeOf(memory) : 0;
        return memory;
    }
};

void install()
{
    static CountingAllocator allocator;
    static const bool installed = [] {
        c10::SetCPUAllocator(&allocator, /*priority=*/1);
        return true;
    }();
    (void)installed;
}

#else

void install() { }

#endif

Error tooLittle(std::uint64_t needed, std::uint64_t limit)
{
    return {ErrorCode::OutOfMemory, sizeText(needed) + " would be needed of " + sizeText(limit),
        {{"size", sizeText(needed)}, {"limit", sizeText(limit)}}};
}

} // namespace

MemoryBoundReached::MemoryBoundReached(std::uint64_t needed, std::uint64_t limit)
    : c10::OutOfMemoryError({__func__, __FILE__, __LINE__}, tooLittle(needed, limit).detail)
    , neededBytes(needed)
    , boundBytes(limit)
{
}

void boundMemory(std::uint64_t bytes)
{
    install();
    bound = bytes;
}

std::uint64_t memoryBound()
{
    return bound;
}

std::uint64_t heldTensorBytes()
{
    return held;
}

std::uint64_t keptBlockBytes()
{
    return blocks().keptBytes();
}

void dropKeptBlocks()
{
    blocks().clear();
}

Done checkFitsMemory(std::uint64_t bytes)
{
    const std::uint64_t limit = bound;
    if (limit > 0 && bytes > limit)
        return tooLittle(bytes, limit);
    return {};
}

} // namespace weft::worker
