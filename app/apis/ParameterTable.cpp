// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/apis/ParameterTable.h"

#include "app/apis/CallGraph.h"

namespace weft {

namespace {

bool canHaveRange(const InputSpec& spec) { return spec.type == "INT" || spec.type == "FLOAT" || spec.type == "COMBO"; }

} // namespace

ParameterTable::ParameterTable(ApiDraft& draft, QObject* parent)
    : QAbstractTableModel(parent)
    , m_draft(draft)
{
}

int ParameterTable::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : static_cast<int>(m_draft.parameters.size()); }

int ParameterTable::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant ParameterTable::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const DraftParameter& row = m_draft.parameters[static_cast<std::size_t>(index.row())];
    if (role == Qt::CheckStateRole)
        return checkState(row, index.column());
    if (role == Qt::DisplayRole || role == Qt::EditRole || role == Qt::ToolTipRole)
        return text(row, index.column());
    if (role == Qt::AccessibleTextRole) {
        const QString title = headerData(index.column(), Qt::Horizontal, Qt::DisplayRole).toString();
        return title + QStringLiteral(": ") + text(row, index.column());
    }
    return {};
}

QVariant ParameterTable::checkState(const DraftParameter& row, int column) const
{
    if (column == Name)
        return int(row.isOffered ? Qt::Checked : Qt::Unchecked);
    if (column == Needed)
        return int(mustBeGiven(row.parameter.spec) ? Qt::Checked : Qt::Unchecked);
    return {};
}

QString ParameterTable::text(const DraftParameter& row, int column) const
{
    const InputSpec& spec = row.parameter.spec;
    switch (column) {
    case Name:
        return QString::fromStdString(spec.name);
    case Where:
        return row.where;
    case Type:
        return typeText(spec);
    case Range:
        return rangeText(spec);
    case Default:
        return defaultText(spec);
    default:
        return {};
    }
}

QVariant ParameterTable::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    const QStringList titles {tr("Parameter"), tr("Setting"), tr("Type"), tr("Allowed values"), tr("Default"), tr("Required")};
    return titles.value(section);
}

Qt::ItemFlags ParameterTable::flags(const QModelIndex& index) const
{
    if (!index.isValid())
        return {};
    const DraftParameter& row = m_draft.parameters[static_cast<std::size_t>(index.row())];
    const InputSpec& spec = row.parameter.spec;
    Qt::ItemFlags flags = Qt::ItemIsSelectable | Qt::ItemIsEnabled;
    const bool isSetting = isSettingType(spec.type);
    const int column = index.column();
    if (column == Name)
        flags |= Qt::ItemIsEditable;
    if (column == Name && !row.isFixed)
        flags |= Qt::ItemIsUserCheckable;
    if (column == Needed && isSetting && !spec.forceInput)
        flags |= Qt::ItemIsUserCheckable;
    if ((column == Range && canHaveRange(spec)) || (column == Default && isSetting && !mustBeGiven(spec)))
        flags |= Qt::ItemIsEditable;
    return flags;
}

bool ParameterTable::setData(const QModelIndex& index, const QVariant& value, int role)
{
    if (!index.isValid() || (role != Qt::CheckStateRole && role != Qt::EditRole))
        return false;
    const QString typed = value.toString();
    if (role == Qt::EditRole && typed == data(index, Qt::EditRole).toString())
        return false;
    const QString mistake = role == Qt::CheckStateRole ? check(index.row(), index.column(), value.toInt() == Qt::Checked)
                                                       : type(index.row(), index.column(), typed);
    if (!mistake.isEmpty()) {
        Q_EMIT refused(mistake);
        return false;
    }
    Q_EMIT dataChanged(this->index(index.row(), 0), this->index(index.row(), ColumnCount - 1));
    return true;
}

QString ParameterTable::check(int row, int column, bool isOn)
{
    if (column == Name)
        m_draft.parameters[static_cast<std::size_t>(row)].isOffered = isOn;
    else if (column == Needed)
        m_draft.setNeeded(row, isOn);
    return {};
}

QString ParameterTable::type(int row, int column, const QString& text)
{
    if (column == Range)
        return m_draft.setRange(row, text);
    if (column == Default)
        return m_draft.setDefault(row, text);
    m_draft.parameters[static_cast<std::size_t>(row)].parameter.spec.name = text.trimmed().toStdString();
    return {};
}

} // namespace weft
