// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/nodes/LoraModels.h"

#include "gpu-worker/models/LoraFile.h"
#include "gpu-worker/nodes/LossPlot.h"
#include "gpu-worker/nodes/ModelExport.h"
#include "gpu-worker/nodes/Picture.h"
#include "gpu-worker/runtime/Node.h"
#include "gpu-worker/models/TensorBytes.h"

namespace weft::worker {

namespace {

using ModelPtr = std::shared_ptr<const DiffusionModel>;

/// Source: ComfyUI `LoraModelLoader`.
const bool loraModelLoader
    = node("LoraModelLoader", "loaders")
          .title("Load LoRA Model")
          .doc("Load Trained LoRA weights from Train LoRA node.")
          .experimental()
          .in<ModelPtr>("model", {.tooltip = "The diffusion model the LoRA will be applied to."})
          .in<LoraPtr>("lora", {.tooltip = "The LoRA model to apply to the diffusion model."})
          .in<double>("strength_model",
              {.init = 1.0, .min = -100.0, .max = 100.0, .step = 0.01,
                  .tooltip = "How strongly to modify the diffusion model. This value can be negative."})
          .out<ModelPtr>("MODEL", {.tooltip = "The modified diffusion model.", .holdsModel = true})
          .run([](const ModelPtr& model, const LoraPtr& lora, double strength) { return withLora(model, *lora, strength); });

/// A file that LoraLoader, or ComfyUI's, opens; where the training kept its state also one that TrainLoraNode goes on from as if
/// it hadn't stopped. Source: ComfyUI `SaveLoRANode`.
const bool saveLora
    = node("SaveLoRANode", "loaders")
          .title("Save LoRA Weights")
          .output()
          .experimental()
          .in<LoraPtr>("lora", {.tooltip = "The LoRA model to save. Do not use the model with LoRA layers."})
          .in<std::string>("prefix",
              {.init = "loras/ComfyUI_trained_lora", .tooltip = "The prefix to use for the saved LoRA file."})
          .in<std::optional<std::int64_t>>("steps",
              {.tooltip = "Optional: The number of steps to LoRA has been trained for, used to name the saved file.",
                  .forceInput = true})
          .run([](const LoraPtr& lora, const std::string& prefix,
                   const std::optional<std::int64_t>& steps) -> Result<std::vector<File>> {
              NamedTensors tensors = lora->tensors;
              for (const auto& [name, tensor] : lora->state)
                  tensors[std::string(kTrainingState) + name] = tensor;
              const std::string name = steps ? prefix + "_" + std::to_string(*steps) + "_steps" : prefix;
              return modelFile(name, tensors, lora->metadata);
          });

/// Source: ComfyUI `LossGraphNode`.
const bool lossGraph = node("LossGraphNode", "training")
                           .title("Plot Loss Graph")
                           .doc("Plots the loss graph and saves it to the output directory.")
                           .output()
                           .experimental()
                           .in<LossMap>("loss")
                           .in<std::string>("filename_prefix", {.init = "loss_graph"})
                           .run([](const LossMap& loss, const std::string& prefix) -> Result<std::vector<File>> {
                               constexpr int kLevel = 6;
                               const Image plot = lossPlot(loss.values);
                               WEFT_TRY(const Picture picture, pictureOf(plot.pixels.select(0, 0)));
                               WEFT_TRY(SharedBytes bytes, encodePng(picture, kLevel));
                               File file {prefix, "image/png", std::move(bytes)};
                               file.meta = {{"width", picture.width}, {"height", picture.height}, {"batch", 0}};
                               return std::vector<File> {std::move(file)};
                           });

} // namespace

Result<ModelPtr> withLora(const ModelPtr& model, const LoraModel& lora, double strength)
{
    if (strength == 0)
        return model;
    SafetensorsFile file;
    for (const auto& [name, tensor] : lora.tensors) {
        WEFT_TRY(file.tensors[name], fromTorch(tensor));
    }
    WEFT_TRY(const LoraPatches patches, readLora(Weights(std::move(file)), *model->network, nullptr, strength, 0));
    auto copy = std::make_shared<DiffusionModel>(*model);
    copy->network = model->network->patched(patches.model);
    return ModelPtr(std::move(copy));
}

} // namespace weft::worker
