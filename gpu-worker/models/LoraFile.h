// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gpu-worker/models/Clip.h"
#include "gpu-worker/models/DiffusionModel.h"
#include "gpu-worker/models/Weights.h"

namespace weft {

/// What a LoRA changes, by the names of the network and of the text encoders.
struct LoraPatches {
    WeightPatches model;
    WeightPatches clip;
    std::vector<std::string> unmatched; // names of the file that have no place in either; only worth a warning
};

/// A LoRA file: kohya's names, diffusers' (old and PEFT), generic ones ("diffusion_model. ..."), as LoRA, LoCon, LoHa, LoKr,
/// with DoRA's magnitudes, or as plain differences. `clip` may be null. Strength 0 changes nothing.
/// Errors: ModelUnsupported: it was made for another kind of model (nothing fits, or much has another shape; args: key).
Result<LoraPatches> readLora(
    const Weights& file, const Denoiser& network, const Clip* clip, double strengthModel, double strengthClip);

} // namespace weft
