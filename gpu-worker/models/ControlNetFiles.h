// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gpu-worker/models/ControlNet.h"
#include "gpu-worker/models/Parameter.h"

namespace weft {

/// A ControlNet for a UNet: ldm's names (with or without "control_model." before them) or diffusers'. The hint's network may
/// have any widths; it halves both sides three times.
/// Errors: ModelUnsupported (args: key when one weight is to blame).
Result<std::shared_ptr<const ControlNet>> makeControlNet(const Weights& file, const Placement& placement);

/// A ControlNet whose file holds only what it adds to the weights of the model that it controls ("difference").
/// Errors: those above. Source: ComfyUI `DiffControlNetLoader`.
Result<std::shared_ptr<const ControlNet>> makeControlNet(
    const Weights& file, const Denoiser& base, const Placement& placement);

} // namespace weft
