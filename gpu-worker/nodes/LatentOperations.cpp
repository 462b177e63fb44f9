// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/nodes/LatentOperation.h"

#include "gpu-worker/nodes/Latents.h"
#include "gpu-worker/nodes/Sampling.h"
#include "gpu-worker/runtime/Node.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/conv2d.h>
#include <ATen/ops/linspace.h>
#include <ATen/ops/reflection_pad2d.h>

#include <algorithm>

namespace weft::worker {

namespace {

constexpr const char* kOperationCategory = "latent/advanced/operations";

/// The length of each place's vector [B, 1, h, w]; eps keeps it from 0.
at::Tensor magnitudes(const at::Tensor& x, double eps)
{
    return x.norm(2, {1}, /*keepdim=*/true).add(eps);
}

/// Tones mapped like Reinhard's, up to a top that follows from mean and deviation of the magnitudes. x [B, C, h, w].
at::Tensor reinhard(const at::Tensor& x, double multiplier)
{
    const at::Tensor length = magnitudes(x, 1e-10);
    const at::Tensor direction = x.div(length);
    const at::Tensor mean = length.mean({1, 2, 3}, /*keepdim=*/true);
    const at::Tensor deviation = length.std(at::IntArrayRef({1, 2, 3}), /*unbiased=*/true, /*keepdim=*/true);
    const at::Tensor top = deviation.mul(5).add(mean).mul(multiplier);
    const at::Tensor part = length.mul(top.reciprocal());
    return direction.mul(part.div(part.add(1)).mul(top));
}

/// A blur's kernel [2 r + 1, 2 r + 1] of sum 1.
at::Tensor gaussian(std::int64_t radius, double sigma)
{
    const at::Tensor place = at::linspace(-1, 1, 2 * radius + 1);
    const at::Tensor distance = place.square().unsqueeze(0).add(place.square().unsqueeze(1));
    const at::Tensor bell = distance.div(-2 * sigma * sigma).exp();
    return bell.div(bell.sum());
}

/// What a blur takes away is added once more; the vectors' lengths stay out of it. x [B, C, h, w].
at::Tensor sharpened(const at::Tensor& x, std::int64_t radius, double sigma, double alpha)
{
    const std::int64_t center = radius;
    at::Tensor kernel = gaussian(radius, sigma).mul(-alpha * 10);
    kernel.select(0, center).select(0, center).sub_(kernel.sum()).add_(1);
    const at::Tensor length = magnitudes(x, 1e-6);
    const at::Tensor direction = x.div(length);
    const at::Tensor padded = at::reflection_pad2d(direction, {radius, radius, radius, radius});
    const at::Tensor weight
        = kernel.to(x.device()).reshape({1, 1, 2 * radius + 1, 2 * radius + 1}).repeat({x.size(1), 1, 1, 1});
    return at::conv2d(
        padded, weight, {}, at::IntArrayRef({1, 1}), at::IntArrayRef({0, 0}), at::IntArrayRef({1, 1}), x.size(1))
        .mul(length);
}

using OperationPtr = std::shared_ptr<LatentOperation>;

/// Source: ComfyUI `LatentOperationTonemapReinhard`.
const bool tonemapReinhard = node("LatentOperationTonemapReinhard", kOperationCategory)
                                 .experimental()
                                 .in<double>("multiplier", {.init = 1.0, .min = 0.0, .max = 100.0, .step = 0.01})
                                 .out<OperationPtr>("LATENT_OPERATION", {.holdsModel = true})
                                 .run([](double multiplier) -> Result<OperationPtr> {
                                     return std::make_shared<LatentOperation>(LatentOperation{
                                         [multiplier](const at::Tensor& x) { return reinhard(x, multiplier); }});
                                 });

/// Source: ComfyUI `LatentOperationSharpen`.
const bool sharpen = node("LatentOperationSharpen", kOperationCategory)
                         .experimental()
                         .in<std::int64_t>("sharpen_radius", {.init = 9, .min = 1, .max = 31, .step = 1})
                         .in<double>("sigma", {.init = 1.0, .min = 0.1, .max = 10.0, .step = 0.1})
                         .in<double>("alpha", {.init = 0.1, .min = 0.0, .max = 5.0, .step = 0.01})
                         .out<OperationPtr>("LATENT_OPERATION", {.holdsModel = true})
                         .run([](std::int64_t radius, double sigma, double alpha) -> Result<OperationPtr> {
                             radius = std::clamp<std::int64_t>(radius, 1, 31);
                             return std::make_shared<LatentOperation>(LatentOperation{
                                 [=](const at::Tensor& x) { return sharpened(x, radius, sigma, alpha); }});
                         });

/// Source: ComfyUI `LatentApplyOperation`.
const bool applyOperation =
    node("LatentApplyOperation", kOperationCategory)
        .experimental()
        .in<Latent>("samples")
        .in<OperationPtr>("operation")
        .out<Latent>("LATENT")
        .run([](const Latent& latent, const std::shared_ptr<const LatentOperation>& operation) -> Result<Latent> {
            WEFT_CHECK(checkPictureLatent(latent, "samples"));
            return withSamples(latent, operation->apply(latent.samples));
        });

/// The operation on what sets the positive side apart from the negative, each step. Source: ComfyUI
/// `LatentApplyOperationCFG`.
const bool applyOperationCfg =
    node("LatentApplyOperationCFG", kOperationCategory)
        .experimental()
        .in<ModelPtr>("model")
        .in<OperationPtr>("operation")
        .out<ModelPtr>("MODEL", {.holdsModel = true})
        .run([](const ModelPtr& model, const std::shared_ptr<const LatentOperation>& operation) -> Result<ModelPtr> {
            auto copy = changed(model);
            copy->beforeGuidance.push_back(
                [operation](at::Tensor& cond, at::Tensor& uncond, const DiffusionModel::GuidanceStep&) {
                    cond = uncond.defined() ? operation->apply(cond - uncond) + uncond : operation->apply(cond);
                });
            return ModelPtr(std::move(copy));
        });

} // namespace

} // namespace weft::worker
