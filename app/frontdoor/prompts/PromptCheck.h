// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/graph/Prompt.h"

#include <functional>

namespace weft {

/// Whether the input folder has the file or the folder that a setting names.
using HasInputFile = std::function<bool(const InputSpec& input, const std::string& name)>;

/// What POST /prompt says of a prompt, and what of it is to be run.
struct CheckedPrompt {
    Json error; // {type, message, details, extra_info}; null: something can run
    Json nodeErrors = Json::object(); // id -> {errors, dependent_outputs, class_type}; also when something else can run
    std::vector<NodeId> outputs; // those that can run, in the prompt's order
    Prompt prompt; // these and what they need
};

/// Checks a prompt as ComfyUI 0.3.64 does, with the same answers but for what docs/frontdoor.md lists. Literals are
/// coerced in place. `targets`: null for all output nodes, or the ids (partial_execution_targets). Anything is allowed in `prompt`; the work
/// grows with its size and nothing recurses.
CheckedPrompt checkPrompt(Json& prompt, const Catalogue& catalogue, const Json& targets = {}, const HasInputFile& hasInput = {});

/// {type, message, details, extra_info: {}}: what is wrong with a prompt as a whole.
Json promptError(std::string_view type, std::string message, std::string details = {});

} // namespace weft
