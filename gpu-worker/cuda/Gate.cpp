// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/cuda/Gate.h"

#include "gpu-worker/cuda/GateKernel.h"
#include "gpu-worker/cuda/OnCard.h"

#include <ATen/ops/empty.h>
#include <ATen/ops/gelu.h>
#include <c10/core/DeviceGuard.h>

namespace weft {

namespace {

#ifdef WEFT_CUDA_KERNELS

/// Undefined where the kernel doesn't serve.
at::Tensor gatedOnCard(const at::Tensor& x)
{
    const auto element = elementOf(x.scalar_type());
    if (!mayUseKernel(x) || x.dim() < 1 || !element || !x.is_contiguous() || x.size(-1) < 2 || x.size(-1) % 2 != 0)
        return {};
    const std::int64_t columns = x.size(-1) / 2;
    kernel::Gate gate {*element, x.const_data_ptr(), nullptr, x.numel() / (2 * columns), columns};
    if (!kernel::serves(gate))
        return {};
    std::vector<std::int64_t> shape = x.sizes().vec();
    shape.back() = columns;
    const c10::DeviceGuard guard(x.device());
    const at::Tensor y = at::empty(shape, x.options());
    gate.y = y.mutable_data_ptr();
    gate.stream = streamOf(x.device());
    throwUnlessStarted(kernel::launch(gate));
    return y;
}

#else

at::Tensor gatedOnCard(const at::Tensor&)
{
    return {};
}

#endif

} // namespace

at::Tensor twin::geglu(const at::Tensor& x)
{
    const auto halves = x.chunk(2, -1);
    return at::gelu(halves[1]).mul_(halves[0]);
}

at::Tensor geglu(const at::Tensor& x)
{
    at::Tensor done = gatedOnCard(x);
    return done.defined() ? done : twin::geglu(x);
}

} // namespace weft
