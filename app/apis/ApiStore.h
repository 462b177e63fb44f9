// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/apis/PublishedApi.h"

#include <QString>

namespace weft {

/// The APIs that this user publishes: a file each, NAME.json, in a folder.
class ApiStore {
public:
    explicit ApiStore(QString folder)
        : m_folder(std::move(folder))
    {
    }

    static QString folderIn(const QString& home);

    /// By name. A file that can't be read is left out, and told in `broken`.
    std::map<std::string, PublishedApi> all(std::vector<std::pair<QString, Error>>* broken = nullptr) const;
    /// One of the same name is replaced. Errors: those of replaceFile.
    Done put(const PublishedApi& api) const;
    /// Errors: FileUnreadable (args: path).
    Done remove(const std::string& name) const;

private:
    QString fileOf(const std::string& name) const;

    QString m_folder;
};

} // namespace weft
