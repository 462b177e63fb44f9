// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/mask/MaskCanvas.h"

#include "app/theme/Theme.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QTabletEvent>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace weft {

namespace {

constexpr double kLeastMaskZoom = 0.05;
constexpr double kMostMaskZoom = 32;
constexpr double kLeastBrush = 1;
constexpr double kMostBrush = 1000;
constexpr QRgb kMaskColor = qRgb(255, 64, 64);
constexpr int kMaskAlpha = 150; // of 255, where it is masked in full

} // namespace

MaskCanvas::MaskCanvas(const QImage& picture, QWidget* parent)
    : QWidget(parent)
    , m_picture(picture)
    , m_painting(picture)
    , m_overlay(picture.size(), QImage::Format_ARGB32_Premultiplied)
{
    setMinimumSize(320, 240);
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::CrossCursor);
    setAccessibleName(tr("Picture with mask"));
    m_picture = m_picture.convertToFormat(QImage::Format_RGB32); // what is masked is seen, too
    showMask(m_picture.rect());
}

void MaskCanvas::showMask(const QRect& changed)
{
    const QImage& mask = m_painting.mask();
    for (int y = changed.top(); y <= changed.bottom(); ++y) {
        const uchar* from = mask.constScanLine(y);
        auto* to = reinterpret_cast<QRgb*>(m_overlay.scanLine(y));
        for (int x = changed.left(); x <= changed.right(); ++x)
            to[x] = qPremultiply((kMaskColor & 0x00ffffffU) | (QRgb(from[x] * kMaskAlpha / 255) << 24));
    }
    update();
}

void MaskCanvas::change(const std::function<void(MaskPainting&)>& change)
{
    change(m_painting);
    showMask(m_picture.rect());
    Q_EMIT painted();
}

void MaskCanvas::setBrushSize(double size)
{
    m_brush.size = std::clamp(size, kLeastBrush, kMostBrush);
    update();
    Q_EMIT brushChanged();
}

void MaskCanvas::setZoom(double zoom, QPointF fixed)
{
    const QPointF pixel = toPicture(fixed);
    m_zoom = std::clamp(zoom, kLeastMaskZoom, kMostMaskZoom);
    m_offset = fixed - pixel * m_zoom;
    m_isFitted = false;
    update();
}

void MaskCanvas::fit()
{
    m_zoom = std::clamp(std::min(double(width()) / m_picture.width(), double(height()) / m_picture.height()), kLeastMaskZoom, 4.0);
    m_offset = {(width() - m_picture.width() * m_zoom) / 2, (height() - m_picture.height() * m_zoom) / 2};
    m_isFitted = true;
    update();
}

void MaskCanvas::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    if (m_isFitted)
        fit();
}

void MaskCanvas::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::of(this);
    QPainter painter(this);
    painter.fillRect(rect(), theme.canvas);
    painter.setRenderHint(QPainter::SmoothPixmapTransform, m_zoom < 2);
    const QRectF seen = QRectF(toPicture({0, 0}), toPicture(QPointF(width(), height()))).intersected(QRectF(m_picture.rect()));
    const QRectF target(toWidget(seen.topLeft()), seen.size() * m_zoom);
    painter.drawImage(target, m_picture, seen);
    painter.drawImage(target, m_overlay, seen);
    if (m_mouse.x() < 0 || m_isPanning)
        return;
    painter.setRenderHint(QPainter::Antialiasing);
    const double radius = m_brush.size * m_zoom / 2;
    painter.setPen(QPen(Qt::black, 2.5)); // two rings: one is seen on any picture
    painter.drawEllipse(m_mouse, radius, radius);
    painter.setPen(QPen(Qt::white, 1));
    painter.drawEllipse(m_mouse, radius, radius);
}

void MaskCanvas::mousePressEvent(QMouseEvent* event)
{
    m_mouse = event->position();
    if (event->button() == Qt::MiddleButton || (event->button() == Qt::LeftButton && m_isSpaceHeld)) {
        m_isPanning = true;
        return;
    }
    m_isPainting = true;
    m_erasesNow = m_brush.erases != (event->button() == Qt::RightButton);
    m_painting.beginStroke();
    m_last = toPicture(event->position());
    paintTo(event->position());
}

void MaskCanvas::paintTo(QPointF point)
{
    MaskBrush brush = m_brush;
    brush.erases = m_erasesNow;
    brush.size = std::max(brush.size * m_pressure, kLeastBrush);
    const QPointF to = toPicture(point);
    showMask(m_painting.stroke(m_last, to, brush));
    m_last = to;
}

void MaskCanvas::mouseMoveEvent(QMouseEvent* event)
{
    const QPointF step = event->position() - m_mouse;
    m_mouse = event->position();
    if (m_isPanning) {
        m_offset += step;
        m_isFitted = false;
    } else if (m_isPainting) {
        paintTo(event->position());
    }
    update();
}

void MaskCanvas::mouseReleaseEvent(QMouseEvent*)
{
    m_isPanning = false;
    if (!m_isPainting)
        return;
    m_isPainting = false;
    m_painting.endStroke();
    Q_EMIT painted();
}

/// Only the pressure is taken; Qt then makes a mouse event of it.
void MaskCanvas::tabletEvent(QTabletEvent* event)
{
    m_pressure = event->type() == QEvent::TabletRelease ? 1 : std::clamp(event->pressure(), 0.1, 1.0);
    event->ignore();
}

void MaskCanvas::wheelEvent(QWheelEvent* event)
{
    const double turns = event->angleDelta().y() / 120.0;
    if (event->modifiers() & Qt::ControlModifier)
        setBrushSize(m_brush.size * std::pow(1.15, turns));
    else
        setZoom(m_zoom * std::pow(1.15, turns), event->position());
    event->accept();
}

void MaskCanvas::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_BracketLeft:
        setBrushSize(m_brush.size / 1.2);
        break;
    case Qt::Key_BracketRight:
        setBrushSize(m_brush.size * 1.2);
        break;
    case Qt::Key_Space:
        m_isSpaceHeld = true;
        setCursor(Qt::OpenHandCursor);
        break;
    default:
        QWidget::keyPressEvent(event);
    }
}

void MaskCanvas::keyReleaseEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Space && !event->isAutoRepeat()) {
        m_isSpaceHeld = false;
        setCursor(Qt::CrossCursor);
    }
    QWidget::keyReleaseEvent(event);
}

void MaskCanvas::leaveEvent(QEvent*)
{
    m_mouse = {-1, -1};
    update();
}

} // namespace weft
