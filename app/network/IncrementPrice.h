// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/job/Fragment.h"
#include "core/job/Market.h"

#include <map>
#include <set>

namespace weft {

/// Reference time of each node of a fragment (core/planning: workOf). Nodes that are absent count as nothing; when all do, each node
/// counts the same.
using NodeWork = std::map<NodeId, std::int64_t>;

/// The most that may be asked for once these outputs were handed over: `amount`, in proportion to the work of the
/// nodes that they need, rounded down; the whole amount when every asked slot is delivered. Both sides compute it.
/// Slot -1 stands for an output node's files. `done`: nodes that did less than their work says (fewer tokens than were asked
/// for), and how much; what they didn't do isn't paid.
Money priceOfOutputs(const Fragment& fragment, const NodeWork& work, Money amount, const std::set<SlotRef>& delivered,
    const NodeWork& done = {});

} // namespace weft
