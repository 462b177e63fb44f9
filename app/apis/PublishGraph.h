// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/apis/PublishedApi.h"

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
    std::vector<ParameterWish> parameters; // empty: the settings that the form over this workflow shows
    std::vector<SlotRef> outputs; // empty: what the graph's output nodes show or save
};

/// The settings that a form over the graph shows (app/editor/model/AppFields.h), with names.
std::vector<ParameterWish> parametersOf(const Graph& graph, const Catalogue& catalogue);

/// A graph as an API. A node that loads a picture of the input folder becomes a parameter of the picture's type; nodes
/// that save or show become outputs of what they would save. Errors: those of toPrompt and validate; SettingInvalid (a name;
/// args: name), AmountInvalid, InputMissing (args: node, input: no such setting, or one that is linked), NoOutputNode.
Result<PublishedApi> publishGraph(const Graph& graph, const Catalogue& catalogue, const PublishWish& wish);

} // namespace weft
