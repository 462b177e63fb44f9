// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gpu-worker/models/DiffusionModel.h"
#include "gpu-worker/models/Weights.h"
#include "tests/golden/tiny/TinyNetworks.h"

namespace weft {

/// A UNet of 32 channels in two levels, in memory, ldm's names without prefix.
Weights smallUnet(golden::TinyUnet shape = {});
/// Inputs that suit it: 2 latents of 8 x 8.
DenoiserInputs smallInputs(std::int64_t contextDim = 64, std::int64_t channels = 4, std::int64_t adm = 0);
double worstDifference(const at::Tensor& a, const at::Tensor& b);

} // namespace weft
