// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sharing/page/ComfyOfferTable.h"

#include "app/editor/model/NodeNames.h"
#include "app/language/MoneyText.h"
#include "app/theme/Theme.h"
#include "app/wallet/WalletText.h"

#include <QGuiApplication>
#include <QPalette>

#include <algorithm>

namespace weft {

namespace {

QString nameOfClass(const ComfyJudgement& one)
{
    NodeType type;
    type.name = one.name;
    type.displayName = one.displayName;
    return displayName(type);
}

/// The safest first, and what can't be offered last.
int rankOfClass(const ComfyJudgement& one)
{
    switch (one.verdict) {
    case ComfyVerdict::Allowed:
        return 0;
    case ComfyVerdict::Unlisted:
        return one.isCustom() ? 2 : 1;
    case ComfyVerdict::Replaced:
        return 3;
    case ComfyVerdict::Elsewhere:
        break;
    }
    return 4;
}

QString packOf(const ComfyJudgement& one)
{
    const QString pack = QString::fromStdString(one.pack);
    return pack.startsWith(QLatin1String("custom_nodes.")) ? pack.mid(13) : pack;
}

QString wordsOf(const ComfyJudgement& one)
{
    QStringList words;
    for (const std::string& word : one.warnings)
        words << QString::fromStdString(word);
    return words.join(QStringLiteral(", "));
}

} // namespace

ComfyOfferTable::ComfyOfferTable(QObject* parent)
    : QAbstractTableModel(parent)
{
}

void ComfyOfferTable::setClasses(std::vector<ComfyJudgement> classes)
{
    beginResetModel();
    m_rows.clear();
    for (ComfyJudgement& one : classes) {
        QString name = nameOfClass(one);
        m_rows.push_back({std::move(one), std::move(name)});
    }
    std::ranges::sort(m_rows, [](const Row& a, const Row& b) {
        const int ranks = rankOfClass(a.is) - rankOfClass(b.is);
        return ranks != 0 ? ranks < 0 : QString::localeAwareCompare(a.name, b.name) < 0;
    });
    endResetModel();
}

void ComfyOfferTable::setOffered(std::map<std::string, OfferedClass> offered)
{
    if (offered == m_offered)
        return;
    m_offered = std::move(offered);
    if (!m_rows.empty())
        Q_EMIT dataChanged(index(0, 0), index(int(m_rows.size()) - 1, kColumns - 1));
}

void ComfyOfferTable::retranslate()
{
    std::vector<ComfyJudgement> classes;
    for (Row& row : m_rows)
        classes.push_back(std::move(row.is));
    setClasses(std::move(classes));
}

const OfferedClass* ComfyOfferTable::offeredIn(const Row& row) const
{
    const auto found = m_offered.find(row.is.name);
    return found == m_offered.end() ? nullptr : &found->second;
}

QString ComfyOfferTable::reachText(const Row& row)
{
    QStringList reached;
    for (const ComfyReach reach : comfyReaches(row.is.warnings)) {
        reached << (reach == ComfyReach::Code       ? tr("code")
                        : reach == ComfyReach::Network ? tr("the network")
                                                       : tr("files"));
    }
    return reached.isEmpty() ? tr("⚠ unknown") : tr("⚠ may reach %1").arg(reached.join(tr(", ")));
}

/// In the table: short.
QString ComfyOfferTable::known(const Row& row)
{
    switch (row.is.verdict) {
    case ComfyVerdict::Allowed:
        return tr("safe: only computes");
    case ComfyVerdict::Elsewhere:
        return tr("can't be offered: paid elsewhere");
    case ComfyVerdict::Replaced:
        return tr("⚠ not what its name says");
    case ComfyVerdict::Unlisted:
        break;
    }
    return reachText(row);
}

bool ComfyOfferTable::isRisky(int row) const { return row >= 0 && row < rowCount() && isRisky(m_rows[std::size_t(row)]); }

QString ComfyOfferTable::about(int at) const
{
    if (at < 0 || at >= rowCount())
        return {};
    const Row& row = m_rows[std::size_t(at)];
    switch (row.is.verdict) {
    case ComfyVerdict::Allowed:
        return tr("%1 is one of ComfyUI's own that takes values and gives values, and of files reads only your models.").arg(row.name);
    case ComfyVerdict::Elsewhere:
        return tr("%1 works on somebody's paid servers with your account there. It is never offered.").arg(row.name);
    case ComfyVerdict::Replaced:
        return tr("%1 has the name of one of ComfyUI's own, but its code comes from %2. Whoever is your guest runs that code on your computer.").arg(row.name, packOf(row.is));
    case ComfyVerdict::Unlisted:
        break;
    }
    const QString whose = row.is.isCustom() ? tr("Weft can't see what %1 (of %2) does. Whoever is your guest runs that code on your computer, outside of any sandbox.").arg(row.name, packOf(row.is))
                                            : tr("%1 is ComfyUI's own, but does more than to compute, or isn't known to do no more.").arg(row.name);
    return row.is.warnings.empty() ? whose : whose + QLatin1Char(' ') + tr("Its names have these words in them: %1. Such nodes often reach files, the network, or code.").arg(wordsOf(row.is));
}

int ComfyOfferTable::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : int(m_rows.size()); }

int ComfyOfferTable::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : int(kColumns); }

/// A warning in its colour; a price that nobody typed, quietly.
QVariant ComfyOfferTable::inkOf(const Row& row, int column) const
{
    const Theme& theme = Theme::of(QGuiApplication::palette());
    if (column == Known && isRisky(row))
        return theme.warn;
    const OfferedClass* offered = offeredIn(row);
    return column == Price && offered && !offered->price ? QVariant(theme.secondary) : QVariant();
}

QVariant ComfyOfferTable::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const Row& row = m_rows[std::size_t(index.row())];
    const OfferedClass* offered = offeredIn(row);
    if (role == kSearchRole)
        return QStringList {row.name, QString::fromStdString(row.is.name), packOf(row.is)}.join(QLatin1Char('\n'));
    if (role == Qt::ToolTipRole)
        return index.column() == Price && offered ? tr("Double-click to set the price of a call; empty: by time") : about(index.row());
    if (role == Qt::ForegroundRole)
        return inkOf(row, index.column());
    if (index.column() == Node && role == Qt::CheckStateRole)
        return int(offered ? Qt::Checked : Qt::Unchecked);
    if (index.column() == Price && role == Qt::EditRole)
        return offered && offered->price ? exactCredits(*offered->price) : QString();
    if (index.column() == Price && role == Qt::AccessibleTextRole)
        return offered && offered->price ? exactCredits(*offered->price) : tr("by time");
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case Node:
        return row.name;
    case Known:
        return known(row);
    default:
        return !offered ? QString() : offered->price ? exactCredits(*offered->price)
                                                     : tr("by time");
    }
}

bool ComfyOfferTable::tick(const Row& row, bool isOn)
{
    if (!mayOffer(row))
        return false;
    if (isOn)
        m_offered[row.is.name].isListed = row.is.verdict != ComfyVerdict::Allowed; // if it changes what it is, it isn't offered any more
    else
        m_offered.erase(row.is.name);
    return true;
}

void ComfyOfferTable::tellTicks(int row)
{
    const int last = rowCount() - 1;
    if (last >= 0)
        Q_EMIT dataChanged(index(row < 0 ? 0 : row, 0), index(row < 0 ? last : row, kColumns - 1));
    Q_EMIT edited(row);
}

void ComfyOfferTable::offer(const std::string& name)
{
    const auto row = std::ranges::find_if(m_rows, [&](const Row& one) { return one.is.name == name; });
    if (row != m_rows.end() && tick(*row, true))
        tellTicks(int(row - m_rows.begin()));
}

int ComfyOfferTable::safeLeft() const
{
    return int(std::ranges::count_if(m_rows, [this](const Row& row) { return row.is.verdict == ComfyVerdict::Allowed && !offeredIn(row); }));
}

void ComfyOfferTable::tickSafe()
{
    for (const Row& row : m_rows) {
        if (row.is.verdict == ComfyVerdict::Allowed && !offeredIn(row))
            tick(row, true);
    }
    tellTicks(-1);
}

void ComfyOfferTable::untickAll()
{
    m_offered.clear();
    tellTicks(-1);
}

bool ComfyOfferTable::setPrice(const Row& row, const QString& typed)
{
    const auto offered = m_offered.find(row.is.name);
    if (offered == m_offered.end())
        return false;
    if (typed.trimmed().isEmpty()) {
        offered->second.price.reset();
        return true;
    }
    const Result<Money> price = readAmount(typed);
    if (!price || price->isNegative() || *price > kMaxAmount) {
        Q_EMIT priceRefused();
        return false;
    }
    offered->second.price = *price;
    return true;
}

bool ComfyOfferTable::setData(const QModelIndex& index, const QVariant& value, int role)
{
    if (!index.isValid() || index.row() >= rowCount())
        return false;
    const Row& row = m_rows[std::size_t(index.row())];
    const bool isTick = index.column() == Node && role == Qt::CheckStateRole;
    const bool isPrice = index.column() == Price && role == Qt::EditRole;
    if (isTick && value.toInt() == Qt::Checked && isRisky(row) && !offeredIn(row)) {
        Q_EMIT tickAsked(index.row());
        return false;
    }
    const bool isDone = isTick ? tick(row, value.toInt() == Qt::Checked) : isPrice && setPrice(row, value.toString());
    if (!isDone)
        return false;
    tellTicks(index.row());
    return true;
}

Qt::ItemFlags ComfyOfferTable::flags(const QModelIndex& index) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return Qt::NoItemFlags;
    const Row& row = m_rows[std::size_t(index.row())];
    if (!mayOffer(row)) // its reason can be read still
        return Qt::ItemIsSelectable | (index.column() == Node ? Qt::NoItemFlags : Qt::ItemIsEnabled);
    Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable;
    if (index.column() == Node)
        flags |= Qt::ItemIsUserCheckable;
    if (index.column() == Price && offeredIn(row))
        flags |= Qt::ItemIsEditable;
    return flags;
}

QVariant ComfyOfferTable::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Node:
        return tr("Node");
    case Known:
        return tr("Safety");
    default:
        return tr("Credits per call");
    }
}

ComfyOfferFilter::ComfyOfferFilter(ComfyOfferTable& table, QObject* parent)
    : QSortFilterProxyModel(parent)
    , m_table(table)
{
    setSourceModel(&table);
    setFilterRole(ComfyOfferTable::kSearchRole);
    setFilterCaseSensitivity(Qt::CaseInsensitive);
    setDynamicSortFilter(false); // else a row that is unticked would go from under the mouse
}

void ComfyOfferFilter::showOnlyTicked(bool onlyTicked)
{
    m_onlyTicked = onlyTicked;
    invalidateFilter();
}

bool ComfyOfferFilter::filterAcceptsRow(int row, const QModelIndex& parent) const
{
    return (!m_onlyTicked || m_table.isTicked(row)) && QSortFilterProxyModel::filterAcceptsRow(row, parent);
}

} // namespace weft
