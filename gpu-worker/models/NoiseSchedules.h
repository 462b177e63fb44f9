// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gpu-worker/models/NoiseSchedule.h"

namespace weft {

/// 1000 timesteps with Stable Diffusion's betas (linear in their square roots, 0.00085 to 0.012). Prediction: Epsilon, V,
/// X0, ImageToImage. `zeroTerminalSnr` rescales them so that the last step is (nearly) pure noise.
/// Source: arXiv 2112.10752, 2305.08891; ComfyUI `ModelSamplingDiscrete`.
NoiseSchedulePtr discreteSchedule(Prediction prediction, bool zeroTerminalSnr = false);
/// Every 20th of those timesteps, for models distilled to a consistency function. Source: arXiv 2310.04378.
NoiseSchedulePtr lcmSchedule(bool zeroTerminalSnr = false);
/// Sigmas spaced evenly in their logarithm; timestep = log(sigma) / 4. Prediction: Epsilon, V, Edm (sigmaData 0.5),
/// CosmosFlow. Source: arXiv 2206.00364; ComfyUI `ModelSamplingContinuousEDM`.
NoiseSchedulePtr edmSchedule(Prediction prediction, double sigmaMin = 0.002, double sigmaMax = 120, double sigmaData = 1);
/// The same sigmas; timestep = atan(sigma) * 2 / pi; v-prediction. Source: ComfyUI `ModelSamplingContinuousV`.
NoiseSchedulePtr continuousVSchedule(double sigmaMin = 0.03, double sigmaMax = 500);
/// Rectified flow, sigma 0..1, timestep = sigma * multiplier: SD3 (shift 3, 1000), AuraFlow (1.73, 1).
/// Source: arXiv 2403.03206; ComfyUI `ModelSamplingSD3`.
NoiseSchedulePtr flowSchedule(double shift, double multiplier = 1000);
/// Rectified flow with Flux's shift. Source: ComfyUI `ModelSamplingFlux`.
NoiseSchedulePtr fluxSchedule(double shift = 1.15);

} // namespace weft
