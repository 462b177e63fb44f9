// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sharing/page/ComfyOfferTable.h"

#include "app/editor/model/NodeNames.h"
#include "app/language/MoneyText.h"
#include "app/wallet/WalletText.h"

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

/// In the table: short.
QString ComfyOfferTable::known(const Row& row)
{
    switch (row.is.verdict) {
    case ComfyVerdict::Allowed:
        return tr("only computes");
    case ComfyVerdict::Elsewhere:
        return tr("can't be offered");
    case ComfyVerdict::Replaced:
        return tr("⚠ not what its name says");
    case ComfyVerdict::Unlisted:
        break;
    }
    return row.is.warnings.empty() ? tr("⚠ unknown") : tr("⚠ %1").arg(wordsOf(row.is));
}

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

QVariant ComfyOfferTable::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const Row& row = m_rows[std::size_t(index.row())];
    const OfferedClass* offered = offeredIn(row);
    if (role == kSearchRole)
        return QStringList {row.name, QString::fromStdString(row.is.name), packOf(row.is)}.join(QLatin1Char('\n'));
    if (role == Qt::ToolTipRole)
        return about(index.row());
    if (index.column() == Node && role == Qt::CheckStateRole)
        return int(offered ? Qt::Checked : Qt::Unchecked);
    if (index.column() == Price && role == Qt::EditRole)
        return offered && offered->price ? exactCredits(*offered->price) : QString();
    if (index.column() == Price && role == Qt::AccessibleTextRole)
        return offered && offered->price ? exactCredits(*offered->price) : tr("by its work");
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case Node:
        return row.name;
    case Known:
        return known(row);
    default:
        return !offered ? QString() : offered->price ? exactCredits(*offered->price)
                                                     : tr("by its work");
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
    const bool isDone = isTick ? tick(row, value.toInt() == Qt::Checked) : isPrice && setPrice(row, value.toString());
    if (!isDone)
        return false;
    Q_EMIT dataChanged(this->index(index.row(), 0), this->index(index.row(), kColumns - 1));
    Q_EMIT edited();
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
        return tr("What Weft knows of it");
    default:
        return tr("Credits a call");
    }
}

} // namespace weft
