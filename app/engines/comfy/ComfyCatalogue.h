// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/catalogue/Catalogue.h"

#include <set>

namespace weft {

/// The files of a server's model folders: what it answers to /models/FOLDER, by folder.
using ComfyModels = std::map<std::string, std::vector<std::string>>;

/// Whether values of a type can be carried into a ComfyUI server and out of it by what its own nodes load and save:
/// IMAGE, MASK, LATENT, text and numbers. All others stay inside one fragment.
bool comfyCarries(std::string_view type);
std::set<TypeName> comfyCarriedTypes();

/// A server's /object_info as a catalogue. Outputs that can't be carried are marked like those that hold a model. A
/// setting whose choices are just the files of a model folder names a model of it. Types that fetch or pay for
/// something elsewhere (api_node) are left out, as are entries that make no sense; `left` gets the names of those. Its
/// models have no hashes: a server is asked by names. Errors: JsonNotAWorkflow when it isn't an object; LimitExceeded
/// for more than 50,000 types.
Result<Catalogue> comfyCatalogue(
    const Json& objectInfo, const ComfyModels& models, std::vector<std::string>* left = nullptr);

/// The version that a server's /system_stats tell; empty where an old one doesn't. Errors: ProviderRefused (args: machine,
/// reason) where it is a Weft, which serves the same API, or no ComfyUI at all.
Result<std::string> comfyVersionOf(const Json& systemStats, const std::string& machine);

/// The folders that /models lists, without those that hold no weights. Names that could lead elsewhere are left out.
std::vector<std::string> comfyModelFolders(const Json& list);

} // namespace weft
