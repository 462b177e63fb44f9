// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/models/PackedConvolution.h"

#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/core/grad_mode.h>
#include <ATen/core/ivalue.h>
#include <ATen/ops/conv2d.h>
#include <ATen/ops/empty.h>
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

/// Lays out a weight that lies channels last, without a copy of it in between; likewise without a C++ function.
const c10::OperatorHandle* reorderOperator()
{
    static const std::optional<c10::OperatorHandle> found
        = c10::Dispatcher::singleton().findSchema({"mkldnn::_reorder_convolution_weight", ""});
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

template <typename T>
void turnRows(const at::Tensor& plain, const at::Tensor& turned)
{
    const std::int64_t channels = plain.size(1);
    const std::int64_t places = plain.size(2) * plain.size(3);
    const auto* from = static_cast<const T*>(plain.const_data_ptr());
    auto* to = static_cast<T*>(turned.mutable_data_ptr());
    at::parallel_for(0, plain.size(0), 1, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t row = begin; row < end; ++row) {
            const T* x = from + row * channels * places;
            T* y = to + row * channels * places;
            for (std::int64_t place = 0; place < places; ++place) {
                for (std::int64_t channel = 0; channel < channels; ++channel)
                    *y++ = x[channel * places + place];
            }
        }
    });
}

/// [out, in, k, k] with its channels last. libtorch's own copy takes four times as long.
at::Tensor channelsLast(const at::Tensor& weight)
{
    const auto last = at::MemoryFormat::ChannelsLast;
    if (weight.is_contiguous(last))
        return weight;
    const at::Tensor plain = weight.contiguous();
    const at::Tensor turned = at::empty(plain.sizes(), plain.options().memory_format(last));
    if (plain.element_size() == sizeof(float))
        turnRows<std::uint32_t>(plain, turned);
    else
        turnRows<std::uint16_t>(plain, turned);
    return turned;
}

at::Tensor pack(const at::Tensor& plain, at::IntArrayRef input, const Sides& stride, const Sides& padding)
{
    const Sides dilation {1, 1};
    if (!reorderOperator())
        return at::mkldnn_reorder_conv2d_weight(plain.contiguous().to_mkldnn(), padding, stride, dilation, 1, input);
    std::vector<c10::IValue> stack {channelsLast(plain), padding, stride, dilation, std::int64_t {1}, input.vec()};
    reorderOperator()->callBoxed(stack);
    return stack.front().toTensor();
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
