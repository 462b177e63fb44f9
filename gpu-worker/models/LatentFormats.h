// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gpu-worker/models/DiffusionModel.h"

namespace weft {

/// The latents of the known families. Scales are those that the models were trained with; the colour matrices are linear
/// fits of the decoded pictures, the numbers that ComfyUI uses for its latent2rgb previews.
const LatentFormat& sd15Latents(); // SD1.x, SD2
const LatentFormat& sdxlLatents();
const LatentFormat& playgroundLatents(); // Playground v2.5, by ModelSamplingContinuousEDM
const LatentFormat& sd3Latents();

/// x0 [B, C, H, W], scaled as sampling has it -> the first of the batch as a picture [1, H, W, 3], 0..1; undefined when the
/// format has no colours or other channels.
at::Tensor latentToRgb(const LatentFormat& format, const at::Tensor& x0);

} // namespace weft
