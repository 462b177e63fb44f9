// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gpu-worker/models/WeightPatches.h"
#include "gpu-worker/models/Weights.h"

#include <optional>
#include <set>

namespace weft {

/// What a LoRA file says about one module.
struct LoraModule {
    std::optional<WeightPatch> weight;
    std::int64_t weightCount = 0; // numbers in the weight that it was made for; 0: not known
    std::vector<std::int64_t> magnitudes; // the shape of DoRA's, which has to fit the weight's; {}: none
    std::optional<WeightPatch> bias;
    std::int64_t biasCount = 0;
};

/// Reads the module that the file calls `name`, in whatever form; adds the names that it took to `used`. Nothing is computed
/// before the patch runs. Errors: ModelUnsupported (args: key) when parts of it are missing or don't fit each other.
Result<LoraModule> readLoraModule(
    const Weights& file, const std::string& name, double strength, std::set<std::string>& used);

} // namespace weft
