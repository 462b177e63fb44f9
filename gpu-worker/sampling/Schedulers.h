// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "gpu-worker/models/NoiseSchedule.h"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace weft {

/// The sigmas of a run, descending, mostly with a 0 at the end: steps + 1 numbers (ddim_uniform and beta may give another
/// count, as in ComfyUI). float32.
using Sigmas = std::vector<float>;

/// "simple", "sgm_uniform", "karras", "exponential", "ddim_uniform", "beta", "normal", "linear_quadratic", "kl_optimal".
const std::vector<std::string>& schedulerNames();

/// Errors: SettingNotInList (args: input, received), SettingTooSmall (steps below 1), SettingTooLarge (above kMaxCurve).
/// Cancelled once `cancelled` says so, which the slow ones (beta) ask for each step.
/// Source: ComfyUI's schedulers; karras: arXiv 2206.00364; beta: 2407.12173.
Result<Sigmas> scheduledSigmas(const NoiseSchedule& schedule, std::string_view scheduler, std::int64_t steps,
    const std::function<bool()>& cancelled = {});

/// What KSampler runs: the last `steps` steps of a schedule of steps / denoise steps. Samplers that want one more point
/// drop the penultimate. denoise <= 0: empty. Errors: those of scheduledSigmas.
Result<Sigmas> ksamplerSigmas(const NoiseSchedule& schedule, std::string_view scheduler, std::string_view sampler,
    std::int64_t steps, double denoise, const std::function<bool()>& cancelled = {});

/// The "beta" scheduler with other shapes. Errors: SettingTooSmall (alpha or beta not above 0), those of scheduledSigmas.
Result<Sigmas> betaSigmas(const NoiseSchedule& schedule, std::int64_t steps, double alpha, double beta,
    const std::function<bool()>& cancelled = {});

/// ComfyUI's most, 10,000 steps of a denoise of 0.01. More are refused: the curve alone would take minutes.
constexpr std::int64_t kMaxCurve = 1'000'000;

/// The last `count` + 1 values.
Sigmas lastSteps(const Sigmas& sigmas, std::int64_t count);

} // namespace weft
