// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
// bench.unet [SIDE] [fp32|bf16|fp16] [RUNS|turns] [cpu|cuda]
// A UNet of SD1.5's real size with random weights: CPU-seconds (on a card: seconds) of one guided call (both sides in one batch)
// at SIDE x SIDE pixels, the least of RUNS, beside a matrix product in the same run. Ratios hold on a noisy machine, seconds don't.
// turns: one call, or one matrix product, for each line "call" or "peak" on the standard input, answered by its CPU-seconds or
// GFLOP/s: tests/bench/unet_peer.py takes turns with it.
// bench.unet load FILE [fp32|bf16]: wall seconds until a checkpoint's UNet is ready to be called at full speed: the file opened, and
// what the first call costs more than the second (weights are converted and packed when they are first used). For sdcpp_peer.py.
#include "gpu-worker/models/ModelFiles.h"
#include "gpu-worker/models/Unet.h"
#include "gpu-worker/runtime/Device.h"
#include "gpu-worker/runtime/MemoryBound.h"
#include "tests/bench/Sd15.h"

#include <ATen/ops/matmul.h>
#include <ATen/ops/rand.h>
#include <c10/core/InferenceMode.h>

#include <chrono>
#include <cstdio>
#include <cstring>

using namespace weft;
using namespace weft::bench;

namespace {

/// Fused multiply-adds count twice. Source: counted layer by layer for 64 x 64 latents.
constexpr double kGigaFlopPerSample64 = 803;

/// GFLOP per second of `measured` of a large matrix product.
double peak(const Placement& place)
{
    const std::int64_t side = place.device.is_cpu() ? 2048 : 8192;
    const at::Tensor a = at::rand({side, side}).to(place.device, place.dtype);
    const at::Tensor b = at::rand({side, side}).to(place.device, place.dtype);
    const double seconds = measured([&] { at::matmul(a, b); }, place.device);
    return 2.0 * static_cast<double>(side * side * side) * 1e-9 / seconds;
}

void takeTurns(const Unet& unet, const DenoiserInputs& inputs, const Placement& place)
{
    char line[16];
    while (std::fgets(line, sizeof line, stdin)) {
        const bool isCall = std::strncmp(line, "call", 4) == 0;
        std::printf("%.6f\n", isCall ? measured([&] { unet.run(inputs); }, place.device) : peak(place));
        std::fflush(stdout);
    }
}

int load(const char* path, at::ScalarType type)
{
    using Clock = std::chrono::steady_clock;
    using Seconds = std::chrono::duration<double>;
    constexpr std::int64_t kSmall = 8; // a call that computes next to nothing
    const DenoiserInputs inputs = guidedCall(kSmall);
    at::matmul(at::rand({64, 64}), at::rand({64, 64})); // libtorch's own start
    const double cpuBefore = cpuSeconds();
    const auto begin = Clock::now();
    const auto file = Weights::open(path);
    const auto model = file ? makeDiffusionModel(*file, {at::kCPU, type}) : file.error();
    if (!model) {
        std::fprintf(stderr, "%s can't be loaded\n", path);
        return 1;
    }
    const auto opened = Clock::now();
    (*model)->network->run(inputs);
    const auto first = Clock::now();
    const double cpu = cpuSeconds() - cpuBefore - measured([&] { (*model)->network->run(inputs); });
    const Seconds second = Clock::now() - first;
    const Seconds converted = first - opened - second;
    std::printf("%.4f\nopened in %.4f s, weights made ready in %.3f s, a call %.3f s; CPU %.3f s\n", Seconds(opened - begin + converted).count(),
        Seconds(opened - begin).count(), converted.count(), second.count(), cpu);
    return 0;
}

at::ScalarType typeOf(const char* name)
{
    if (std::strcmp(name, "fp16") == 0)
        return at::kHalf;
    return std::strcmp(name, "bf16") == 0 ? at::kBFloat16 : at::kFloat;
}

} // namespace

int main(int argc, char** argv)
{
    const c10::InferenceMode mode;
    worker::boundMemory(0); // the worker's allocation, without a bound
    if (argc > 2 && std::strcmp(argv[1], "load") == 0)
        return load(argv[2], typeOf(argc > 3 ? argv[3] : "fp32"));
    const std::int64_t side = argc > 1 ? std::atoi(argv[1]) / 8 : 32;
    const auto device = worker::chooseDevice(worker::deviceChoiceOf(argc > 4 ? argv[4] : "cpu").value_or(worker::DeviceChoice::Cpu));
    if (!device) {
        std::fprintf(stderr, "%s\n", device.error().detail.c_str());
        return 1;
    }
    const Placement place {*device, typeOf(argc > 2 ? argv[2] : "fp32")};
    const int runs = argc > 3 ? std::atoi(argv[3]) : 3;
    const Weights weights = sd15Unet();
    std::shared_ptr<const Unet> unet;
    const double load = measured([&] {
        unet = Unet::make(ParameterSet::of(weights, place).value()).value();
    });
    const DenoiserInputs inputs = guidedCall(side, *device);
    const double first = measured([&] { unet->run(inputs); }, *device);
    if (argc > 3 && std::strcmp(argv[3], "turns") == 0) {
        takeTurns(*unet, inputs, place);
        return 0;
    }
    double least = 1e9;
    double best = 0;
    for (int i = 0; i < runs; ++i) {
        best = std::max(best, peak(place));
        least = std::min(least, measured([&] { unet->run(inputs); }, *device));
        best = std::max(best, peak(place));
    }
    const double flop = 2 * kGigaFlopPerSample64 * static_cast<double>(side * side) / (64 * 64);
    std::printf("load %.3f s, first call %.2f s, call %.4f s (%s); matrix product %.1f GFLOP/s", load, first, least, device->is_cpu() ? "CPU" : "card", best);
    if (side == 64)
        std::printf("; of peak %.3f", flop / least / best);
    std::printf("\n");
    return 0;
}
