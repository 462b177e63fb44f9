// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/catalogue/Catalogue.h"
#include "core/graph/Prompt.h"

#include <set>

namespace weft {

/// Cuts a part out of a prompt: what enters it from other nodes, or is missing, and can be given by a caller comes from nodes of the
/// type givenNodeType(), titled after the input, instead. -> the catalogue with these types
Catalogue withGivenTypes(Prompt& prompt, const std::set<NodeId>& part, Catalogue catalogue);

/// What nodes of a part make that travels, and that no other node of the part takes, nodes that only save or show apart.
std::vector<SlotRef> looseEnds(const Prompt& prompt, const std::set<NodeId>& part, const Catalogue& catalogue);

} // namespace weft
