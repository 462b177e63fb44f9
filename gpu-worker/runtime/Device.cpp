// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/runtime/Device.h"

#include "gpu-worker/cuda/Card.h"
#include "gpu-worker/runtime/MemoryBound.h"

#include <ATen/Context.h>
#include <ATen/DeviceAccelerator.h>
#include <ATen/Parallel.h>
#include <ATen/ops/conv2d.h>
#include <ATen/ops/matmul.h>
#include <ATen/ops/ones.h>
#include <ATen/ops/sum.h>

#include <algorithm>
#include <fstream>

#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <unistd.h>

namespace weft::worker {

namespace {

constexpr c10::DeviceIndex kCard = 0; // of several the first

void computeExactly()
{
    at::Context& context = at::globalContext();
    context.setAllowTF32CuBLAS(false);
    context.setAllowTF32CuDNN(false); // libtorch's own choice is TF32
    context.setDeterministicCuDNN(true);
    context.setBenchmarkCuDNN(false); // timing would choose another algorithm each time
}

std::string whyNoCard()
{
    if (!at::Context::hasCUDART())
        return "this program was built without CUDA (WEFT_CUDA)";
    const std::string problem = describeCard(kCard).problem;
    return problem.empty() ? "no CUDA card was found" : problem;
}

} // namespace

std::optional<DeviceChoice> deviceChoiceOf(std::string_view word)
{
    if (word == "auto")
        return DeviceChoice::Auto;
    if (word == "cpu")
        return DeviceChoice::Cpu;
    if (word == "cuda")
        return DeviceChoice::Cuda;
    return std::nullopt;
}

bool mayUseCard(DeviceChoice choice)
{
    return choice != DeviceChoice::Cpu && at::Context::hasCUDART(); // asks no driver, as hasCUDA() does
}

Result<c10::Device> chooseDevice(DeviceChoice choice)
{
    if (choice != DeviceChoice::Cpu && at::hasCUDA() && at::getNumGPUs() > 0) {
        computeExactly();
        return c10::Device(c10::kCUDA, kCard);
    }
    if (choice == DeviceChoice::Cuda)
        return Error{ErrorCode::SettingInvalid, whyNoCard(), {{"input", "--device"}}};
    return c10::Device(c10::kCPU);
}

std::string deviceName(c10::Device device)
{
    if (device.is_cuda()) {
        const Card card = describeCard(device.index());
        if (card.name.empty())
            return "CUDA card " + std::to_string(device.index());
        return card.name + ", " + std::to_string(card.bytes >> 30) + " GiB";
    }
    const int threads = at::get_num_threads();
    return "CPU, " + std::to_string(threads) + (threads == 1 ? " thread" : " threads");
}

c10::ScalarType elementTypeFor(Precision precision, c10::Device device)
{
    if (device.is_cpu())
        return c10::kFloat;
    switch (precision) {
    case Precision::Fp16:
        return c10::kHalf;
    case Precision::Bf16:
        return c10::kBFloat16;
    case Precision::Auto:
    case Precision::Fp32:
        break;
    }
    return c10::kFloat;
}

std::uint64_t mainMemoryBytes()
{
    const long pages = sysconf(_SC_PHYS_PAGES);
    const long pageSize = sysconf(_SC_PAGESIZE);
    std::uint64_t bytes = pages > 0 && pageSize > 0 ? static_cast<std::uint64_t>(pages) * static_cast<std::uint64_t>(pageSize) : 0;
    for (const char* path : {"/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"}) {
        std::uint64_t limit = 0;
        if (std::ifstream(path) >> limit && limit > 0) // "max" is no number
            bytes = bytes > 0 ? std::min(bytes, limit) : limit;
    }
    return bytes;
}

std::uint64_t defaultCacheBytes(std::uint64_t mainBytes, std::uint64_t cardBytes)
{
    constexpr std::uint64_t kLeast = std::uint64_t {2} << 30;
    std::uint64_t bytes = mainBytes / 2;
    if (cardBytes > 0)
        bytes = std::min(bytes, cardBytes / 4 * 3);
    return std::max(kLeast, bytes);
}

std::uint64_t defaultMemoryBound(std::uint64_t mainBytes)
{
    return mainBytes - mainBytes / 8;
}

std::uint64_t defaultWeightBytes(std::uint64_t cardBytes)
{
    return cardBytes / 4 * 3;
}

std::uint64_t cardBytes(c10::Device device)
{
    return device.is_cuda() ? describeCard(device.index()).bytes : 0;
}

void giveBackMemory(c10::Device device)
{
    if (device.is_cuda())
        at::accelerator::emptyCache();
    dropKeptBlocks();
#ifdef __GLIBC__
    malloc_trim(0);
#endif
}

void setThreads(int threads)
{
    if (threads > 0)
        at::set_num_threads(threads);
}

void warmUp(c10::Device device)
{
    constexpr int kSide = 256; // large enough for the thread pool to start
    const auto place = at::TensorOptions().device(device);
    const at::Tensor a = at::ones({kSide, kSide}, place);
    at::matmul(a, a).sum().item<float>();
    if (device.is_cuda()) // cuDNN loads its parts by name
        at::conv2d(at::ones({1, 3, kSide, kSide}, place), at::ones({8, 3, 3, 3}, place)).sum().item<float>();
}

bool stillWorks(c10::Device device)
{
    if (device.is_cpu())
        return true;
    try {
        return at::ones({2}, at::TensorOptions().device(device)).sum().item<float>() == 2.0f;
    } catch (const std::exception&) {
        return false;
    }
}

} // namespace weft::worker
