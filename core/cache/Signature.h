// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Ids.h"
#include "core/graph/Prompt.h"

#include <map>

namespace weft {

/// SHA-256 of the files that a prompt reads, by the name that its settings give them.
using FileHashes = std::map<std::string, Hash256, std::less<>>;

/// What each node's outputs depend on, as one hash: its type, its literals, its origins' signatures and slots, the content
/// of input files and model files. Ids, titles and positions don't count, so a renamed or copied branch hits.
/// Nodes that can't be cached are left out: types that aren't idempotent or aren't known, files without a hash, and all
/// that depends on these. Call after validate(), which makes 1 and 1.0 the same.
/// `salt`: whatever else changes results for the caller (precision, engine).
/// Errors: GraphCycle.
/// Source: ComfyUI's cache keys; unlike there, equal branches count as one branch.
Result<std::map<NodeId, Hash256>> signatures(
    const Prompt& prompt, const Catalogue& catalogue, const FileHashes& files, std::string_view salt = {});

} // namespace weft
