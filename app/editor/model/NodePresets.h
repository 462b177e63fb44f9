// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/graph/Graph.h"

#include <QString>
#include <QStringList>

namespace weft {

/// Settings that people keep for a node type: some by name, and those that new nodes begin with. They live in one file:
/// {"TYPE": {"default": {SETTING: VALUE}, "presets": {NAME: {SETTING: VALUE}}}}. What this version doesn't know of it stays.
class NodePresets {
public:
    using Settings = std::map<std::string, Json>;

    /// Reads the file, if there is one; one that can't be read is kept beside as PATH.damaged, and counts as empty.
    explicit NodePresets(QString path);

    QStringList names(const std::string& type) const; // sorted
    Settings preset(const std::string& type, const QString& name) const;
    /// Errors of all that change something: FileUnwritable (args: path); then nothing is changed.
    Done keep(const std::string& type, const QString& name, const Settings& settings);
    Done remove(const std::string& type, const QString& name);

    Settings defaults(const std::string& type) const;
    /// Empty: the type's own defaults again.
    Done setDefaults(const std::string& type, const Settings& settings);
    /// What a new node of this type begins with. Settings that the type hasn't any more are left out.
    void applyDefaults(Node& node, const NodeType& type) const;

private:
    Done write(Json all);

    QString m_path;
    Json m_all = Json::object();
};

} // namespace weft
