// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/apis/PublishedApi.h"

#include <set>

namespace weft {

/// A setting that becomes a parameter: `input` of `node` in the graph.
struct ParameterWish {
    std::string name; // empty: made from what it is ("prompt", "seed", "image")
    NodeId node;
    std::string input;
};

struct PublishWish {
    std::string name;
    std::string title; // empty: the name
    std::string description;
    Money price; // of a call
    std::optional<Money> spend; // PublishedApi::spend
    std::vector<ParameterWish> parameters; // empty: the settings that the form over this workflow shows
    bool takesAll = false; // every other setting of the graph behind it becomes a parameter, too
    std::vector<SlotRef> outputs; // empty: what the graph's output nodes show or save
    /// Only these nodes, by their ids in a run (a subgraph's: all inside of it): what comes from others, and what is missing, is its
    /// caller's to give where it can be; what can't be given (models) is made by the nodes that make it. What they hand to others, or
    /// to nobody, are the outputs. Empty: the whole graph.
    std::set<NodeId> part;
};

/// The settings that a form over the graph shows (app/editor/model/AppFields.h), with names.
std::vector<ParameterWish> parametersOf(const Graph& graph, const Catalogue& catalogue);

/// The nodes of a part that would run, by their ids in a run: not muted or bypassed ones.
std::set<NodeId> nodesOfPart(const Prompt& prompt, const std::set<NodeId>& part);

/// A graph as an API. A node that loads a picture of the input folder becomes a parameter of the picture's type; nodes
/// that save or show become outputs of what they would save. Errors: those of toPrompt and validate; SettingInvalid (a name;
/// args: name), AmountInvalid, InputMissing (args: node, input: no such setting, or one that is linked), NoOutputNode.
Result<PublishedApi> publishGraph(const Graph& graph, const Catalogue& catalogue, const PublishWish& wish);

} // namespace weft
