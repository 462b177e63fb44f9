// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gpu-worker/runtime/Registry.h"

namespace weft::worker {

/// What stands at one input: absent (not given, or lazy and not computed), or a list.
struct InputList {
    bool present = false;
    ItemList items;
};

/// A call in this many items is the most: a graph can't make the worker loop for ever.
constexpr std::size_t kMaxListItems = 100'000;

/// What the texts and files of one result hold together at most; tensors are bounded where they are made (MemoryBound.h).
constexpr std::uint64_t kMaxListBytes = std::uint64_t {4} << 30;

/// ComfyUI's list rules: the node runs as often as its longest input list has items, shorter ones repeat their last;
/// an empty list means no call at all; with inputIsList it is called once with whole lists. The results of the calls are
/// joined per slot. Errors: the node's own, LimitExceeded (args: limit, size; also for more bytes than the memory's bound or
/// kMaxListBytes), Cancelled.
Result<CallOutputs> callOverLists(const NodeDefinition& node, Context& context, const std::vector<InputList>& inputs);

/// The lazy inputs that the node still wants, over all calls, each once, as indexes into its inputs.
/// Errors: the node's own; NodeFailed when it names an input that it doesn't have.
Result<std::vector<std::size_t>> wantedLazyInputs(
    const NodeDefinition& node, Context& context, const std::vector<InputList>& inputs);

} // namespace weft::worker
