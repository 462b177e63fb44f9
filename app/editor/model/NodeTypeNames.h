// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace weft {

/// The English name that Weft itself gives a node class, to be translated in the context "NodeType"; null: it gives none.
const char* nodeTypeName(std::string_view className);

} // namespace weft
