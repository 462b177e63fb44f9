// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/apis/PublishedApi.h"

namespace weft {

/// A call of one node type with named values, as a prompt that a run can take: pictures are loaded before it, what it makes
/// is saved or asked for behind it.
struct CallGraph {
    Prompt prompt;
    std::vector<std::pair<std::string, NodeId>> savers; // by the names of outputs: the nodes that save their pictures
    std::map<std::string, SlotRef> values; // outputs that are handed out as values, by name: no node shows them
};

/// Whether a caller can give it at all: settings, and what is loaded from a file. Nobody can send a model.
bool canBeGiven(const InputSpec& input);
/// Whether it is given as a file.
bool isGivenAsFile(const InputSpec& input);

/// Whether a call without it is refused: settings that have no default, and what is no setting.
bool mustBeGiven(const InputSpec& input);
/// A setting that callers must say has no default; one that they may has its own again.
void setMustBeGiven(InputSpec& setting, bool mustBe);

/// The type that a caller means: its whole name, or the name of an API that only one machine offers.
/// Errors: NodeTypeUnknown (args: type; also `choices` where several do).
Result<const NodeType*> callable(const Catalogue& catalogue, const std::string& word);

/// `arguments`: settings as JSON, checked when it is run; a picture, a mask or another file as the name of one in the input folder. The call is node kCallNode.
/// Errors: InputMissing, SettingInvalid (no such parameter, or one that can't be given; args: input);
/// NoOutputNode for a type that gives nothing that can be handed out.
Result<CallGraph> callGraph(const NodeType& type, const std::map<std::string, Json>& arguments, const std::string& filePrefix);

inline const std::string kCallNode = "call";

} // namespace weft
