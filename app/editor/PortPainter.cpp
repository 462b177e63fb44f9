// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/PortPainter.h"

#include <QCache>
#include <QPainter>

#include <cmath>
#include <tuple>

namespace weft {

namespace {

constexpr int kMostPortPictures = 400;

void fillPort(QPainter& painter, PortShape shape, QPointF at, double r)
{
    switch (shape) {
    case PortShape::Circle:
        painter.drawEllipse(at, r, r);
        break;
    case PortShape::Square:
        painter.drawRect(QRectF(at.x() - r + 0.5, at.y() - r + 0.5, 2 * r - 1, 2 * r - 1));
        break;
    case PortShape::Diamond: {
        const double d = r + 1;
        const QPointF points[] {at + QPointF(0, -d), at + QPointF(d, 0), at + QPointF(0, d), at + QPointF(-d, 0)};
        painter.drawConvexPolygon(points, 4);
        break;
    }
    case PortShape::Triangle: {
        const QPointF points[] {at + QPointF(-r, -r - 0.5), at + QPointF(r + 1, 0), at + QPointF(-r, r + 0.5)};
        painter.drawConvexPolygon(points, 3);
        break;
    }
    }
}

/// A port on a transparent ground, `side` pixels wide, at a scale.
QImage portPicture(const Theme& theme, const QColor& color, PortShape shape, bool hollow, double radius, double scale)
{
    const int side = int(std::ceil((radius + 2) * 2 * scale)) | 1;
    QImage picture(side, side, QImage::Format_ARGB32_Premultiplied);
    picture.fill(Qt::transparent);
    QPainter painter(&picture);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(side / 2.0, side / 2.0);
    painter.scale(scale, scale);
    painter.setPen(Qt::NoPen);
    painter.setBrush(hollow ? color : color.darker(theme.isDark ? 190 : 130));
    fillPort(painter, shape, {}, radius + 0.5);
    painter.setBrush(hollow ? theme.node : color);
    fillPort(painter, shape, {}, radius - (hollow ? 1.3 : 0.5));
    return picture;
}

} // namespace

void stampPort(BoxPainter& boxes, const Theme& theme, const PortFace& port, double radius)
{
    using Key = std::pair<quint64, quint64>;
    static QCache<Key, QImage> cache(kMostPortPictures);
    const QColor color = theme.wire(port.type);
    const bool hollow = port.isOptional && !port.isLinked;
    const PortShape shape = Theme::shape(port.type);
    const double scale = boxes.scale() * boxes.ratio();
    const Key key {quint64(color.rgba()) << 32 | quint64(shape) << 8 | quint64(hollow) << 1 | quint64(theme.isDark),
        quint64(std::lround(scale * 1000)) << 16 | quint64(std::lround(radius * 10))};
    const QImage* known = cache.object(key);
    if (!known) {
        auto* made = new QImage(portPicture(theme, color, shape, hollow, radius, scale));
        cache.insert(key, made);
        known = made;
    }
    boxes.stamp(*known, port.at);
}

} // namespace weft
