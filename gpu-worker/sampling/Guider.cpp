// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/sampling/Guider.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/full.h>
#include <ATen/ops/zeros_like.h>

#include <algorithm>
#include <cmath>

namespace weft {

namespace {

/// As Python's math.isclose.
bool isClose(double a, double b, double absolute = 0)
{
    constexpr double kRelative = 1e-9;
    return std::abs(a - b) <= std::max(kRelative * std::max(std::abs(a), std::abs(b)), absolute);
}

at::Tensor defined(const at::Tensor& tensor, const at::Tensor& like)
{
    return tensor.defined() ? tensor : at::zeros_like(like);
}

/// What of `other` doesn't go along with `main`.
at::Tensor perpendicular(const at::Tensor& other, const at::Tensor& main)
{
    const at::Tensor share = (other * main).sum() / (main * main).sum();
    return other - main * share;
}

} // namespace

GuidedDenoiser::GuidedDenoiser(const Guider& guider, LatentFacts facts, std::function<bool()> cancelled)
    : m_guider(guider)
    , m_facts(std::move(facts))
    , m_evaluator(*m_guider.model, m_facts, std::move(cancelled))
{
}

Result<std::unique_ptr<GuidedDenoiser>> GuidedDenoiser::make(
    const Guider& guider, LatentFacts facts, std::function<bool()> cancelled)
{
    std::unique_ptr<GuidedDenoiser> made(new GuidedDenoiser(guider, std::move(facts), std::move(cancelled)));
    const DiffusionModel& model = *guider.model;
    std::vector<GuidanceSide*> sides {&made->m_positive};
    WEFT_TRY(made->m_positive, preparedSide(guider.positive, false, model, made->m_facts));
    if (guider.middle) {
        WEFT_TRY(made->m_middle, preparedSide(*guider.middle, true, model, made->m_facts));
        sides.push_back(&*made->m_middle);
    }
    if (guider.negative) {
        WEFT_TRY(made->m_negative, preparedSide(*guider.negative, true, model, made->m_facts));
        sides.push_back(&*made->m_negative);
    }
    WEFT_CHECK(matchSides(sides, made->m_facts));
    return made;
}

Denoised GuidedDenoiser::operator()(const at::Tensor& x, float sigma, bool wantUncond)
{
    switch (m_guider.kind) {
    case Guider::Kind::DualCfg:
        return dualCfg(x, sigma, wantUncond);
    case Guider::Kind::NestedDualCfg:
        return nestedDualCfg(x, sigma);
    case Guider::Kind::PerpNeg:
        return perpNeg(x, sigma, wantUncond);
    default:
        return cfg(x, sigma, wantUncond);
    }
}

GuidedDenoiser::Step GuidedDenoiser::stepFor(
    const at::Tensor& x, float sigma, double scale, const GuidanceSide* positive, const GuidanceSide* negative)
{
    Step step;
    step.x = x;
    step.sigma = at::full({x.size(0)}, sigma, x.options().dtype(at::kFloat));
    step.scale = scale;
    step.model = m_guider.model.get();
    step.again = [this, sigma, positive, negative](const at::Tensor& other, const NetworkPatches& patches, bool ofPositive) {
        return m_evaluator.evaluate({ofPositive ? positive : negative}, other, sigma, patches)[0];
    };
    return step;
}

at::Tensor GuidedDenoiser::joined(Step& step, const at::Tensor& cond, const at::Tensor& uncond, bool hasUncond)
{
    const DiffusionModel& model = *m_guider.model;
    step.cond = cond;
    step.uncond = hasUncond ? uncond : at::Tensor {};
    for (const auto& change : model.beforeGuidance)
        change(step.cond, step.uncond, step);
    at::Tensor result;
    if (model.guidance)
        result = model.guidance(step);
    else if (!step.uncond.defined())
        result = step.cond * step.scale;
    else
        result = step.uncond + (step.cond - step.uncond) * step.scale;
    for (const auto& change : model.afterGuidance)
        result = change(result, step);
    return result;
}

Denoised GuidedDenoiser::cfg(const at::Tensor& x, float sigma, bool wantUncond)
{
    const bool needed = wantUncond || m_guider.model->keepUncond || !isClose(m_guider.scale, 1);
    const GuidanceSide* negativeSide = needed ? negative() : nullptr;
    const std::vector<at::Tensor> found
        = m_evaluator.evaluate({&m_positive, negativeSide}, x, sigma, m_guider.model->patches);
    Step step = stepFor(x, sigma, m_guider.scale, &m_positive, negativeSide);
    at::Tensor result = joined(step, found[0], found[1], negativeSide != nullptr);
    return {std::move(result), defined(step.uncond, x)};
}

/// Source: ComfyUI `DualCFGGuider`.
Denoised GuidedDenoiser::dualCfg(const at::Tensor& x, float sigma, bool wantUncond)
{
    const bool all = wantUncond || m_guider.model->keepUncond || !isClose(m_guider.scale2, 1);
    const GuidanceSide* negativeSide = all ? negative() : nullptr;
    const GuidanceSide* middleSide = all || !isClose(m_guider.scale, 1) ? &*m_middle : nullptr;
    const std::vector<at::Tensor> found
        = m_evaluator.evaluate({negativeSide, middleSide, &m_positive}, x, sigma, m_guider.model->patches);
    Step step = stepFor(x, sigma, m_guider.scale2, middleSide, negativeSide);
    at::Tensor result = joined(step, found[1], found[0], negativeSide != nullptr);
    result = result + (found[2] - found[1]) * m_guider.scale;
    return {std::move(result), found[0]};
}

Denoised GuidedDenoiser::nestedDualCfg(const at::Tensor& x, float sigma)
{
    const std::vector<at::Tensor> found
        = m_evaluator.evaluate({negative(), &*m_middle, &m_positive}, x, sigma, m_guider.model->patches);
    Step step = stepFor(x, sigma, m_guider.scale, &m_positive, &*m_middle);
    const at::Tensor text = joined(step, found[2], found[1], true);
    return {found[0] + (text - found[0]) * m_guider.scale2, found[1]};
}

/// Source: arXiv 2304.04968; ComfyUI `PerpNegGuider`.
Denoised GuidedDenoiser::perpNeg(const at::Tensor& x, float sigma, bool wantUncond)
{
    const DiffusionModel& model = *m_guider.model;
    const bool all = wantUncond || model.keepUncond;
    const GuidanceSide* negativeSide = all || !isClose(m_guider.scale2, 0) ? negative() : nullptr;
    const GuidanceSide* emptySide = negativeSide || !isClose(m_guider.scale, 1) ? &*m_middle : nullptr;
    const std::vector<at::Tensor> found = m_evaluator.evaluate({&m_positive, negativeSide, emptySide}, x, sigma, model.patches);
    const at::Tensor main = found[0] - found[2];
    const at::Tensor against = perpendicular(found[1] - found[2], main) * m_guider.scale2;
    at::Tensor result = found[2] + (main - against) * m_guider.scale;
    Step step = stepFor(x, sigma, m_guider.scale, &m_positive, negativeSide);
    step.cond = found[0];
    step.uncond = found[1];
    for (const auto& change : model.afterGuidance)
        result = change(result, step);
    return {std::move(result), found[1]};
}

} // namespace weft
