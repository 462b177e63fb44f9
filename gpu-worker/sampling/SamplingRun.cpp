// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/sampling/SamplingRun.h"

#include "gpu-worker/sampling/Noise.h"
#include "gpu-worker/sampling/Resize.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/count_nonzero.h>
#include <ATen/ops/isfinite.h>
#include <ATen/ops/zeros.h>

#include <algorithm>
#include <cmath>

namespace weft {

namespace {

bool isEmpty(const at::Tensor& latent)
{
    return at::count_nonzero(latent).item<std::int64_t>() == 0;
}

/// The run begins with pure noise: its first sigma is the schedule's largest, or larger.
bool startsAtTheTop(const NoiseSchedule& schedule, float sigma)
{
    constexpr double kRelative = 1e-5;
    const double largest = schedule.sigmaMax();
    return std::abs(largest - sigma) <= kRelative * std::max(std::abs(largest), static_cast<double>(std::abs(sigma)))
        || sigma > largest;
}

at::Tensor maskLike(const at::Tensor& mask, const std::vector<std::int64_t>& shape)
{
    at::Tensor batched = mask.reshape({-1, 1, mask.size(-2), mask.size(-1)});
    batched = batched.narrow(0, 0, std::min(batched.size(0), shape[0])); // those that are used, before they grow
    return repeatedToBatch(bilinearTo(batched, shape[2], shape[3]).expand({-1, shape[1], -1, -1}), shape[0]);
}

} // namespace

Result<at::Tensor> withChannelsOf(const DiffusionModel& model, const at::Tensor& latent)
{
    const std::int64_t channels = model.latentFormat.channels;
    if (latent.dim() != 4)
        return Error {ErrorCode::TypeMismatch, "the latent isn't a picture's", {{"input", "latent_image"}}};
    if (latent.size(1) == channels)
        return latent;
    if (isEmpty(latent))
        return at::zeros({latent.size(0), channels, latent.size(2), latent.size(3)}, latent.options());
    return Error {ErrorCode::TypeMismatch,
        "the latent has " + std::to_string(latent.size(1)) + " channels, the model takes " + std::to_string(channels),
        {{"input", "latent_image"}}};
}

Result<std::unique_ptr<SamplingRun>> SamplingRun::start(SamplingRequest request, std::function<bool()> cancelled)
{
    std::unique_ptr<SamplingRun> run(new SamplingRun(std::move(request)));
    WEFT_CHECK(run->prepare(std::move(cancelled)));
    return run;
}

Done SamplingRun::prepare(std::function<bool()> cancelled)
{
    m_cancelled = std::move(cancelled);
    const DiffusionModel& model = *m_request.guider.model;
    if (!model.network || !model.schedule)
        return Error {ErrorCode::TypeMismatch, "a model without a network", {{"type", "MODEL"}}};
    if (m_request.sigmas.size() < 2)
        return Error {ErrorCode::SettingInvalid, "there is no step to take", {{"input", "sigmas"}}};
    if (std::ranges::any_of(m_request.sigmas, [](float sigma) { return !std::isfinite(sigma) || sigma < 0; }))
        return Error {ErrorCode::SettingInvalid, "a sigma that is no number from 0 on", {{"input", "sigmas"}}};
    const auto onDevice = [this](const at::Tensor& tensor) { return tensor.to(m_request.device, at::kFloat); };
    const at::Tensor latent = onDevice(m_request.latent);
    const at::Tensor noise = onDevice(m_request.noise);
    if (latent.sizes() != noise.sizes())
        return Error {ErrorCode::TypeMismatch, "the noise has another shape than the latent", {{"input", "noise"}}};
    const std::vector<std::int64_t> shape = latent.sizes().vec();
    m_scaledLatent = isEmpty(latent) ? latent : model.latentFormat.processIn(latent);
    if (m_request.noiseMask.defined())
        m_mask = maskLike(onDevice(m_request.noiseMask), shape);
    m_outsideNoise = m_request.sampler.inpaintNoiseFromSeed && m_mask.defined()
        ? onDevice(randomNormal(shape, m_request.seed + 1))
        : noise;
    WEFT_TRY(m_denoiser,
        GuidedDenoiser::make(m_request.guider, {shape, m_scaledLatent, m_mask, m_request.device}, m_cancelled));
    m_wantsUncond = wantsUncond(m_request.sampler.name);

    const float first = m_request.sigmas.front();
    const at::Tensor x = model.schedule->noised(m_scaledLatent, noise, first, startsAtTheTop(*model.schedule, first));
    SamplerSetup setup {model.schedule, m_request.sigmas,
        [this](const at::Tensor& at, float sigma) { return denoise(at, sigma); }, m_request.seed};
    WEFT_TRY(m_sampler, startSampler(m_request.sampler, std::move(setup), x));
    return {};
}

at::Tensor SamplingRun::maskAt(float sigma) const
{
    const DiffusionModel& model = *m_request.guider.model;
    return model.maskAtStep ? model.maskAtStep(m_mask, sigma, m_request.sigmas, *model.schedule) : m_mask;
}

Result<Denoised> SamplingRun::evaluated(const at::Tensor& x, float sigma)
{
    Denoised found = (*m_denoiser)(x, sigma, m_wantsUncond);
    if (m_cancelled && m_cancelled())
        return Error {ErrorCode::Cancelled};
    return found;
}

Result<Denoised> SamplingRun::denoise(const at::Tensor& x, float sigma)
{
    if (!m_mask.defined())
        return evaluated(x, sigma);
    const at::Tensor mask = maskAt(sigma);
    const at::Tensor outside = 1.0 - mask;
    const at::Tensor noisyLatent = m_request.guider.model->schedule->noised(m_scaledLatent, m_outsideNoise, sigma, false);
    WEFT_TRY(Denoised found, evaluated(x * mask + noisyLatent * outside, sigma));
    found.x0 = found.x0 * mask + m_scaledLatent * outside;
    return found;
}

Done SamplingRun::step()
{
    WEFT_CHECK(m_sampler->step());
    if (!at::isfinite(m_sampler->state().x).all().item<bool>())
        return Error {ErrorCode::NodeFailed,
            "after step " + std::to_string(stepsDone()) + " the latent holds values that aren't numbers"};
    return {};
}

at::Tensor SamplingRun::latent() const
{
    const DiffusionModel& model = *m_request.guider.model;
    const float last = isFinished() ? m_sampler->lastSigma() : m_request.sigmas.back();
    const at::Tensor x = model.schedule->unnoised(m_sampler->state().x, last);
    return model.latentFormat.processOut(x.to(at::kFloat)).to(at::kCPU);
}

at::Tensor SamplingRun::denoised() const
{
    const at::Tensor& x0 = m_sampler->state().denoised;
    if (!x0.defined())
        return {};
    return m_request.guider.model->latentFormat.processOut(x0.to(at::kFloat)).to(at::kCPU);
}

} // namespace weft
