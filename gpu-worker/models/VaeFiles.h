// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gpu-worker/models/Parameter.h"
#include "gpu-worker/models/Vae.h"

namespace weft {

/// Whether a checkpoint brings a VAE ("first_stage_model." or "vae."; plain files of a VAE count as well).
bool hasVae(const Weights& weights);

/// A VAE from a checkpoint or from a file of its own, told apart by names and shapes: KL with any number of latent
/// channels (ldm or diffusers names), TAESD of any width. Errors: ModelUnsupported (args: key when one weight is to
/// blame).
Result<std::shared_ptr<const Vae>> makeVae(const Weights& weights, const Placement& placement = {});

/// TAESD from the two files of the vae_approx folder. It was trained on a family's scaled and shifted latents, so both
/// numbers come with it (ComfyUI's "taesd", "taesdxl", "taesd3", "taef1").
Result<std::shared_ptr<const Vae>> makeTaesd(
    const Weights& encoder, const Weights& decoder, double scale, double shift, const Placement& placement = {});

} // namespace weft
