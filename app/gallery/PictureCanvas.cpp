// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gallery/PictureCanvas.h"

#include "app/theme/Theme.h"

#include <QMouseEvent>
#include <QPainter>

namespace weft {

namespace {

constexpr int kCheck = 8; // px

QPixmap checks()
{
    QPixmap tile(2 * kCheck, 2 * kCheck);
    tile.fill(QColor(0x99, 0x99, 0x99));
    QPainter painter(&tile);
    painter.fillRect(0, 0, kCheck, kCheck, QColor(0x66, 0x66, 0x66));
    painter.fillRect(kCheck, kCheck, kCheck, kCheck, QColor(0x66, 0x66, 0x66));
    return tile;
}

} // namespace

void paintChecks(QPainter& painter, const QRectF& area)
{
    painter.drawTiledPixmap(area, checks());
}

PictureCanvas::PictureCanvas(QWidget* parent)
    : ZoomArea(parent)
{
}

void PictureCanvas::setPicture(const QImage& picture, bool sameView)
{
    m_picture = picture;
    m_isStale = true;
    if (!picture.isNull())
        m_sentence.clear();
    contentChanged(sameView);
}

void PictureCanvas::setTrueSize(const QSize& size)
{
    m_trueSize = size;
    contentChanged(true);
}

QSize PictureCanvas::contentSize() const
{
    return m_picture.isNull() || m_trueSize.isEmpty() ? m_picture.size() : m_trueSize;
}

void PictureCanvas::setLevels(const Levels& levels)
{
    m_levels = levels;
    m_isStale = true;
    update();
}

void PictureCanvas::setAlphaView(AlphaView view)
{
    m_alpha = view;
    m_isStale = true;
    update();
}

void PictureCanvas::setSentence(const QString& sentence)
{
    m_sentence = sentence;
    m_picture = {};
    m_isStale = true;
    update();
}

const QImage& PictureCanvas::shown() const
{
    if (std::exchange(m_isStale, false))
        m_shown = levelled(m_picture.hasAlphaChannel() ? alphaShown(m_picture, m_alpha) : m_picture, m_levels);
    return m_shown;
}

void PictureCanvas::paintContent(QPainter& painter, const QRectF& target)
{
    if (m_picture.hasAlphaChannel() && m_alpha == AlphaView::Composed)
        paintChecks(painter, target & QRectF(rect()));
    painter.drawImage(target, shown());
}

void PictureCanvas::paintEvent(QPaintEvent* event)
{
    ZoomArea::paintEvent(event);
    if (m_sentence.isEmpty())
        return;
    QPainter painter(this);
    painter.setFont(uiFont(13));
    painter.setPen(Theme::of(this).secondary);
    painter.drawText(rect().adjusted(space::kHuge, space::kHuge, -space::kHuge, -space::kHuge),
        Qt::AlignCenter | Qt::TextWordWrap, m_sentence);
}

void PictureCanvas::mouseMoveEvent(QMouseEvent* event)
{
    ZoomArea::mouseMoveEvent(event);
    const QPointF at = toContent(event->position());
    const QPoint pixel(int(std::floor(at.x())), int(std::floor(at.y())));
    if (contentSize() != m_picture.size() || !m_picture.rect().contains(pixel)) {
        Q_EMIT pixelPointed({});
        return;
    }
    const QColor color = m_picture.pixelColor(pixel);
    QString text = QStringLiteral("%1, %2 · %3 %4 %5")
                       .arg(pixel.x())
                       .arg(pixel.y())
                       .arg(color.red())
                       .arg(color.green())
                       .arg(color.blue());
    if (m_picture.hasAlphaChannel())
        text += QStringLiteral(" · α %1").arg(color.alpha());
    Q_EMIT pixelPointed(text);
}

void PictureCanvas::leaveEvent(QEvent*)
{
    Q_EMIT pixelPointed({});
}

} // namespace weft
