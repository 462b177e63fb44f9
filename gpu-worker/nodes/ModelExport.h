// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gpu-worker/models/Clip.h"
#include "gpu-worker/models/DiffusionModel.h"
#include "gpu-worker/models/Vae.h"
#include "gpu-worker/models/Weights.h"
#include "gpu-worker/runtime/Ports.h"

namespace weft::worker {

/// Models under the names that checkpoints give them, so that other programs open what is saved here. Weights keep the type
/// of the file that they come from; patches (LoRA, merges) are worked in.

/// "model.diffusion_model. ...", and the marks of what the network predicts ("v_pred", "ztsnr").
NamedTensors networkForCheckpoint(const DiffusionModel& model);
/// Where the encoders' family has them: "cond_stage_model. ..." (SD1, SD2), "conditioner.embedders. ..." (SDXL, its refiner),
/// "text_encoders. ..." (SD3).
NamedTensors clipForCheckpoint(const Clip& clip);
/// "first_stage_model. ...".
NamedTensors vaeForCheckpoint(const Vae& vae);

/// Each encoder by itself ("clip_l", "clip_g", ...), transformers' names without prefix.
std::map<std::string, NamedTensors> encodersForFiles(const Clip& clip);
/// As a file of its own has it.
NamedTensors vaeForFile(const Vae& vae);

/// What ComfyUI tells about a network beside its weights (the Stability AI model metadata).
std::map<std::string, std::string> metadataOf(const DiffusionModel& model);

/// A safetensors file; one that is larger than a value may be comes in pieces (docs/decisions/0010): files of one name whose
/// meta says which "piece" of how many "pieces" they are. Errors: OutOfMemory (args: size, limit), LimitExceeded (more than
/// kMostPieces), TensorInvalid.
Result<std::vector<File>> modelFile(
    const std::string& name, const NamedTensors& tensors, std::map<std::string, std::string> metadata = {});
/// The same in pieces of other sizes, for tests.
Result<std::vector<File>> modelFileInPieces(const std::string& name, const NamedTensors& tensors,
    std::map<std::string, std::string> metadata, std::uint64_t pieceBytes);

constexpr std::uint64_t kMostPieces = 64; // of 1 GiB

} // namespace weft::worker
