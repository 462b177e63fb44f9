// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gpu-worker/sampling/Condition.h"

namespace weft {

/// What SDXL, its refiner and SD3 take beside the text: the pooled text, and for the first two sizes as sinusoids
/// (256 numbers each). [1 or B, adm]; undefined for families that take none. Errors: TypeMismatch (no pooled text).
Result<at::Tensor> vectorInput(
    const Condition& condition, bool isNegative, const DiffusionModel& model, const LatentFacts& facts);

/// The channels that an inpaint model (9 in) sees beside the noise: the rounded mask and the masked latent, scaled.
/// [B, 5, H, W]; undefined for other models. Source: ComfyUI's `set_inpaint`.
at::Tensor concatInput(const Condition& condition, const DiffusionModel& model, const LatentFacts& facts);

} // namespace weft
