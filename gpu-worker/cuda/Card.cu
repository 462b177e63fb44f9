// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/cuda/Card.h"

#include <cuda_runtime_api.h>

namespace weft {

Card describeCard(int index)
{
    cudaDeviceProp properties{};
    Card card;
    cudaError_t problem = cudaGetDeviceProperties(&properties, index);
    if (problem == cudaSuccess) {
        card.name = properties.name;
        std::size_t free = 0;
        std::size_t total = 0;
        problem = cudaMemGetInfo(&free, &total);
        card.bytes = total;
        card.freeBytes = free;
    }
    if (problem != cudaSuccess) {
        card.problem = cudaGetErrorString(problem);
        cudaGetLastError(); // so that nobody else takes it for theirs
    }
    return card;
}

} // namespace weft
