// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gpu-worker/sampling/Schedulers.h"

namespace weft {

/// Weights of the slopes at sigmas[i], sigmas[i - 1], ... for a step from sigmas[i] to sigmas[i + 1]; order >= 1 of them,
/// order <= i + 1.

/// The integral of each Lagrange polynomial.
std::vector<float> lmsCoefficients(const Sigmas& sigmas, std::size_t i, std::size_t order);
/// Adams-Bashforth for steps of different length, to be multiplied by the step's length; order <= 4. As published with
/// "ipndm_v" (diff-sampler).
std::vector<float> adamsCoefficients(const Sigmas& sigmas, std::size_t i, std::size_t order);
/// DEIS in the variance-preserving time between sigma 0.002 and 80, a sum of 10,000 points in float32; order >= 2.
std::vector<float> deisCoefficients(const Sigmas& sigmas, std::size_t i, std::size_t order);

} // namespace weft
