// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <c10/util/Exception.h>

#include <cstdint>

namespace weft::worker {

/// Bounds what libtorch's tensors hold together in this process's main memory: inputs, results, kept models, and whatever an
/// operator needs meanwhile. A graph is somebody else's, and no list of its nodes' own checks is complete; this holds below
/// all of them, and a machine without memory is one on which everything fails. Mapped files (weights as they are stored)
/// don't count: the system takes their pages back. 0: no bound. Any thread; what is held already stays.
void boundMemory(std::uint64_t bytes);
std::uint64_t memoryBound();
/// What counts at the moment; 0 before the first boundMemory, and on systems whose C library doesn't tell sizes (not glibc).
std::uint64_t heldTensorBytes();
/// Memory of freed tensors that is kept for the next ones: within the bound, at most 1 GiB, until the end of a run.
std::uint64_t keptBlockBytes();
void dropKeptBlocks();

/// Thrown where an allocation would pass the bound; errorOf turns it into OutOfMemory with both sizes.
class MemoryBoundReached : public c10::OutOfMemoryError {
public:
    MemoryBoundReached(std::uint64_t needed, std::uint64_t bound);

    const std::uint64_t neededBytes; // with all that is held
    const std::uint64_t boundBytes;
};

/// Errors: OutOfMemory (args: size, limit) for a model, or whatever needs so much, that has no place below the bound even alone.
Done checkFitsMemory(std::uint64_t bytes);

} // namespace weft::worker
