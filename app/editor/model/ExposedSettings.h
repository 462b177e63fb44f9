// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/catalogue/NodeType.h"
#include "core/graph/Graph.h"

namespace weft {

/// Whether a setting shows its port also while no wire comes in. The node's properties say so (`weft.inputs`, a list of
/// names); so does a file of ComfyUI's older form, which lists among a node's inputs only the settings that were made inputs.
/// Newer files list all of them, which says nothing.
bool showsPort(const Node& node, const NodeType* type, const std::string& setting);
void setShowsPort(Node& node, const NodeType& type, const std::string& setting, bool shows);

} // namespace weft
