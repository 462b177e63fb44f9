// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gpu-worker/cuda/KernelElement.h"

#include <cstddef>

#include <cuda_bf16.h>
#include <cuda_fp16.h>
#include <cuda_runtime_api.h>

// What all kernels need of numbers: from an element to float32 and back, and several elements in one access.
namespace weft::kernel {

constexpr unsigned kThreads = 256;
constexpr unsigned kPackBytes = 16; // the widest access of one thread

/// Neighbours that one thread handles at once.
template <typename T, unsigned kWidth> struct alignas(sizeof(T) * kWidth) Pack {
    T at[kWidth];
};

template <typename T, unsigned kWidth> __device__ Pack<T, kWidth> packOf(const T* values, std::size_t index)
{
    return reinterpret_cast<const Pack<T, kWidth>*>(values)[index];
}

inline __device__ float wide(float value)
{
    return value;
}
inline __device__ float wide(__half value)
{
    return __half2float(value);
}
inline __device__ float wide(__nv_bfloat16 value)
{
    return __bfloat162float(value);
}

template <typename T> __device__ T rounded(float value);
template <> inline __device__ float rounded<float>(float value)
{
    return value;
}
template <> inline __device__ __half rounded<__half>(float value)
{
    return __float2half_rn(value);
}
template <> inline __device__ __nv_bfloat16 rounded<__nv_bfloat16>(float value)
{
    return __float2bfloat16_rn(value);
}

/// The reason why the kernel before couldn't start, or null.
inline const char* startProblem()
{
    const cudaError_t problem = cudaGetLastError();
    return problem == cudaSuccess ? nullptr : cudaGetErrorString(problem);
}

} // namespace weft::kernel
