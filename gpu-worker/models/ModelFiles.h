// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gpu-worker/models/DiffusionModel.h"
#include "gpu-worker/models/Parameter.h"

namespace weft {

/// The network of a checkpoint ("model.diffusion_model." before every name) or of a file of its own (no prefix), in ldm's or
/// diffusers' names, with the family and the noise schedule that its weights tell: SD1, SD1 inpaint, SD2 (eps and v), SD2
/// unCLIP, SDXL (eps, v, EDM) and its refiner, SD3. The file is mapped; weights are read when they are first used.
/// Errors: ModelUnsupported (args: key when one weight is to blame).
Result<std::shared_ptr<const DiffusionModel>> makeDiffusionModel(const Weights& file, const Placement& placement);

/// The UNet's weights of a file under ldm's names, without prefix, whatever the file calls them.
Result<Weights> withLdmNames(const Weights& file);

} // namespace weft
