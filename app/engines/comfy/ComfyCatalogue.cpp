// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engines/comfy/ComfyCatalogue.h"

#include "core/catalogue/ModelKinds.h"

#include <algorithm>
#include <array>

namespace weft {

namespace {

constexpr std::array<std::string_view, 8> kCarried{
    "IMAGE", "MASK", "LATENT", "STRING", "INT", "FLOAT", "BOOLEAN", "COMBO"};
constexpr std::size_t kMaxTypes = 50'000;
constexpr std::size_t kMaxFolders = 200;
constexpr std::size_t kMaxNameBytes = 300;

/// The folder whose files are exactly these choices; where several are alike, one that the input is named after.
std::string folderOf(const InputSpec& input, const ComfyModels& models)
{
    const std::set<std::string> choices(input.choices.begin(), input.choices.end());
    std::string found;
    for (const auto& [folder, files] : models) {
        if (files.empty() || choices != std::set<std::string>(files.begin(), files.end()))
            continue;
        const std::string stem = input.name.substr(0, input.name.find('_'));
        if (found.empty() || folder.find(stem) != std::string::npos)
            found = folder;
    }
    return found;
}

/// "Images" that come along with the run: Weft's own input folder is read, not the server's.
void markFiles(NodeType& type)
{
    for (InputSpec& input : type.inputs) {
        for (const char* key : {"audio_upload", "video_upload"}) {
            input.picksInputFile |= boolAt(input.options, key);
            input.options.erase(key);
        }
        type.readsFile |= input.picksInputFile;
    }
}

bool isSane(const std::string& name, const Json& entry)
{
    return !name.empty() && name.size() <= kMaxNameBytes && !boolAt(entry, "api_node");
}

} // namespace

bool comfyCarries(std::string_view type)
{
    return std::ranges::find(kCarried, type) != kCarried.end();
}

std::set<TypeName> comfyCarriedTypes()
{
    return {kCarried.begin(), kCarried.end()};
}

Result<Catalogue> comfyCatalogue(const Json& objectInfo, const ComfyModels& models, std::vector<std::string>* left)
{
    if (!objectInfo.is_object())
        return Error{ErrorCode::JsonNotAWorkflow, "object_info isn't an object"};
    if (objectInfo.size() > kMaxTypes)
        return Error{ErrorCode::LimitExceeded, "too many node types", {{"limit", std::to_string(kMaxTypes)}}};
    Catalogue catalogue;
    for (const auto& [name, entry] : objectInfo.items()) {
        Json plain = entry;
        if (plain.is_object())
            plain.erase("weft"); // what a server says of itself in our words counts for nothing
        auto type = fromObjectInfo(name, plain);
        if (!type || !isSane(name, entry)) {
            if (left)
                left->push_back(name);
            continue;
        }
        type->engine = "comfyui";
        for (InputSpec& input : type->inputs) {
            input.modelFolder = input.type == "COMBO" ? folderOf(input, models) : std::string();
            if (!input.modelFolder.empty())
                input.options.erase("default"); // ours would stand for no model
            input.picksInputFolder = false;
        }
        for (OutputSpec& output : type->outputs)
            output.holdsModel = !comfyCarries(output.type);
        markFiles(*type);
        type->writesFile = type->isOutput;
        type->idempotent =
            !stringAt(entry, "python_module").starts_with("custom_nodes"); // whether it is, nothing tells
        catalogue.add(std::move(*type));
    }
    std::vector<ModelFile> files;
    for (const auto& [folder, names] : models) {
        for (const std::string& name : names)
            files.push_back({folder, name, 0, {}});
    }
    catalogue.setModels(std::move(files));
    return catalogue;
}

Result<std::string> comfyVersionOf(const Json& systemStats, const std::string& machine)
{
    const Json& system = memberAt(systemStats, "system");
    if (system.is_object() && system.contains("weft_version"))
        return Error{ErrorCode::ProviderRefused, "a Weft's front door", {{"machine", machine}, {"reason", "comfy-weft"}}};
    if (!system.is_object())
        return Error{ErrorCode::ProviderRefused, "no system_stats", {{"machine", machine}, {"reason", "comfy-other"}}};
    return stringAt(system, "comfyui_version");
}

std::vector<std::string> comfyModelFolders(const Json& list)
{
    static const std::set<std::string> kNoWeights{"configs", "custom_nodes"};
    std::vector<std::string> folders;
    for (const Json& entry : list.is_array() ? list : Json::array()) {
        const std::string name = entry.is_string() ? entry.get<std::string>() : std::string();
        if (staysInsideFolder(name) && !kNoWeights.contains(name) && folders.size() < kMaxFolders)
            folders.push_back(name);
    }
    return folders;
}

} // namespace weft
