// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/runs/RunHistory.h"

#include <QAbstractTableModel>

namespace weft {

/// Every run, the newest first, also those that made nothing: when, what, how it ended, how long, what it cost, where.
/// The history outlives it.
class RunTable : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Started, Name, State, Took, Credits, Machines, Results, kColumns };

    explicit RunTable(const RunHistory& history, QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    const RunRecord* at(int row) const; // null: it has gone

    /// Every word must be in the prompt, the workflow's name, the seed or a machine's name.
    void setFilter(const QString& text);
    void retranslate();

private:
    void rebuild();
    void showRun(const QString& id);
    bool fits(const RunRecord& run) const;

    const RunHistory& m_history;
    QStringList m_ids; // the newest first
    QStringList m_words;
};

/// "done", "cancelled", or the sentence of what went wrong, in the language of the moment.
QString runStateText(const RunRecord& run);

} // namespace weft
