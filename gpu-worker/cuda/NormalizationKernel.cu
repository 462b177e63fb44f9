// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/cuda/NormalizationKernel.h"

#include "gpu-worker/cuda/KernelNumbers.cuh"

namespace weft::kernel {

namespace {

constexpr unsigned kMostParts = kThreads; // a block adds them up, one a thread
constexpr unsigned kElementsPerThread = 16;

/// One group of one picture in memory.
template <typename T> struct Group {
    const T* x;
    T* y;
    unsigned channels; // of the group
    unsigned places;
    unsigned stride; // elements between a place and the next, channels-last; 0: contiguous
    unsigned firstChannel;

    __device__ std::size_t placeOf(unsigned i) const
    {
        return stride == 0 ? i : static_cast<std::size_t>(i / channels) * stride + i % channels;
    }
    __device__ unsigned channelOf(unsigned i) const { return firstChannel + (stride == 0 ? i / places : i % channels); }
};

template <typename T> struct Shape {
    const T* x;
    T* y;
    unsigned channels;
    unsigned groups;
    unsigned places;
    bool channelsLast;

    /// `index`: over all pictures.
    __device__ Group<T> group(unsigned index) const
    {
        const unsigned perGroup = channels / groups;
        const unsigned first = index % groups * perGroup;
        const std::size_t picture = static_cast<std::size_t>(index / groups) * channels * places;
        const std::size_t start = picture + (channelsLast ? first : static_cast<std::size_t>(first) * places);
        return {x + start, y + start, perGroup, places, channelsLast ? channels : 0, first};
    }
};

/// Of all threads of a block, in a fixed order, so that a second run gives the same bits. `room`: kThreads numbers.
__device__ double sumOfBlock(double value, double* room)
{
    __syncthreads(); // whoever still reads what was there before
    room[threadIdx.x] = value;
    for (unsigned half = kThreads / 2; half > 0; half /= 2) {
        __syncthreads();
        if (threadIdx.x < half)
            room[threadIdx.x] += room[threadIdx.x + half];
    }
    __syncthreads();
    return room[0];
}

/// Sums of x - x0 and its square, x0 being the group's first element: as large as the others, so that little is cancelled.
template <typename T> __global__ void __launch_bounds__(kThreads) sumParts(Shape<T> shape, double* sums, unsigned size)
{
    __shared__ double room[kThreads];
    const Group<T> group = shape.group(blockIdx.y);
    const float shift = wide(group.x[0]);
    float sum = 0;
    float squares = 0;
    for (unsigned i = blockIdx.x * kThreads + threadIdx.x; i < size; i += gridDim.x * kThreads) {
        const float value = wide(group.x[group.placeOf(i)]) - shift;
        sum += value;
        squares += value * value;
    }
    const double allSum = sumOfBlock(sum, room);
    const double allSquares = sumOfBlock(squares, room);
    if (threadIdx.x == 0) {
        double* part = sums + (static_cast<std::size_t>(blockIdx.y) * gridDim.x + blockIdx.x) * 2;
        part[0] = allSum;
        part[1] = allSquares;
    }
}

template <typename T>
__global__ void __launch_bounds__(kThreads) normalize(Shape<T> shape, const double* sums, unsigned parts, const T* weight,
    const T* bias, float eps, unsigned size)
{
    __shared__ double room[kThreads];
    const Group<T> group = shape.group(blockIdx.y);
    const double* own = sums + static_cast<std::size_t>(blockIdx.y) * parts * 2;
    const bool hasPart = threadIdx.x < parts;
    const double sum = sumOfBlock(hasPart ? own[threadIdx.x * 2] : 0, room);
    const double squares = sumOfBlock(hasPart ? own[threadIdx.x * 2 + 1] : 0, room);
    const double count = size;
    const double variance = (squares - sum * sum / count) / count;
    const float mean = wide(group.x[0]) + static_cast<float>(sum / count);
    const float scale = rsqrtf(static_cast<float>(variance > 0 ? variance : 0) + eps);
    for (unsigned i = blockIdx.x * kThreads + threadIdx.x; i < size; i += gridDim.x * kThreads) {
        const std::size_t place = group.placeOf(i);
        const unsigned channel = group.channelOf(i);
        const float normed = (wide(group.x[place]) - mean) * scale;
        const float value = normed * wide(weight[channel]) + wide(bias[channel]);
        group.y[place] = rounded<T>(value / (1 + expf(-value)));
    }
}

template <typename T> void start(const Normalization& of)
{
    const Shape<T> shape{static_cast<const T*>(of.x), static_cast<T*>(of.y), static_cast<unsigned>(of.channels),
        static_cast<unsigned>(of.groups), static_cast<unsigned>(of.places), of.channelsLast};
    const auto stream = static_cast<cudaStream_t>(of.stream);
    const auto size = static_cast<unsigned>(groupSize(of));
    const auto parts = static_cast<unsigned>(partsOf(of));
    const auto groups = static_cast<unsigned>(of.batch * of.groups);
    sumParts<T><<<dim3(parts, groups), kThreads, 0, stream>>>(shape, of.sums, size);
    const unsigned blocks = (size - 1) / (kThreads * kElementsPerThread) + 1;
    normalize<T><<<dim3(blocks, groups), kThreads, 0, stream>>>(shape, of.sums, parts, static_cast<const T*>(of.weight),
        static_cast<const T*>(of.bias), of.eps, size);
}

} // namespace

const char* launch(const Normalization& normalization)
{
    if (partsOf(normalization) > kMostParts)
        return "more parts than a block adds up";
    switch (normalization.element) {
    case Element::Float:
        start<float>(normalization);
        break;
    case Element::Half:
        start<__half>(normalization);
        break;
    case Element::BFloat16:
        start<__nv_bfloat16>(normalization);
        break;
    }
    return startProblem();
}

} // namespace weft::kernel
