// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/graph/SubgraphTypes.h"

namespace weft {

/// The settings that a node of a workflow file has. `widgets_values` is a list, positional over the type's settings (after a
/// seed comes what ComfyUI does to it after each run, "fixed", "randomize", ..., which isn't a setting), or an object that
/// goes by name; newer files say it by name as well (`widgets_values_named`), which then counts. What the file leaves out has
/// its default.
std::map<std::string, Json> readWidgets(const Json& node, const NodeType& type);

/// The other way, into the node's file entry. Settings that are as the file said leave it untouched, to the letter.
void writeWidgets(Json& entry, const Node& node, const NodeType& type);

/// The same for an instance of a subgraph: the values of its promoted settings that go through ports, as far as it has some
/// of its own.
std::map<std::string, Json> readInstanceWidgets(const Json& node, const std::vector<PromotedSetting>& promoted);
void writeInstanceWidgets(
    Json& entry, const Node& node, const NodeType& type, const std::vector<PromotedSetting>& promoted);

/// What ComfyUI does to a seed after each run: "fixed", "increment", "decrement", "randomize". Empty: it isn't a seed.
std::string seedControl(const Node& node, const NodeType& type, std::string_view input);
/// Notes it where ComfyUI does, in `node.extra["widgets_values"]`. Nothing happens when the input isn't a seed.
void setSeedControl(Node& node, const NodeType& type, std::string_view input, const std::string& word);

/// The same of an instance of a subgraph, whose older files have a word of its own behind a seed that goes through a port.
/// Empty, and nothing is set: the instance has none, the node inside does.
std::string instanceSeedControl(const Node& node, const std::vector<PromotedSetting>& promoted, std::string_view input);
bool setInstanceSeedControl(
    Node& node, const std::vector<PromotedSetting>& promoted, std::string_view input, const std::string& word);

} // namespace weft
