// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/models/Float32.h"

#include <ATen/core/Tensor.h>
#include <ATen/ops/atan.h>
#include <ATen/ops/exp.h>
#include <ATen/ops/expm1.h>
#include <ATen/ops/lerp.h>
#include <ATen/ops/log.h>
#include <ATen/ops/log1p.h>
#include <ATen/ops/logit.h>
#include <ATen/ops/pow.h>
#include <ATen/ops/scalar_tensor.h>
#include <ATen/ops/sigmoid.h>
#include <ATen/ops/tan.h>

#include <cmath>

namespace weft::float32 {

namespace {

at::Tensor boxed(float x)
{
    return at::scalar_tensor(x, at::kFloat);
}

} // namespace

float exp(float x)
{
    return at::exp(boxed(x)).item<float>();
}

float expm1(float x)
{
    return at::expm1(boxed(x)).item<float>();
}

float log(float x)
{
    return at::log(boxed(x)).item<float>();
}

float sqrt(float x)
{
    return std::sqrt(x);
}

float pow(float x, float y)
{
    return at::pow(boxed(x), y).item<float>();
}

float sigmoid(float x)
{
    return at::sigmoid(boxed(x)).item<float>();
}

float logit(float x)
{
    return at::logit(boxed(x)).item<float>();
}

float tan(float x)
{
    return at::tan(boxed(x)).item<float>();
}

float atan(float x)
{
    return at::atan(boxed(x)).item<float>();
}

float log1p(float x)
{
    return at::log1p(boxed(x)).item<float>();
}

float lerp(float a, float b, float weight)
{
    return at::lerp(boxed(a), boxed(b), weight).item<float>();
}

} // namespace weft::float32
