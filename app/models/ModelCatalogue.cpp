// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/models/ModelCatalogue.h"

#include "app/models/ShippedFiles.h"
#include "core/catalogue/ModelKinds.h"
#include "core/values/MappedFile.h"

#include <algorithm>

namespace weft {

namespace {

constexpr std::uint64_t kMaxCatalogueBytes = 4u << 20;

QString textAt(const Json& entry, std::string_view key) { return QString::fromStdString(stringAt(entry, key)); }

Error badField(const CuratedModel& model, const char* field)
{
    return {ErrorCode::ValueInvalid, "the list of models", {{"input", model.id.toStdString() + "." + field}}};
}

/// A file's name alone: no folder, only safetensors (no code in a model file).
bool isFileName(const QString& file)
{
    return staysInsideFolder(file.toStdString()) && !file.contains(u'/') && file.endsWith(QStringLiteral(".safetensors"));
}

QUrl httpsUrl(const QString& text)
{
    const QUrl url(text, QUrl::StrictMode);
    return url.scheme() == QStringLiteral("https") && !url.host().isEmpty() && url.userInfo().isEmpty() ? url : QUrl();
}

/// Errors: ValueInvalid.
Done checkModel(const CuratedModel& model)
{
    if (model.id.isEmpty())
        return badField(model, "id");
    if (model.name.isEmpty())
        return badField(model, "name");
    if (!findModelKind(model.folder.toStdString()))
        return badField(model, "folder");
    if (!isFileName(model.file))
        return badField(model, "file");
    if (model.licence.isEmpty() || model.licenceUrl.isEmpty())
        return badField(model, "license");
    if (model.sizeBytes && *model.sizeBytes <= 0)
        return badField(model, "size");
    return model.url.isEmpty() ? Done {badField(model, "url")} : Done {};
}

/// Errors: ValueInvalid.
Result<CuratedModel> modelFrom(const Json& entry)
{
    CuratedModel model;
    model.id = textAt(entry, "id");
    model.name = textAt(entry, "name");
    model.folder = textAt(entry, "folder");
    model.file = textAt(entry, "file");
    const Json& licence = memberAt(entry, "license");
    model.licence = textAt(licence, "id");
    model.licenceUrl = httpsUrl(textAt(licence, "url"));
    model.mustAccept = boolAt(licence, "accept");
    if (!memberAt(entry, "size").is_null())
        model.sizeBytes = intAt(entry, "size");
    model.url = httpsUrl(textAt(entry, "url"));
    const Json& needs = memberAt(entry, "needs");
    model.memoryBytes = intAt(needs, "memory");
    if (const Json& companions = memberAt(needs, "companions"); companions.is_array()) {
        for (const Json& id : companions)
            model.companions << (id.is_string() ? QString::fromStdString(id.get<std::string>()) : QString());
    }
    if (const Json& hash = memberAt(entry, "sha256"); !hash.is_null()) {
        const auto read = Hash256::fromHex(stringAt(entry, "sha256"));
        if (!read)
            return badField(model, "sha256");
        model.sha256 = *read;
    }
    WEFT_CHECK(checkModel(model));
    return model;
}

} // namespace

Result<ModelCatalogue> ModelCatalogue::read(const QString& path)
{
    WEFT_TRY(const SharedBytes bytes, readFile(path.toStdString(), kMaxCatalogueBytes));
    WEFT_TRY(const Json json, parseJson({reinterpret_cast<const char*>(bytes.data()), bytes.size()}));
    return fromJson(json);
}

Result<ModelCatalogue> ModelCatalogue::fromJson(const Json& json)
{
    const Json& entries = memberAt(json, "models");
    if (intAt(json, "version") != 1 || !entries.is_array())
        return Error {ErrorCode::ValueInvalid, "the list of models", {{"input", "version"}}};
    ModelCatalogue catalogue;
    for (const Json& entry : entries) {
        WEFT_TRY(CuratedModel model, modelFrom(entry));
        if (std::ranges::find(catalogue.m_models, model.id, &CuratedModel::id) != catalogue.m_models.end())
            return badField(model, "id");
        catalogue.m_models.push_back(std::move(model));
    }
    for (const CuratedModel& model : catalogue.m_models) {
        for (const QString& id : model.companions) {
            if (std::ranges::find(catalogue.m_models, id, &CuratedModel::id) == catalogue.m_models.end())
                return badField(model, "needs");
        }
    }
    return catalogue;
}

ModelCatalogue ModelCatalogue::shipped()
{
    const QString folder = shippedFolder(QStringLiteral("models"));
    if (folder.isEmpty())
        return {};
    auto catalogue = read(folder + QStringLiteral("/catalogue.json"));
    return catalogue ? std::move(*catalogue) : ModelCatalogue();
}

const CuratedModel* ModelCatalogue::find(const QString& word) const
{
    for (const auto field : {&CuratedModel::id, &CuratedModel::file, &CuratedModel::name}) {
        const auto it = std::ranges::find_if(
            m_models, [&](const CuratedModel& model) { return (model.*field).compare(word, Qt::CaseInsensitive) == 0; });
        if (it != m_models.end())
            return &*it;
    }
    return nullptr;
}

const CuratedModel* ModelCatalogue::findFile(const QString& folder, const QString& name) const
{
    const QString file = name.section(u'/', -1);
    const auto it = std::ranges::find_if(
        m_models, [&](const CuratedModel& model) { return model.folder == folder && model.file == file; });
    return it == m_models.end() ? nullptr : &*it;
}

} // namespace weft
