// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/models/NoiseSchedules.h"
#include "gpu-worker/models/ScheduleBase.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/arange.h>

#include <cmath>

namespace weft {

namespace {

/// 1/n, 2/n, ..., 1.
at::Tensor fractions(std::int64_t n)
{
    return at::arange(1, n + 1, at::kLong) / n;
}

double atPercent(double percent, double (*shifted)(double, double), double shift)
{
    if (percent <= 0)
        return 1;
    if (percent >= 1)
        return 0;
    return shifted(shift, 1.0 - percent);
}

double snrShifted(double shift, double t)
{
    return shift == 1 ? t : shift * t / (1 + (shift - 1) * t);
}

double fluxShifted(double shift, double t)
{
    return std::exp(shift) / (std::exp(shift) + (1 / t - 1));
}

/// SD3's: the time's signal-to-noise ratio is divided by shift squared.
class FlowSchedule final : public ScheduleBase {
public:
    FlowSchedule(double shift, double multiplier)
        : ScheduleBase(Prediction::Flow)
        , m_shift(shift)
        , m_multiplier(multiplier)
    {
        const at::Tensor time = fractions(1000) * multiplier / multiplier;
        setSigmas(shift == 1 ? time : time * shift / (time * (shift - 1) + 1));
    }

    at::Tensor timestep(const at::Tensor& sigma) const override { return sigma * m_multiplier; }
    double sigmaAt(double timestep) const override
    {
        const float t = static_cast<float>(timestep) / static_cast<float>(m_multiplier);
        if (m_shift == 1)
            return t;
        return static_cast<float>(m_shift) * t / (1.0F + static_cast<float>(m_shift - 1) * t);
    }
    double sigmaAtPercent(double percent) const override { return atPercent(percent, snrShifted, m_shift); }

private:
    double m_shift;
    double m_multiplier;
};

class FluxSchedule final : public ScheduleBase {
public:
    explicit FluxSchedule(double shift)
        : ScheduleBase(Prediction::Flow)
        , m_shift(shift)
    {
        const double bent = std::exp(shift);
        setSigmas(bent / (1 / fractions(10000) - 1 + bent));
    }

    at::Tensor timestep(const at::Tensor& sigma) const override { return sigma; }
    double sigmaAt(double timestep) const override
    {
        const auto bent = static_cast<float>(std::exp(m_shift));
        return bent / (bent + (1.0F / static_cast<float>(timestep) - 1.0F));
    }
    double sigmaAtPercent(double percent) const override { return atPercent(percent, fluxShifted, m_shift); }

private:
    double m_shift;
};

} // namespace

NoiseSchedulePtr flowSchedule(double shift, double multiplier)
{
    return std::make_shared<FlowSchedule>(shift, multiplier);
}

NoiseSchedulePtr fluxSchedule(double shift)
{
    return std::make_shared<FluxSchedule>(shift);
}

} // namespace weft
