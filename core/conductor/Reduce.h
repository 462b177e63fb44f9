// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/job/Fragment.h"

#include <set>

namespace weft {

/// What became of a fragment's surroundings.
struct FragmentState {
    std::set<SlotRef> have; // slots whose values are here, and the files (slot -1) of nodes
    std::set<NodeId> broken; // these will never work
    std::set<SlotRef> lost; // boundary values that will never come
};

/// The part of a fragment that is still worth running: without what is here, and without what can't be made any more.
/// Values of `have` that it needs come in as boundary values. No nodes: nothing is left.
Fragment reduced(const Fragment& fragment, const Catalogue& catalogue, const FragmentState& state);

} // namespace weft
