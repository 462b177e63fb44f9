// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gpu-worker/models/Float32.h"
#include "gpu-worker/sampling/BrownianTree.h"
#include "gpu-worker/sampling/Noise.h"
#include "gpu-worker/sampling/Sampler.h"

#include <ATen/TensorOperators.h>

/// How samplers are written: a function that takes one step. All numbers between two tensors are float32, in ComfyUI's order
/// of operations.
namespace weft {

/// What stays during a run.
struct SamplerRun {
    SamplerOptions options;
    NoiseSchedulePtr schedule;
    Sigmas sigmas; // as the sampler uses them
    Denoise denoise;
    std::unique_ptr<NoiseStream> stream;
    std::unique_ptr<BrownianNoise> brownian; // instead of the stream, for SDE samplers

    bool isFlow() const { return schedule->prediction() == Prediction::Flow; }
    std::size_t steps() const { return sigmas.size() - 1; }
};

/// The time of DPM-Solver's papers, t = -log(sigma).
inline float timeOf(float sigma) { return -float32::log(sigma); }

/// One step from `sigma` down to `next`.
struct SamplerStep {
    SamplerRun& run;
    SamplerState& state;
    std::size_t index = 0;
    float sigma = 0;
    float next = 0;

    at::Tensor& x() const { return state.x; }
    float eta() const { return static_cast<float>(run.options.eta); }
    float noiseScale() const { return static_cast<float>(run.options.noiseScale); }
    /// The sigma of an earlier (negative) or later step.
    float sigmaAt(std::ptrdiff_t offset) const { return run.sigmas[static_cast<std::size_t>(static_cast<std::ptrdiff_t>(index) + offset)]; }

    /// The model at x; what it finds is shown as this step's.
    Result<Denoised> evaluate() const
    {
        WEFT_TRY(Denoised denoised, run.denoise(state.x, sigma));
        state.denoised = denoised.x0;
        return denoised;
    }
    Result<Denoised> evaluateAt(const at::Tensor& x, float sigmaOfX) const { return run.denoise(x, sigmaOfX); }
    /// Noise of variance 1 for a way between two sigmas.
    at::Tensor noise(float from, float to) const
    {
        const at::Tensor drawn = run.brownian ? run.brownian->at(from, to) : run.stream->at(state.draws++);
        return drawn.to(state.x.device(), state.x.scalar_type());
    }
    at::Tensor noise() const { return noise(sigma, next); }
    void remember(at::Tensor tensor, std::size_t most) const
    {
        state.history.push_back(std::move(tensor));
        if (state.history.size() > most)
            state.history.erase(state.history.begin());
    }
    /// history from the end: 1 is the newest.
    const at::Tensor& past(std::size_t back) const { return state.history[state.history.size() - back]; }
};

/// dx / dsigma of the probability flow.
inline at::Tensor slope(const at::Tensor& x, float sigma, const at::Tensor& denoised)
{
    return (x - denoised) / sigma;
}

/// An ancestral step goes down further than asked for, and up again by fresh noise.
struct AncestralSigmas {
    float down = 0;
    float up = 0;
};
AncestralSigmas ancestral(float from, float to, float eta);

/// The same for rectified flow, whose signal shrinks as noise is added.
struct AncestralFlow {
    float down = 0;
    float signal = 1; // x is multiplied by it
    float noise = 0;
};
AncestralFlow ancestralFlow(float from, float to, float eta);

/// Half the logarithm of the signal-to-noise ratio, in which SDE solvers count time. `flow`: sigma is 0..1.
inline float halfLogSnr(float sigma, bool flow) { return -(flow ? float32::logit(sigma) : float32::log(sigma)); }
inline float sigmaOfHalfLogSnr(float lambda, bool flow) { return flow ? float32::sigmoid(-lambda) : float32::exp(-lambda); }

using StepFunction = Done (*)(const SamplerStep& step);

// Euler's family.
Done eulerStep(const SamplerStep& step);
Done eulerAncestralStep(const SamplerStep& step);
Done eulerAncestralCfgPpStep(const SamplerStep& step);
Done eulerCfgPpAlternativeStep(const SamplerStep& step);
// Two or three evaluations a step.
Done heunStep(const SamplerStep& step);
Done heunPp2Step(const SamplerStep& step);
Done dpm2Step(const SamplerStep& step);
Done dpm2AncestralStep(const SamplerStep& step);
// Earlier slopes.
Done lmsStep(const SamplerStep& step);
Done ipndmStep(const SamplerStep& step);
Done ipndmVStep(const SamplerStep& step);
Done deisStep(const SamplerStep& step);
Done gradientEstimationStep(const SamplerStep& step);
Done gradientEstimationCfgPpStep(const SamplerStep& step);
// DPM-Solver with its own time steps.
Done dpmFastStep(const SamplerStep& step);
Done dpmAdaptiveStep(const SamplerStep& step);
// DPM-Solver++.
Done dpmpp2sAncestralStep(const SamplerStep& step);
Done dpmpp2sAncestralCfgPpStep(const SamplerStep& step);
Done dpmpp2mStep(const SamplerStep& step);
Done dpmpp2mCfgPpStep(const SamplerStep& step);
Done dpmppSdeStep(const SamplerStep& step);
Done dpmpp2mSdeStep(const SamplerStep& step);
Done dpmpp3mSdeStep(const SamplerStep& step);
// Noise anew in each step.
Done ddpmStep(const SamplerStep& step);
Done lcmStep(const SamplerStep& step);
// Exponential integrators.
Done resMultistepStep(const SamplerStep& step);
Done resMultistepCfgPpStep(const SamplerStep& step);
Done erSdeStep(const SamplerStep& step);
Done seeds2Step(const SamplerStep& step);
Done seeds3Step(const SamplerStep& step);
Done saSolverStep(const SamplerStep& step);
Done uniPcStep(const SamplerStep& step);
Done uniPcBh2Step(const SamplerStep& step);

} // namespace weft
