// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gpu-worker/models/Weights.h"

namespace weft {

/// A 3x3 convolution with bias, stride 1, that keeps height and width (zeros beyond the edge).
struct Convolution {
    at::Tensor weight; // [out, in, 3, 3]
    at::Tensor bias; // [out]

    /// Reads `name`.weight and `name`.bias. Errors: ModelUnsupported.
    static Result<Convolution> load(const Weights& weights, const std::string& name, std::int64_t out, std::int64_t in);

    at::Tensor operator()(const at::Tensor& x) const; // [N, in, H, W] -> [N, out, H, W]
    void to(at::Device device);
    std::uint64_t sizeBytes() const;
};

/// max(x, 0.2 x), the activation of ESRGAN; overwrites x.
at::Tensor leaky(at::Tensor x);

} // namespace weft
