// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Ids.h"
#include "core/graph/Prompt.h"
#include "core/values/Value.h"

#include <chrono>
#include <map>
#include <variant>
#include <vector>

namespace weft {

enum class Precision : int { Auto = 0, Fp32 = 1, Bf16 = 2, Fp16 = 3 };

/// A value that enters a fragment from outside: an index into Fragment::inputs.
struct BoundaryRef {
    int index = 0;

    auto operator<=>(const BoundaryRef&) const = default;
};

using FragmentInput = std::variant<Json, SlotRef, BoundaryRef>;

struct FragmentNode {
    NodeId id;
    std::string type;
    std::map<std::string, FragmentInput> inputs;
};

/// Where a boundary value came from, so that events, errors and prices can name it.
struct BoundaryInput {
    SlotRef source; // in the whole graph; for a file value: the node that reads it, slot -1
    TypeName type;
    bool lazy = false; // may be absent at first: the engine asks by NeedsInput
};

/// A model that a fragment needs. Matched by hash; the name is what the graph calls it.
struct ModelRef {
    std::string folder;
    std::string name;
    Hash256 sha256; // null: by name only (inside one's own machine)
};

/// A piece of a graph that one engine runs in one go.
struct Fragment {
    std::vector<FragmentNode> nodes; // each after those it needs
    std::vector<BoundaryInput> inputs;
    std::vector<SlotRef> outputs; // asked for; delivered in the order in which they are finished
    std::vector<ModelRef> models;
    Precision precision = Precision::Auto;
    /// By the offer of who runs it: reference microseconds of a call of these types. All others go by the cost table.
    std::map<std::string, std::int64_t> work;
    std::string server; // of the machine that runs it: OfferedServer::kind; empty: Weft's own worker
};

/// What happens while a fragment runs. `node` is the id in the whole graph.
struct NodeStarted {
    NodeId node;
};
struct NodeProgress {
    NodeId node;
    std::int64_t value = 0;
    std::int64_t max = 1;
};
struct NodePreview {
    NodeId node;
    std::string mime; // "image/jpeg", "image/png", or "text/plain" (UTF-8): what is written so far
    SharedBytes picture;
};
struct NodeFinished {
    NodeId node;
    std::chrono::microseconds took {};
    bool cached = false;
};
/// The items of an asked slot are there, before the fragment ends; the result holds them again. An engine that can't
/// tell early leaves it out. Those who share a machine hand these over as increments.
struct NodeOutput {
    NodeId node;
    int slot = 0;
    ValueList items;
};
/// How many pieces (tokens) a node has made whose price is by the piece. Comes before its outputs; without it, it made all
/// that its price is for.
struct NodeMade {
    NodeId node;
    std::int64_t pieces = 0;
};
/// Nothing to show, but bytes move: inputs that take long to arrive at another machine are no silence.
struct StillAlive {};
using FragmentEvent = std::variant<NodeStarted, NodeProgress, NodePreview, NodeFinished, NodeOutput, NodeMade, StillAlive>;

/// The values of the asked slots, and what output nodes showed or saved (FILE values, per node).
struct FragmentResult {
    std::map<SlotRef, ValueList> outputs;
    std::map<NodeId, ValueList> files;
    std::map<NodeId, std::chrono::microseconds> seconds;
};

} // namespace weft
