// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Ids.h"
#include "gpu-worker/runtime/FragmentLinks.h"
#include "gpu-worker/runtime/ModelFolders.h"

namespace weft::worker {

/// What names the results of a node: its class, the literals and the signatures of whatever its inputs come from, down
/// to the values that enter, the size and time of the model files it names, precision and device. Node ids don't count.
/// One per node of the fragment. Nodes that must never be answered from a cache, and those behind them, get a fresh one.
/// As ComfyUI's cache key (semantics of its "classic" cache).
std::vector<Hash256> signaturesOf(const FragmentLinks& links, const std::vector<BoundaryItems>& inputs,
    const ModelFolders& models, const std::string& salt);

} // namespace weft::worker
