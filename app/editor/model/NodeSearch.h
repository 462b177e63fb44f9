// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/editor/model/SearchMemory.h"
#include "core/catalogue/Catalogue.h"

#include <QString>
#include <QStringList>

#include <functional>
#include <memory>
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
    using Accept = std::function<bool(const NodeType&)>;
    /// `memory`: shared with other searches; null: one of its own.
    explicit NodeSearch(const Catalogue& catalogue, std::shared_ptr<SearchMemory> memory = {});

    /// Best first. An empty text lists everything that fits: favourites, then the last used, then the most used.
    std::vector<SearchHit> find(
        const QString& text, const std::optional<PortFilter>& filter = {}, int most = 60, const Accept& accept = {}) const;

    /// Counts a use: the same text ranks it higher next time.
    void noteUse(const std::string& type) { m_memory->noteUse(QString::fromStdString(type)); }
    SearchMemory& memory() const { return *m_memory; }

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
    int standing(const Entry& entry) const;

    std::vector<Entry> m_entries;
    std::shared_ptr<SearchMemory> m_memory;
};

/// Whether `type` has a port that the filter's wire could be plugged into.
bool fits(const NodeType& type, const PortFilter& filter);

} // namespace weft
