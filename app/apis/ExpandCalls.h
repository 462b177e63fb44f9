// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/apis/PublishedApi.h"
#include "core/engine/Engine.h"

namespace weft {

/// A fragment of calls, as the nodes behind them.
struct ExpandedCalls {
    FragmentJob job;
    std::map<NodeId, NodeId> callOf; // node behind a call -> the call
    std::map<SlotRef, SlotRef> slotOf; // asked slot of a call -> the slot behind it
};

/// Puts each call's graph in its place; ids of nodes become CALL.NODE. Errors: NodeTypeUnknown (no such API), InputMissing (a picture that
/// the call needs), SettingTooSmall, SettingTooLarge (bounds of its author's), NodeFailed (reason api-bounds: a setting with such bounds is linked
/// to another call), LinkInvalid (args: node, input), LimitExceeded for more than kMaxFragmentNodes.
Result<ExpandedCalls> expandCalls(FragmentJob job, const std::map<std::string, PublishedApi>& apis, const Catalogue& behind);

} // namespace weft
