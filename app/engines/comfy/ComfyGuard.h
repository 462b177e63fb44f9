// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/catalogue/Catalogue.h"

#include <optional>
#include <set>

namespace weft {

/// Whether other people may run a node type of one's ComfyUI server.
enum class ComfyVerdict {
    Allowed, // a core class known to compute and to do nothing else, or one that the owner lists by name
    Unlisted, // everything else: what it does can't be seen from outside
    Replaced, // it has the name of a core class, but its code comes from elsewhere
    Elsewhere, // it works on somebody's servers, for money (api_node): never, whatever the owner lists
};

/// Deny by default. `entry` is its object_info, `ownerLists` the class names that the owner allows although they may
/// touch files, the network or run code. Pure.
ComfyVerdict comfyVerdict(const std::string& name, const Json& entry, const std::set<std::string>& ownerLists = {});

/// What an owner is told before listing a class: words that its inputs and name hold and that such nodes have ("path",
/// "url", "code", ...); "code" is none of "codec". Nothing found means nothing: no node proves harmless so.
std::vector<std::string> comfyWarnings(const std::string& name, const Json& entry);

/// What nodes with such words in them often reach.
enum class ComfyReach { Code, Network, Files };
std::set<ComfyReach> comfyReaches(const std::vector<std::string>& warnings);

/// What the owner of a server allows guests to run.
struct ComfyGuests {
    std::set<std::string> listed; // although nothing tells what they do
    std::optional<std::set<std::string>> only; // these alone of all that may be offered; empty: whatever may
};

/// The part of a server's catalogue that may be offered.
Catalogue comfyOffered(const Catalogue& whole, const Json& objectInfo, const ComfyGuests& guests = {});

/// What an owner is told of a class before offering it.
struct ComfyJudgement {
    std::string name;
    std::string displayName;
    std::string pack; // "nodes", "comfy_extras.nodes_mask", "custom_nodes.Some-Pack"
    ComfyVerdict verdict = ComfyVerdict::Unlisted;
    std::vector<std::string> warnings; // of comfyWarnings()

    bool isCustom() const { return pack.starts_with("custom_nodes"); }
};

/// Of every class of a server, by their names.
std::vector<ComfyJudgement> comfyJudgements(const Json& objectInfo);

} // namespace weft
