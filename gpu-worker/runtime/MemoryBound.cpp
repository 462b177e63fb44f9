// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/runtime/MemoryBound.h"

#include "core/base/SizeText.h"

#include <c10/core/Allocator.h>
#include <c10/core/CPUAllocator.h>
#include <c10/core/impl/alloc_cpu.h>

#include <atomic>

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace weft::worker {

namespace {

std::atomic<std::uint64_t> bound {0};
std::atomic<std::uint64_t> held {0};

#ifdef __GLIBC__

void freeCounted(void* memory)
{
    if (!memory)
        return;
    held -= malloc_usable_size(memory);
    c10::free_cpu(memory);
}

/// libtorch's own allocation, counted by what the C library gave for it.
class CountingAllocator final : public c10::Allocator {
public:
    c10::DataPtr allocate(std::size_t bytes) override
    {
        const std::uint64_t limit = bound;
        const std::uint64_t before = held;
        if (limit > 0 && (bytes > limit || before > limit - bytes))
            throw MemoryBoundReached(before + bytes, limit);
        void* memory = c10::alloc_cpu(bytes);
        held += memory ? malloc_usable_size(memory) : 0;
        return {memory, memory, &freeCounted, c10::Device(c10::kCPU)};
    }
    c10::DeleterFnPtr raw_deleter() const override { return &freeCounted; }
    void copy_data(void* to, const void* from, std::size_t count) const override { default_copy_data(to, from, count); }
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

Done checkFitsMemory(std::uint64_t bytes)
{
    const std::uint64_t limit = bound;
    if (limit > 0 && bytes > limit)
        return tooLittle(bytes, limit);
    return {};
}

} // namespace weft::worker
