// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/// Functions of one float32 number, computed by libtorch's own kernels. The C library's differ in the last bit, and that
/// bit decides which of two timesteps is nearer (at 499.5, say) and is multiplied by ill-conditioned systems.
namespace weft::float32 {

float exp(float x);
float expm1(float x);
float log(float x);
float sqrt(float x); // exact in both
float pow(float x, float y);
float sigmoid(float x);
float logit(float x);
float tan(float x);
float atan(float x);
float log1p(float x);
/// a + (b - a) * weight, as libtorch's lerp rounds it.
float lerp(float a, float b, float weight);

} // namespace weft::float32
