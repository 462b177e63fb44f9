// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/editor/model/NodeStatus.h"
#include "core/planning/Plan.h"

#include <set>

namespace weft {

/// What the node's machine sees: "sees: encoded words, latents" for the node, and a sentence of each for the tip. The words
/// themselves include their encoding.
void showExposure(NodeStatus& status, const std::set<Exposure>& seen);

} // namespace weft
