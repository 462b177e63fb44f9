// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/preferences/ShortcutTable.h"

#include "app/theme/Theme.h"

#include <QContextMenuEvent>
#include <QHeaderView>
#include <QKeyEvent>
#include <QKeySequenceEdit>
#include <QMenu>

namespace weft {

namespace {

constexpr int kRowHeight = 28;
constexpr int kKeysWidth = 170;

} // namespace

ShortcutTable::ShortcutTable(QWidget* parent)
    : QTableWidget(0, 2, parent)
{
    setObjectName(QStringLiteral("shortcutTable"));
    verticalHeader()->hide();
    verticalHeader()->setDefaultSectionSize(kRowHeight);
    horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    horizontalHeader()->setSectionResizeMode(1, QHeaderView::Fixed);
    horizontalHeader()->resizeSection(1, kKeysWidth);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    setSelectionBehavior(SelectRows);
    setSelectionMode(SingleSelection);
    setEditTriggers(NoEditTriggers);
    setShowGrid(false);
    setTabKeyNavigation(false);
    connect(this, &QTableWidget::cellDoubleClicked, this, [this](int row) { edit(row); });
}

void ShortcutTable::retranslate()
{
    setHorizontalHeaderLabels({tr("Command"), tr("Keys")});
    setAccessibleName(tr("Shortcuts"));
    setToolTip(tr("Double-click or press Enter to change the keys. Delete takes them away. Right-click for the default ones."));
}

void ShortcutTable::setRows(const QList<ShortcutRow>& rows)
{
    m_rows = rows;
    const int current = currentRow();
    setRowCount(int(rows.size()));
    for (int i = 0; i < rows.size(); ++i) {
        auto* keys = new QTableWidgetItem(rows[i].keys.toString(QKeySequence::NativeText));
        QFont font = uiFont(12, rows[i].isUsual ? QFont::Normal : QFont::DemiBold);
        keys->setFont(font);
        setItem(i, 0, new QTableWidgetItem(rows[i].title));
        setItem(i, 1, keys);
    }
    filter(m_filter);
    if (current >= 0 && current < rowCount())
        setCurrentCell(current, 1);
}

void ShortcutTable::filter(const QString& text)
{
    m_filter = text;
    for (int i = 0; i < m_rows.size(); ++i) {
        const QString keys = m_rows[i].keys.toString(QKeySequence::NativeText);
        setRowHidden(i, !m_rows[i].title.contains(text, Qt::CaseInsensitive) && !keys.contains(text, Qt::CaseInsensitive));
    }
}

QString ShortcutTable::idAt(int row) const { return row >= 0 && row < m_rows.size() ? m_rows[row].id : QString(); }

/// A field for keys over the row; what is pressed first is taken.
void ShortcutTable::edit(int row)
{
    const QString id = idAt(row);
    if (id.isEmpty())
        return;
    auto* editor = new QKeySequenceEdit(m_rows[row].keys);
    setCellWidget(row, 1, editor);
    editor->setFocus();
    connect(editor, &QKeySequenceEdit::editingFinished, this, [this, row, id, editor] {
        editor->disconnect(this); // it says so again when it loses the focus
        const QKeySequence keys = editor->keySequence().isEmpty() ? QKeySequence() : QKeySequence(editor->keySequence()[0]);
        removeCellWidget(row, 1);
        setFocus();
        Q_EMIT keysChosen(id, keys);
    });
}

void ShortcutTable::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        return edit(currentRow());
    case Qt::Key_Delete:
    case Qt::Key_Backspace:
        if (!idAt(currentRow()).isEmpty())
            Q_EMIT keysChosen(idAt(currentRow()), {});
        return;
    default:
        QTableWidget::keyPressEvent(event);
    }
}

void ShortcutTable::contextMenuEvent(QContextMenuEvent* event)
{
    const int row = rowAt(viewport()->mapFromGlobal(event->globalPos()).y());
    const QString id = idAt(row);
    if (id.isEmpty())
        return;
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Change…"), this, [this, row] { edit(row); });
    menu->addAction(tr("No keys"), this, [this, id] { Q_EMIT keysChosen(id, {}); });
    menu->addAction(tr("Default keys"), this, [this, id] { Q_EMIT resetAsked(id); })->setEnabled(!m_rows[row].isUsual);
    menu->popup(event->globalPos());
}

} // namespace weft
