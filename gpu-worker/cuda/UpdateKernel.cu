// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/cuda/UpdateKernel.h"

#include "gpu-worker/cuda/KernelNumbers.cuh"

#include <algorithm>

namespace weft::kernel {

namespace {

constexpr std::int64_t kMostUpdateBlocks = 1 << 14;

// The _rn forms are never fused into a multiply-add, so the bits are those of separate operators.
template <Update::Kind kKind> __device__ float updated(float x, float other, float first, float second)
{
    if constexpr (kKind == Update::Kind::Slope)
        return __fadd_rn(x, __fmul_rn(__fdiv_rn(__fsub_rn(x, other), first), second));
    else
        return __fadd_rn(__fmul_rn(x, first), __fmul_rn(other, second));
}

template <Update::Kind kKind>
__global__ void __launch_bounds__(kThreads)
    updateAll(const float* x, const float* other, float* y, float first, float second, unsigned count)
{
    for (unsigned i = blockIdx.x * kThreads + threadIdx.x; i < count; i += gridDim.x * kThreads)
        y[i] = updated<kKind>(x[i], other[i], first, second);
}

template <Update::Kind kKind> void startUpdate(const Update& update)
{
    const auto blocks =
        static_cast<unsigned>(std::min<std::int64_t>((update.count + kThreads - 1) / kThreads, kMostUpdateBlocks));
    updateAll<kKind><<<blocks, kThreads, 0, static_cast<cudaStream_t>(update.stream)>>>(
        update.x, update.other, update.y, update.first, update.second, static_cast<unsigned>(update.count));
}

} // namespace

const char* launch(const Update& update)
{
    if (update.kind == Update::Kind::Slope)
        startUpdate<Update::Kind::Slope>(update);
    else
        startUpdate<Update::Kind::Sum>(update);
    return startProblem();
}

} // namespace weft::kernel
