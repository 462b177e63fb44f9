// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/values/Safetensors.h"

#include <ATen/core/Tensor.h>

#include <map>
#include <string>

namespace weft {

/// The tensors of tests/data/sampling/<name>, float64 ones as they are.
std::map<std::string, at::Tensor> samplingData(const std::string& name);

/// The largest |a - b| / max |b|; infinite when the shapes differ.
double relativeDifference(const at::Tensor& a, const at::Tensor& b);

} // namespace weft
