// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gpu-worker/models/Clip.h"
#include "gpu-worker/models/Parameter.h"

namespace weft {

/// What a text encoder's user says it is for; it decides how several encoders are joined, never what an encoder is.
enum class ClipPurpose { Any, StableDiffusion3 };

/// Whether a checkpoint brings text encoders (plain files of an encoder count as well).
bool hasClip(const Weights& weights);

/// The text encoders of a checkpoint, told apart by names and shapes: SD1 (CLIP-L), SD2 (OpenCLIP-H), SDXL (L and G),
/// SDXL refiner (G), SD3 (L, G, T5 as far as they are there; T5 nowhere else). Nothing is read from the disk before the first text. They
/// compute in float32, whatever the placement's type: it costs little, and prompts stay exact. Errors: ModelUnsupported
/// (args: key when one weight is to blame).
Result<std::shared_ptr<const Clip>> makeClip(const Weights& checkpoint, const Placement& placement = {});

/// The same from one file per encoder, in any order (CLIPLoader, DualCLIPLoader, TripleCLIPLoader).
Result<std::shared_ptr<const Clip>> makeClip(
    const std::vector<Weights>& encoders, ClipPurpose purpose, const Placement& placement = {});

} // namespace weft
