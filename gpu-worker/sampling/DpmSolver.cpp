// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/sampling/SamplerStep.h"

#include <ATen/ops/clamp.h>
#include <ATen/ops/linalg_vector_norm.h>
#include <ATen/ops/linspace.h>
#include <ATen/ops/maximum.h>

#include <algorithm>
#include <cmath>

/// DPM-Solver (arXiv 2206.00927) in its own time t = -log(sigma). Names are the paper's.
namespace weft {

namespace {

float sigmaOf(float t)
{
    return float32::exp(-t);
}

/// The end of a run: the last sigma above 0.
float smallestSigma(const Sigmas& sigmas)
{
    return sigmas.back() == 0 ? sigmas[sigmas.size() - 2] : sigmas.back();
}

Done checkEnds(const Sigmas& sigmas)
{
    if (smallestSigma(sigmas) > 0 && sigmas.front() > 0)
        return {};
    return Error {ErrorCode::SettingInvalid, "this sampler can't use sigmas of 0", {{"input", "sigmas"}}};
}

/// One interval of the solver; evaluations are shared between its orders.
class Interval {
public:
    Interval(const SamplerStep& step, at::Tensor x, float t, float tNext)
        : m_step(step)
        , m_x(std::move(x))
        , m_t(t)
        , m_end(tNext)
    {
    }

    Done begin()
    {
        WEFT_TRY(m_eps, epsAt(m_x, m_t));
        m_step.state.denoised = m_x - m_eps * sigmaOf(m_t);
        return {};
    }
    at::Tensor first() const { return m_x - m_eps * (sigmaOf(m_end) * float32::expm1(m_end - m_t)); }
    Result<at::Tensor> second(float r1)
    {
        const float h = m_end - m_t;
        WEFT_CHECK(evaluateInside(r1));
        const float grown = float32::expm1(h);
        const float sigma = sigmaOf(m_end);
        return m_x - m_eps * (sigma * grown) - (m_epsInside - m_eps) * (sigma / (2.0F * r1) * grown);
    }
    Result<at::Tensor> third()
    {
        constexpr float kR1 = 1.0F / 3.0F;
        constexpr float kR2 = 2.0F / 3.0F;
        const float h = m_end - m_t;
        WEFT_CHECK(evaluateInside(kR1));
        const float s2 = m_t + kR2 * h;
        const float grown = float32::expm1(kR2 * h);
        const at::Tensor u2 = m_x - m_eps * (sigmaOf(s2) * grown)
            - (m_epsInside - m_eps) * (sigmaOf(s2) * 2.0F * (grown / (kR2 * h) - 1.0F));
        WEFT_TRY(const at::Tensor eps2, epsAt(u2, s2));
        const float all = float32::expm1(h);
        const float sigma = sigmaOf(m_end);
        return m_x - m_eps * (sigma * all) - (eps2 - m_eps) * (sigma / kR2 * (all / h - 1.0F));
    }

private:
    Result<at::Tensor> epsAt(const at::Tensor& x, float t)
    {
        const float sigma = sigmaOf(t);
        WEFT_TRY(const Denoised found, m_step.evaluateAt(x, sigma));
        return (x - found.x0) / sigma;
    }
    Done evaluateInside(float r1)
    {
        if (m_epsInside.defined())
            return {};
        const float h = m_end - m_t;
        const float s1 = m_t + r1 * h;
        WEFT_TRY(m_epsInside, epsAt(m_x - m_eps * (sigmaOf(s1) * float32::expm1(r1 * h)), s1));
        return {};
    }

    const SamplerStep& m_step;
    at::Tensor m_x;
    float m_t;
    float m_end;
    at::Tensor m_eps;
    at::Tensor m_epsInside;
};

/// Orders 3 as long as evaluations last.
std::vector<int> ordersFor(std::size_t evaluations)
{
    const std::size_t intervals = evaluations / 3 + 1;
    std::vector<int> orders;
    if (evaluations % 3 == 0) {
        orders.assign(intervals - 2, 3);
        orders.insert(orders.end(), {2, 1});
    } else {
        orders.assign(intervals - 1, 3);
        orders.push_back(static_cast<int>(evaluations % 3));
    }
    return orders;
}

} // namespace

/// As many evaluations as the schedule has steps, in intervals of up to three. Source: k-diffusion `sample_dpm_fast`.
Done dpmFastStep(const SamplerStep& step)
{
    WEFT_CHECK(checkEnds(step.run.sigmas));
    const std::vector<int> orders = ordersFor(step.run.steps());
    const float start = timeOf(step.run.sigmas.front());
    const float end = timeOf(smallestSigma(step.run.sigmas));
    const at::Tensor times = at::linspace(start, end, static_cast<std::int64_t>(step.run.steps() / 3 + 2), at::kFloat);
    const auto at = static_cast<std::int64_t>(step.index);
    Interval interval(step, step.x(), times[at].item<float>(), times[at + 1].item<float>());
    WEFT_CHECK(interval.begin());
    const int order = orders[step.index];
    if (order == 1) {
        step.x() = interval.first();
    } else {
        WEFT_TRY(step.x(), order == 2 ? interval.second(0.5F) : interval.third());
    }
    step.state.finished = step.index + 1 == orders.size();
    return {};
}

namespace {

/// The adaptive solver between two attempts.
struct Attempt {
    float time = 0;
    double stride = 0;
    double errors[3] = {0, 0, 0}; // reciprocal; 0: none yet

    explicit Attempt(const std::vector<double>& numbers)
        : time(static_cast<float>(numbers[0]))
        , stride(numbers[1])
        , errors {numbers[2], numbers[3], numbers[4]}
    {
    }
    std::vector<double> numbers() const { return {time, stride, errors[0], errors[1], errors[2]}; }
};

/// A PID controller of the stride: true when the attempt is good enough.
bool accepts(Attempt& attempt, double error, const SamplerOptions& options)
{
    constexpr double kAboveZero = 1e-8;
    const SamplerOptions::Adaptive& a = options.adaptive;
    const double order = options.eta != 0 ? 1.5 : options.order;
    const double inverse = 1 / (error + kAboveZero);
    if (attempt.errors[0] == 0)
        std::ranges::fill(attempt.errors, inverse);
    attempt.errors[0] = inverse;
    const double factor = std::pow(attempt.errors[0], (a.pcoeff + a.icoeff + a.dcoeff) / order)
        * std::pow(attempt.errors[1], -(a.pcoeff + 2 * a.dcoeff) / order) * std::pow(attempt.errors[2], a.dcoeff / order);
    const double limited = 1 + std::atan(factor - 1);
    const bool accepted = limited >= a.acceptSafety;
    if (accepted) {
        attempt.errors[2] = attempt.errors[1];
        attempt.errors[1] = attempt.errors[0];
    }
    attempt.stride *= limited;
    return accepted;
}

double errorOf(const at::Tensor& low, const at::Tensor& high, const at::Tensor& before, const SamplerOptions& options)
{
    const at::Tensor largest = at::maximum(low.abs(), before.abs());
    const at::Tensor allowed = at::clamp(largest * options.adaptive.rtol, options.adaptive.atol);
    const float norm = at::linalg_vector_norm((low - high) / allowed).item<float>();
    return norm / std::sqrt(static_cast<float>(low.numel()));
}

/// More attempts than this without an end are a setting that can't work.
constexpr std::size_t kMaxAttempts = 100'000;

} // namespace

/// Steps as long as the difference between two orders allows. Source: k-diffusion `sample_dpm_adaptive`.
Done dpmAdaptiveStep(const SamplerStep& step)
{
    const SamplerOptions& options = step.run.options;
    WEFT_CHECK(checkEnds(step.run.sigmas));
    if (step.index > kMaxAttempts)
        return Error {ErrorCode::SettingInvalid, "the adaptive solver doesn't reach its end", {{"input", "rtol"}}};
    const float end = timeOf(smallestSigma(step.run.sigmas));
    if (step.index == 0) {
        const float start = timeOf(step.run.sigmas.front());
        const double direction = end > start ? 1 : -1;
        step.state.numbers = {start, std::abs(options.adaptive.firstStep) * direction, 0, 0, 0};
        step.state.history = {step.x()};
        if (options.eta != 0 && direction < 0)
            return Error {ErrorCode::SettingInvalid, "eta must be 0 on the way up", {{"input", "eta"}}};
    }
    Attempt attempt(step.state.numbers);
    const bool down = end > timeOf(step.run.sigmas.front());
    const float wished = attempt.time + static_cast<float>(attempt.stride);
    const float next = down ? std::min(end, wished) : std::max(end, wished);
    float stop = next;
    float up = 0;
    if (options.eta != 0) {
        const AncestralSigmas way = ancestral(sigmaOf(attempt.time), sigmaOf(next), step.eta());
        stop = std::min(end, timeOf(way.down));
        up = std::sqrt(sigmaOf(next) * sigmaOf(next) - sigmaOf(stop) * sigmaOf(stop));
    }
    Interval interval(step, step.x(), attempt.time, stop);
    WEFT_CHECK(interval.begin());
    at::Tensor low = interval.first();
    if (options.order == 3) {
        WEFT_TRY(low, interval.second(1.0F / 3.0F));
    }
    WEFT_TRY(const at::Tensor high, options.order == 3 ? interval.third() : interval.second(0.5F));
    if (accepts(attempt, errorOf(low, high, step.state.history[0], options), options)) {
        step.state.history = {low};
        step.x() = up > 0 ? high + step.noise(sigmaOf(attempt.time), sigmaOf(next)) * step.noiseScale() * up : high;
        attempt.time = next;
    }
    constexpr float kNear = 1e-5F;
    step.state.numbers = attempt.numbers();
    step.state.finished = down ? !(attempt.time < end - kNear) : !(attempt.time > end + kNear);
    return {};
}

} // namespace weft
