// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/nodes/Guidance.h"
#include "gpu-worker/nodes/Sampling.h"
#include "gpu-worker/runtime/Node.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/cosine_similarity.h>
#include <ATen/ops/linalg_vector_norm.h>
#include <ATen/ops/linspace.h>
#include <ATen/ops/sqrt.h>
#include <ATen/ops/std.h>
#include <ATen/ops/where.h>

/// Nodes that change how the two sides are joined. Each works on x0; names of formulas are the papers'.
namespace weft::worker {

namespace {

using Step = DiffusionModel::GuidanceStep;
using Rule = std::function<at::Tensor(const Step&)>;
using Correction = std::function<at::Tensor(const at::Tensor& result, const Step&)>;

const std::vector<std::int64_t> kChannels {1};

Result<ModelPtr> withRule(const ModelPtr& model, Rule rule)
{
    auto copy = changed(model);
    copy->guidance = std::move(rule);
    return ModelPtr(std::move(copy));
}

Result<ModelPtr> withCorrection(const ModelPtr& model, Correction correction)
{
    auto copy = changed(model);
    copy->afterGuidance.push_back(std::move(correction));
    return ModelPtr(std::move(copy));
}

at::Tensor uncondOf(const Step& step)
{
    return step.uncond.defined() ? step.uncond : step.cond * 0;
}

at::Tensor guided(const Step& step)
{
    return uncondOf(step) + (step.cond - uncondOf(step)) * step.scale;
}

/// arXiv 2305.08891: the guided prediction gets back the contrast of the positive one, in v.
at::Tensor rescaled(const Step& step, double multiplier)
{
    const at::Tensor sigma = step.sigma.reshape({-1, 1, 1, 1});
    const at::Tensor total = sigma * sigma + 1.0;
    const at::Tensor root = at::sqrt(total);
    const at::Tensor scaled = step.x / total;
    const at::Tensor cond = (scaled - step.cond) * root / sigma;
    const at::Tensor uncond = (scaled - uncondOf(step)) * root / sigma;
    const at::Tensor joined = uncond + (cond - uncond) * step.scale;
    const at::Tensor contrast = at::std(cond, kWholePicture, true, true) / at::std(joined, kWholePicture, true, true);
    const at::Tensor mixed = joined * contrast * multiplier + joined * (1.0 - multiplier);
    return scaled - mixed * sigma / root;
}

/// arXiv 2503.18886 (CFG-Zero*): the negative side is scaled to fit the positive best.
at::Tensor zeroStar(const at::Tensor& result, const Step& step)
{
    constexpr double kAboveZero = 1e-8;
    const at::Tensor uncond = uncondOf(step);
    const at::Tensor positive = step.x - step.cond;
    const at::Tensor negative = step.x - uncond;
    const at::Tensor alpha = (positive * negative).sum(kWholePicture, true) / ((negative * negative).sum(kWholePicture, true) + kAboveZero);
    return result + uncond * (alpha - 1.0) + uncond * (1.0 - alpha) * step.scale;
}

/// Never longer than the positive prediction, channel vector by channel vector.
at::Tensor normLimited(const at::Tensor& result, const Step& step, double strength)
{
    const at::Tensor wanted = at::linalg_vector_norm(step.cond, 2, kChannels, true);
    const at::Tensor own = at::linalg_vector_norm(result, 2, kChannels, true);
    return result * (wanted / (own + 1e-8)).clamp(0, 1) * strength;
}

/// Leans towards the positive prediction the more the two differ in direction.
at::Tensor mahiro(const at::Tensor& result, const Step& step)
{
    const auto signedRoot = [](const at::Tensor& x) { return at::sqrt(x.abs()) * x.sign(); };
    const at::Tensor leap = step.cond * step.scale;
    const at::Tensor merged = (leap + result) / 2;
    const at::Tensor alike = at::cosine_similarity(signedRoot(uncondOf(step) * step.scale), signedRoot(merged)).mean();
    const at::Tensor share = (alike + 1) * 2;
    return (share * result + (4 - share) * leap) / 4;
}

/// Below cfg_trunc guided and not longer than renorm times the positive prediction, above it the positive prediction alone.
at::Tensor renormed(const Step& step, double truncation, double renorm)
{
    if (!(step.sigma[0].item<double>() < truncation))
        return step.cond;
    const at::Tensor joined = guided(step);
    if (!(renorm > 0))
        return joined;
    const at::Tensor most = lengthOf(step.cond) * renorm;
    const at::Tensor own = lengthOf(joined);
    return at::where(own.ge(most), joined * (most / own), joined);
}

/// One scale per picture of the batch (a video's frames); shares [B] 0..1 between `least` and the step's.
at::Tensor scaledPerFrame(const Step& step, const at::Tensor& shares, double least)
{
    const at::Tensor scale = (shares * (step.scale - least) + least).reshape({-1, 1, 1, 1}).to(step.cond.device());
    return uncondOf(step) + scale * (step.cond - uncondOf(step));
}

at::Tensor frames(const Step& step)
{
    return at::linspace(0, 1, step.cond.size(0), at::kFloat);
}

const bool rescaleCfg = node("RescaleCFG", "advanced/model")
                            .in<ModelPtr>("model")
                            .in<double>("multiplier", {.init = 0.7, .min = 0.0, .max = 1.0, .step = 0.01})
                            .out<ModelPtr>("MODEL", {.holdsModel = true})
                            .run([](const ModelPtr& model, double multiplier) {
                                return withRule(model, [multiplier](const Step& step) { return rescaled(step, multiplier); });
                            });

const bool cfgZeroStar = node("CFGZeroStar", "advanced/guidance")
                             .in<ModelPtr>("model")
                             .out<ModelPtr>("patched_model", {.holdsModel = true})
                             .run([](const ModelPtr& model) { return withCorrection(model, zeroStar); });

const bool cfgNorm = node("CFGNorm", "advanced/guidance")
                         .experimental()
                         .in<ModelPtr>("model")
                         .in<double>("strength", {.init = 1.0, .min = 0.0, .max = 100.0, .step = 0.01})
                         .out<ModelPtr>("patched_model", {.holdsModel = true})
                         .run([](const ModelPtr& model, double strength) {
                             return withCorrection(model, [strength](const at::Tensor& result, const Step& step) {
                                 return normLimited(result, step, strength);
                             });
                         });

const bool mahiroNode
    = node("Mahiro", "_for_testing")
          .title("Mahiro is so cute that she deserves a better guidance function!! (。・ω・。)")
          .doc("Follows the direction of the positive prompt more than its difference from the negative one.")
          .experimental()
          .in<ModelPtr>("model")
          .out<ModelPtr>("patched_model", {.holdsModel = true})
          .run([](const ModelPtr& model) { return withCorrection(model, mahiro); });

/// arXiv 2308.15321: the predicted noise is scaled a little. Source: ComfyUI `Epsilon Scaling`.
const bool epsilonScaling
    = node("Epsilon Scaling", "model_patches/unet")
          .in<ModelPtr>("model")
          .in<double>("scaling_factor",
              {.init = 1.005, .min = 0.5, .max = 1.5, .step = 0.001, .more = Json {{"display", "number"}}})
          .out<ModelPtr>("MODEL", {.holdsModel = true})
          .run([](const ModelPtr& model, double factor) {
              const double divisor = factor == 0 ? 1e-9 : factor;
              return withCorrection(model,
                  [divisor](const at::Tensor& result, const Step& step) { return step.x - (step.x - result) / divisor; });
          });

const bool renormCfg = node("RenormCFG", "advanced/model")
                           .in<ModelPtr>("model")
                           .in<double>("cfg_trunc", {.init = 100, .min = 0.0, .max = 100.0, .step = 0.01})
                           .in<double>("renorm_cfg", {.init = 1.0, .min = 0.0, .max = 100.0, .step = 0.01})
                           .out<ModelPtr>("MODEL", {.holdsModel = true})
                           .run([](const ModelPtr& model, double truncation, double renorm) {
                               return withRule(model, [=](const Step& step) { return renormed(step, truncation, renorm); });
                           });

const bool videoLinear
    = node("VideoLinearCFGGuidance", "sampling/video_models")
          .in<ModelPtr>("model")
          .in<double>("min_cfg", {.init = 1.0, .min = 0.0, .max = 100.0, .step = 0.5, .more = Json {{"round", 0.01}}})
          .out<ModelPtr>("MODEL", {.holdsModel = true})
          .run([](const ModelPtr& model, double least) {
              return withRule(model, [least](const Step& step) { return scaledPerFrame(step, frames(step), least); });
          });

const bool videoTriangle
    = node("VideoTriangleCFGGuidance", "sampling/video_models")
          .in<ModelPtr>("model")
          .in<double>("min_cfg", {.init = 1.0, .min = 0.0, .max = 100.0, .step = 0.5, .more = Json {{"round", 0.01}}})
          .out<ModelPtr>("MODEL", {.holdsModel = true})
          .run([](const ModelPtr& model, double least) {
              return withRule(model, [least](const Step& step) {
                  const at::Tensor at = frames(step);
                  return scaledPerFrame(step, (at - (at + 0.5).floor()).abs() * 2, least);
              });
          });

} // namespace

} // namespace weft::worker
