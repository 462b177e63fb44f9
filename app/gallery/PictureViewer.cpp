// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gallery/PictureViewer.h"

#include "app/theme/Theme.h"

#include <QKeyEvent>
#include <QPainter>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace weft {

namespace {

constexpr int kCaption = 32;

} // namespace

PictureViewer::PictureViewer(QList<ResultPicture> pictures, int index, QWidget* parent)
    : QDialog(parent)
    , m_pictures(std::move(pictures))
{
    setAttribute(Qt::WA_DeleteOnClose);
    resize(parent ? parent->size() * 0.85 : QSize(1000, 700));
    show(index);
}

void PictureViewer::show(int index)
{
    if (m_pictures.isEmpty())
        return;
    m_index = std::clamp<int>(index, 0, int(m_pictures.size()) - 1);
    m_scale = 0;
    m_shift = {};
    if (const QString& path = m_pictures[m_index].path; !path.isEmpty()) {
        if (const QImage whole(path); !whole.isNull())
            m_pictures[m_index].image = whole;
    }
    setWindowTitle(m_pictures[m_index].caption);
    setAccessibleName(m_pictures[m_index].caption);
    update();
}

double PictureViewer::fitScale() const
{
    const QSize size = m_pictures[m_index].image.size();
    if (size.isEmpty())
        return 1;
    return std::min({width() / double(size.width()), (height() - kCaption) / double(size.height()), 4.0});
}

void PictureViewer::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::of(this);
    QPainter painter(this);
    painter.fillRect(rect(), theme.canvas);
    if (m_pictures.isEmpty())
        return;
    const ResultPicture& picture = m_pictures[m_index];
    painter.setRenderHint(QPainter::SmoothPixmapTransform, scale() < 2);
    const QSizeF size = QSizeF(picture.image.size()) * scale();
    const QPointF centre = QPointF(width() / 2.0, (height() - kCaption) / 2.0) + m_shift;
    painter.drawImage(QRectF(centre - QPointF(size.width() / 2, size.height() / 2), size), picture.image);
    const QRect bar(0, height() - kCaption, width(), kCaption);
    painter.fillRect(bar, theme.panel);
    painter.setPen(theme.text);
    painter.setFont(uiFont(12));
    painter.drawText(bar.adjusted(12, 0, -12, 0), Qt::AlignVCenter | Qt::AlignLeft,
        picture.path.isEmpty() ? picture.caption : picture.path);
    painter.setPen(theme.secondary);
    painter.drawText(bar.adjusted(12, 0, -12, 0), Qt::AlignVCenter | Qt::AlignRight,
        QStringLiteral("%1 × %2 · %3 %").arg(picture.image.width()).arg(picture.image.height()).arg(std::lround(scale() * 100)));
}

void PictureViewer::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Up:
        show(m_index - 1);
        break;
    case Qt::Key_Right:
    case Qt::Key_Down:
        show(m_index + 1);
        break;
    case Qt::Key_1:
        m_scale = 1;
        update();
        break;
    case Qt::Key_F:
        m_scale = 0;
        m_shift = {};
        update();
        break;
    default:
        QDialog::keyPressEvent(event);
    }
}

void PictureViewer::wheelEvent(QWheelEvent* event)
{
    const double before = scale();
    m_scale = std::clamp(before * std::pow(1.15, event->angleDelta().y() / 120.0), 0.05, 32.0);
    const QPointF centre(width() / 2.0, (height() - kCaption) / 2.0);
    const QPointF fromCentre = event->position() - centre - m_shift;
    m_shift -= fromCentre * (m_scale / before - 1);
    update();
}

void PictureViewer::mousePressEvent(QMouseEvent* event) { m_last = event->position().toPoint(); }

void PictureViewer::mouseMoveEvent(QMouseEvent* event)
{
    m_shift += event->position().toPoint() - m_last;
    m_last = event->position().toPoint();
    update();
}

void PictureViewer::mouseDoubleClickEvent(QMouseEvent*)
{
    m_scale = m_scale > 0 ? 0 : 1;
    m_shift = {};
    update();
}

} // namespace weft
