// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/wallet/StatementExport.h"

#include <QAbstractTableModel>
#include <QSortFilterProxyModel>

namespace weft {

/// The statement's lines as a table: time, what, run, amount. `wallet` outlives it.
class StatementTable : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Time, What, Run, Amount, Columns };
    enum Role { SortRole = Qt::UserRole, LineRole };

    explicit StatementTable(const WalletModel& wallet, QObject* parent = nullptr);

    void setRunNames(RunNames names);
    const RunNames& runNames() const { return m_names; }
    void retranslate();
    const WalletLine& line(int row) const { return m_lines.at(std::size_t(row)); }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString textOf(const WalletLine& line, int column) const;
    void reload();

    const WalletModel& m_wallet;
    std::vector<WalletLine> m_lines; // as the view knows them
    RunNames m_names;
};

/// What went in and out in some lines; each sum is 0 where it doesn't fit (it always does).
struct StatementTotals {
    Money creditsIn, creditsOut; // out is negative
    Money earningsIn, earningsOut;
};

/// Those lines that fit a text and a kind; newest first until another column is chosen.
class StatementFilter : public QSortFilterProxyModel {
    Q_OBJECT

public:
    explicit StatementFilter(StatementTable& table, QObject* parent = nullptr);

    void setText(const QString& text);
    void setKind(int kind); // 0: every one
    std::vector<WalletLine> shown() const;
    StatementTotals totals() const;

protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

private:
    StatementTable& m_table;
    QString m_text;
    int m_kind = 0;
};

} // namespace weft
