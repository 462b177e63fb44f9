// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "gpu-worker/models/NoiseSchedule.h"
#include "gpu-worker/sampling/Schedulers.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace weft {

/// x0 of one noisy latent, under guidance. `uncond`: the negative side's, for samplers of the CFG++ kind.
struct Denoised {
    at::Tensor x0;
    at::Tensor uncond;
};
/// x [B, C, H, W] at a noise level -> x0. Errors: Cancelled, and whatever the model finds wrong.
using Denoise = std::function<Result<Denoised>(const at::Tensor& x, float sigma)>;

/// What nodes can set; a sampler looks at its own.
struct SamplerOptions {
    double eta = 1; // share of the noise that is fresh: 0 none (an ODE), 1 ancestral
    double noiseScale = 1; // ComfyUI: s_noise
    int order = 0; // lms, dpm_adaptive
    double r = 0.5; // dpmpp_sde: where in the step the second evaluation lies
    bool heun = false; // dpmpp_2m_sde: the other second-order term
    int maxStage = 3; // er_sde
    std::optional<double> reverseTimeEta; // er_sde: the noise of the reverse-time SDE instead of its own
    struct Adaptive {
        double rtol = 0.05, atol = 0.0078, firstStep = 0.05;
        double pcoeff = 0, icoeff = 1, dcoeff = 0, acceptSafety = 0.81;
    } adaptive; // dpm_adaptive
    struct StochasticAdams {
        std::optional<double> startSigma, endSigma; // noise is added between them; empty: 20 % to 80 %
        int predictorOrder = 3, correctorOrder = 4;
        bool evaluateTwice = false; // PECE
        bool simpleOrder2 = false;
    } adams; // sa_solver; its eta is the noise's strength
    std::uint64_t noiseSeedOffset = 0; // ancestral noise: 0 as ComfyUI 0.3.64, 1 as its later releases
};

/// SAMPLER: an algorithm with its settings.
struct SamplerChoice {
    static constexpr const char* portType = "SAMPLER";
    std::string name;
    SamplerOptions options;
    bool inpaintNoiseFromSeed = false; // "ddim": what lies outside of a mask is noised anew, from seed + 1
};

/// All that a run is between two steps: enough to go on from in another process. What `history` and `numbers` hold is each
/// sampler's own affair.
struct SamplerState {
    at::Tensor x; // [B, C, H, W]
    at::Tensor denoised; // x0 as last seen; for previews and the "denoised" output
    std::vector<at::Tensor> history; // may hold undefined ones
    std::vector<double> numbers;
    std::int64_t step = 0; // steps done
    std::int64_t draws = 0; // of the noise stream
    bool finished = false;
};

/// One run of one sampler. Not thread-safe.
class Sampler {
public:
    virtual ~Sampler() = default;

    /// One step of the schedule (the adaptive ones: one attempt). Errors: those of the model; the state is then as before
    /// or in between, and not to be used. libtorch's exceptions pass through.
    virtual Done step() = 0;

    bool isFinished() const { return m_state.finished; }
    const SamplerState& state() const { return m_state; }
    /// Goes on from where a run of the same sampler, with the same settings, sigmas, seed and shape, was.
    void restore(SamplerState state) { m_state = std::move(state); }
    /// The last sigma that was really used; a few samplers don't go down to 0.
    virtual float lastSigma() const = 0;

protected:
    SamplerState m_state;
};

/// What a run needs.
struct SamplerSetup {
    NoiseSchedulePtr schedule;
    Sigmas sigmas; // at least two
    Denoise denoise;
    std::uint64_t seed = 0; // of the noise that samplers add
};

/// Starts at x, the noisy latent of the first sigma. Errors: SettingNotInList (args: input, received), SettingInvalid
/// (sigmas that the algorithm can't use).
Result<std::unique_ptr<Sampler>> startSampler(const SamplerChoice& choice, SamplerSetup setup, at::Tensor x);

/// "euler", "euler_cfg_pp", ... in ComfyUI's order.
const std::vector<std::string>& samplerNames();
/// With its usual options. Errors: SettingNotInList.
Result<SamplerChoice> samplerNamed(std::string_view name);
/// Samplers of the CFG++ kind need the negative side's x0 even where guidance would skip it.
bool wantsUncond(std::string_view name);

} // namespace weft
