// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/cuda/GateKernel.h"

#include "gpu-worker/cuda/KernelNumbers.cuh"

#include <algorithm>

namespace weft::kernel {

namespace {

constexpr std::int64_t kMostBlocks = 1 << 16;

__device__ float gelu(float x)
{
    constexpr float kRootOfHalf = 0.70710678118654752440f;
    return 0.5f * x * (1 + erff(x * kRootOfHalf));
}

/// `packs` of y; a row of y has `packsPerRow`, a row of x twice as many.
template <typename T, unsigned kWidth>
__global__ void __launch_bounds__(kThreads) gateRows(const T* x, T* y, unsigned packs, unsigned packsPerRow)
{
    for (unsigned i = blockIdx.x * kThreads + threadIdx.x; i < packs; i += gridDim.x * kThreads) {
        const std::size_t value = static_cast<std::size_t>(i / packsPerRow) * 2 * packsPerRow + i % packsPerRow;
        Pack<T, kWidth> out = packOf<T, kWidth>(x, value);
        const Pack<T, kWidth> gate = packOf<T, kWidth>(x, value + packsPerRow);
#pragma unroll
        for (unsigned k = 0; k < kWidth; ++k)
            out.at[k] = rounded<T>(wide(out.at[k]) * gelu(wide(gate.at[k])));
        reinterpret_cast<Pack<T, kWidth>*>(y)[i] = out;
    }
}

template <typename T, unsigned kWidth> void startGate(const Gate& gate)
{
    const std::int64_t packs = gate.rows * gate.columns / kWidth;
    const auto blocks = static_cast<unsigned>(std::min<std::int64_t>((packs + kThreads - 1) / kThreads, kMostBlocks));
    gateRows<T, kWidth><<<blocks, kThreads, 0, static_cast<cudaStream_t>(gate.stream)>>>(static_cast<const T*>(gate.x),
        static_cast<T*>(gate.y), static_cast<unsigned>(packs), static_cast<unsigned>(gate.columns / kWidth));
}

template <typename T> void startGateFor(const Gate& gate)
{
    constexpr unsigned kWidth = kPackBytes / sizeof(T);
    const auto aligned = [](const void* data) { return reinterpret_cast<std::uintptr_t>(data) % kPackBytes == 0; };
    if (gate.columns % kWidth == 0 && aligned(gate.x) && aligned(gate.y))
        return startGate<T, kWidth>(gate);
    startGate<T, 1>(gate);
}

} // namespace

const char* launch(const Gate& gate)
{
    switch (gate.element) {
    case Element::Float:
        startGateFor<float>(gate);
        break;
    case Element::Half:
        startGateFor<__half>(gate);
        break;
    case Element::BFloat16:
        startGateFor<__nv_bfloat16>(gate);
        break;
    }
    return startProblem();
}

} // namespace weft::kernel
