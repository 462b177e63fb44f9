// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/catalogue/Catalogue.h"

#include <algorithm>

namespace weft {

Catalogue::Types& Catalogue::ownTypes()
{
    if (m_types.use_count() > 1)
        m_types = std::make_shared<Types>(*m_types);
    return *m_types;
}

void Catalogue::add(NodeType type)
{
    std::string name = type.name;
    ownTypes().insert_or_assign(std::move(name), std::move(type));
}

bool Catalogue::operator==(const Catalogue& other) const
{
    return (m_types == other.m_types || *m_types == *other.m_types) && (m_models == other.m_models || *m_models == *other.m_models);
}

const NodeType* Catalogue::find(std::string_view name) const
{
    const auto it = m_types->find(name);
    return it == m_types->end() ? nullptr : &it->second;
}

void Catalogue::setModels(std::vector<ModelFile> models)
{
    m_models = std::make_shared<const std::vector<ModelFile>>(std::move(models));
    for (auto& [name, type] : ownTypes()) {
        for (InputSpec& input : type.inputs) {
            if (input.modelFolder.empty())
                continue;
            input.choices.clear();
            for (const ModelFile& model : *m_models) {
                if (model.folder == input.modelFolder)
                    input.choices.push_back(model.name);
            }
            std::ranges::sort(input.choices);
            if (!input.noModel().empty())
                input.choices.push_back(input.noModel());
        }
    }
}

const ModelFile* Catalogue::findModel(std::string_view folder, std::string_view name) const
{
    const auto it = std::ranges::find_if(
        *m_models, [&](const ModelFile& model) { return model.folder == folder && model.name == name; });
    return it == m_models->end() ? nullptr : &*it;
}

const ModelFile* Catalogue::findModel(const Hash256& sha256) const
{
    const auto it = std::ranges::find(*m_models, sha256, &ModelFile::sha256);
    return it == m_models->end() || sha256.isNull() ? nullptr : &*it;
}

Json Catalogue::toJson() const
{
    Json nodes = Json::object();
    for (const auto& [name, type] : *m_types)
        nodes[name] = toObjectInfo(type);
    Json models = Json::array();
    for (const ModelFile& model : *m_models) {
        models.push_back({{"folder", model.folder}, {"name", model.name}, {"size", model.sizeBytes},
            {"sha256", model.sha256.isNull() ? std::string() : model.sha256.hex()}});
    }
    return {{"nodes", nodes}, {"models", models}};
}

Result<Catalogue> Catalogue::fromJson(const Json& json)
{
    const Json& nodes = memberAt(json, "nodes");
    if (!nodes.is_object())
        return Error {ErrorCode::JsonNotAWorkflow, "a catalogue needs \"nodes\""};
    Catalogue catalogue;
    for (const auto& [name, entry] : nodes.items()) {
        WEFT_TRY(NodeType type, fromObjectInfo(name, entry));
        catalogue.add(std::move(type));
    }
    std::vector<ModelFile> models;
    const Json& list = memberAt(json, "models");
    for (const Json& entry : list.is_array() ? list : Json::array()) {
        ModelFile model {stringAt(entry, "folder"), stringAt(entry, "name"),
            static_cast<std::uint64_t>(intAt(entry, "size")), {}};
        if (const std::string hash = stringAt(entry, "sha256"); !hash.empty()) {
            WEFT_TRY(model.sha256, Hash256::fromHex(hash));
        }
        models.push_back(std::move(model));
    }
    catalogue.setModels(std::move(models));
    return catalogue;
}

} // namespace weft
