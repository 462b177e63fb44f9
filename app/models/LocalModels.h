// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/models/ModelIndex.h"

#include <vector>

namespace weft {

/// A model file on this computer.
struct LocalModel {
    QString folder; // "checkpoints"
    QString name; // relative to its folder
    QString path;
    qint64 sizeBytes = 0;

    bool operator==(const LocalModel&) const = default;
};

/// Where files of a kind lie below a root ("PATH" or "KIND=PATH", see core/catalogue/ModelKinds.h).
QStringList modelDirectories(const QString& root, const std::string& kind);

/// Every model file below these roots, also those that Weft doesn't open (.ckpt, .pt, .pth, .bin); a file that is reached
/// twice, through links or overlapping folders, once. Blocks while it looks through the folders.
std::vector<LocalModel> localModels(const QStringList& roots);

/// Files with the same content.
struct DuplicateGroup {
    Hash256 sha256;
    qint64 sizeBytes = 0; // of each
    QStringList paths; // sorted; at least two
};

/// Compares sizes first, then SHA-256, which `index` computes and keeps. Largest first. Files that can't be read are left
/// out; ModelIndex::stop() ends it early with what is known.
QCoro::Task<std::vector<DuplicateGroup>> findDuplicates(std::shared_ptr<ModelIndex> index, std::vector<LocalModel> models);

} // namespace weft
