// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/nodes/Sampling.h"
#include "gpu-worker/runtime/Node.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/conv2d.h>
#include <ATen/ops/exp.h>
#include <ATen/ops/linspace.h>
#include <ATen/ops/matmul.h>
#include <ATen/ops/outer.h>
#include <ATen/ops/pad.h>
#include <ATen/ops/softmax.h>
#include <ATen/ops/upsample_nearest2d.h>

#include <algorithm>
#include <cmath>

/// Guidance by a second, worse picture that comes from tampering with self attention in the UNet's middle.
namespace weft::worker {

namespace {

using Step = DiffusionModel::GuidanceStep;

/// Perturbed attention, arXiv 2403.17377: every token looks at itself only. Source: ComfyUI `PerturbedAttentionGuidance`.
Result<ModelPtr> withPerturbedAttention(const ModelPtr& model, double scale)
{
    auto copy = changed(model);
    copy->afterGuidance.push_back([scale](const at::Tensor& result, const Step& step) {
        if (scale == 0)
            return result;
        NetworkPatches patches = step.model->patches;
        patches.selfAttention.insert(patches.selfAttention.begin(),
            [](const at::Tensor&, const at::Tensor&, const at::Tensor& v, const BlockPlace& place, int) -> std::optional<at::Tensor> {
                if (place.part != BlockPlace::Part::Middle)
                    return std::nullopt;
                return v;
            });
        const at::Tensor perturbed = step.again(step.x, patches, true);
        return result + (step.cond - perturbed) * scale;
    });
    return ModelPtr(std::move(copy));
}

/// [B, tokens, heads * dim] -> [B, heads, tokens, dim]
at::Tensor byHead(const at::Tensor& x, int heads)
{
    return x.reshape({x.size(0), x.size(1), heads, -1}).permute({0, 2, 1, 3});
}

struct Attended {
    at::Tensor result; // as q
    at::Tensor weights; // [B, heads, tokens, tokens]
};

Attended attended(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v, int heads)
{
    const double scale = 1 / std::sqrt(static_cast<double>(q.size(2) / heads));
    const at::Tensor scores = at::matmul(byHead(q, heads), byHead(k, heads).transpose(2, 3)) * scale;
    const at::Tensor weights = at::softmax(scores, -1);
    const at::Tensor joined = at::matmul(weights, byHead(v, heads)).permute({0, 2, 1, 3});
    return {joined.reshape(q.sizes()), weights};
}

/// sigma 0 gives NaN, as in ComfyUI.
at::Tensor blurred(const at::Tensor& x, double sigma)
{
    constexpr std::int64_t kKernel = 9;
    const at::Tensor distance = at::linspace(-(kKernel - 1) * 0.5, (kKernel - 1) * 0.5, kKernel, at::kFloat) / sigma;
    const at::Tensor bell = at::exp(distance * distance * -0.5);
    const at::Tensor line = (bell / bell.sum()).to(x.device());
    const at::Tensor kernel = at::outer(line, line).expand({x.size(1), 1, kKernel, kKernel}).contiguous();
    const at::Tensor padded = at::pad(x, {kKernel / 2, kKernel / 2, kKernel / 2, kKernel / 2}, "reflect");
    const std::vector<std::int64_t> ones {1, 1};
    const std::vector<std::int64_t> none {0, 0};
    return at::conv2d(padded, kernel, at::Tensor(), ones, at::IntArrayRef(none), ones, x.size(1));
}

/// The height of a map of `tokens` cells whose picture is height x width: a divisor near the square root.
std::int64_t mapHeight(std::int64_t tokens, std::int64_t height, std::int64_t width)
{
    const double aspect = static_cast<double>(height) / static_cast<double>(width);
    const auto guess = static_cast<std::int64_t>(std::nearbyint(std::sqrt(aspect * static_cast<double>(tokens))));
    const auto reach = static_cast<std::int64_t>(std::floor(std::sqrt(static_cast<double>(tokens)) / 2));
    for (std::int64_t i = 0; i < reach; ++i) {
        for (const std::int64_t candidate : {guess + i, std::max<std::int64_t>(1, guess - i)}) {
            if (candidate > 0 && tokens % candidate == 0)
                return candidate;
        }
    }
    return 1;
}

/// x0 blurred where much attention goes. weights [B, heads, tokens, tokens].
at::Tensor blurredWhereAttended(const at::Tensor& x0, const at::Tensor& weights, double sigma)
{
    constexpr double kThreshold = 1;
    const at::Tensor mask = weights.mean(at::IntArrayRef({1})).sum(at::IntArrayRef({1})).gt(kThreshold);
    const std::int64_t tokens = mask.size(1);
    const std::int64_t height = mapHeight(tokens, x0.size(2), x0.size(3));
    const at::Tensor map = mask.reshape({x0.size(0), 1, height, tokens / height}).to(x0.scalar_type());
    const at::Tensor grown = at::upsample_nearest2d(map, {x0.size(2), x0.size(3)});
    return blurred(x0, sigma) * grown + x0 * (1 - grown);
}

/// Self-attention guidance, arXiv 2210.00939. Source: ComfyUI `SelfAttentionGuidance`.
Result<ModelPtr> withSelfAttention(const ModelPtr& model, double scale, double sigma)
{
    auto copy = changed(model);
    auto seen = std::make_shared<at::Tensor>(); // the negative side's attention in the step at hand
    copy->keepUncond = true;
    copy->callPatches.push_back([seen](NetworkPatches& patches, const DiffusionModel::NetworkCall& call) {
        const auto negative = std::ranges::find(call.sides, 1);
        if (negative == call.sides.end())
            return;
        const std::int64_t row = (negative - call.sides.begin()) * call.chunk;
        patches.selfAttention.push_back([seen, row, rows = call.chunk](const at::Tensor& q, const at::Tensor& k,
                                            const at::Tensor& v, const BlockPlace& place, int heads) -> std::optional<at::Tensor> {
            if (place.part != BlockPlace::Part::Middle || place.transformer != 0)
                return std::nullopt;
            const Attended found = attended(q, k, v, heads);
            *seen = found.weights.narrow(0, row, rows);
            return found.result;
        });
    });
    copy->afterGuidance.push_back([seen, scale, sigma](const at::Tensor& result, const Step& step) {
        constexpr std::int64_t kTooSmall = 4; // for the blur's edges
        if (std::min(result.size(2), result.size(3)) <= kTooSmall || !seen->defined() || !step.uncond.defined())
            return result;
        const at::Tensor degraded = blurredWhereAttended(step.uncond, seen->to(at::kFloat), sigma);
        const at::Tensor found = step.again(degraded + step.x - step.uncond, step.model->patches, false);
        *seen = at::Tensor();
        return result + (degraded - found) * scale;
    });
    return ModelPtr(std::move(copy));
}

const bool perturbedAttentionGuidance
    = node("PerturbedAttentionGuidance", "model_patches/unet")
          .in<ModelPtr>("model")
          .in<double>("scale", {.init = 3.0, .min = 0.0, .max = 100.0, .step = 0.01, .more = Json {{"round", 0.01}}})
          .out<ModelPtr>("MODEL", {.holdsModel = true})
          .run(withPerturbedAttention);

const bool selfAttentionGuidance = node("SelfAttentionGuidance", "_for_testing")
                                       .title("Self-Attention Guidance")
                                       .experimental()
                                       .in<ModelPtr>("model")
                                       .in<double>("scale", {.init = 0.5, .min = -2.0, .max = 5.0, .step = 0.01})
                                       .in<double>("blur_sigma", {.init = 2.0, .min = 0.0, .max = 10.0, .step = 0.1})
                                       .out<ModelPtr>("MODEL", {.holdsModel = true})
                                       .run(withSelfAttention);

} // namespace

} // namespace weft::worker
