// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/sampling/SamplerStep.h"

#include <ATen/ops/arange.h>
#include <ATen/ops/exp.h>
#include <ATen/ops/lgamma.h>
#include <ATen/ops/linalg_solve.h>
#include <ATen/ops/matmul.h>
#include <ATen/ops/pow.h>
#include <ATen/ops/scalar_tensor.h>
#include <ATen/ops/tensor.h>
#include <ATen/ops/tril.h>
#include <ATen/ops/vander.h>
#include <ATen/ops/where.h>

#include <algorithm>
#include <cmath>

/// SA-Solver (arXiv 2309.05019): a stochastic Adams predictor and corrector. The systems are ill-conditioned in float32, so
/// they are set up and solved by the same kernels, in the same order, as in ComfyUI.
namespace weft {

namespace {

using Options = SamplerOptions::StochasticAdams;

/// (1 + tau^2) * the integrals of exp((1 + tau^2) x) x^p from s to t, p = 0, 1, ..., without the factor exp((1 + tau^2) t).
at::Tensor exponentialIntegrals(float s, float t, std::int64_t order, float tau)
{
    const float rate = 1.0F + tau * tau;
    const at::Tensor p = at::arange(order, at::kFloat);
    const auto powers = [&p](float base) { return at::pow(at::scalar_tensor(base, at::kFloat), p); };
    const at::Tensor ends = powers(t) - powers(s) * float32::exp(-rate * (t - s));
    // Integrating by parts again and again: row p takes from all lower powers.
    const at::Tensor depth = p.unsqueeze(1) - p.unsqueeze(0);
    const at::Tensor logFactorial = at::lgamma(p + 1);
    at::Tensor logs = logFactorial.unsqueeze(1) - logFactorial.unsqueeze(0);
    if (tau > 0)
        logs = logs - depth * std::log(static_cast<double>(rate));
    const at::Tensor signs = at::where(depth.remainder(2).eq(0), 1.0, -1.0).to(at::kFloat);
    return at::matmul(at::tril(at::exp(logs) * signs), ends);
}

/// Weights of x0 at `lambdas` (oldest first) for the way from lambda s to t, where sigma is `sigma`.
std::vector<float> adamsWeights(const std::vector<float>& lambdas, float s, float t, float sigma, float tau)
{
    const auto order = static_cast<std::int64_t>(lambdas.size());
    const at::Tensor vandermonde = at::vander(at::tensor(lambdas), order, true);
    const at::Tensor weights = at::linalg_solve(vandermonde.t(), exponentialIntegrals(s, t, order, tau));
    const float alpha = sigma * float32::exp(t);
    std::vector<float> result;
    for (std::int64_t i = 0; i < order; ++i)
        result.push_back(alpha * weights[i].item<float>());
    return result;
}

/// The paper's simpler scheme for two points (appendix D).
std::vector<float> simpleWeights(const std::vector<float>& lambdas, float s, float t, float sigma, float tau, bool corrector)
{
    const float rate = 1.0F + tau * tau;
    const float h = t - s;
    const float alpha = sigma * float32::exp(t);
    const float whole = alpha * -float32::expm1(-h * rate);
    const float part = corrector ? alpha * (0.5F * rate * h) : alpha * (0.5F * rate * (h * h)) / (lambdas[0] - s);
    return corrector ? std::vector {whole - part, part} : std::vector {part, whole - part};
}

/// history: [predicted x, the noise in it, x0 of the last steps...]; numbers: [h, tau] of the predictor's last step.
struct Memory {
    at::Tensor predicted;
    at::Tensor noise;
    std::vector<at::Tensor> found;
    float h = 0;
    float tau = 0;

    explicit Memory(const SamplerState& state)
        : predicted(state.history.empty() ? state.x : state.history[0])
    {
        if (state.history.empty())
            return;
        noise = state.history[1];
        found.assign(state.history.begin() + 2, state.history.end());
        h = static_cast<float>(state.numbers[0]);
        tau = static_cast<float>(state.numbers[1]);
    }
    void save(SamplerState& state) const
    {
        state.history = {predicted, noise};
        state.history.insert(state.history.end(), found.begin(), found.end());
        state.numbers = {h, tau};
    }
};

float tauAt(const SamplerStep& step, float sigma)
{
    const Options& adams = step.run.options.adams;
    const double start = adams.startSigma.value_or(step.run.schedule->sigmaAtPercent(0.2));
    const double end = adams.endSigma.value_or(step.run.schedule->sigmaAtPercent(0.8));
    return step.eta() > 0 && start >= sigma && sigma >= end ? step.eta() : 0.0F;
}

/// x carried from the sigma at `from` to the one at `from` + 1, by the last `order` x0.
at::Tensor carried(const SamplerStep& step, const Memory& memory, std::ptrdiff_t from, std::size_t order, bool corrector)
{
    const bool flow = step.run.isFlow();
    const auto lambdaAt = [&](std::ptrdiff_t offset) { return halfLogSnr(step.sigmaAt(offset), flow); };
    std::vector<float> lambdas;
    for (std::size_t i = order; i-- > 0;)
        lambdas.push_back(lambdaAt(-static_cast<std::ptrdiff_t>(i)));
    const float s = lambdaAt(from);
    const float t = lambdaAt(from + 1);
    const float sigma = step.sigmaAt(from + 1);
    const bool simple = step.run.options.adams.simpleOrder2 && order == 2;
    const std::vector<float> weights = simple ? simpleWeights(lambdas, s, t, sigma, memory.tau, corrector)
                                              : adamsWeights(lambdas, s, t, sigma, memory.tau);
    at::Tensor sum;
    for (std::size_t i = 0; i < order; ++i) {
        const at::Tensor part = memory.found[memory.found.size() - order + i] * weights[i];
        sum = sum.defined() ? sum + part : part;
    }
    const float kept = sigma / step.sigmaAt(from) * float32::exp(-(memory.tau * memory.tau) * memory.h);
    const at::Tensor x = step.x() * kept;
    return sum.defined() ? x + sum : x;
}

void predict(const SamplerStep& step, Memory& memory, std::size_t order)
{
    memory.tau = tauAt(step, step.next);
    memory.h = halfLogSnr(step.next, step.run.isFlow()) - halfLogSnr(step.sigma, step.run.isFlow());
    memory.predicted = carried(step, memory, 0, order, false);
    if (memory.tau > 0 && step.noiseScale() > 0) {
        const float variance = -float32::expm1(-2.0F * (memory.tau * memory.tau) * memory.h);
        memory.noise = step.noise() * step.next * std::sqrt(variance) * step.noiseScale();
        memory.predicted = memory.predicted + memory.noise;
    }
}

} // namespace

Done saSolverStep(const SamplerStep& step)
{
    const Options& adams = step.run.options.adams;
    Memory memory(step.state);
    WEFT_TRY(Denoised found, step.evaluateAt(memory.predicted, step.sigma));
    step.state.denoised = found.x0;
    memory.found.push_back(found.x0);
    const auto most = static_cast<std::size_t>(std::max(adams.predictorOrder, adams.correctorOrder));
    if (memory.found.size() > most)
        memory.found.erase(memory.found.begin());

    std::size_t predictor = std::min(static_cast<std::size_t>(adams.predictorOrder), memory.found.size());
    std::size_t corrector = std::min(static_cast<std::size_t>(adams.correctorOrder), memory.found.size());
    if (step.index == 0 || (step.next == 0 && !adams.evaluateTwice))
        corrector = 0;
    if (step.run.sigmas.back() == 0) { // towards the end lower orders are steadier
        const std::size_t left = step.run.steps() - step.index;
        predictor = std::min(predictor, left - 1);
        corrector = std::min(corrector, left);
    }
    if (corrector == 0) {
        step.x() = memory.predicted;
    } else {
        step.x() = carried(step, memory, -1, corrector, true);
        if (memory.tau > 0 && step.noiseScale() > 0)
            step.x() = step.x() + memory.noise;
        if (adams.evaluateTwice) {
            WEFT_TRY(found, step.evaluateAt(step.x(), step.sigma));
            memory.found.back() = found.x0;
        }
    }
    if (step.next == 0)
        step.x() = found.x0;
    else
        predict(step, memory, predictor);
    memory.save(step.state);
    return {};
}

} // namespace weft
