// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gpu-worker/cuda/KernelElement.h"

#include <algorithm>
#include <cstdint>

/// The wire between Normalization.cpp, which knows libtorch, and NormalizationKernel.cu, which knows CUDA.
namespace weft::kernel {

struct Normalization {
    Element element = Element::Float;
    const void* x = nullptr;
    void* y = nullptr;
    const void* weight = nullptr; // [channels]
    const void* bias = nullptr; // [channels]
    double* sums = nullptr; // room for sumsOf() numbers
    float eps = 1e-5f;
    std::int64_t batch = 1;
    std::int64_t channels = 1;
    std::int64_t groups = 1; // divides channels
    std::int64_t places = 1; // H * W
    bool channelsLast = false;
    void* stream = nullptr; // a cudaStream_t
};

/// Elements of one group of one picture.
constexpr std::int64_t groupSize(const Normalization& of)
{
    return of.channels / of.groups * of.places;
}

/// Into how many parts a group is summed: enough blocks for the whole card, of a few thousand elements each, and not more than
/// one block adds up.
constexpr std::int64_t partsOf(const Normalization& of)
{
    constexpr std::int64_t kElementsPerPart = 8192;
    constexpr std::int64_t kMostParts = 256;
    return std::min((groupSize(of) + kElementsPerPart - 1) / kElementsPerPart, kMostParts);
}

/// A sum and a sum of squares of each part.
constexpr std::int64_t sumsOf(const Normalization& of)
{
    return of.batch * of.groups * partsOf(of) * 2;
}

/// Whether the kernel's counters and its grid hold it.
constexpr bool serves(const Normalization& of)
{
    constexpr std::int64_t kMostGroups = 65'535; // CUDA's limit for a grid's y
    return of.batch > 0 && of.groups > 0 && of.places > 0 && of.channels % of.groups == 0 && of.channels > 0
        && of.batch * of.groups <= kMostGroups && groupSize(of) < (std::int64_t {1} << 31);
}

/// Starts it; it ends on the stream. -> null, or CUDA's reason why it couldn't start.
const char* launch(const Normalization& normalization);

} // namespace weft::kernel
