// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/catalogue/Catalogue.h"

#include <QCoroTask>
#include <QString>
#include <QStringList>
#include <QThreadPool>

#include <atomic>
#include <memory>

namespace weft {

/// Knows the SHA-256 of the model files below some folders: laid out like ComfyUI's `models`, or "KIND=PATH" (see
/// core/catalogue/ModelKinds.h). Hashes are computed on a thread of its own and kept in a small file: a file is hashed
/// again only when its size or time has changed.
class ModelIndex {
public:
    /// `indexFile` may be empty: nothing is kept then.
    ModelIndex(QStringList roots, QString indexFile);
    /// Stops hashing; what was finished is kept.
    ~ModelIndex();

    /// The same models with their hashes filled in; null where a file is gone or can't be read. Files keep their order.
    QCoro::Task<std::vector<ModelFile>> withHashes(std::vector<ModelFile> models);

    /// The hash of each of these files; null where it can't be read.
    QCoro::Task<std::vector<Hash256>> hashesOf(QStringList paths);
    /// Hashing ends soon; whoever waits for it gets what is known. For good.
    void stop() { *m_stop = true; }

    /// Where a model lies, or an empty text. `name` can't lead out of the folders.
    QString pathOf(const std::string& folder, const std::string& name) const;
    const QStringList& roots() const { return m_roots; }

private:
    QStringList m_roots;
    QString m_indexFile;
    std::shared_ptr<std::atomic<bool>> m_stop = std::make_shared<std::atomic<bool>>(false);
    QThreadPool m_pool;
};

} // namespace weft
