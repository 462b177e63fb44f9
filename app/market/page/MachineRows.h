// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/market/MachineList.h"

#include <QAbstractListModel>
#include <QStyledItemDelegate>
#include <QWidget>

namespace weft {

/// The machines that a search found, as rows of a list.
class MachineRows : public QAbstractListModel {
    Q_OBJECT

public:
    enum Role { IdRole = Qt::UserRole + 1, OfferRole, JobsRole, SpeedRole, PriceRole, FreeRole, TrustedRole, BusyRole };
    using QAbstractListModel::QAbstractListModel;

    void setHits(const std::vector<MachineHit>& hits);
    int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : int(m_rows.size()); }
    QVariant data(const QModelIndex& index, int role) const override;
    int rowOf(const std::string& id) const; // -1: it isn't shown

private:
    struct Row {
        std::string id;
        QString name, offer, jobs, speed, price, all;
        bool isFree = false;
        bool isTrusted = false;
        bool isBusy = false;
    };
    std::vector<Row> m_rows;
};

/// Draws a row: a letter, the name and what is offered, jobs, speed, price.
class MachineRowPainter : public QStyledItemDelegate {
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

/// The headings of the columns, over a list of such rows. As wide as the list's viewport.
class MachineHead : public QWidget {
    Q_OBJECT

public:
    explicit MachineHead(QWidget* parent = nullptr);

protected:
    void paintEvent(QPaintEvent* event) override;
};

/// A machine's first letter on a colour of its own.
void paintLetter(QPainter& painter, const QRect& square, const QString& name, const std::string& id);

} // namespace weft
