// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/QueueRow.h"

#include "app/theme/Theme.h"

#include <QAbstractItemView>
#include <QPainter>

#include <algorithm>

namespace weft {

namespace {

constexpr int kLinkLine = 18;
constexpr int kMostWhyLines = 5; // the tip has all of them
constexpr int kRowSide = 8;

const QFont& whyFont()
{
    static const QFont font = uiFont(11);
    return font;
}

int whyLine() { return QFontMetrics(whyFont()).lineSpacing(); }

/// How many lines a text takes.
int whyLines(const QString& why, int width)
{
    if (why.isEmpty())
        return 0;
    const QRect box = QFontMetrics(whyFont()).boundingRect(QRect(0, 0, std::max(width, 40), 10'000), Qt::TextWordWrap, why);
    return std::clamp(qRound(double(box.height()) / whyLine()), 1, kMostWhyLines);
}

void paintWhy(QPainter& painter, const QRect& row, const Theme& theme, const QString& why, const QString& link)
{
    if (why.isEmpty())
        return;
    const int lines = whyLines(why, row.width() - 2 * kRowSide);
    painter.setPen(theme.error);
    painter.drawText(QRect(row.left() + kRowSide, row.top() + queue_row::kLeast - 2, row.width() - 2 * kRowSide, lines * whyLine()), Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap, why);
    painter.setPen(theme.accent);
    painter.drawText(queue_row::linkIn(row, link), Qt::AlignLeft | Qt::AlignVCenter, link);
}

void paintBack(QPainter& painter, const QStyleOptionViewItem& option, const Theme& theme, double share)
{
    const bool chosen = option.state & QStyle::State_Selected;
    painter.setPen(Qt::NoPen);
    if (chosen || share >= 0 || (option.state & QStyle::State_MouseOver)) {
        painter.setBrush(theme.panelHover);
        painter.drawRoundedRect(option.rect, 4, 4);
    }
    if (share > 0) {
        painter.setBrush(theme.accent);
        painter.drawRoundedRect(
            QRectF(option.rect.left(), option.rect.bottom() - 1, option.rect.width() * share, 2), 1, 1);
    }
    if (chosen && (option.state & QStyle::State_HasFocus)) {
        painter.setPen(theme.accent);
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
    }
}

} // namespace

int queue_row::heightOf(const QModelIndex& index, int width)
{
    const int lines = whyLines(index.data(queue_row::kWhy).toString(), width - 2 * kRowSide);
    const bool hasLink = !index.data(queue_row::kLink).toString().isEmpty();
    return queue_row::kLeast + lines * whyLine() + (hasLink ? kLinkLine : 0) + (lines > 0 ? 4 : 0);
}

/// In a row's rectangle.
QRect queue_row::linkIn(const QRect& row, const QString& link)
{
    const int width = QFontMetrics(whyFont()).horizontalAdvance(link);
    return link.isEmpty() ? QRect() : QRect(row.left() + kRowSide, row.bottom() - kLinkLine - 2, width, kLinkLine);
}

QSize QueueDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const auto* view = qobject_cast<const QAbstractItemView*>(option.widget);
    return {100, queue_row::heightOf(index, view ? view->viewport()->width() : option.rect.width())};
}

void QueueDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const Theme& theme = Theme::of(option.palette);
    const double share = index.data(queue_row::kShare).toDouble();
    const QString why = index.data(queue_row::kWhy).toString();
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    paintBack(*painter, option, theme, share);
    const QRect row = option.rect.adjusted(kRowSide, 0, -kRowSide, 0);
    const QRect first(row.left(), row.top(), row.width(), queue_row::kLeast);
    painter->setFont(whyFont());
    painter->setPen(share >= 0 ? theme.accent : why.isEmpty() ? theme.secondary : theme.ok);
    const QString state = index.data(queue_row::kState).toString();
    painter->drawText(first, Qt::AlignRight | Qt::AlignVCenter, state);
    const int used = painter->fontMetrics().horizontalAdvance(state) + 8;
    paintWhy(*painter, option.rect, theme, why, index.data(queue_row::kLink).toString());
    painter->setFont(uiFont(12));
    painter->setPen(theme.text);
    painter->drawText(first, Qt::AlignLeft | Qt::AlignVCenter,
        painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, first.width() - used));
    painter->restore();
}

} // namespace weft
