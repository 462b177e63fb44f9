// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/graph/Prompt.h"

namespace weft {

/// Whether this is ComfyUI's API form: a non-empty object of objects that each have a "class_type".
bool isApiJson(const Json& json);

/// ComfyUI's API form ("Save (API Format)", the `prompt` of POST /prompt). An input that is [id, slot] is a link; every
/// other list stays a literal, which validation refuses as ComfyUI does.
/// Errors: JsonNotAWorkflow (args: node), LimitExceeded (args: limit).
Result<Prompt> readApiJson(const Json& json);
Json writeApiJson(const Prompt& prompt);

/// A graph for the editor, laid out in columns from left to right. Settings that the prompt leaves out get their
/// defaults; unknown types get the ports that the prompt uses. Errors: GraphCycle.
Result<Graph> graphFromPrompt(const Prompt& prompt, const Catalogue& catalogue);

} // namespace weft
