// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/sampling/SamplerStep.h"

#include <ATen/ops/expm1.h>
#include <ATen/ops/linalg_solve.h>
#include <ATen/ops/ones_like.h>
#include <ATen/ops/stack.h>
#include <ATen/ops/tensor.h>

#include <algorithm>
#include <cmath>

/// UniPC (arXiv 2302.04867): a predictor and a corrector that share evaluations, on x scaled to variance 1 (alpha^2 + std^2
/// = 1, sigma = std / alpha). history: x0 of the last steps, oldest first.
namespace weft {

namespace {

constexpr std::size_t kOrder = 3;

float logAlpha(float sigma)
{
    return 0.5F * float32::log(1.0F / (sigma * sigma + 1.0F));
}

float alphaOf(float sigma)
{
    return float32::exp(logAlpha(sigma));
}

float deviationOf(float sigma)
{
    return std::sqrt(1.0F - float32::exp(2.0F * logAlpha(sigma)));
}

/// Half the log-SNR.
float lambdaOf(float sigma)
{
    const float alpha = logAlpha(sigma);
    return alpha - 0.5F * float32::log(1.0F - float32::exp(2.0F * alpha));
}

/// x0 of a scaled x, by way of the noise, as the solver is written.
Result<at::Tensor> x0At(const SamplerStep& step, const at::Tensor& scaled, float sigma)
{
    const at::Tensor x = scaled * std::sqrt(sigma * sigma + 1.0F);
    WEFT_TRY(const Denoised found, step.evaluateAt(x, sigma));
    return (scaled - (x - found.x0) / sigma * deviationOf(sigma)) / alphaOf(sigma);
}

/// One update from the sigma of `to` - 1 to that of `to`.
class Update {
public:
    Update(const SamplerStep& step, std::size_t to, std::size_t order, bool bh2)
        : m_step(step)
        , m_sigma(step.run.sigmas[to])
        , m_before(step.run.sigmas[to - 1])
        , m_order(order)
    {
        const float lambda = lambdaOf(m_before);
        const float h = lambdaOf(m_sigma) - lambda;
        for (std::size_t i = 1; i < order; ++i) {
            const float ratio = (lambdaOf(step.run.sigmas[to - 1 - i]) - lambda) / h;
            m_ratios.push_back(ratio);
            m_differences.push_back((step.past(i + 1) - step.past(1)) / ratio);
        }
        m_ratios.push_back(1);
        m_grown = float32::expm1(-h);
        m_b = bh2 ? m_grown : -h;
        setRight(-h);
        m_plain = step.x() * (deviationOf(m_sigma) / deviationOf(m_before)) - step.past(1) * (alphaOf(m_sigma) * m_grown);
    }

    at::Tensor predicted() const
    {
        if (m_differences.empty())
            return m_plain;
        // Two points have a simpler form.
        const std::vector<float> weights = m_order == 2 ? std::vector {0.5F} : solved(m_order - 1);
        return m_plain - weighted(weights) * (alphaOf(m_sigma) * m_b);
    }
    /// `x0` at the predicted x.
    at::Tensor corrected(const at::Tensor& x0) const
    {
        const std::vector<float> weights = m_order == 1 ? std::vector {0.5F} : solved(m_order);
        at::Tensor sum = (x0 - m_step.past(1)) * weights.back();
        if (!m_differences.empty())
            sum = weighted(weights) + sum;
        return m_plain - sum * (alphaOf(m_sigma) * m_b);
    }

private:
    void setRight(float hh)
    {
        float phi = m_grown / hh - 1.0F;
        int factorial = 1;
        for (int i = 1; i <= static_cast<int>(m_order); ++i) {
            m_right.push_back(phi * static_cast<float>(factorial) / m_b);
            factorial *= i + 1;
            phi = phi / hh - static_cast<float>(1.0 / factorial);
        }
    }
    /// The first n equations: sum of weights * ratios^k = right[k].
    std::vector<float> solved(std::size_t n) const
    {
        const at::Tensor ratios = at::tensor(std::vector<float>(m_ratios.begin(), m_ratios.begin() + static_cast<std::ptrdiff_t>(n)));
        std::vector<at::Tensor> rows {at::ones_like(ratios)};
        while (rows.size() < n)
            rows.push_back(rows.back() * ratios);
        const at::Tensor right = at::tensor(std::vector<float>(m_right.begin(), m_right.begin() + static_cast<std::ptrdiff_t>(n)));
        const at::Tensor weights = at::linalg_solve(at::stack(rows), right).contiguous();
        return {weights.const_data_ptr<float>(), weights.const_data_ptr<float>() + weights.numel()};
    }
    at::Tensor weighted(const std::vector<float>& weights) const
    {
        at::Tensor sum = m_differences[0] * weights[0];
        for (std::size_t i = 1; i < m_differences.size(); ++i)
            sum = sum + m_differences[i] * weights[i];
        return sum;
    }

    const SamplerStep& m_step;
    float m_sigma;
    float m_before;
    std::size_t m_order;
    std::vector<float> m_ratios; // lambda's distance of earlier points, in h
    std::vector<at::Tensor> m_differences; // of x0, per distance
    std::vector<float> m_right;
    float m_grown = 0;
    float m_b = 0;
    at::Tensor m_plain; // x at first order
};

Done updateTo(const SamplerStep& step, std::size_t to, std::size_t order, std::size_t kept, bool bh2)
{
    const bool corrects = to < step.run.steps();
    const Update update(step, to, order, bh2);
    at::Tensor x = update.predicted();
    if (corrects) {
        WEFT_TRY(const at::Tensor x0, x0At(step, x, step.run.sigmas[to]));
        x = update.corrected(x0);
        step.remember(x0, kept);
    }
    step.x() = x;
    return {};
}

Done uniPc(const SamplerStep& step, bool bh2)
{
    const std::size_t steps = step.run.steps();
    const std::size_t order = std::min(kOrder, steps - 1);
    if (step.index == 0) {
        step.x() = step.x() / std::sqrt(1.0F + step.sigma * step.sigma);
        WEFT_TRY(at::Tensor x0, x0At(step, step.x(), step.sigma));
        step.remember(std::move(x0), kOrder);
    } else if (step.index < order) {
        WEFT_CHECK(updateTo(step, step.index, step.index, order, bh2));
    } else {
        WEFT_CHECK(updateTo(step, step.index, std::min(order, steps + 1 - step.index), order, bh2));
        if (step.index + 1 == steps) {
            WEFT_CHECK(updateTo(step, steps, 1, order, bh2));
        }
    }
    if (!step.state.history.empty())
        step.state.denoised = step.past(1);
    if (step.index + 1 == steps)
        step.x() = step.x() / alphaOf(step.run.sigmas.back());
    return {};
}

} // namespace

Done uniPcStep(const SamplerStep& step)
{
    return uniPc(step, false);
}

Done uniPcBh2Step(const SamplerStep& step)
{
    return uniPc(step, true);
}

} // namespace weft
