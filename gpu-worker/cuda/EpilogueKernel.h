// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gpu-worker/cuda/KernelElement.h"

#include <cstdint>

/// The wire between Epilogue.cpp, which knows libtorch, and EpilogueKernel.cu, which knows CUDA.
namespace weft::kernel {

struct Epilogue {
    Element element = Element::Float;
    void* x = nullptr;
    const void* bias = nullptr; // [channels]; null: 0
    const void* slopes = nullptr; // [channels]; null: `factor` for all
    const void* residual = nullptr; // null: PReLU; else (x + bias) * factor + residual
    float factor = 1;
    std::int64_t count = 0; // elements of x
    std::int64_t channels = 1;
    std::int64_t plane = 1; // elements between one channel and the next: H * W, or 1 when channels come last
    void* stream = nullptr; // a cudaStream_t
};

/// Whether the kernel's counters hold so many elements.
constexpr bool serves(const Epilogue& epilogue)
{
    return epilogue.count > 0 && epilogue.channels > 0 && epilogue.count < (std::int64_t{1} << 31);
}

/// Starts it; it ends on the stream. -> null, or CUDA's reason why it couldn't start.
const char* launch(const Epilogue& epilogue);

} // namespace weft::kernel
