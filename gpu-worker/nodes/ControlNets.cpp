// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/models/ControlNetFiles.h"
#include "gpu-worker/nodes/Placing.h"
#include "gpu-worker/nodes/Sampling.h"
#include "gpu-worker/runtime/Node.h"

namespace weft::worker {

namespace {

using ControlNetPtr = std::shared_ptr<const ControlNet>;
using VaePtr = std::shared_ptr<const Vae>;
using BothSides = std::tuple<Conditioning, Conditioning>;

constexpr const char* kControl = "control"; // the key in a Cond's objects
constexpr const char* kApplyToUncond = "control_apply_to_uncond";

Result<ControlNetPtr> named(Result<ControlNetPtr> net, const ModelChoice& choice)
{
    return fitting(std::move(net), choice.folder, choice.name);
}

/// [B, H, W, C] -> [B, C, H, W]
at::Tensor hintOf(const Image& image)
{
    return image.pixels.permute({0, 3, 1, 2}).contiguous();
}

/// Source: ComfyUI `ControlNetLoader`.
const bool controlNetLoader
    = node("ControlNetLoader", "loaders")
          .title("Load ControlNet Model")
          .model("control_net_name", "controlnet")
          .out<ControlNetPtr>("CONTROL_NET", {.holdsModel = true})
          .run([](Context& context, const ModelChoice& choice) -> Result<ControlNetPtr> {
              WEFT_TRY(const Weights file, openWeights(context, choice));
              return named(makeControlNet(file, placementOf(context)), choice);
          });

/// Source: ComfyUI `DiffControlNetLoader`.
const bool diffControlNetLoader
    = node("DiffControlNetLoader", "loaders")
          .title("Load ControlNet Model (diff)")
          .in<ModelPtr>("model")
          .model("control_net_name", "controlnet")
          .out<ControlNetPtr>("CONTROL_NET", {.holdsModel = true})
          .run([](Context& context, const ModelPtr& model, const ModelChoice& choice) -> Result<ControlNetPtr> {
              WEFT_TRY(const Weights file, openWeights(context, choice));
              return named(makeControlNet(file, *model->network, placementOf(context)), choice);
          });

/// Each entry gets a ControlNet of its own, which reaches the negative side too. Source: ComfyUI `ControlNetApply`.
const bool controlNetApply
    = node("ControlNetApply", "conditioning/controlnet")
          .title("Apply ControlNet (OLD)")
          .deprecated()
          .in<Conditioning>("conditioning")
          .in<ControlNetPtr>("control_net")
          .in<Image>("image")
          .in<double>("strength", {.init = 1.0, .min = 0.0, .max = 10.0, .step = 0.01})
          .out<Conditioning>("CONDITIONING", {.holdsModel = true})
          .run([](Conditioning conditioning, const ControlNetPtr& net, const Image& image,
                   double strength) -> Result<Conditioning> {
              if (strength == 0)
                  return conditioning;
              const at::Tensor hint = hintOf(image);
              for (Cond& cond : conditioning.conds) {
                  cond.objects[kControl] = std::make_shared<const AppliedControl>(
                      AppliedControl {net, hint, strength, 0, 1, nullptr, controlOf(cond)});
                  cond.options[kApplyToUncond] = true;
              }
              return conditioning;
          });

struct Settings {
    double strength = 1;
    double startPercent = 0;
    double endPercent = 1;
    VaePtr vae;
};

/// Entries of both sides that had the same ControlNet before (or none) get the same object, so that they run in one batch.
BothSides applied(BothSides sides, const ControlNetPtr& net, const Image& image, const Settings& settings)
{
    const at::Tensor hint = hintOf(image);
    std::map<ControlPtr, ControlPtr> made; // by what it follows
    const auto apply = [&](Conditioning& conditioning) {
        for (Cond& cond : conditioning.conds) {
            const ControlPtr previous = controlOf(cond);
            ControlPtr& control = made[previous];
            if (!control)
                control = std::make_shared<const AppliedControl>(AppliedControl {net, hint, settings.strength,
                    settings.startPercent, settings.endPercent, settings.vae, previous});
            cond.objects[kControl] = control;
            cond.options[kApplyToUncond] = false;
        }
    };
    apply(std::get<0>(sides));
    apply(std::get<1>(sides));
    return sides;
}

/// Source: ComfyUI `ControlNetApplyAdvanced`.
const bool controlNetApplyAdvanced
    = node("ControlNetApplyAdvanced", "conditioning/controlnet")
          .title("Apply ControlNet")
          .in<Conditioning>("positive")
          .in<Conditioning>("negative")
          .in<ControlNetPtr>("control_net")
          .in<Image>("image")
          .in<double>("strength", {.init = 1.0, .min = 0.0, .max = 10.0, .step = 0.01})
          .in<double>("start_percent", {.init = 0.0, .min = 0.0, .max = 1.0, .step = 0.001})
          .in<double>("end_percent", {.init = 1.0, .min = 0.0, .max = 1.0, .step = 0.001})
          .in<std::optional<VaePtr>>("vae")
          .out<Conditioning>("positive", {.holdsModel = true})
          .out<Conditioning>("negative", {.holdsModel = true})
          .run([](const Conditioning& positive, const Conditioning& negative, const ControlNetPtr& net,
                   const Image& image, double strength, double start, double end,
                   const std::optional<VaePtr>& vae) -> Result<BothSides> {
              if (strength == 0)
                  return BothSides {positive, negative};
              return applied({positive, negative}, net, image, {strength, start, end, vae.value_or(nullptr)});
          });

/// Source: ComfyUI `ControlNetApplySD3`.
const bool controlNetApplySd3
    = node("ControlNetApplySD3", "conditioning/controlnet")
          .title("Apply Controlnet with VAE")
          .deprecated()
          .in<Conditioning>("positive")
          .in<Conditioning>("negative")
          .in<ControlNetPtr>("control_net")
          .in<VaePtr>("vae")
          .in<Image>("image")
          .in<double>("strength", {.init = 1.0, .min = 0.0, .max = 10.0, .step = 0.01})
          .in<double>("start_percent", {.init = 0.0, .min = 0.0, .max = 1.0, .step = 0.001})
          .in<double>("end_percent", {.init = 1.0, .min = 0.0, .max = 1.0, .step = 0.001})
          .out<Conditioning>("positive", {.holdsModel = true})
          .out<Conditioning>("negative", {.holdsModel = true})
          .run([](const Conditioning& positive, const Conditioning& negative, const ControlNetPtr& net, const VaePtr& vae,
                   const Image& image, double strength, double start, double end) -> Result<BothSides> {
              if (strength == 0)
                  return BothSides {positive, negative};
              return applied({positive, negative}, net, image, {strength, start, end, vae});
          });

} // namespace

} // namespace weft::worker
