// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gpu-worker/models/SmallModels.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/rand.h>
#include <ATen/ops/tensor.h>

namespace weft {

Weights smallUnet(golden::TinyUnet shape)
{
    shape.prefix.clear();
    shape.channels = 32;
    golden::TinyFile file(/*seed=*/7, DType::F32);
    golden::addUnet(file, shape);
    return Weights(file.inMemory());
}

DenoiserInputs smallInputs(std::int64_t contextDim, std::int64_t channels, std::int64_t adm)
{
    DenoiserInputs inputs;
    inputs.x = at::rand({2, channels, 8, 8}) - 0.5;
    inputs.timesteps = at::tensor({999.0f, 500.0f});
    inputs.context = at::rand({2, 7, contextDim}) - 0.5;
    if (adm > 0)
        inputs.y = at::rand({2, adm}) - 0.5;
    return inputs;
}

double worstDifference(const at::Tensor& a, const at::Tensor& b)
{
    return a.sub(b).abs().max().item<double>();
}

} // namespace weft
