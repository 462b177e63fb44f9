// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/graph/Graph.h"

#include <variant>

namespace weft {

/// An input of a node to be run: a literal, or another node's output.
struct SlotRef {
    NodeId node;
    int slot = 0;

    auto operator<=>(const SlotRef&) const = default;
};
using PromptInput = std::variant<Json, SlotRef>;

struct PromptNode {
    std::string type;
    std::string title; // "_meta".title
    std::map<std::string, PromptInput> inputs;

    bool operator==(const PromptNode&) const = default;
};

/// ComfyUI's API form: what is to be run, without positions. Muted nodes are gone, bypassed ones passed through,
/// reroutes and primitive front-end nodes resolved, subgraphs laid open: node 7 inside of node 12 is "12:7".
struct Prompt {
    std::map<NodeId, PromptNode> nodes;

    bool operator==(const Prompt&) const = default;
};

/// Errors: GraphCycle (reroutes in a circle, a subgraph inside itself), LimitExceeded. Unknown types are kept (validation reports them); a link whose origin is
/// muted leaves the input empty, as in ComfyUI.
Result<Prompt> toPrompt(const Graph& graph, const Catalogue& catalogue);

/// One thing that is wrong with a prompt, by ComfyUI's error types (semantics of its /prompt route).
struct PromptProblem {
    NodeId node;
    Error error; // args: node, type, input, received, min, max, ...
};

/// Checks the outputs and all that they need: missing inputs, types of links, ranges, choices, cycles; and that every
/// node's type is known. `targets` empty: every output node. Coerces literals in place as ComfyUI does ("64" -> 64,
/// 64.7 -> 64 for INT). Repeating it changes nothing more.
std::vector<PromptProblem> validate(Prompt& prompt, const Catalogue& catalogue, const std::vector<NodeId>& targets = {});

/// The targets (empty: every output node) that can run although there are `problems`: none is in what they need.
std::vector<NodeId> goodTargets(const Prompt& prompt, const Catalogue& catalogue, const std::vector<PromptProblem>& problems,
    const std::vector<NodeId>& targets = {});

/// The nodes that `targets` need, and these themselves.
Prompt neededBy(const Prompt& prompt, const std::vector<NodeId>& targets);

/// Nodes in an order in which each comes after those it needs. Errors: GraphCycle (args: node).
Result<std::vector<NodeId>> topologicalOrder(const Prompt& prompt);

} // namespace weft
