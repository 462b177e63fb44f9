// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/catalogue/NodeType.h"

namespace weft {

inline const std::string kGivenPrefix = "weft/given ";

/// The type of a node that stands in a prompt for a value from outside: its only output is of `type`. Nobody runs it. It reads a
/// file, as a loader does: what it gives is its caller's.
inline NodeType givenNodeType(const TypeName& type)
{
    NodeType given;
    given.name = kGivenPrefix + type;
    given.outputs.push_back({type, type});
    given.readsFile = true;
    return given;
}

inline bool isGivenNodeType(const NodeType& type) { return type.name.starts_with(kGivenPrefix); }

} // namespace weft
