// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/catalogue/NodeType.h"

namespace weft {

/// A line for a shell that calls a type over HTTP, with its defaults; `token`: the door wants one, and the line shows where it stands.
std::string curlLine(const NodeType& type, const std::string& url, bool token = false);

/// The same by `weft call`; `name`: what callers type.
std::string commandLine(const NodeType& type, const std::string& name);

} // namespace weft
