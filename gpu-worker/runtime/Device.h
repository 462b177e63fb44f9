// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <c10/core/Device.h>

#include <string>

namespace weft::worker {

/// The first CUDA card when this libtorch has CUDA and a card is there; else the CPU.
c10::Device chooseDevice();
/// For people: "CPU, 2 threads" or "CUDA card 0".
std::string deviceName(c10::Device device);
/// Threads of libtorch's kernels; 0 keeps libtorch's own choice.
void setThreads(int threads);
/// Starts libtorch's threads and loads its kernels: one small matrix product. Before the sandbox closes.
void warmUp(c10::Device device);

} // namespace weft::worker
