// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/planning/Plan.h"

namespace weft {

/// What the planner is told of a server of the user's own that isn't Weft's.
EngineInfo infoOfServer(const Engine& engine, Catalogue catalogue, std::set<TypeName> carries, bool onThisComputer);

} // namespace weft
