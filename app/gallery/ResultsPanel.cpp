// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gallery/ResultsPanel.h"

#include "app/gallery/ResultActions.h"
#include "app/theme/Theme.h"

#include <QPainter>
#include <QStyledItemDelegate>

namespace weft {

namespace {

constexpr int kImageRole = Qt::UserRole + 1;
constexpr int kResultCaption = 20;
constexpr int kMost = 60;

class ResultDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const QSize image = index.data(kImageRole).value<QImage>().size();
        auto* list = static_cast<const QListWidget*>(option.widget);
        const int width = list ? list->viewport()->width() - 8 : 150;
        const int height = image.isEmpty() ? 60 : std::min(width, width * image.height() / std::max(1, image.width()));
        return {width, height + kResultCaption + 8};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const Theme& theme = Theme::of(option.palette);
        painter->save();
        painter->setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
        const QImage image = index.data(kImageRole).value<QImage>();
        const QRect room = option.rect.adjusted(2, 2, -2, -kResultCaption - 4);
        const QSize size = image.size().scaled(room.size(), Qt::KeepAspectRatio);
        const QRect target(room.left() + (room.width() - size.width()) / 2, room.top(), size.width(), size.height());
        painter->drawImage(target, image);
        const bool chosen = option.state & QStyle::State_Selected;
        if (chosen || (option.state & QStyle::State_MouseOver)) {
            painter->setPen(QPen(chosen ? theme.accent : theme.border, 2));
            painter->setBrush(Qt::NoBrush);
            painter->drawRoundedRect(target, 4, 4);
        }
        painter->setFont(uiFont(11));
        painter->setPen(theme.secondary);
        const QRect caption(option.rect.left() + 2, target.bottom() + 2, option.rect.width() - 4, kResultCaption);
        painter->drawText(caption, Qt::AlignLeft | Qt::AlignVCenter,
            painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, caption.width()));
        painter->restore();
    }
};

/// The caption may be cut below the picture.
QString tipOf(const ResultPicture& picture)
{
    const QString words = picture.caption + (picture.path.isEmpty() ? QString() : u'\n' + picture.path);
    return QStringLiteral("<p style='white-space: pre'>%1</p>").arg(words.toHtmlEscaped()); // both may look like HTML
}

QImage forPanel(const QImage& image)
{
    constexpr int kPanelSide = 512;
    return image.width() <= kPanelSide && image.height() <= kPanelSide
        ? image
        : image.scaled(kPanelSide, kPanelSide, Qt::KeepAspectRatio, Qt::SmoothTransformation);
}

} // namespace

ResultsPanel::ResultsPanel(QWidget* parent)
    : QListWidget(parent)
{
    setItemDelegate(new ResultDelegate(this));
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setMouseTracking(true);
    setDragEnabled(true);
    setResizeMode(Adjust);
    retranslate();
    connect(this, &QListWidget::itemActivated, this, [this](QListWidgetItem* item) { Q_EMIT opened(row(item)); });
}

void ResultsPanel::retranslate()
{
    setAccessibleName(tr("Results"));
    for (int i = 0; m_captionOf && i < m_pictures.size(); ++i) {
        if (const QString caption = m_captionOf(m_pictures[i]); !caption.isEmpty())
            item(i)->setText(m_pictures[i].caption = caption);
        item(i)->setToolTip(tipOf(m_pictures[i]));
    }
    viewport()->update();
}

void ResultsPanel::add(ResultPicture picture)
{
    auto* item = new QListWidgetItem(picture.caption);
    item->setData(kImageRole, forPanel(picture.image));
    item->setToolTip(tipOf(picture));
    insertItem(0, item);
    if (!picture.path.isEmpty()) // the viewer reads the file again; sixty large pictures are too much to keep
        picture.image = item->data(kImageRole).value<QImage>();
    m_pictures.prepend(std::move(picture));
    while (m_pictures.size() > kMost) {
        m_pictures.removeLast();
        delete takeItem(count() - 1);
    }
}

void ResultsPanel::setPicture(const QString& path, const QImage& picture)
{
    for (int i = 0; i < m_pictures.size(); ++i) {
        if (m_pictures[i].path != path || !m_pictures[i].image.isNull())
            continue;
        m_pictures[i].image = forPanel(picture);
        item(i)->setData(kImageRole, m_pictures[i].image);
        scheduleDelayedItemsLayout();
    }
}

void ResultsPanel::remove(const QString& path)
{
    for (int i = int(m_pictures.size()) - 1; i >= 0; --i) {
        if (path.isEmpty() || m_pictures[i].path != path)
            continue;
        m_pictures.removeAt(i);
        delete takeItem(i);
    }
}

void ResultsPanel::resizeEvent(QResizeEvent* event)
{
    QListWidget::resizeEvent(event);
    scheduleDelayedItemsLayout();
}

void ResultsPanel::paintEvent(QPaintEvent* event)
{
    QListWidget::paintEvent(event);
    if (count() > 0)
        return;
    QPainter painter(viewport());
    painter.setPen(Theme::of(this).secondary);
    painter.setFont(uiFont(12));
    painter.drawText(viewport()->rect().adjusted(4, 4, -4, 0), Qt::AlignTop | Qt::AlignLeft | Qt::TextWordWrap,
        tr("Pictures appear here as runs finish."));
}

void ResultsPanel::startDrag(Qt::DropActions)
{
    const int index = currentRow();
    if (index < 0 || index >= m_pictures.size() || m_pictures[index].path.isEmpty())
        return;
    dragFiles(this, {m_pictures[index].path}, m_pictures[index].image);
}

} // namespace weft
