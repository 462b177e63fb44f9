// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/models/PackedConvolution.h"

#include <ATen/Context.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/core/grad_mode.h>
#include <ATen/core/ivalue.h>
#include <ATen/ops/conv2d.h>
#include <ATen/ops/mkldnn_reorder_conv2d_weight.h>

namespace weft {

namespace {

using Sides = std::vector<std::int64_t>;

/// oneDNN's convolution for a weight in its own layout. libtorch has it for its compiler, without a C++ function of its own;
/// null where this libtorch lacks it.
const c10::OperatorHandle* packedOperator()
{
    static const std::optional<c10::OperatorHandle> found
        = c10::Dispatcher::singleton().findSchema({"mkldnn::_convolution_pointwise", ""});
    return found ? &*found : nullptr;
}

bool canPack(const at::Tensor& x)
{
    const bool type = x.scalar_type() == at::kFloat || x.scalar_type() == at::kBFloat16;
    return x.is_cpu() && type && x.numel() > 0 && at::globalContext().userEnabledMkldnn()
        && at::hasMKLDNN() && packedOperator();
}

/// The packed operator has no gradient.
bool wantsGradient(const at::Tensor& x, const at::Tensor& bias)
{
    return at::GradMode::is_enabled() && (x.requires_grad() || bias.requires_grad());
}

at::Tensor pack(const at::Tensor& plain, at::IntArrayRef input, const Sides& stride, const Sides& padding)
{
    return at::mkldnn_reorder_conv2d_weight(plain.contiguous().to_mkldnn(), padding, stride, {1, 1}, 1, input);
}

} // namespace

at::Tensor convolved(
    const at::Tensor& x, const Parameter& weight, const at::Tensor& bias, std::int64_t stride, std::int64_t padding)
{
    if (x.is_cuda()) {
        const at::Tensor last
            = weight.packedFor({}, [](const at::Tensor& plain) { return plain.contiguous(at::MemoryFormat::ChannelsLast); });
        return at::conv2d(x, last, bias, stride, padding);
    }
    if (!canPack(x) || wantsGradient(x, bias))
        return at::conv2d(x, weight.value(), bias, stride, padding);
    const Sides strides {stride, stride};
    const Sides paddings {padding, padding};
    const at::Tensor packed
        = weight.packedFor(x.sizes(), [&](const at::Tensor& plain) { return pack(plain, x.sizes(), strides, paddings); });
    std::vector<c10::IValue> stack {x, packed, bias, paddings, strides, Sides {1, 1}, std::int64_t {1}, std::string("none"),
        c10::List<std::optional<at::Scalar>>(), std::optional<std::string>()};
    packedOperator()->callBoxed(stack);
    return stack.front().toTensor();
}

} // namespace weft
