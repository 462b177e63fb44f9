// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/core/Tensor.h>

#include <memory>

namespace weft {

/// What a diffusion network's output means.
enum class Prediction { Epsilon, V, Flow, X0, Edm, Lcm, ImageToImage, CosmosFlow };

/// How a model was trained to see noise: which sigmas there are, which timestep the network is told for one, and how its
/// output becomes a denoised latent. Immutable; nodes such as ModelSamplingDiscrete give a model another one.
/// Sigmas are float32, as in ComfyUI. Source: ComfyUI's model_sampling, semantics as measured on 0.3.64.
class NoiseSchedule {
public:
    virtual ~NoiseSchedule() = default;

    virtual Prediction prediction() const = 0;
    virtual double sigmaMin() const = 0;
    virtual double sigmaMax() const = 0;
    /// The table [T] float32, ascending, that the schedulers "simple", "ddim_uniform", ... pick from.
    virtual at::Tensor sigmas() const = 0;
    /// sigma [N] float32 -> timestep [N] float32, as the network takes it.
    virtual at::Tensor timestep(const at::Tensor& sigma) const = 0;
    /// A timestep, fractions allowed -> sigma.
    virtual double sigmaAt(double timestep) const = 0;
    /// 0 is the start of sampling (all noise), 1 the end.
    virtual double sigmaAtPercent(double percent) const = 0;

    /// x [N, ...] and sigma [N] -> what the network sees.
    virtual at::Tensor scaledInput(const at::Tensor& x, const at::Tensor& sigma) const = 0;
    /// The network's output -> the denoised latent x0. `x` is the unscaled input.
    virtual at::Tensor denoised(const at::Tensor& x, const at::Tensor& output, const at::Tensor& sigma) const = 0;
    /// The first x of a run: noise and latent mixed for `sigma`. `maxDenoise`: the run starts at sigmaMax.
    virtual at::Tensor noised(const at::Tensor& latent, const at::Tensor& noise, double sigma, bool maxDenoise) const = 0;
    /// Undoes what the schedule did to the latent, after the last step. Flow: x / (1 - sigma).
    virtual at::Tensor unnoised(const at::Tensor& x, double sigma) const = 0;
};

using NoiseSchedulePtr = std::shared_ptr<const NoiseSchedule>;

} // namespace weft
