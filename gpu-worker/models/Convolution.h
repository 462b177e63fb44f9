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
    // With what follows it; on a card in one pass over memory (gpu-worker/cuda/Epilogue.h), elsewhere as ever.
    at::Tensor prelu(const at::Tensor& x, const at::Tensor& slopes) const; // slopes [out]
    at::Tensor leaky(const at::Tensor& x) const; // max(y, 0.2 y), the activation of ESRGAN
    at::Tensor addTo(const at::Tensor& residual, const at::Tensor& x) const; // 0.2 y + residual

    /// float16 and bfloat16 lay their channels last, which tensor cores want.
    void to(at::Device device, at::ScalarType type);
    std::uint64_t sizeBytes() const;
};

/// 0.2 x + residual; overwrites x.
at::Tensor scaledOnto(const at::Tensor& residual, at::Tensor x);

} // namespace weft
