// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTableWidget>

namespace weft {

/// A command's name and keys, as the table shows them.
struct ShortcutRow {
    QString id;
    QString title;
    QKeySequence keys;
    bool isUsual = true; // nobody changed them
};

/// The window's commands with their keys. Enter or a double click changes the keys of a row; Delete takes them away.
class ShortcutTable : public QTableWidget {
    Q_OBJECT
public:
    explicit ShortcutTable(QWidget* parent = nullptr);

    void setRows(const QList<ShortcutRow>& rows);
    void retranslate();
    /// Shows only what contains the text, in a name or as keys.
    void filter(const QString& text);

Q_SIGNALS:
    void keysChosen(const QString& id, const QKeySequence& keys);
    void resetAsked(const QString& id);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    void edit(int row);
    QString idAt(int row) const;

    QList<ShortcutRow> m_rows;
    QString m_filter;
};

} // namespace weft
