// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/cuda/Update.h"

#include "gpu-worker/cuda/OnCard.h"
#include "gpu-worker/cuda/UpdateKernel.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/empty_like.h>
#include <c10/core/DeviceGuard.h>

namespace weft {

namespace {

#ifdef WEFT_CUDA_KERNELS

/// Undefined where the kernel doesn't serve.
at::Tensor updatedOnCard(kernel::Update update, const at::Tensor& x, const at::Tensor& other)
{
    const bool alike = mayUseKernel(x) && other.device() == x.device() && x.scalar_type() == at::kFloat
        && other.scalar_type() == at::kFloat && x.sizes() == other.sizes() && x.is_contiguous() && other.is_contiguous();
    if (!alike)
        return {};
    update.count = x.numel();
    if (!kernel::serves(update))
        return {};
    const c10::DeviceGuard guard(x.device());
    const at::Tensor y = at::empty_like(x);
    update.x = x.const_data_ptr<float>();
    update.other = other.const_data_ptr<float>();
    update.y = y.mutable_data_ptr<float>();
    update.stream = streamOf(x.device());
    throwUnlessStarted(kernel::launch(update));
    return y;
}

#else

at::Tensor updatedOnCard(kernel::Update, const at::Tensor&, const at::Tensor&)
{
    return {};
}

#endif

kernel::Update updateOf(kernel::Update::Kind kind, float first, float second)
{
    kernel::Update update;
    update.kind = kind;
    update.first = first;
    update.second = second;
    return update;
}

} // namespace

at::Tensor twin::stepAlongSlope(const at::Tensor& x, const at::Tensor& other, float divisor, float factor)
{
    return x + (x - other) / divisor * factor;
}

at::Tensor twin::weighedSum(const at::Tensor& x, float a, const at::Tensor& other, float b)
{
    return x * a + other * b;
}

at::Tensor stepAlongSlope(const at::Tensor& x, const at::Tensor& other, float divisor, float factor)
{
    at::Tensor done = updatedOnCard(updateOf(kernel::Update::Kind::Slope, divisor, factor), x, other);
    return done.defined() ? done : twin::stepAlongSlope(x, other, divisor, factor);
}

at::Tensor weighedSum(const at::Tensor& x, float a, const at::Tensor& other, float b)
{
    at::Tensor done = updatedOnCard(updateOf(kernel::Update::Kind::Sum, a, b), x, other);
    return done.defined() ? done : twin::weighedSum(x, a, other, b);
}

} // namespace weft
