// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/theme/Widgets.h"
#include "app/wallet/StatementTable.h"

QT_BEGIN_NAMESPACE
class QComboBox;
class QTableView;
QT_END_NAMESPACE

namespace weft {

/// Every movement of credits and earnings: searched, filtered, summed, exported.
class HistoryPanel : public QWidget {
    Q_OBJECT

public:
    explicit HistoryPanel(const WalletModel& wallet, QWidget* parent = nullptr);

    void retranslate();
    void setRunNames(RunNames names) { m_table.setRunNames(std::move(names)); }
    /// Writes the lines that are shown. The file's ending says how: .json, else CSV. Errors: FileUnwritable.
    Done exportTo(const QString& path) const;
    int shownLines() const { return m_filter.rowCount(); }

private:
    QWidget* makeTools();
    void fillKinds();
    void refresh();
    void askForFile(const QString& ending);

    const WalletModel& m_wallet;
    StatementTable m_table;
    StatementFilter m_filter;
    QLineEdit* m_search = nullptr;
    QComboBox* m_kind = nullptr;
    QPushButton* m_export = nullptr;
    QTableView* m_view;
    Sentence* m_empty;
    Sentence* m_totals;
    Sentence* m_note; // of an export
};

} // namespace weft
