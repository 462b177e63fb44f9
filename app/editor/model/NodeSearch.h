// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/catalogue/Catalogue.h"

#include <QHash>
#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace weft {

/// The port that a wire was dragged from: only types with a matching port on the other side are offered.
struct PortFilter {
    TypeName type;
    bool fromOutput = true; // dragged from an output: a matching input is wanted
};

struct SearchHit {
    const NodeType* type = nullptr; // of the catalogue given to the search
    int score = 0;
};

/// Finds node types by name, in English and Chinese, by first letters and pinyin. Never ranks by price.
class NodeSearch {
public:
    explicit NodeSearch(const Catalogue& catalogue);

    /// Best first. An empty text lists everything that fits, the most used first.
    std::vector<SearchHit> find(const QString& text, const std::optional<PortFilter>& filter = {}, int most = 60) const;

    /// Counts a use: the same text ranks it higher next time.
    void noteUse(const std::string& type) { ++m_uses[QString::fromStdString(type)]; }

private:
    struct Entry {
        const NodeType* type;
        QString name; // class name, lower case
        QString english;
        QString chinese;
        QString initials; // "ksampler (advanced)" -> "ka"
        QString pinyin;
    };
    int score(const Entry& entry, const QString& needle) const;
    int popularity(const Entry& entry) const;

    std::vector<Entry> m_entries;
    QHash<QString, int> m_uses;
};

/// Whether `type` has a port that the filter's wire could be plugged into.
bool fits(const NodeType& type, const PortFilter& filter);

} // namespace weft
