// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/cuda/OnCard.h"

#include <ATen/core/grad_mode.h>
#include <c10/core/impl/VirtualGuardImpl.h>
#include <c10/util/Exception.h>

namespace weft {

bool mayUseKernel(const at::Tensor& x)
{
    return x.is_cuda() && !(at::GradMode::is_enabled() && x.requires_grad());
}

std::optional<kernel::Element> elementOf(at::ScalarType type)
{
    switch (type) {
    case at::kFloat:
        return kernel::Element::Float;
    case at::kHalf:
        return kernel::Element::Half;
    case at::kBFloat16:
        return kernel::Element::BFloat16;
    default:
        return std::nullopt;
    }
}

bool matches(const at::Tensor& values, const at::Tensor& x, std::int64_t count)
{
    return !values.defined()
        || (values.device() == x.device() && values.scalar_type() == x.scalar_type() && values.numel() == count
            && values.is_contiguous());
}

const void* dataOf(const at::Tensor& values)
{
    return values.defined() ? values.const_data_ptr() : nullptr;
}

void* streamOf(at::Device device)
{
    return c10::impl::VirtualGuardImpl(c10::kCUDA).getStream(device).native_handle();
}

void throwUnlessStarted(const char* problem)
{
    TORCH_CHECK(!problem, "CUDA error: ", problem ? problem : "");
}

} // namespace weft
