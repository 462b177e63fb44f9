// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/Engine.h"

namespace weft {

/// One call of a node: an item of each of its inputs.
struct NodeCall {
    std::map<std::string, Json> settings; // checked and coerced; a setting that isn't given has its default
    std::map<std::string, Value> values; // of all other types
};

/// What nodes of a fragment have made so far.
using MadeSlots = std::map<SlotRef, ValueList>;

/// The calls of a node: one, or one for each item of the longest list that comes in; the last item of a shorter list
/// stands for those that it lacks, as in ComfyUI. Settings are checked as if nobody had: the fragment may be a
/// stranger's. Pure. Errors, args: node, input. InputMissing, LinkInvalid, ValueInvalid (another type of value),
/// SettingInvalid, SettingTooSmall, SettingTooLarge, SettingNotInList (args: received); LimitExceeded for more than
/// 1000 calls.
Result<std::vector<NodeCall>> callsOf(
    const FragmentNode& node, const NodeType& type, const FragmentJob& job, const MadeSlots& made);

} // namespace weft
