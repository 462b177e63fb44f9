// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/cuda/Epilogue.h"

#include "gpu-worker/cuda/EpilogueKernel.h"
#include "gpu-worker/cuda/OnCard.h"

#include <ATen/ops/where.h>
#include <c10/core/DeviceGuard.h>

namespace weft {

namespace {

at::Tensor perChannel(const at::Tensor& values)
{
    return values.to(at::kFloat).view({1, -1, 1, 1});
}

at::Tensor withBias(const at::Tensor& x, const at::Tensor& bias)
{
    const at::Tensor wide = x.to(at::kFloat);
    return bias.defined() ? wide.add(perChannel(bias)) : wide;
}

#ifdef WEFT_CUDA_KERNELS

/// Whether the kernel did it.
bool onCard(
    const at::Tensor& x, const at::Tensor& bias, const at::Tensor& slopes, float factor, const at::Tensor& residual)
{
    const auto element = elementOf(x.scalar_type());
    if (!mayUseKernel(x) || x.dim() != 4 || !element || !matches(bias, x, x.size(1)) || !matches(slopes, x, x.size(1)))
        return false;
    const bool planes = x.is_contiguous();
    const auto format = planes ? at::MemoryFormat::Contiguous : at::MemoryFormat::ChannelsLast;
    if (!x.is_contiguous(format))
        return false;
    if (residual.defined()
        && (residual.device() != x.device() || residual.scalar_type() != x.scalar_type()
            || residual.sizes() != x.sizes() || !residual.is_contiguous(format)))
        return false;
    const c10::DeviceGuard guard(x.device());
    kernel::Epilogue epilogue{*element, x.mutable_data_ptr(), dataOf(bias), dataOf(slopes), dataOf(residual), factor,
        x.numel(), x.size(1), planes ? x.size(2) * x.size(3) : 1};
    if (!kernel::serves(epilogue))
        return false;
    epilogue.stream = streamOf(x.device());
    throwUnlessStarted(kernel::launch(epilogue));
    return true;
}

#else

bool onCard(const at::Tensor&, const at::Tensor&, const at::Tensor&, float, const at::Tensor&)
{
    return false;
}

#endif

} // namespace

bool hasEpilogueKernel(const at::Tensor& x)
{
    return kKernelsBuilt && x.is_cuda();
}

at::Tensor twin::addBiasPrelu(at::Tensor x, const at::Tensor& bias, const at::Tensor& slopes)
{
    const at::Tensor v = withBias(x, bias);
    return x.copy_(at::where(v.gt(0), v, v.mul(perChannel(slopes))));
}

at::Tensor twin::addBiasLeaky(at::Tensor x, const at::Tensor& bias, float slope)
{
    const at::Tensor v = withBias(x, bias);
    return x.copy_(at::where(v.gt(0), v, v.mul(slope)));
}

at::Tensor twin::addBiasResidual(at::Tensor x, const at::Tensor& bias, float scale, const at::Tensor& residual)
{
    return x.copy_(withBias(x, bias).mul(scale).add(residual.to(at::kFloat)));
}

at::Tensor addBiasPrelu(at::Tensor x, const at::Tensor& bias, const at::Tensor& slopes)
{
    return onCard(x, bias, slopes, 1, {}) ? x : twin::addBiasPrelu(std::move(x), bias, slopes);
}

at::Tensor addBiasLeaky(at::Tensor x, const at::Tensor& bias, float slope)
{
    return onCard(x, bias, {}, slope, {}) ? x : twin::addBiasLeaky(std::move(x), bias, slope);
}

at::Tensor addBiasResidual(at::Tensor x, const at::Tensor& bias, float scale, const at::Tensor& residual)
{
    return onCard(x, bias, {}, scale, residual) ? x : twin::addBiasResidual(std::move(x), bias, scale, residual);
}

} // namespace weft
