// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

/// The wire between Update.cpp, which knows libtorch, and UpdateKernel.cu, which knows CUDA.
namespace weft::kernel {

struct Update {
    enum class Kind { Slope, Sum } kind = Kind::Sum;
    const float* x = nullptr;
    const float* other = nullptr;
    float* y = nullptr;
    float first = 1; // Slope: the divisor; Sum: x's factor
    float second = 1; // Slope: the factor; Sum: the other's
    std::int64_t count = 0;
    void* stream = nullptr; // a cudaStream_t
};

/// Whether the kernel's counters hold so many elements.
constexpr bool serves(const Update& update)
{
    return update.count > 0 && update.count < (std::int64_t {1} << 31);
}

/// Starts it; it ends on the stream. -> null, or CUDA's reason why it couldn't start.
const char* launch(const Update& update);

} // namespace weft::kernel
