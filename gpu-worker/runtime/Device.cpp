// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/runtime/Device.h"

#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/ops/matmul.h>
#include <ATen/ops/ones.h>
#include <ATen/ops/sum.h>

namespace weft::worker {

c10::Device chooseDevice()
{
    if (at::hasCUDA() && at::getNumGPUs() > 0)
        return {c10::kCUDA, 0};
    return c10::kCPU;
}

std::string deviceName(c10::Device device)
{
    if (device.is_cuda())
        return "CUDA card " + std::to_string(device.index());
    const int threads = at::get_num_threads();
    return "CPU, " + std::to_string(threads) + (threads == 1 ? " thread" : " threads");
}

void setThreads(int threads)
{
    if (threads > 0)
        at::set_num_threads(threads);
}

void warmUp(c10::Device device)
{
    constexpr int kSide = 256; // large enough for the thread pool to start
    const at::Tensor a = at::ones({kSide, kSide}, at::TensorOptions().device(device));
    at::matmul(a, a).sum().item<float>();
}

} // namespace weft::worker
