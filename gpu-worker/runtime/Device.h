// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/job/Fragment.h"

#include <c10/core/Device.h>
#include <c10/core/ScalarType.h>

#include <optional>
#include <string>

namespace weft::worker {

/// What the worker was asked to compute on.
enum class DeviceChoice { Auto, Cpu, Cuda };
/// "auto", "cpu" or "cuda".
std::optional<DeviceChoice> deviceChoiceOf(std::string_view word);

/// Whether chooseDevice may come to open a card's driver: CUDA is asked for or allowed, and this libtorch has it.
bool mayUseCard(DeviceChoice choice);
/// Auto: the first CUDA card when this libtorch has CUDA and a card is there; else the CPU. A card is told to compute
/// float32 exactly (no TF32) and by deterministic algorithms, so that results are comparable between machines and runs.
/// Errors: SettingInvalid (Cuda, but there is none; the detail says why).
Result<c10::Device> chooseDevice(DeviceChoice choice);
/// For people: "CPU, 2 threads", or a card's name and memory: "NVIDIA H100 80GB HBM3, 79 GiB".
std::string deviceName(c10::Device device);
/// What a model computes in. A CPU: always float32 (half precision is slower there). A card: what was asked for; Auto
/// is float32.
c10::ScalarType elementTypeFor(Precision precision, c10::Device device);
/// The machine's memory, or what a control group leaves this process of it; 0: not known. Before the sandbox closes.
std::uint64_t mainMemoryBytes();
/// What models and results may hold that are kept between runs: half of the main memory, on a card also at most three
/// quarters of its own (`cardBytes`, 0: no card); at least 2 GiB.
std::uint64_t defaultCacheBytes(std::uint64_t mainBytes, std::uint64_t cardBytes);
/// What tensors may hold in main memory together (boundMemory): all but an eighth, which is left to the rest of the machine and
/// to what isn't a tensor. 0: not known.
std::uint64_t defaultMemoryBound(std::uint64_t mainBytes);
/// What weights may hold on a card of so many bytes: three quarters; the rest is for what the networks compute. No measured
/// number: a run that still finds no memory is repeated with half of it.
std::uint64_t defaultWeightBytes(std::uint64_t cardBytes);
/// 0 for the CPU.
std::uint64_t cardBytes(c10::Device device);
/// Memory that libtorch and the C library keep for later goes back to the system and the card.
void giveBackMemory(c10::Device device);
/// Threads of libtorch's kernels; 0 keeps libtorch's own choice.
void setThreads(int threads);
/// Starts libtorch's threads and loads its kernels: one small matrix product, on a card a convolution too. Before the
/// sandbox closes.
void warmUp(c10::Device device);
/// Whether the device still computes: after a fault inside a kernel a card refuses this process everything.
bool stillWorks(c10::Device device);

} // namespace weft::worker
