// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gallery/ZoomArea.h"

#include "app/theme/Theme.h"

#include <QMouseEvent>
#include <QNativeGestureEvent>
#include <QPainter>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace weft {

namespace {

constexpr double kLeastScale = 0.02;
constexpr double kMostScale = 64;
constexpr double kMostFit = 4; // a tiny picture isn't blown up further by itself

} // namespace

ZoomArea::ZoomArea(QWidget* parent)
    : QWidget(parent)
{
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setMinimumSize(160, 120);
}

double ZoomArea::fitScale() const
{
    const QSize size = contentSize();
    return size.isEmpty() ? 1 : std::min({width() / double(size.width()), height() / double(size.height()), kMostFit});
}

double ZoomArea::scale() const
{
    return m_scale > 0 ? m_scale : fitScale();
}

QRectF ZoomArea::target() const
{
    const QSizeF size = QSizeF(contentSize()) * scale();
    const QPointF middle = QRectF(rect()).center() + m_shift;
    return {middle - QPointF(size.width() / 2, size.height() / 2), size};
}

QPointF ZoomArea::toContent(QPointF position) const
{
    return (position - target().topLeft()) / scale();
}

void ZoomArea::showAll()
{
    m_scale = 0;
    m_shift = {};
    update();
    Q_EMIT viewChanged();
}

void ZoomArea::showPixels()
{
    m_scale = 1 / devicePixelRatioF(); // one of the picture is one of the screen
    m_shift = {};
    keepInSight();
    Q_EMIT viewChanged();
}

void ZoomArea::zoomBy(double factor)
{
    zoomAt(QRectF(rect()).center(), factor);
}

void ZoomArea::follow(const ZoomArea& other)
{
    m_scale = other.m_scale;
    m_shift = other.m_shift;
    update();
}

void ZoomArea::contentChanged(bool sameView)
{
    if (!sameView) {
        m_scale = 0;
        m_shift = {};
    }
    keepInSight();
    Q_EMIT viewChanged();
}

void ZoomArea::zoomAt(QPointF position, double factor)
{
    const double before = scale();
    m_scale = std::clamp(before * factor, std::min(kLeastScale, fitScale()), kMostScale);
    const QPointF fromMiddle = position - QRectF(rect()).center() - m_shift;
    m_shift -= fromMiddle * (m_scale / before - 1);
    keepInSight();
    Q_EMIT viewChanged();
}

void ZoomArea::moveBy(QPointF delta)
{
    if (m_scale <= 0)
        m_scale = fitScale();
    m_shift += delta;
    keepInSight();
    Q_EMIT viewChanged();
}

/// Its middle can go to the widget's edge, so that it is never lost.
void ZoomArea::keepInSight()
{
    const QSizeF size = QSizeF(contentSize()) * scale();
    const double x = (width() + size.width()) / 2 - 40;
    const double y = (height() + size.height()) / 2 - 40;
    m_shift = {std::clamp(m_shift.x(), -std::max(0.0, x), std::max(0.0, x)),
        std::clamp(m_shift.y(), -std::max(0.0, y), std::max(0.0, y))};
    update();
}

void ZoomArea::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), Theme::of(this).canvas);
    if (contentSize().isEmpty())
        return;
    painter.setRenderHint(QPainter::SmoothPixmapTransform, scale() * devicePixelRatioF() < 2);
    paintContent(painter, target());
}

void ZoomArea::wheelEvent(QWheelEvent* event)
{
    const bool isTrackpad = event->phase() != Qt::NoScrollPhase && !(event->modifiers() & Qt::ControlModifier);
    if (isTrackpad && !event->pixelDelta().isNull())
        moveBy(event->pixelDelta());
    else
        zoomAt(event->position(), std::pow(1.15, event->angleDelta().y() / 120.0));
    event->accept();
}

bool ZoomArea::event(QEvent* event)
{
    if (event->type() == QEvent::NativeGesture) {
        const auto* gesture = static_cast<QNativeGestureEvent*>(event);
        if (gesture->gestureType() == Qt::ZoomNativeGesture) {
            zoomAt(gesture->position(), 1 + gesture->value());
            return true;
        }
    }
    return QWidget::event(event);
}

void ZoomArea::mousePressEvent(QMouseEvent* event)
{
    m_last = event->position();
    m_isDragging = event->button() == Qt::LeftButton || event->button() == Qt::MiddleButton;
    if (m_isDragging)
        setCursor(Qt::ClosedHandCursor);
}

void ZoomArea::mouseMoveEvent(QMouseEvent* event)
{
    if (!m_isDragging)
        return;
    moveBy(event->position() - m_last);
    m_last = event->position();
}

void ZoomArea::mouseReleaseEvent(QMouseEvent*)
{
    m_isDragging = false;
    unsetCursor();
}

void ZoomArea::mouseDoubleClickEvent(QMouseEvent*)
{
    if (fits())
        showPixels();
    else
        showAll();
}

void ZoomArea::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    keepInSight();
    Q_EMIT viewChanged();
}

} // namespace weft
