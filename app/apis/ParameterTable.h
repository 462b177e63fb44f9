// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/apis/ApiDraft.h"

#include <QAbstractTableModel>

namespace weft {

/// A draft's parameters as a table: which are offered, their names, what callers may say, what it is when they don't.
class ParameterTable : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Name, Where, Type, Range, Default, Needed, ColumnCount };

    /// The draft outlives it.
    explicit ParameterTable(ApiDraft& draft, QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;

Q_SIGNALS:
    /// What was typed can't be: nothing has changed.
    void refused(const QString& why);

private:
    QVariant checkState(const DraftParameter& row, int column) const;
    QString text(const DraftParameter& row, int column) const;
    QString check(int row, int column, bool isOn);
    QString type(int row, int column, const QString& text);

    ApiDraft& m_draft;
};

} // namespace weft
