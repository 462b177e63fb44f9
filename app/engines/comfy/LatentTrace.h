// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/Engine.h"

#include <optional>

namespace weft {

/// What a latent carries besides its samples, as far as a fragment tells. SaveLatent writes samples alone.
struct LatentExtras {
    std::optional<FragmentInput> mask; // a link or a boundary latent, whose noise mask it has; nothing: it has none
    bool lost = false; // it has a noise mask that no link holds
    bool numbered = false; // it has a batch_index, or may have
};

/// Follows the links of type LATENT from `slot` to where they begin. A node whose ways aren't known may do anything
/// with what comes in: where that has extras, its outputs count as having lost them. Pure. Slots and links must exist.
LatentExtras traceLatent(const FragmentJob& job, const Catalogue& catalogue, const SlotRef& slot);

} // namespace weft
