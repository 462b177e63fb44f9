// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace weft {

/// What a row of the queue holds besides its name, and how large it is.
namespace queue_row {
constexpr int kState = Qt::UserRole + 1; // "60 % · 2 s left"
constexpr int kWhy = Qt::UserRole + 2; // the sentence below
constexpr int kShare = Qt::UserRole + 3; // 0..1 of the one that runs, else negative
constexpr int kLink = Qt::UserRole + 4; // "Go to node", where there is one
constexpr int kLeast = 28; // px, of a row without a sentence

int heightOf(const QModelIndex& index, int width);
/// Where the link is in a row's rectangle; null: it has none.
QRect linkIn(const QRect& row, const QString& link);
} // namespace queue_row

/// Name and state; below, why a run ended badly, in as many lines as it takes, and the link.
class QueueDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

} // namespace weft
