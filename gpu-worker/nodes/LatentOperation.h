// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/core/Tensor.h>

#include <functional>

namespace weft::worker {

/// LATENT_OPERATION: what is done to a latent, or at each step to what the sampler predicts. x [B, C, h, w] -> the same
/// shape.
struct LatentOperation {
    static constexpr const char* portType = "LATENT_OPERATION";
    std::function<at::Tensor(const at::Tensor& x)> apply;
};

} // namespace weft::worker
