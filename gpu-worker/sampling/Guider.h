// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gpu-worker/sampling/Sampler.h"
#include "gpu-worker/sampling/SideEvaluator.h"

#include <memory>
#include <optional>

namespace weft {

/// GUIDER: a model, the texts that guide it, and how they are joined.
struct Guider {
    static constexpr const char* portType = "GUIDER";

    enum class Kind {
        Cfg, // negative + (positive - negative) * scale
        DualCfg, // negative -> middle by scale2, and (positive - middle) * scale on top
        NestedDualCfg, // negative -> (middle -> positive by scale) by scale2
        PerpNeg, // middle is an empty text; of the negative only what is perpendicular to the positive counts, times scale2
    } kind = Kind::Cfg;
    std::shared_ptr<const DiffusionModel> model;
    Conditions positive;
    std::optional<Conditions> negative; // none: the positive alone guides
    std::optional<Conditions> middle;
    double scale = 1;
    double scale2 = 1;
};

/// A guider at work on one latent.
class GuidedDenoiser {
public:
    /// `cancelled` is asked before each run of the network; may be empty. Errors: those of preparedSide.
    static Result<std::unique_ptr<GuidedDenoiser>> make(
        const Guider& guider, LatentFacts facts, std::function<bool()> cancelled = {});

    /// x [B, C, H, W] at sigma -> x0. `wantUncond`: the negative side is computed even where it has no weight. Once
    /// cancelled, it comes back soon and with nothing of use.
    Denoised operator()(const at::Tensor& x, float sigma, bool wantUncond);

private:
    using Step = DiffusionModel::GuidanceStep;

    GuidedDenoiser(const Guider& guider, LatentFacts facts, std::function<bool()> cancelled);
    const GuidanceSide* negative() const { return m_negative ? &*m_negative : nullptr; }
    Step stepFor(const at::Tensor& x, float sigma, double scale, const GuidanceSide* positive, const GuidanceSide* negative);
    /// One positive and one negative side joined, with whatever nodes have hung on the model.
    at::Tensor joined(Step& step, const at::Tensor& cond, const at::Tensor& uncond, bool hasUncond);
    Denoised cfg(const at::Tensor& x, float sigma, bool wantUncond);
    Denoised dualCfg(const at::Tensor& x, float sigma, bool wantUncond);
    Denoised nestedDualCfg(const at::Tensor& x, float sigma);
    Denoised perpNeg(const at::Tensor& x, float sigma, bool wantUncond);

    Guider m_guider;
    LatentFacts m_facts;
    SideEvaluator m_evaluator;
    GuidanceSide m_positive;
    std::optional<GuidanceSide> m_negative;
    std::optional<GuidanceSide> m_middle;
};

} // namespace weft
