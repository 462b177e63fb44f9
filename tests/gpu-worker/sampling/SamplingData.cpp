// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gpu-worker/sampling/SamplingData.h"

#include "gpu-worker/models/Weights.h"

#include <cmath>
#include <limits>

namespace weft {

std::map<std::string, at::Tensor> samplingData(const std::string& name)
{
    std::map<std::string, at::Tensor> result;
    const SafetensorsFile file = openSafetensors(WEFT_TEST_DATA "/sampling/" + name).value();
    for (const auto& [key, tensor] : file.tensors)
        result.emplace(key, toTorch(tensor).value());
    return result;
}

double relativeDifference(const at::Tensor& a, const at::Tensor& b)
{
    if (a.sizes() != b.sizes())
        return std::numeric_limits<double>::infinity();
    if (b.numel() == 0)
        return 0;
    const double largest = b.to(at::kDouble).abs().max().item<double>();
    const double worst = a.to(at::kDouble).sub(b.to(at::kDouble)).abs().max().item<double>();
    if (std::isnan(worst))
        return std::numeric_limits<double>::infinity();
    return largest > 0 ? worst / largest : worst;
}

} // namespace weft
