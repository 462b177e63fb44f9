// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/catalogue/Catalogue.h"

namespace weft {

/// What of a node type a caller may give and gets, as a JSON Schema (2020-12) of POST /v1's body.
Json callSchema(const NodeType& type);

/// The published APIs of a catalogue, each as POST /v1/NAME (or /v1/nodes/CLASS where several machines offer one of that name), and
/// POST /v1/nodes/{class} for every other type. Source: OpenAPI 3.1.
Json openApiOf(const Catalogue& catalogue);

/// A page for people: each published API with a form that calls it, and its curl line. HTML that needs no other file.
std::string apiPage(const Catalogue& catalogue, const std::string& address);

/// The path of POST for a type.
std::string callPath(const Catalogue& catalogue, const NodeType& type);

} // namespace weft
