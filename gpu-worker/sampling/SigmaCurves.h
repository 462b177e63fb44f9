// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "gpu-worker/sampling/Schedulers.h"

namespace weft {

/// Curves between two sigmas that need no model. n points and a 0 (laplace: no 0); n >= 1. Values that make no sense (a
/// sigma of 0 where a logarithm is taken) give NaN, as in ComfyUI; callers check.
Sigmas karrasSigmas(std::int64_t n, double sigmaMin, double sigmaMax, double rho); // arXiv 2206.00364
Sigmas exponentialSigmas(std::int64_t n, double sigmaMin, double sigmaMax);
Sigmas polyexponentialSigmas(std::int64_t n, double sigmaMin, double sigmaMax, double rho);
Sigmas laplaceSigmas(std::int64_t n, double sigmaMin, double sigmaMax, double mu, double beta); // arXiv 2407.03297
Sigmas vpSigmas(std::int64_t n, double betaD, double betaMin, double epsilon); // arXiv 2011.13456
Sigmas klOptimalSigmas(std::int64_t n, double sigmaMin, double sigmaMax); // Align Your Steps, arXiv 2404.14507

/// The noise levels of "Align Your Steps" for "SD1", "SDXL" or "SVD", interpolated to `steps` steps; of those the last
/// round(steps * denoise). Errors: SettingNotInList. Source: arXiv 2404.14507.
Result<Sigmas> alignYourSteps(std::string_view model, std::int64_t steps, double denoise);
/// The same for "GITS" with its coefficient 0.80 ... 1.50 in steps of 0.05. Errors: SettingNotInList.
/// Source: arXiv 2405.11326.
Result<Sigmas> gitsSigmas(double coefficient, std::int64_t steps, double denoise);

/// Descending `levels` at `count` points, even in the logarithm.
std::vector<double> logInterpolated(const std::vector<double>& levels, std::int64_t count);

} // namespace weft
