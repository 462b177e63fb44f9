// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/cuda/Normalization.h"

#include "gpu-worker/cuda/NormalizationKernel.h"
#include "gpu-worker/cuda/OnCard.h"

#include <ATen/ops/empty.h>
#include <ATen/ops/empty_like.h>
#include <ATen/ops/group_norm.h>
#include <ATen/ops/silu.h>
#include <c10/core/DeviceGuard.h>

namespace weft {

namespace {

#ifdef WEFT_CUDA_KERNELS

/// Undefined where the kernel doesn't serve.
at::Tensor normalizedOnCard(
    const at::Tensor& x, std::int64_t groups, const at::Tensor& weight, const at::Tensor& bias, double eps)
{
    const auto element = elementOf(x.scalar_type());
    const bool planes = x.is_contiguous();
    if (!mayUseKernel(x) || x.dim() != 4 || !element || (!planes && !x.is_contiguous(at::MemoryFormat::ChannelsLast)))
        return {};
    if (!weight.defined() || !bias.defined() || !matches(weight, x, x.size(1)) || !matches(bias, x, x.size(1)))
        return {};
    kernel::Normalization all {*element, x.const_data_ptr(), nullptr, dataOf(weight), dataOf(bias), nullptr,
        static_cast<float>(eps), x.size(0), x.size(1), groups, x.size(2) * x.size(3), !planes};
    if (!kernel::serves(all))
        return {};
    const c10::DeviceGuard guard(x.device());
    const at::Tensor y = at::empty_like(x);
    const at::Tensor sums = at::empty({kernel::sumsOf(all)}, x.options().dtype(at::kDouble));
    all.y = y.mutable_data_ptr();
    all.sums = sums.mutable_data_ptr<double>();
    all.stream = streamOf(x.device());
    throwUnlessStarted(kernel::launch(all));
    return y;
}

#else

at::Tensor normalizedOnCard(const at::Tensor&, std::int64_t, const at::Tensor&, const at::Tensor&, double)
{
    return {};
}

#endif

} // namespace

at::Tensor twin::groupNormSilu(
    const at::Tensor& x, std::int64_t groups, const at::Tensor& weight, const at::Tensor& bias, double eps)
{
    at::Tensor normed = at::group_norm(x, groups, weight, bias, eps); // nobody else's
    return at::silu_(normed);
}

at::Tensor groupNormSilu(
    const at::Tensor& x, std::int64_t groups, const at::Tensor& weight, const at::Tensor& bias, double eps)
{
    at::Tensor done = normalizedOnCard(x, groups, weight, bias, eps);
    return done.defined() ? done : twin::groupNormSilu(x, groups, weight, bias, eps);
}

} // namespace weft
