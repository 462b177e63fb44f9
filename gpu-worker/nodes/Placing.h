// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gpu-worker/models/Parameter.h"
#include "gpu-worker/runtime/Context.h"

namespace weft::worker {

/// Where the networks of a run compute, and in which type. A CPU computes in float32, or in bfloat16 when that is asked for,
/// never in float16; a card in float16 unless something else is asked for.
Placement placementOf(const Context& context);
/// Text encoders stay in float32 on a CPU; a VAE's values don't fit into float16.
Placement textPlacementOf(const Context& context);
Placement vaePlacementOf(const Context& context);

/// Opens and maps a model file. Errors: ModelMissing, those of Weights::open (args: folder, name).
Result<Weights> openWeights(const Context& context, const ModelChoice& model);

} // namespace weft::worker
