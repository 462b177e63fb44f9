// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Ids.h"
#include "core/base/Money.h"
#include "core/graph/Prompt.h"

#include <optional>

namespace weft {

/// Where a value goes in the graph behind an API.
struct InputRef {
    NodeId node;
    std::string input;

    auto operator<=>(const InputRef&) const = default;
};

/// What a caller may set: a setting, with its default, bounds and choices, or a picture that the graph would load.
struct ApiParameter {
    InputSpec spec; // its name is the parameter's
    std::vector<InputRef> targets;
};

/// What a caller gets: the value of a slot.
struct ApiOutput {
    OutputSpec spec;
    SlotRef from;
};

/// A graph, or a node, as a service: a name, typed parameters, outputs, a price. The graph itself stays with its author.
struct PublishedApi {
    std::string name; // isApiName()
    std::string title;
    std::string description;
    Money price; // of a call
    /// The most that a call may cost its author at other machines; empty: what the author is paid for it, so never a loss.
    std::optional<Money> spend;
    Prompt prompt; // what is run; the targets of pictures are missing in it
    std::vector<ApiParameter> parameters;
    std::vector<ApiOutput> outputs;
};

/// 1 to 40 of a-z, 0-9 and hyphens, a letter first: a part of an address and of a command line.
bool isApiName(std::string_view name);

/// A machine in the names of its APIs' node types: the beginning of its key's hash.
std::string apiOwner(const KeyHash& machine);
/// The class of the node that calls an API of the machine `owner` (8 hexadecimal digits or more of its key's hash):
/// "api/NAME@OWNER". Two authors' APIs of one name are different nodes.
std::string apiNodeName(const std::string& name, const std::string& owner);
/// The API's name in such a class; empty for others.
std::string apiNameOf(std::string_view nodeType);
NodeType apiNodeType(const PublishedApi& api, const std::string& owner);

Json toJson(const PublishedApi& api);
/// Errors: JsonNotAWorkflow, NodeTypeUnknown, ... as those of readApiJson; AmountInvalid.
Result<PublishedApi> apiFromJson(const Json& json);

} // namespace weft
