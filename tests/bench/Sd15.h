// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gpu-worker/models/Unet.h"
#include "tests/golden/tiny/TinyNetworks.h"

#include <ATen/ops/rand.h>
#include <ATen/ops/tensor.h>
#include <c10/core/impl/VirtualGuardImpl.h>

#include <chrono>
#include <ctime>

/// What the benchmarks of a UNet of SD1.5's size have in common.
namespace weft::bench {

/// Random weights.
inline Weights sd15Unet()
{
    golden::TinyUnet shape;
    shape.prefix.clear();
    shape.widths = {1, 2, 4, 4};
    shape.blocks = {2, 2, 2, 2};
    shape.depthsIn = {1, 1, 1, 1, 1, 1, 0, 0};
    shape.depthsOut = {0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1};
    golden::TinyFile file;
    golden::addUnet(file, shape);
    return Weights(file.inMemory());
}

/// Of all threads of this process.
inline double cpuSeconds()
{
    std::timespec time {};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

inline double wallSeconds()
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

inline void finish(at::Device device)
{
    if (!device.is_cpu())
        c10::impl::VirtualGuardImpl(device.type()).getStream(device).synchronize();
}

/// CPU-seconds on a CPU; on a card seconds until it is done.
template <typename F>
double measured(const F& f, at::Device device = at::kCPU)
{
    finish(device);
    const auto now = [device] { return device.is_cpu() ? cpuSeconds() : wallSeconds(); };
    const double begin = now();
    f();
    finish(device);
    return now() - begin;
}

/// Both sides of one step in one batch; `side` in latents.
inline DenoiserInputs guidedCall(std::int64_t side, at::Device device = at::kCPU)
{
    DenoiserInputs inputs;
    inputs.x = at::rand({2, 4, side, side});
    inputs.timesteps = at::tensor({500.0f, 500.0f});
    inputs.context = at::rand({2, 77, 768});
    for (at::Tensor* tensor : {&inputs.x, &inputs.timesteps, &inputs.context})
        *tensor = tensor->to(device);
    return inputs;
}

} // namespace weft::bench
