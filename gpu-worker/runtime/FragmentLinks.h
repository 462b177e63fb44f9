// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/job/Fragment.h"
#include "gpu-worker/runtime/Registry.h"

namespace weft::worker {

/// The list that enters at one boundary input. `hashes`: the content hashes of its items; left empty, they are computed.
struct BoundaryItems {
    ValueList values;
    std::vector<Hash256> hashes;
    bool present = true; // false: a lazy input that nobody has computed yet
};

/// Another node's output, as a position in the fragment.
struct NodeSource {
    std::size_t node = 0;
    int slot = 0;
};
struct Absent { };
/// What an input is fed from.
using Source = std::variant<Absent, Json, NodeSource, BoundaryRef>;

/// A node of a fragment, with its inputs in the order of its type.
struct LinkedNode {
    const FragmentNode* node = nullptr;
    const NodeDefinition* definition = nullptr; // null: the worker has no such type
    std::vector<Source> sources; // one per declared input; inputs that the type doesn't have are ignored
};

/// A fragment whose names have become positions. Refers to the fragment and the registry.
struct FragmentLinks {
    std::vector<LinkedNode> nodes;
    std::map<NodeId, std::size_t, std::less<>> positions;
};

/// Errors: LinkInvalid (an id twice, a link to a missing or later node, a slot or boundary input that isn't there; args:
/// node, input), LimitExceeded.
Result<FragmentLinks> linkFragment(const Fragment& fragment, const Registry& registry);

} // namespace weft::worker
