// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "gpu-worker/runtime/Device.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace weft::worker {

/// What the worker was started with.
struct Options {
    std::vector<std::string> models; // --models DIR, repeatable: roots laid out like ComfyUI's "models"
    int threads = 0; // --threads N; 0: libtorch's own choice
    std::optional<std::uint64_t> cacheBytes; // --memory-limit MB: loaded models and results that are kept; none: by the machine (defaultCacheBytes)
    std::optional<std::uint64_t> memoryBytes; // --memory-bound MB: all tensors together; none: by the machine (defaultMemoryBound)
    std::optional<std::uint64_t> weightBytes; // --weight-memory MB: weights on the device, the rest streamed; none: by the card
    DeviceChoice device = DeviceChoice::Auto; // --device auto|cpu|cuda
    bool describe = false; // --describe: print the catalogue and end
    bool testSandbox = false; // --self-test-sandbox: try what must fail, and end
};

constexpr const char* kUsage =
    "weft-worker [--describe] [--models DIR]... [--device auto|cpu|cuda] [--threads N] [--memory-limit MB]\n"
    "            [--memory-bound MB] [--weight-memory MB]\n";

/// Errors: SettingInvalid (args: input).
Result<Options> parseOptions(const std::vector<std::string>& arguments);

} // namespace weft::worker
