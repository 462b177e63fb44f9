// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gpu-worker/sampling/Guider.h"

#include <functional>
#include <memory>

namespace weft {

/// What is to be sampled. Tensors on any device; the run moves them.
struct SamplingRequest {
    Guider guider;
    SamplerChoice sampler;
    Sigmas sigmas;
    std::uint64_t seed = 0; // of the noise that samplers add
    at::Tensor latent; // [B, C, H, W], as a LATENT has it
    at::Tensor noise; // like latent
    at::Tensor noiseMask; // [B, H, W] or [B, 1, H, W] of any size: 1 is painted anew; or undefined
    at::Device device = at::kCPU;
};

/// From noise and texts to a latent, step by step. One thread.
class SamplingRun {
public:
    /// `cancelled` is asked before each run of the network, also within one step.
    /// Errors: TypeMismatch (a latent or text of another family), those of startSampler and preparedSide.
    static Result<std::unique_ptr<SamplingRun>> start(SamplingRequest request, std::function<bool()> cancelled);

    /// Errors: Cancelled; NodeFailed when the latent is no longer a number.
    Done step();
    bool isFinished() const { return m_sampler->isFinished(); }
    std::int64_t stepsDone() const { return m_sampler->state().step; }
    std::int64_t stepsInAll() const { return static_cast<std::int64_t>(m_request.sigmas.size()) - 1; }

    /// All that another process needs, beside the same request, to go on bit by bit as this one would.
    const SamplerState& state() const { return m_sampler->state(); }
    void restore(SamplerState state) { m_sampler->restore(std::move(state)); }

    /// The latent so far, as a LATENT has it (CPU).
    at::Tensor latent() const;
    /// x0 as the model last saw it; undefined before the first step.
    at::Tensor denoised() const;
    /// The same, as the model has it, for previews.
    const at::Tensor& scaledDenoised() const { return m_sampler->state().denoised; }
    const DiffusionModel& model() const { return *m_request.guider.model; }

private:
    explicit SamplingRun(SamplingRequest request)
        : m_request(std::move(request))
    {
    }
    Done prepare(std::function<bool()> cancelled);
    Result<Denoised> evaluated(const at::Tensor& x, float sigma);
    Result<Denoised> denoise(const at::Tensor& x, float sigma);
    at::Tensor maskAt(float sigma) const;

    SamplingRequest m_request;
    std::function<bool()> m_cancelled;
    std::unique_ptr<GuidedDenoiser> m_denoiser;
    std::unique_ptr<Sampler> m_sampler;
    at::Tensor m_scaledLatent;
    at::Tensor m_mask; // [B, C, H, W] or undefined
    at::Tensor m_outsideNoise; // what lies outside of the mask is noised with it
    bool m_wantsUncond = false;
};

/// An empty latent (zeros) of another number of channels becomes one that the model takes, as in ComfyUI.
/// Errors: TypeMismatch when it isn't empty.
Result<at::Tensor> withChannelsOf(const DiffusionModel& model, const at::Tensor& latent);

} // namespace weft
