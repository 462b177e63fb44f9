// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/cuda/EpilogueKernel.h"

#include "gpu-worker/cuda/KernelNumbers.cuh"

#include <algorithm>

namespace weft::kernel {

namespace {

constexpr unsigned kMaxPlanes = 65'535; // CUDA's limit for a grid's y
constexpr unsigned kMaxBlocks = 1u << 16;

/// What one channel needs.
struct Channel {
    float bias;
    float factor; // slope, or the scale before the residual
};

template <typename T> struct Arguments {
    T* x;
    const T* bias;
    const T* slopes;
    const T* residual;
    float factor;

    __device__ Channel channel(unsigned index) const
    {
        return {bias ? wide(bias[index]) : 0.0f, slopes ? wide(slopes[index]) : factor};
    }
};

// The _rn forms are never fused into a multiply-add, so the bits are those of separate operators.
__device__ float prelu(float x, Channel channel)
{
    const float v = __fadd_rn(x, channel.bias);
    return v > 0 ? v : __fmul_rn(v, channel.factor);
}

__device__ float withResidual(float x, Channel channel, float residual)
{
    return __fadd_rn(__fmul_rn(__fadd_rn(x, channel.bias), channel.factor), residual);
}

/// Pack `index`, whose element i belongs to channelOf(i).
template <typename T, unsigned kWidth, bool kResidual, typename ChannelOf>
__device__ void apply(const Arguments<T>& arguments, std::size_t index, const ChannelOf& channelOf)
{
    Pack<T, kWidth> x = packOf<T, kWidth>(arguments.x, index);
    Pack<T, kWidth> residual;
    if constexpr (kResidual)
        residual = packOf<T, kWidth>(arguments.residual, index);
#pragma unroll
    for (unsigned i = 0; i < kWidth; ++i) {
        const float value = wide(x.at[i]);
        if constexpr (kResidual)
            x.at[i] = rounded<T>(withResidual(value, channelOf(i), wide(residual.at[i])));
        else
            x.at[i] = rounded<T>(prelu(value, channelOf(i)));
    }
    reinterpret_cast<Pack<T, kWidth>*>(arguments.x)[index] = x;
}

/// Contiguous: a block stays in one plane, so its threads share one channel. `packs` of each plane.
template <typename T, unsigned kWidth, bool kResidual>
__global__ void __launch_bounds__(kThreads)
    perPlane(Arguments<T> arguments, unsigned packs, unsigned planes, unsigned channels)
{
    for (unsigned plane = blockIdx.y; plane < planes; plane += gridDim.y) {
        const Channel channel = arguments.channel(plane % channels);
        const std::size_t first = static_cast<std::size_t>(plane) * packs;
        for (unsigned i = blockIdx.x * kThreads + threadIdx.x; i < packs; i += gridDim.x * kThreads)
            apply<T, kWidth, kResidual>(arguments, first + i, [&](unsigned) { return channel; });
    }
}

/// Channels last: a pack lies inside one pixel. `packs` in all.
template <typename T, unsigned kWidth, bool kResidual>
__global__ void __launch_bounds__(kThreads) perPixel(Arguments<T> arguments, unsigned packs, unsigned packsPerPixel)
{
    for (unsigned i = blockIdx.x * kThreads + threadIdx.x; i < packs; i += gridDim.x * kThreads) {
        const unsigned first = i % packsPerPixel;
        Pack<T, kWidth> bias;
        Pack<T, kWidth> slopes;
        if (arguments.bias)
            bias = packOf<T, kWidth>(arguments.bias, first);
        if (arguments.slopes)
            slopes = packOf<T, kWidth>(arguments.slopes, first);
        apply<T, kWidth, kResidual>(arguments, i, [&](unsigned at) {
            return Channel{
                arguments.bias ? wide(bias.at[at]) : 0.0f, arguments.slopes ? wide(slopes.at[at]) : arguments.factor};
        });
    }
}

unsigned blocksFor(std::int64_t packs)
{
    return static_cast<unsigned>(std::min<std::int64_t>((packs + kThreads - 1) / kThreads, kMaxBlocks));
}

template <typename T, unsigned kWidth, bool kResidual> void start(const Epilogue& epilogue)
{
    const Arguments<T> arguments{static_cast<T*>(epilogue.x), static_cast<const T*>(epilogue.bias),
        static_cast<const T*>(epilogue.slopes), static_cast<const T*>(epilogue.residual), epilogue.factor};
    const auto stream = static_cast<cudaStream_t>(epilogue.stream);
    const auto channels = static_cast<unsigned>(epilogue.channels);
    if (epilogue.plane == 1) {
        const std::int64_t packs = epilogue.count / kWidth;
        perPixel<T, kWidth, kResidual>
            <<<blocksFor(packs), kThreads, 0, stream>>>(arguments, static_cast<unsigned>(packs), channels / kWidth);
        return;
    }
    const std::int64_t packs = epilogue.plane / kWidth;
    const auto planes = static_cast<unsigned>(epilogue.count / epilogue.plane);
    const dim3 grid(blocksFor(packs), std::min(planes, kMaxPlanes));
    perPlane<T, kWidth, kResidual>
        <<<grid, kThreads, 0, stream>>>(arguments, static_cast<unsigned>(packs), planes, channels);
}

/// Wide accesses where each pack is whole and aligned: a row of channels, or a plane, is a number of packs.
bool fitsPacks(const Epilogue& epilogue, std::int64_t width)
{
    const auto aligned = [](const void* data) { return reinterpret_cast<std::uintptr_t>(data) % kPackBytes == 0; };
    return (epilogue.plane == 1 ? epilogue.channels : epilogue.plane) % width == 0 && aligned(epilogue.x)
        && aligned(epilogue.bias) && aligned(epilogue.slopes) && aligned(epilogue.residual);
}

template <typename T> void startFor(const Epilogue& epilogue)
{
    constexpr unsigned kWidth = kPackBytes / sizeof(T);
    if (!fitsPacks(epilogue, kWidth))
        return epilogue.residual ? start<T, 1, true>(epilogue) : start<T, 1, false>(epilogue);
    return epilogue.residual ? start<T, kWidth, true>(epilogue) : start<T, kWidth, false>(epilogue);
}

} // namespace

const char* launch(const Epilogue& epilogue)
{
    switch (epilogue.element) {
    case Element::Float:
        startFor<float>(epilogue);
        break;
    case Element::Half:
        startFor<__half>(epilogue);
        break;
    case Element::BFloat16:
        startFor<__nv_bfloat16>(epilogue);
        break;
    }
    return startProblem();
}

} // namespace weft::kernel
