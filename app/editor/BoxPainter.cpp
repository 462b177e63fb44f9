// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/BoxPainter.h"

#include <QCache>
#include <QImage>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace weft {

namespace {

constexpr double kSharp = 1.2; // pixels: a smaller radius isn't seen
constexpr int kMostCircles = 400;
constexpr double kRadiusSteps = 4; // radii are rounded to a fourth of a pixel

/// A box as small as its radius allows; its quarters are the corners. `cell`: half its side, whole device pixels.
QImage circleOf(double radius, int cell, const QColor& color)
{
    static QCache<QPair<quint64, QRgb>, QImage> cache(kMostCircles);
    const quint64 shape = quint64(std::lround(radius * kRadiusSteps)) << 16 | quint64(cell);
    const QPair<quint64, QRgb> key(shape, color.rgba());
    if (const QImage* known = cache.object(key))
        return *known;
    auto* made = new QImage(2 * cell, 2 * cell, QImage::Format_ARGB32_Premultiplied);
    made->fill(Qt::transparent);
    QPainter painter(made);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawRoundedRect(QRectF(0, 0, 2 * cell, 2 * cell), radius, radius);
    painter.end();
    const QImage circle = *made;
    cache.insert(key, made);
    return circle;
}

} // namespace

BoxPainter::BoxPainter(QPainter& painter)
    : m_painter(painter)
    , m_transform(painter.worldTransform())
    , m_scale(m_transform.m11())
    , m_ratio(painter.device() ? painter.device()->devicePixelRatioF() : 1)
{
    painter.setWorldTransform({});
    painter.setRenderHint(QPainter::Antialiasing, false);
}

BoxPainter::~BoxPainter()
{
    m_painter.setRenderHint(QPainter::Antialiasing);
    m_painter.setWorldTransform(m_transform);
}

QRectF BoxPainter::pixels(const QRectF& rect) const
{
    const auto snap = [this](double at) { return std::round(at * m_ratio) / m_ratio; };
    const QRectF mapped = m_transform.mapRect(rect);
    return {QPointF(snap(mapped.left()), snap(mapped.top())), QPointF(snap(mapped.right()), snap(mapped.bottom()))};
}

void BoxPainter::fill(const QRectF& pixels, const QColor& color)
{
    if (m_ratio == 1)
        m_painter.fillRect(QRect(int(pixels.left()), int(pixels.top()), int(pixels.width()), int(pixels.height())), color);
    else
        m_painter.fillRect(pixels, color);
}

void BoxPainter::corners(const QRectF& pixels, double cell, const QImage& circle, bool top)
{
    const int device = circle.width() / 2;
    const double y = top ? pixels.top() : pixels.bottom() - cell;
    const int sourceY = top ? 0 : device;
    m_painter.drawImage(QRectF(pixels.left(), y, cell, cell), circle, QRectF(0, sourceY, device, device));
    m_painter.drawImage(QRectF(pixels.right() - cell, y, cell, cell), circle, QRectF(device, sourceY, device, device));
    fill(QRectF(pixels.left() + cell, y, pixels.width() - 2 * cell, cell), circle.pixelColor(device, device));
}

void BoxPainter::box(const QRectF& pixels, double radius, const QColor& color, bool roundTop, bool roundBottom)
{
    const double room = std::min(pixels.width(), pixels.height()) / 2;
    const double deviceRadius = std::min(radius * m_scale, room) * m_ratio;
    const int device = int(std::ceil(deviceRadius));
    const double cell = device / m_ratio;
    if (deviceRadius < kSharp || 2 * cell > std::min(pixels.width(), pixels.height())) {
        fill(pixels, color);
        return;
    }
    const QImage circle = circleOf(deviceRadius, device, color);
    if (roundTop)
        corners(pixels, cell, circle, true);
    if (roundBottom)
        corners(pixels, cell, circle, false);
    fill(pixels.adjusted(0, roundTop ? cell : 0, 0, roundBottom ? -cell : 0), color);
}

QRectF BoxPainter::framed(const QRectF& pixels, double radius, double edge, const QColor& edgeColor, const QColor& color)
{
    const double width = std::max(1.0, std::round(edge * m_scale * m_ratio)) / m_ratio;
    const QRectF inside = pixels.adjusted(width, width, -width, -width);
    box(pixels, radius, edgeColor);
    box(inside, std::max(radius - width / m_scale, 0.0), color);
    return inside;
}

void BoxPainter::stamp(const QImage& image, QPointF middle)
{
    const QSizeF size = QSizeF(image.size()) / m_ratio;
    const QPointF at = m_transform.map(middle) - QPointF(size.width() / 2, size.height() / 2);
    const QPointF snapped(std::round(at.x() * m_ratio) / m_ratio, std::round(at.y() * m_ratio) / m_ratio);
    m_painter.drawImage(QRectF(snapped, size), image, QRectF(image.rect()));
}

} // namespace weft
