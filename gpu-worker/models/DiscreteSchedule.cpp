// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/models/Float32.h"
#include "gpu-worker/models/NoiseSchedules.h"
#include "gpu-worker/models/ScheduleBase.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/argmin.h>
#include <ATen/ops/cumprod.h>
#include <ATen/ops/linspace.h>
#include <ATen/ops/log.h>
#include <ATen/ops/sqrt.h>

#include <algorithm>
#include <cmath>

namespace weft {

namespace {

constexpr std::int64_t kTimesteps = 1000;
constexpr double kLinearStart = 0.00085;
constexpr double kLinearEnd = 0.012;
constexpr double kLastAlphaBar = 4.8973451890853435e-08; // instead of 0, whose sigma is infinite

/// The cumulated signal share as of Stable Diffusion, float64 [1000].
at::Tensor alphaBars()
{
    const at::Tensor root = at::linspace(std::sqrt(kLinearStart), std::sqrt(kLinearEnd), kTimesteps, at::kDouble);
    return at::cumprod(1.0 - root * root, 0);
}

at::Tensor withZeroTerminalSnr(const at::Tensor& alphaBars)
{
    const at::Tensor root = at::sqrt(alphaBars);
    const at::Tensor first = root[0];
    const at::Tensor last = root[-1];
    const at::Tensor shifted = (root - last) * (first / (first - last));
    at::Tensor result = shifted * shifted;
    result[-1].fill_(kLastAlphaBar);
    return result;
}

at::Tensor sigmasOf(const at::Tensor& alphaBars)
{
    return at::sqrt((1.0 - alphaBars) / alphaBars);
}

/// Timesteps are positions in a table of sigmas: the position p of the table is timestep p * spacing + offset.
class DiscreteSchedule final : public ScheduleBase {
public:
    DiscreteSchedule(Prediction prediction, const at::Tensor& sigmas, std::int64_t spacing = 1)
        : ScheduleBase(prediction)
        , m_logSigmas(at::log(sigmas).to(at::kFloat))
        , m_spacing(spacing)
    {
        setSigmas(sigmas.to(at::kFloat));
    }

    at::Tensor timestep(const at::Tensor& sigma) const override
    {
        const at::Tensor distances = at::log(sigma.to(at::kCPU)).reshape({1, -1}) - m_logSigmas.unsqueeze(1);
        const at::Tensor nearest = at::argmin(distances.abs(), 0).reshape(sigma.sizes());
        return (nearest * m_spacing + (m_spacing - 1)).to(sigma.device(), at::kFloat);
    }

    double sigmaAt(double timestep) const override
    {
        const auto spacing = static_cast<float>(m_spacing);
        const auto last = static_cast<float>(m_logSigmas.size(0) - 1);
        const float position = (static_cast<float>(timestep) - (spacing - 1)) / spacing;
        // NaN, too, must not become an index.
        const float t = position >= 0 ? std::min(position, last) : 0.0F;
        const auto low = static_cast<std::int64_t>(std::floor(t));
        const auto high = static_cast<std::int64_t>(std::ceil(t));
        const float weight = t - std::floor(t);
        const float* logs = m_logSigmas.const_data_ptr<float>();
        return float32::exp((1.0F - weight) * logs[low] + weight * logs[high]);
    }

    double sigmaAtPercent(double percent) const override
    {
        if (percent <= 0)
            return kSigmaOfStart;
        if (percent >= 1)
            return 0;
        return sigmaAt(static_cast<float>((1.0 - percent) * 999.0));
    }

private:
    at::Tensor m_logSigmas;
    std::int64_t m_spacing;
};

at::Tensor tableOf(bool zeroTerminalSnr)
{
    if (!zeroTerminalSnr)
        return sigmasOf(alphaBars());
    const at::Tensor sigmas = sigmasOf(alphaBars());
    return sigmasOf(withZeroTerminalSnr(1.0 / (sigmas * sigmas + 1.0)));
}

} // namespace

NoiseSchedulePtr discreteSchedule(Prediction prediction, bool zeroTerminalSnr)
{
    return std::make_shared<DiscreteSchedule>(prediction, tableOf(zeroTerminalSnr));
}

NoiseSchedulePtr lcmSchedule(bool zeroTerminalSnr)
{
    constexpr std::int64_t kSpacing = 20;
    const at::Tensor table = tableOf(zeroTerminalSnr).to(at::kFloat);
    const at::Tensor kept = table.slice(0, kSpacing - 1, table.size(0), kSpacing).contiguous();
    return std::make_shared<DiscreteSchedule>(Prediction::Lcm, kept, kSpacing);
}

} // namespace weft
