// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/nodes/Guidance.h"
#include "gpu-worker/nodes/Sampling.h"
#include "gpu-worker/runtime/Node.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/full.h>
#include <ATen/ops/linalg_svd.h>
#include <ATen/ops/matmul.h>

#include <algorithm>
#include <cmath>

/// Nodes that change one side before the two are joined, and what a noise mask is in a step.
namespace weft::worker {

namespace {

using Step = DiffusionModel::GuidanceStep;

/// What adaptive projected guidance remembers of earlier steps.
struct Running {
    at::Tensor average;
    double lastSigma = -1;
};

/// arXiv 2410.02416: the part of the guidance along the positive prediction is scaled by eta, its length limited.
void projectGuidance(at::Tensor& cond, const at::Tensor& uncond, const Step& step, Running& running, double eta,
    double threshold, double momentum)
{
    if (!uncond.defined())
        return;
    const auto sigma = step.sigma[0].item<double>();
    if (running.lastSigma >= 0 && sigma > running.lastSigma)
        running.average = at::Tensor(); // another run
    running.lastSigma = sigma;
    at::Tensor guidance = cond - uncond;
    if (momentum != 0) {
        running.average = running.average.defined() && running.average.sizes() == guidance.sizes()
            ? running.average * momentum + guidance
            : guidance;
        guidance = running.average;
    }
    if (threshold > 0)
        guidance = guidance * (threshold / lengthOf(guidance)).clamp_max(1);
    const at::Tensor direction = cond / lengthOf(cond).clamp_min(1e-12);
    const at::Tensor along = direction * (guidance * direction).sum(kWholePicture, true);
    cond = uncond + (guidance - along) + along * eta + (cond - uncond) / step.scale;
}

/// arXiv 2503.18137: of the negative side only what lies along the main direction of both stays.
at::Tensor withoutTangent(const at::Tensor& cond, const at::Tensor& uncond)
{
    const at::Tensor negative = uncond.reshape({uncond.size(0), 1, -1}).to(at::kFloat);
    const at::Tensor positive = cond.reshape({cond.size(0), 1, -1}).to(at::kFloat);
    const at::Tensor directions = std::get<2>(at::linalg_svd(at::cat({negative, positive}, 1), false));
    const at::Tensor main = directions.narrow(1, 0, 1);
    return (at::matmul(negative, main.transpose(1, 2)) * main).reshape(uncond.sizes());
}

/// Source: ComfyUI `APG`.
const bool apg
    = node("APG", "sampling/custom_sampling")
          .title("Adaptive Projected Guidance")
          .in<ModelPtr>("model")
          .in<double>("eta",
              {.init = 1.0, .min = -10.0, .max = 10.0, .step = 0.01, .tooltip = "Scales the guidance that goes along with the positive prediction; 1 is usual guidance."})
          .in<double>("norm_threshold",
              {.init = 5.0, .min = 0.0, .max = 50.0, .step = 0.1, .tooltip = "The guidance is at most this long; 0 sets no limit."})
          .in<double>("momentum",
              {.init = 0.0, .min = -5.0, .max = 1.0, .step = 0.01, .tooltip = "How much earlier steps count; 0 switches it off."})
          .out<ModelPtr>("MODEL", {.holdsModel = true})
          .run([](const ModelPtr& model, double eta, double threshold, double momentum) -> Result<ModelPtr> {
              auto copy = changed(model);
              auto running = std::make_shared<Running>();
              copy->beforeGuidance.push_back([=](at::Tensor& cond, at::Tensor& uncond, const Step& step) {
                  projectGuidance(cond, uncond, step, *running, eta, threshold, momentum);
              });
              return ModelPtr(std::move(copy));
          });

/// Source: ComfyUI `TCFG`.
const bool tcfg = node("TCFG", "advanced/guidance")
                      .title("Tangential Damping CFG")
                      .doc("Refines the negative side so that it goes along with the positive one (arXiv 2503.18137).")
                      .in<ModelPtr>("model")
                      .out<ModelPtr>("patched_model", {.holdsModel = true})
                      .run([](const ModelPtr& model) -> Result<ModelPtr> {
                          auto copy = changed(model);
                          copy->beforeGuidance.push_back([](at::Tensor& cond, at::Tensor& uncond, const Step& step) {
                              if (uncond.defined())
                                  uncond = step.x - withoutTangent(step.x - cond, step.x - uncond);
                          });
                          return ModelPtr(std::move(copy));
                      });

double timestepOf(const NoiseSchedule& schedule, double sigma)
{
    return schedule.timestep(at::full({1}, sigma, at::kFloat)).item<double>();
}

/// arXiv 2306.00950: a grey mask says from which step on a place may change. Source: ComfyUI `DifferentialDiffusion`.
const bool differentialDiffusion
    = node("DifferentialDiffusion", "_for_testing")
          .title("Differential Diffusion")
          .experimental()
          .in<ModelPtr>("model")
          .in<double>("strength", {.init = 1.0, .min = 0.0, .max = 1.0, .step = 0.01, .optional = true})
          .out<ModelPtr>("MODEL", {.holdsModel = true})
          .run([](const ModelPtr& model, double strength) -> Result<ModelPtr> {
              auto copy = changed(model);
              copy->maskAtStep = [strength](const at::Tensor& mask, double sigma, const std::vector<float>& sigmas,
                                     const NoiseSchedule& schedule) {
                  const double last = std::max<double>(schedule.sigmaMin(), sigmas.back());
                  const double from = timestepOf(schedule, sigmas.front());
                  const double to = timestepOf(schedule, last);
                  const double threshold = (timestepOf(schedule, sigma) - to) / (from - to);
                  const at::Tensor open = mask.ge(threshold).to(mask.scalar_type());
                  return strength > 0 && strength < 1 ? open * strength + mask * (1 - strength) : open;
              };
              return ModelPtr(std::move(copy));
          });

} // namespace

} // namespace weft::worker
