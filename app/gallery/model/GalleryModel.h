// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/runs/RunHistory.h"

#include <QAbstractListModel>
#include <QDate>

namespace weft {

class Thumbnails;

/// One result: a file, and the run that made it.
struct GalleryItem {
    QString run; // its id in the history
    RunFile file;
};

/// The results of all runs, the newest first; those that a search and a day leave. History and thumbnails outlive it.
class GalleryModel : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role { PathRole = Qt::UserRole + 1, PictureRole, MissingRole, TimeRole, DetailRole };

    GalleryModel(const RunHistory& history, Thumbnails& thumbnails, QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    const GalleryItem& itemAt(int row) const { return m_items[std::size_t(row)]; }
    int rowOf(const QString& path) const; // -1: it isn't among them

    /// Every word must be in the prompt, the workflow's or node's name, the seed, or the file's name.
    void setFilter(const QString& text);
    void setDay(const QDate& day); // null: any
    /// Days with results and how many each has, the newest first; the search doesn't count.
    QList<std::pair<QDate, int>> days() const;
    int total() const; // without search and day

private:
    void rebuild();
    void addNewest(const QString& run);
    bool fits(const RunRecord& run, const RunFile& file) const;

    const RunHistory& m_history;
    Thumbnails& m_thumbnails;
    std::vector<GalleryItem> m_items;
    QStringList m_words;
    QDate m_day;
};

/// "14:02" of today, "27 Nov 14:02" of this year, else the day alone.
QString shortTime(const QDateTime& time);

/// What a file's node is called, in the language of the moment.
QString nodeTitleOf(const RunFile& file);

/// What is known of a result, as lines of a name and a text, in the language of the moment: workflow, prompt, seed,
/// size, time, cost, ...
QList<std::pair<QString, QString>> factsOf(const RunRecord& run, const RunFile& file);

} // namespace weft
