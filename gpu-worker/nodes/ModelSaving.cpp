// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/nodes/ModelExport.h"
#include "gpu-worker/runtime/Node.h"

#include <algorithm>
#include <iterator>

namespace weft::worker {

namespace {

using ModelPtr = std::shared_ptr<const DiffusionModel>;
using ClipPtr = std::shared_ptr<const Clip>;
using VaePtr = std::shared_ptr<const Vae>;
using Files = Result<std::vector<File>>;

constexpr const char* kSavingCategory = "advanced/model_merging";

/// Network, text encoders and VAE in one file. Source: ComfyUI `CheckpointSave`.
const bool checkpointSave
    = node("CheckpointSave", kSavingCategory)
          .title("Save Checkpoint")
          .output()
          .in<ModelPtr>("model")
          .in<ClipPtr>("clip")
          .in<VaePtr>("vae")
          .in<std::string>("filename_prefix", {.init = "checkpoints/ComfyUI"})
          .run([](const ModelPtr& model, const ClipPtr& clip, const VaePtr& vae, const std::string& prefix) -> Files {
              NamedTensors tensors = networkForCheckpoint(*model);
              tensors.merge(clipForCheckpoint(*clip));
              tensors.merge(vaeForCheckpoint(*vae));
              return modelFile(prefix, tensors, metadataOf(*model));
          });

/// Source: ComfyUI `ModelSave`.
const bool modelSave = node("ModelSave", kSavingCategory)
                           .output()
                           .in<ModelPtr>("model")
                           .in<std::string>("filename_prefix", {.init = "diffusion_models/ComfyUI"})
                           .run([](const ModelPtr& model, const std::string& prefix) {
                               return modelFile(prefix, networkForCheckpoint(*model), metadataOf(*model));
                           });

/// A file per encoder, its name behind the prefix. Source: ComfyUI `CLIPSave`.
const bool clipSave = node("CLIPSave", kSavingCategory)
                          .output()
                          .in<ClipPtr>("clip")
                          .in<std::string>("filename_prefix", {.init = "clip/ComfyUI"})
                          .run([](const ClipPtr& clip, const std::string& prefix) -> Files {
                              std::vector<File> files;
                              for (const auto& [encoder, tensors] : encodersForFiles(*clip)) {
                                  WEFT_TRY(std::vector<File> pieces, modelFile(prefix + "_" + encoder, tensors));
                                  std::ranges::move(pieces, std::back_inserter(files));
                              }
                              return files;
                          });

/// Source: ComfyUI `VAESave`.
const bool vaeSave
    = node("VAESave", kSavingCategory)
          .output()
          .in<VaePtr>("vae")
          .in<std::string>("filename_prefix", {.init = "vae/ComfyUI_vae"})
          .run([](const VaePtr& vae, const std::string& prefix) { return modelFile(prefix, vaeForFile(*vae)); });

} // namespace

} // namespace weft::worker
