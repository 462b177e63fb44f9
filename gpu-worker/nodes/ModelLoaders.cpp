// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/models/ClipFiles.h"
#include "gpu-worker/models/ModelFiles.h"
#include "gpu-worker/models/VaeFiles.h"
#include "gpu-worker/nodes/Placing.h"
#include "gpu-worker/runtime/Node.h"

namespace weft::worker {

namespace {

using ModelPtr = std::shared_ptr<const DiffusionModel>;
using ClipPtr = std::shared_ptr<const Clip>;
using VaePtr = std::shared_ptr<const Vae>;
using Checkpoint = std::tuple<ModelPtr, ClipPtr, VaePtr>;

/// A file without text encoder or VAE gives null there: what needs one says so.
Result<Checkpoint> openCheckpoint(const Context& context, const ModelChoice& choice)
{
    WEFT_TRY(const Weights file, openWeights(context, choice));
    WEFT_TRY(ModelPtr model, fitting(makeDiffusionModel(file, placementOf(context)), choice.folder, choice.name));
    ClipPtr clip;
    VaePtr vae;
    if (hasClip(file)) {
        WEFT_TRY(clip, fitting(makeClip(file, textPlacementOf(context)), choice.folder, choice.name));
    }
    if (hasVae(file)) {
        WEFT_TRY(vae, fitting(makeVae(file, vaePlacementOf(context)), choice.folder, choice.name));
    }
    return Checkpoint(std::move(model), std::move(clip), std::move(vae));
}

/// Source: ComfyUI `CheckpointLoaderSimple`.
const bool checkpointLoaderSimple
    = node("CheckpointLoaderSimple", "loaders")
          .title("Load Checkpoint")
          .doc("Loads a diffusion model checkpoint, diffusion models are used to denoise latents.")
          .model("ckpt_name", "checkpoints", {.tooltip = "The name of the checkpoint (model) to load."})
          .out<ModelPtr>("MODEL", {.tooltip = "The model used for denoising latents.", .holdsModel = true})
          .out<ClipPtr>("CLIP", {.tooltip = "The CLIP model used for encoding text prompts.", .holdsModel = true})
          .out<VaePtr>("VAE",
              {.tooltip = "The VAE model used for encoding and decoding images to and from latent space.", .holdsModel = true})
          .run(openCheckpoint);

/// A file with nothing but the network. weight_dtype is how ComfyUI stores the weights in memory; here they stay as the file
/// has them. Source: ComfyUI `UNETLoader`.
const bool unetLoader
    = node("UNETLoader", "advanced/loaders")
          .title("Load Diffusion Model")
          .model("unet_name", "diffusion_models")
          .in<Choice>("weight_dtype", {.choices = {"default", "fp8_e4m3fn", "fp8_e4m3fn_fast", "fp8_e5m2"}})
          .out<ModelPtr>("MODEL", {.holdsModel = true})
          .run([](Context& context, const ModelChoice& choice, const Choice&) -> Result<ModelPtr> {
              WEFT_TRY(const Weights file, openWeights(context, choice));
              return fitting(makeDiffusionModel(file, placementOf(context)), choice.folder, choice.name);
          });

} // namespace

} // namespace weft::worker
