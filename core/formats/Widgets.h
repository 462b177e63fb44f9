// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/graph/Graph.h"

namespace weft {

/// The settings that a workflow file's `widgets_values` stand for. A list is positional over the type's settings; after
/// a seed comes what ComfyUI does to it after each run ("fixed", "randomize", ...), which isn't a setting. An object
/// goes by name. What the file leaves out has its default.
std::map<std::string, Json> readWidgets(const Json& values, const NodeType& type);

/// The other way. Unchanged settings give back what the file said (`node.extra["widgets_values"]`), to the letter.
/// Null when there is nothing to write.
Json writeWidgets(const Node& node, const NodeType& type);

/// What ComfyUI does to a seed after each run: "fixed", "increment", "decrement", "randomize". Empty: it isn't a seed.
std::string seedControl(const Node& node, const NodeType& type, std::string_view input);
/// Notes it where ComfyUI does, in `node.extra["widgets_values"]`. Nothing happens when the input isn't a seed.
void setSeedControl(Node& node, const NodeType& type, std::string_view input, const std::string& word);

} // namespace weft
