// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Json.h"

#include <QString>

namespace weft {

/// What kind of diffusion model a safetensors file holds, by its header alone, as comfyui-tooling-nodes tells it: {base_model: "sd15",
/// "sd20", "sdxl", "sdxl-refiner", "sd3", "flux", "chroma" or "unknown", is_inpaint, type: "eps" or "v-prediction" of an SDXL}. Pure.
Json modelGlanceOfHeader(const Json& header);
/// Of the file at `path`; what can't be read is unknown. Blocks on the disk.
Json modelGlance(const QString& path);

} // namespace weft
