// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gpu-worker/models/NoiseSchedule.h"

namespace weft {

/// What a prediction means for inputs and outputs, which doesn't depend on how timesteps are numbered. `sigmaData` is the
/// standard deviation of clean latents. The order of operations is ComfyUI's, so that rounding is too.
class ScheduleBase : public NoiseSchedule {
public:
    Prediction prediction() const final { return m_prediction; }
    double sigmaMin() const final { return m_sigmaMin; }
    double sigmaMax() const final { return m_sigmaMax; }
    at::Tensor sigmas() const final { return m_sigmas; }

    at::Tensor scaledInput(const at::Tensor& x, const at::Tensor& sigma) const final;
    at::Tensor denoised(const at::Tensor& x, const at::Tensor& output, const at::Tensor& sigma) const final;
    at::Tensor noised(const at::Tensor& latent, const at::Tensor& noise, double sigma, bool maxDenoise) const final;
    at::Tensor unnoised(const at::Tensor& x, double sigma) const final;

protected:
    explicit ScheduleBase(Prediction prediction, double sigmaData = 1)
        : m_prediction(prediction)
        , m_sigmaData(sigmaData)
    {
    }
    /// [T] float32, ascending.
    void setSigmas(at::Tensor sigmas);

private:
    at::Tensor velocityDenoised(const at::Tensor& x, const at::Tensor& output, const at::Tensor& sigma) const;
    at::Tensor consistencyDenoised(const at::Tensor& x, const at::Tensor& output, const at::Tensor& sigma) const;

    Prediction m_prediction;
    double m_sigmaData;
    at::Tensor m_sigmas;
    double m_sigmaMin = 0;
    double m_sigmaMax = 0;
};

/// Beyond every sigma there is: where ComfyUI's ranges begin at 0 %.
constexpr double kSigmaOfStart = 999999999.9;

} // namespace weft
