// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gallery/RunList.h"

#include <QContextMenuEvent>
#include <QHeaderView>
#include <QMenu>

#include <array>

namespace weft {

RunList::RunList(RunHistory& history, QWidget* parent)
    : QTreeView(parent)
    , m_history(history)
    , m_table(new RunTable(history, this))
{
    setObjectName(QStringLiteral("runList"));
    setModel(m_table);
    setRootIsDecorated(false);
    setUniformRowHeights(true); // thousands of rows are laid out without asking each
    setAllColumnsShowFocus(true);
    header()->setStretchLastSection(false);
    header()->setSectionResizeMode(RunTable::State, QHeaderView::Stretch);
    constexpr std::array<std::pair<RunTable::Column, int>, 6> kWidths {{{RunTable::Started, 130}, {RunTable::Name, 200},
        {RunTable::Took, 80}, {RunTable::Credits, 80}, {RunTable::Machines, 170}, {RunTable::Results, 70}}};
    for (const auto& [column, width] : kWidths)
        setColumnWidth(column, width);
    connect(this, &QTreeView::activated, this, [this](const QModelIndex& index) {
        if (const RunRecord* run = m_table->at(index.row()))
            Q_EMIT workflowAsked(run->id);
    });
    retranslate();
}

void RunList::retranslate()
{
    setAccessibleName(tr("Runs"));
    m_table->retranslate();
}

void RunList::forgetChosen()
{
    const RunRecord* run = m_table->at(currentIndex().row());
    if (run && run->state != RunState::Running)
        m_history.remove(QString(run->id));
}

void RunList::keyPressEvent(QKeyEvent* event)
{
    if (event->matches(QKeySequence::Delete))
        forgetChosen();
    else
        QTreeView::keyPressEvent(event);
}

void RunList::contextMenuEvent(QContextMenuEvent* event)
{
    const RunRecord* run = m_table->at(currentIndex().row());
    if (!run)
        return;
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Open its workflow"), this, [this, id = run->id] { Q_EMIT workflowAsked(id); });
    menu->addAction(tr("Forget this run, keep its files"), QKeySequence(QKeySequence::Delete), this, &RunList::forgetChosen)
        ->setEnabled(run->state != RunState::Running);
    menu->addAction(tr("Forget all runs…"), this, &RunList::forgetAllAsked);
    menu->popup(event->globalPos());
}

} // namespace weft
