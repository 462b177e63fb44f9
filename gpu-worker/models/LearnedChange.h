// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/core/Tensor.h>

#include <map>
#include <memory>
#include <string>

namespace weft {

/// A change of one layer's weight that is being learned while the weight itself stays. What it learns requires gradients.
class LearnedChange {
public:
    virtual ~LearnedChange() = default;
    /// What a linear layer gains. x [..., in] -> [..., out], of x's type.
    virtual at::Tensor ofLinear(const at::Tensor& x) const = 0;
    /// What a convolution gains. x [N, in, H, W] -> [N, out, H', W'], of x's type.
    virtual at::Tensor ofConvolution(const at::Tensor& x, std::int64_t stride, std::int64_t padding) const = 0;
};
using LearnedChangePtr = std::shared_ptr<const LearnedChange>;

/// What is learned of a network, by the names of its weights.
struct Learning {
    std::map<std::string, LearnedChangePtr> changes; // beside weights that stay
    std::map<std::string, at::Tensor> weights; // leaves that take the place of a weight (biases, norms); float32 on `device`
    at::Device device = at::kCPU;
    at::ScalarType dtype = at::kFloat; // in which the network computes
};

} // namespace weft
