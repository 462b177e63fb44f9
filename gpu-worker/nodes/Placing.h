// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gpu-worker/models/Parameter.h"
#include "gpu-worker/runtime/Context.h"
#include "gpu-worker/runtime/MemoryBound.h"

namespace weft::worker {

/// Where the networks of a run compute, and in which type. A CPU computes in float32, or in bfloat16 when that is asked for
/// and it has the instructions, never in float16; a card in float16 unless something else is asked for.
Placement placementOf(const Context& context);
/// Text encoders stay in float32 on a CPU; a VAE's values don't fit into float16.
Placement textPlacementOf(const Context& context);
Placement vaePlacementOf(const Context& context);

/// A model just loaded, unless it is larger than the memory of the whole machine: then it is refused before it is computed with,
/// by both sizes. Errors: its own, OutOfMemory (args: folder, name, size, limit). What a run needs beside it is
/// bounded where it is taken (MemoryBound.h); a model that only a card is too small for is streamed (WeightRoom.h).
template <typename T>
Result<std::shared_ptr<T>> fitting(Result<std::shared_ptr<T>> model, const std::string& folder, const std::string& name)
{
    if (!model)
        return model.error().with("folder", folder).with("name", name);
    if (const Done fits = checkFitsMemory((*model)->sizeBytes()); !fits)
        return fits.error().with("folder", folder).with("name", name);
    return model;
}

/// Opens and maps a model file. Errors: ModelMissing, those of Weights::open (args: folder, name).
Result<Weights> openWeights(const Context& context, const ModelChoice& model);

} // namespace weft::worker
