// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/sampling/SamplerStep.h"

#include <cmath>

/// SEEDS-2 and SEEDS-3 (arXiv 2305.14267): exponential integrators of the reverse SDE, in half the log-SNR.
namespace weft {

namespace {

float phi2(float h)
{
    return (float32::expm1(h) - h) / h;
}

/// The way of one step, and noise that is carried along it: each further part fades what was there and adds its own.
class SdeWay {
public:
    explicit SdeWay(const SamplerStep& step)
        : m_step(step)
        , m_flow(step.run.isFlow())
        , m_from(halfLogSnr(step.sigma, m_flow))
        , m_to(halfLogSnr(step.next, m_flow))
        , m_h(m_to - m_from)
        , m_grown(m_h * static_cast<float>(step.run.options.eta + 1))
    {
    }

    struct Point {
        float share = 1; // of the way
        float sigma = 0;
        float alpha = 1;
    };
    Point pointAt(float share) const
    {
        const float lambda = share == 1 ? m_to : float32::lerp(m_from, m_to, share);
        const float sigma = share == 1 ? m_step.next : sigmaOfHalfLogSnr(lambda, m_flow);
        return {share, sigma, sigma * float32::exp(lambda)};
    }
    float grown() const { return m_grown; }
    /// x's own part at a point.
    at::Tensor kept(const Point& point) const
    {
        return m_step.x() * (point.sigma / m_step.sigma * float32::exp(-point.share * m_h * m_step.eta()));
    }
    /// Adds the noise of the way up to a point; points are asked for in order.
    at::Tensor noisy(const at::Tensor& x, const Point& point)
    {
        if (!(m_step.eta() > 0 && m_step.noiseScale() > 0))
            return x;
        const float part = (m_last.share - point.share) * m_h * m_step.eta();
        const float own = std::sqrt(-float32::expm1(2.0F * part));
        at::Tensor fresh = m_step.noise(m_last.sigma > 0 ? m_last.sigma : m_step.sigma, point.sigma) * own;
        m_noise = m_noise.defined() ? m_noise * float32::exp(part) + fresh : fresh;
        m_last = point;
        return x + m_noise * point.sigma * m_step.noiseScale();
    }

private:
    const SamplerStep& m_step;
    bool m_flow;
    float m_from;
    float m_to;
    float m_h;
    float m_grown;
    Point m_last {0, 0, 1};
    at::Tensor m_noise;
};

} // namespace

Done seeds2Step(const SamplerStep& step)
{
    WEFT_TRY(const Denoised found, step.evaluate());
    if (step.next == 0) {
        step.x() = found.x0;
        return {};
    }
    constexpr float kR = 0.5F;
    SdeWay way(step);
    const auto middle = way.pointAt(kR);
    const auto end = way.pointAt(1);
    const at::Tensor half = way.kept(middle) - found.x0 * (middle.alpha * float32::expm1(-kR * way.grown()));
    WEFT_TRY(const Denoised second, step.evaluateAt(way.noisy(half, middle), middle.sigma));
    // 1 / (2r) of the second is all of it.
    step.x() = way.noisy(way.kept(end) - second.x0 * (end.alpha * float32::expm1(-way.grown())), end);
    return {};
}

Done seeds3Step(const SamplerStep& step)
{
    WEFT_TRY(const Denoised found, step.evaluate());
    if (step.next == 0) {
        step.x() = found.x0;
        return {};
    }
    constexpr float kR1 = 1.0F / 3;
    constexpr float kR2 = 2.0F / 3;
    SdeWay way(step);
    const auto first = way.pointAt(kR1);
    const auto second = way.pointAt(kR2);
    const auto end = way.pointAt(1);
    const at::Tensor u = way.kept(first) - found.x0 * (first.alpha * float32::expm1(-kR1 * way.grown()));
    WEFT_TRY(const Denoised found2, step.evaluateAt(way.noisy(u, first), first.sigma));
    const float a2 = 2.0F * phi2(-kR2 * way.grown());
    const float a1 = float32::expm1(-kR2 * way.grown()) - a2;
    const at::Tensor v = way.kept(second) - (found.x0 * a1 + found2.x0 * a2) * second.alpha;
    WEFT_TRY(const Denoised found3, step.evaluateAt(way.noisy(v, second), second.sigma));
    const float b3 = phi2(-way.grown()) / kR2;
    const float b1 = float32::expm1(-way.grown()) - b3;
    step.x() = way.noisy(way.kept(end) - (found.x0 * b1 + found3.x0 * b3) * end.alpha, end);
    return {};
}

} // namespace weft
