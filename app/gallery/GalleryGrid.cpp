// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gallery/GalleryGrid.h"

#include "app/gallery/ResultActions.h"
#include "app/gallery/model/GalleryModel.h"
#include "app/gallery/model/MediaKind.h"
#include "app/theme/Icons.h"
#include "app/theme/Theme.h"

#include <QPainter>
#include <QScrollBar>
#include <QStyledItemDelegate>

#include <algorithm>

namespace weft {

namespace {

constexpr int kCellWidth = 208; // about; columns share the width
constexpr int kCaption = 40; // two lines
constexpr int kCellGap = 8;

class ResultCellDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const override
    {
        return static_cast<const QListView*>(option.widget)->gridSize();
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const Theme& theme = Theme::of(option.palette);
        const QRect cell = option.rect.adjusted(kCellGap / 2, kCellGap / 2, -kCellGap / 2, -kCellGap / 2);
        const QRect room(cell.left(), cell.top(), cell.width(), cell.height() - kCaption);
        painter->save();
        painter->setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
        painter->setPen(Qt::NoPen);
        painter->setBrush(theme.panel);
        painter->drawRoundedRect(cell, space::kRadius, space::kRadius);
        paintPicture(*painter, room, index, theme);
        paintCaption(
            *painter, QRect(cell.left() + 8, room.bottom() + 2, cell.width() - 16, kCaption - 4), index, theme);
        paintFrame(*painter, cell, option, theme);
        painter->restore();
    }

private:
    static void paintPicture(QPainter& painter, const QRect& room, const QModelIndex& index, const Theme& theme)
    {
        const QImage image = index.data(GalleryModel::PictureRole).value<QImage>();
        if (!image.isNull()) {
            const QRect inner = room.adjusted(6, 6, -6, -2);
            const QSize size = image.size().scaled(inner.size(), Qt::KeepAspectRatio).boundedTo(image.size() * 2);
            QRect target(QPoint(), size);
            target.moveCenter(inner.center());
            painter.drawImage(target, image);
            return;
        }
        const QString path = index.data(GalleryModel::PathRole).toString();
        const MediaKind kind = mediaKindOf(path);
        const bool isPicture = kind == MediaKind::Picture || kind == MediaKind::Animation;
        const bool isMissing = index.data(GalleryModel::MissingRole).toBool();
        if (isPicture && !isMissing)
            return; // it is being made
        const QString icon = isPicture ? QStringLiteral("circle-alert")
            : kind == MediaKind::Other ? QStringLiteral("file-plus")
                                       : QStringLiteral("play");
        const QPixmap mark = themedPixmap(icon, theme.secondary, 24, painter.device()->devicePixelRatioF());
        painter.drawPixmap(QPointF(room.center()) - QPointF(12, isPicture ? 20 : 12), mark);
        if (!isPicture)
            return;
        painter.setPen(theme.secondary);
        painter.setFont(uiFont(11));
        painter.drawText(room.adjusted(8, 28, -8, 0), Qt::AlignCenter | Qt::TextWordWrap,
            GalleryGrid::tr("The file isn't there any more."));
    }

    static void paintCaption(QPainter& painter, const QRect& area, const QModelIndex& index, const Theme& theme)
    {
        const QRect first(area.left(), area.top(), area.width(), area.height() / 2);
        painter.setFont(uiFont(11));
        painter.setPen(theme.secondary);
        const QString time = index.data(GalleryModel::TimeRole).toString();
        painter.drawText(first, Qt::AlignRight | Qt::AlignVCenter, time);
        const int used = painter.fontMetrics().horizontalAdvance(time) + 8;
        painter.drawText(area.adjusted(0, area.height() / 2, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
            painter.fontMetrics().elidedText(
                index.data(GalleryModel::DetailRole).toString(), Qt::ElideRight, area.width()));
        painter.setFont(uiFont(12));
        painter.setPen(theme.text);
        painter.drawText(first, Qt::AlignLeft | Qt::AlignVCenter,
            painter.fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, first.width() - used));
    }

    static void paintFrame(QPainter& painter, const QRect& cell, const QStyleOptionViewItem& option, const Theme& theme)
    {
        const bool chosen = option.state & QStyle::State_Selected;
        if (!chosen && !(option.state & (QStyle::State_MouseOver | QStyle::State_HasFocus)))
            return;
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(chosen ? theme.accent : theme.border, chosen ? 2 : 1));
        painter.drawRoundedRect(QRectF(cell).adjusted(1, 1, -1, -1), space::kRadius, space::kRadius);
    }
};

} // namespace

GalleryGrid::GalleryGrid(GalleryModel& model, QWidget* parent)
    : QListView(parent)
    , m_model(model)
{
    setObjectName(QStringLiteral("galleryGrid"));
    setModel(&model);
    setItemDelegate(new ResultCellDelegate(this));
    setViewMode(IconMode);
    setMovement(Static);
    setResizeMode(Adjust);
    setUniformItemSizes(true); // thousands of cells are laid out without asking each
    setSelectionMode(ExtendedSelection);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn); // cells don't jump when it comes
    setMouseTracking(true);
    setDragEnabled(true);
    verticalScrollBar()->setSingleStep(40);
    connect(verticalScrollBar(), &QScrollBar::rangeChanged, this, [this](int, int most) { verticalScrollBar()->setEnabled(most > 0); });
    verticalScrollBar()->setEnabled(false);
}

QList<int> GalleryGrid::selectedRows() const
{
    QList<int> rows;
    for (const QModelIndex& index : selectionModel()->selectedIndexes())
        rows << index.row();
    std::ranges::sort(rows);
    return rows;
}

QStringList GalleryGrid::selectedPaths() const
{
    QStringList paths;
    for (const int row : selectedRows())
        paths << m_model.itemAt(row).file.path;
    return paths;
}

void GalleryGrid::setEmptyText(const QString& text)
{
    m_emptyText = text;
    viewport()->update();
}

void GalleryGrid::resizeEvent(QResizeEvent* event)
{
    const int width = viewport()->width() - 1;
    const int columns = std::max(1, width / kCellWidth);
    const QSize cell(width / columns, width / columns + kCaption - 8);
    if (cell != gridSize())
        setGridSize(cell);
    QListView::resizeEvent(event);
}

void GalleryGrid::paintEvent(QPaintEvent* event)
{
    QListView::paintEvent(event);
    if (m_model.rowCount() > 0)
        return;
    QPainter painter(viewport());
    painter.setPen(Theme::of(this).secondary);
    painter.setFont(uiFont(13));
    painter.drawText(viewport()->rect().adjusted(space::kHuge, 0, -space::kHuge, 0), Qt::AlignCenter | Qt::TextWordWrap,
        m_emptyText);
}

void GalleryGrid::startDrag(Qt::DropActions)
{
    const QList<int> rows = selectedRows();
    if (!rows.isEmpty())
        dragFiles(this, selectedPaths(), m_model.index(rows.first()).data(GalleryModel::PictureRole).value<QImage>());
}

void GalleryGrid::selectionChanged(const QItemSelection& selected, const QItemSelection& deselected)
{
    QListView::selectionChanged(selected, deselected);
    Q_EMIT selectionMoved();
}

} // namespace weft
