// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/models/LoraFile.h"
#include "gpu-worker/nodes/Placing.h"
#include "gpu-worker/runtime/Node.h"

namespace weft::worker {

namespace {

using ModelPtr = std::shared_ptr<const DiffusionModel>;
using ClipPtr = std::shared_ptr<const Clip>;

constexpr const char* kDescription = "LoRAs are used to modify diffusion and CLIP models, altering the way in which latents are "
                                     "denoised such as applying styles. Multiple LoRA nodes can be linked together.";

ModelPtr patchedModel(const ModelPtr& model, const WeightPatches& patches)
{
    if (patches.empty())
        return model;
    auto copy = std::make_shared<DiffusionModel>(*model);
    copy->network = model->network->patched(patches);
    return copy;
}

Result<LoraPatches> openLora(const Context& context, const DiffusionModel& model, const Clip* clip,
    const ModelChoice& choice, double strengthModel, double strengthClip)
{
    WEFT_TRY(const Weights file, openWeights(context, choice));
    auto patches = readLora(file, *model.network, clip, strengthModel, strengthClip);
    if (!patches)
        return patches.error().with("folder", choice.folder).with("name", choice.name);
    return patches;
}

/// Names that fit nothing are left out, as in ComfyUI; a file that fits nothing at all is an error. Source: ComfyUI
/// `LoraLoader`.
const bool loraLoader
    = node("LoraLoader", "loaders")
          .title("Load LoRA")
          .doc(kDescription)
          .in<ModelPtr>("model", {.tooltip = "The diffusion model the LoRA will be applied to."})
          .in<ClipPtr>("clip", {.tooltip = "The CLIP model the LoRA will be applied to."})
          .model("lora_name", "loras", {.tooltip = "The name of the LoRA."})
          .in<double>("strength_model",
              {.init = 1.0, .min = -100.0, .max = 100.0, .step = 0.01,
                  .tooltip = "How strongly to modify the diffusion model. This value can be negative."})
          .in<double>("strength_clip",
              {.init = 1.0, .min = -100.0, .max = 100.0, .step = 0.01,
                  .tooltip = "How strongly to modify the CLIP model. This value can be negative."})
          .out<ModelPtr>("MODEL", {.tooltip = "The modified diffusion model.", .holdsModel = true})
          .out<ClipPtr>("CLIP", {.tooltip = "The modified CLIP model.", .holdsModel = true})
          .run([](Context& context, const ModelPtr& model, const ClipPtr& clip, const ModelChoice& choice,
                   double strengthModel, double strengthClip) -> Result<std::tuple<ModelPtr, ClipPtr>> {
              if (strengthModel == 0 && strengthClip == 0)
                  return std::tuple(model, clip);
              WEFT_TRY(const LoraPatches patches,
                  openLora(context, *model, clip.get(), choice, strengthModel, strengthClip));
              return std::tuple(patchedModel(model, patches.model), patches.clip.empty() ? clip : clip->patched(patches.clip));
          });

/// Source: ComfyUI `LoraLoaderModelOnly`.
const bool loraLoaderModelOnly
    = node("LoraLoaderModelOnly", "loaders")
          .title("LoraLoaderModelOnly")
          .doc(kDescription)
          .in<ModelPtr>("model")
          .model("lora_name", "loras")
          .in<double>("strength_model", {.init = 1.0, .min = -100.0, .max = 100.0, .step = 0.01})
          .out<ModelPtr>("MODEL", {.tooltip = "The modified diffusion model.", .holdsModel = true})
          .run([](Context& context, const ModelPtr& model, const ModelChoice& choice, double strength) -> Result<ModelPtr> {
              if (strength == 0)
                  return model;
              WEFT_TRY(const LoraPatches patches, openLora(context, *model, nullptr, choice, strength, 0));
              return patchedModel(model, patches.model);
          });

} // namespace

} // namespace weft::worker
