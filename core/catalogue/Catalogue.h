// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Ids.h"
#include "core/catalogue/NodeType.h"

#include <map>
#include <memory>
#include <vector>

namespace weft {

/// A model file that an engine has. `sha256` is null until somebody computed it.
struct ModelFile {
    std::string folder; // "upscale_models"
    std::string name; // relative to the folder, '/' between parts
    std::uint64_t sizeBytes = 0;
    Hash256 sha256;

    bool operator==(const ModelFile&) const = default;
};

/// What an engine offers: node types by name, and the models that it has. Copies share both until one of them is changed;
/// what find() and types() returned stays good until the catalogue it came from is.
class Catalogue {
public:
    using Types = std::map<std::string, NodeType, std::less<>>;

    void add(NodeType type);
    const NodeType* find(std::string_view name) const;
    const Types& types() const { return *m_types; }

    /// Also fills the choices of every COMBO that lists this folder.
    void setModels(std::vector<ModelFile> models);
    const std::vector<ModelFile>& models() const { return *m_models; }
    const ModelFile* findModel(std::string_view folder, std::string_view name) const;
    const ModelFile* findModel(const Hash256& sha256) const;

    /// {"nodes": {name: object_info...}, "models": [...]}: what `weft-worker --describe` prints.
    Json toJson() const;
    /// Errors: JsonNotAWorkflow.
    static Result<Catalogue> fromJson(const Json& json);

    bool operator==(const Catalogue& other) const;

private:
    Types& ownTypes();

    std::shared_ptr<Types> m_types = std::make_shared<Types>();
    std::shared_ptr<const std::vector<ModelFile>> m_models = std::make_shared<const std::vector<ModelFile>>();
};

} // namespace weft
