// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gpu-worker/cuda/KernelElement.h"

#include <cstdint>

/// The wire between Gate.cpp, which knows libtorch, and GateKernel.cu, which knows CUDA.
namespace weft::kernel {

struct Gate {
    Element element = Element::Float;
    const void* x = nullptr; // [rows, 2 * columns]
    void* y = nullptr; // [rows, columns]
    std::int64_t rows = 1;
    std::int64_t columns = 1;
    void* stream = nullptr; // a cudaStream_t
};

/// Whether the kernel's counters hold so many elements.
constexpr bool serves(const Gate& gate)
{
    return gate.rows > 0 && gate.columns > 0 && gate.rows < (std::int64_t {1} << 31) / gate.columns;
}

/// Starts it; it ends on the stream. -> null, or CUDA's reason why it couldn't start.
const char* launch(const Gate& gate);

} // namespace weft::kernel
