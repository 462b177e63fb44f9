// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gpu-worker/runtime/Context.h"
#include "gpu-worker/runtime/Item.h"
#include "gpu-worker/sampling/SamplingRun.h"

namespace weft::worker {

using ModelPtr = std::shared_ptr<const DiffusionModel>;
using SamplerPtr = std::shared_ptr<const SamplerChoice>;
using GuiderPtr = std::shared_ptr<const Guider>;

/// NOISE: what a run begins with.
struct NoiseChoice {
    static constexpr const char* portType = "NOISE";
    std::uint64_t seed = 0;
    bool isRandom = true; // false: zeros
};
using NoisePtr = std::shared_ptr<const NoiseChoice>;

/// What settings of samplers allow.
constexpr std::uint64_t kLargestSeed = 0xffffffffffffffff;
constexpr std::int64_t kMostSteps = 10'000;
inline const Json kSeedOptions {{"control_after_generate", true}};

/// A seed uses all 64 bits; above INT64_MAX a port holds it wrapped.
inline std::uint64_t seedOf(std::int64_t port) { return static_cast<std::uint64_t>(port); }

/// The ControlNets that were applied to an entry; null: none.
ControlPtr controlOf(const Cond& cond);

/// A conditioning as sampling takes it. Keys are ComfyUI's ("area", "strength", "mask", "start_percent", "control", ...).
Conditions conditionsOf(const Conditioning& conditioning);

/// Like the latent's samples. Errors: those of latentNoise.
Result<at::Tensor> noiseFor(const Context& context, const NoiseChoice& noise, const Latent& latent);

struct Sampled {
    Latent output;
    Latent denoised; // x0 as the last step saw it
};
/// Runs a sampler to its end, telling progress and showing each step. Without sigmas the latent comes back as it is. Other
/// entries of the latent (mask, batch index) stay. Errors: those of SamplingRun, Cancelled.
Result<Sampled> sampled(Context& context, const Guider& guider, const SamplerChoice& sampler, const Sigmas& sigmas,
    const NoiseChoice& noise, const Latent& latent);

/// A copy of the model to change.
inline std::shared_ptr<DiffusionModel> changed(const ModelPtr& model) { return std::make_shared<DiffusionModel>(*model); }

} // namespace weft::worker
