// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Ids.h"
#include "core/base/Json.h"

#include <QStringList>
#include <QUrl>

#include <optional>
#include <vector>

namespace weft {

/// A model file that Weft knows where to get.
struct CuratedModel {
    QString id; // "sdxl-base"
    QString name; // "SDXL 1.0 base": a proper name, in every language the same
    QString folder; // "checkpoints"
    QString file; // "sd_xl_base_1.0.safetensors"
    QString licence; // "openrail++"
    QUrl licenceUrl;
    bool mustAccept = false; // the site gives it only to accounts that accepted the licence there
    std::optional<qint64> sizeBytes; // none: not known before it is asked for
    Hash256 sha256; // null: nobody has verified it; noted at the first download
    QUrl url;
    qint64 memoryBytes = 0; // of its weights while they are used
    QStringList companions; // ids of models that are used with it
};

/// The curated list: `resources/models/catalogue.json`.
class ModelCatalogue {
public:
    /// Errors: FileNotFound, FileUnreadable, JsonInvalid, ValueInvalid (args: input: the entry and its field). A folder or
    /// file name that leads out of the folders, an address that isn't https and two entries of one id are invalid.
    static Result<ModelCatalogue> read(const QString& path);
    static Result<ModelCatalogue> fromJson(const Json& json);
    /// The list that comes with Weft; empty where it isn't installed.
    static ModelCatalogue shipped();

    const std::vector<CuratedModel>& models() const { return m_models; }
    /// By id, file name or name, whatever the case; null when there is none.
    const CuratedModel* find(const QString& word) const;
    /// The model that a workflow calls this: by file name alone, so "sd15/x.safetensors" is found too. Null: none.
    const CuratedModel* findFile(const QString& folder, const QString& name) const;

private:
    std::vector<CuratedModel> m_models;
};

} // namespace weft
