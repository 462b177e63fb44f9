// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gallery/model/RunTable.h"

#include <QTreeView>

namespace weft {

/// All runs as a table. Enter or a double click opens a run's workflow; Delete forgets it. `history` outlives it.
class RunList : public QTreeView {
    Q_OBJECT
public:
    explicit RunList(RunHistory& history, QWidget* parent = nullptr);
    RunTable& table() const { return *m_table; }
    void retranslate();

Q_SIGNALS:
    void workflowAsked(const QString& run);
    void forgetAllAsked();

protected:
    void contextMenuEvent(QContextMenuEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void forgetChosen();

    RunHistory& m_history;
    RunTable* m_table;
};

} // namespace weft
