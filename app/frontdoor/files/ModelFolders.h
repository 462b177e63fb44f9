// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Json.h"

#include <QString>
#include <QStringList>

#include <optional>
#include <span>

namespace weft {

/// ComfyUI's names of folders of models, in its order.
std::span<const char* const> modelFolderNames();

/// A file of models, below one of the paths of its folder.
struct ListedModelFile {
    QString name; // relative to that path
    int pathIndex = 0;
    qint64 sizeBytes = 0;
    qint64 modifiedMs = 0;
};

/// Where models are looked for, as the worker does: roots laid out like ComfyUI's `models`, or "KIND=PATH".
class ModelFolders {
public:
    explicit ModelFolders(QStringList roots)
        : m_roots(std::move(roots))
    {
    }
    /// The paths of one of modelFolderNames(), whether they exist or not. Nothing for other names.
    std::optional<QStringList> pathsOf(const QString& folder) const;
    /// Its files of models, at most 20,000, by name. Blocks on the disk.
    std::vector<ListedModelFile> filesOf(const QString& folder) const;
    /// The path of one of them. Nothing: it isn't there, or the name leads elsewhere.
    std::optional<QString> find(const QString& folder, const QString& name) const;

private:
    QStringList m_roots;
};

/// The header of a safetensors file, at most 32 MB: {NAME: {dtype, shape, data_offsets}}. Errors: FileUnreadable,
/// TensorFileInvalid, those of parseJson.
Result<Json> tensorHeader(const QString& path);
/// What such a file says of itself ("__metadata__"); null where it says nothing. Errors: those of tensorHeader.
Result<Json> tensorMetadata(const QString& path);

} // namespace weft
