// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/wallet/StatementTable.h"

#include "app/wallet/WalletText.h"

#include <QCoreApplication>

namespace weft {

StatementTable::StatementTable(const WalletModel& wallet, QObject* parent)
    : QAbstractTableModel(parent)
    , m_wallet(wallet)
    , m_lines(wallet.lines())
{
    connect(&wallet, &WalletModel::linesChanged, this, &StatementTable::reload);
}

void StatementTable::reload()
{
    const auto& now = m_wallet.lines();
    const bool isSame = now.size() == m_lines.size()
        && (now.empty() || now.front().transfer == m_lines.front().transfer); // lines never change, accounts do
    if (isSame)
        return;
    beginResetModel();
    m_lines = now;
    endResetModel();
}

void StatementTable::setRunNames(RunNames names)
{
    m_names = std::move(names);
    retranslate();
}

void StatementTable::retranslate()
{
    beginResetModel();
    endResetModel();
}

int StatementTable::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_lines.size());
}

int StatementTable::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : Columns;
}

QString StatementTable::textOf(const WalletLine& line, int column) const
{
    switch (column) {
    case Time:
        return momentText(line.createdUnixMillis);
    case What:
        return lineKindText(line);
    case Amount:
        return line.ofEarnings ? exactCash(line.amount) : signedCredits(line.amount);
    default:
        break;
    }
    if (line.job.isNull())
        return {};
    const QString name = m_names ? m_names(line.job) : QString();
    const QString job = QString::fromStdString(line.job.hex()).left(8);
    return name.isEmpty() ? QCoreApplication::translate("Wallet", "job %1").arg(job) : name;
}

QVariant StatementTable::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const WalletLine& line = m_lines[std::size_t(index.row())];
    const bool isAmount = index.column() == Amount;
    switch (role) {
    case Qt::DisplayRole:
        return textOf(line, index.column());
    case Qt::ToolTipRole:
        return index.column() == Run && !line.job.isNull() ? QString::fromStdString(line.job.hex()) : QVariant();
    case Qt::TextAlignmentRole:
        return isAmount ? QVariant(Qt::AlignRight | Qt::AlignVCenter) : QVariant(Qt::AlignLeft | Qt::AlignVCenter);
    case SortRole:
        if (index.column() == Time)
            return qlonglong(line.createdUnixMillis);
        return isAmount ? QVariant(qlonglong(line.amount.micro)) : QVariant(textOf(line, index.column()));
    default:
        return {};
    }
}

QVariant StatementTable::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return section == Amount ? QVariant(Qt::AlignRight | Qt::AlignVCenter)
                                 : QVariant(Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Time:
        return QCoreApplication::translate("Wallet", "Time");
    case What:
        return QCoreApplication::translate("Wallet", "What");
    case Amount:
        return QCoreApplication::translate("Wallet", "Credits, or dollars earned");
    default:
        return QCoreApplication::translate("Wallet", "Which run");
    }
}

StatementFilter::StatementFilter(StatementTable& table, QObject* parent)
    : QSortFilterProxyModel(parent)
    , m_table(table)
{
    setSortRole(StatementTable::SortRole);
    setSourceModel(&table);
    sort(StatementTable::Time, Qt::DescendingOrder);
}

void StatementFilter::setText(const QString& text)
{
    m_text = text.trimmed();
    invalidateFilter();
}

void StatementFilter::setKind(int kind)
{
    m_kind = kind;
    invalidateFilter();
}

bool StatementFilter::filterAcceptsRow(int row, const QModelIndex& parent) const
{
    const WalletLine& line = m_table.line(row);
    if (m_kind != 0 && line.kind != m_kind)
        return false;
    if (m_text.isEmpty())
        return true;
    for (int column = 0; column < StatementTable::Columns; ++column) {
        const QString text = m_table.index(row, column, parent).data().toString();
        if (text.contains(m_text, Qt::CaseInsensitive))
            return true;
    }
    return QString::fromStdString(line.transfer.hex()).startsWith(m_text, Qt::CaseInsensitive)
        || (!line.job.isNull() && QString::fromStdString(line.job.hex()).startsWith(m_text, Qt::CaseInsensitive));
}

std::vector<WalletLine> StatementFilter::shown() const
{
    std::vector<WalletLine> lines;
    for (int row = 0; row < rowCount(); ++row)
        lines.push_back(m_table.line(mapToSource(index(row, 0)).row()));
    return lines;
}

StatementTotals StatementFilter::totals() const
{
    StatementTotals totals;
    for (const WalletLine& line : shown()) {
        Money& in = line.ofEarnings ? totals.earningsIn : totals.creditsIn;
        Money& out = line.ofEarnings ? totals.earningsOut : totals.creditsOut;
        Money& sum = line.amount.isNegative() ? out : in;
        sum = plus(sum, line.amount).valueOr(Money{});
    }
    return totals;
}

} // namespace weft
