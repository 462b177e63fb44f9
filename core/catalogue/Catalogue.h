// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Ids.h"
#include "core/catalogue/NodeType.h"

#include <map>

namespace weft {

/// A model file that an engine has. `sha256` is null until somebody computed it.
struct ModelFile {
    std::string folder; // "upscale_models"
    std::string name; // relative to the folder, '/' between parts
    std::uint64_t sizeBytes = 0;
    Hash256 sha256;

    bool operator==(const ModelFile&) const = default;
};

/// What an engine offers: node types by name, and the models that it has.
class Catalogue {
public:
    void add(NodeType type);
    const NodeType* find(std::string_view name) const;
    const std::map<std::string, NodeType, std::less<>>& types() const { return m_types; }

    /// Also fills the choices of every COMBO that lists this folder.
    void setModels(std::vector<ModelFile> models);
    const std::vector<ModelFile>& models() const { return m_models; }
    const ModelFile* findModel(std::string_view folder, std::string_view name) const;
    const ModelFile* findModel(const Hash256& sha256) const;

    /// {"nodes": {name: object_info...}, "models": [...]}: what `weft-worker --describe` prints.
    Json toJson() const;
    /// Errors: JsonNotAWorkflow.
    static Result<Catalogue> fromJson(const Json& json);

    bool operator==(const Catalogue&) const = default;

private:
    std::map<std::string, NodeType, std::less<>> m_types;
    std::vector<ModelFile> m_models;
};

} // namespace weft
