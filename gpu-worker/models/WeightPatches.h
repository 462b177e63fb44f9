// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/core/Tensor.h>

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace weft {

/// A changed weight of the same shape, from the stored one in float32. Runs once, when a patched copy of a network is made.
using WeightPatch = std::function<at::Tensor(const at::Tensor& weight)>;
/// By the weight's name as the network's own module tree has it (ldm names for a UNet:
/// "input_blocks.1.1.transformer_blocks.0.attn1.to_q.weight").
using WeightPatches = std::map<std::string, std::vector<WeightPatch>>;

} // namespace weft
