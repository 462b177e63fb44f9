// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QRectF>
#include <QTransform>

QT_BEGIN_NAMESPACE
class QImage;
class QPainter;
QT_END_NAMESPACE

namespace weft {

/// Fills boxes with round corners, on whole pixels: plain rectangles, and little pictures of corners that are made once.
/// A canvas is made of these, and to fill a path of the same shape takes four times as long. While it lives the painter
/// works in pixels; then it has its transform again, which may scale and move but not turn.
class BoxPainter {
public:
    explicit BoxPainter(QPainter& painter);
    ~BoxPainter();
    Q_DISABLE_COPY_MOVE(BoxPainter)

    /// Scene to pixels.
    QRectF pixels(const QRectF& rect) const;
    double scale() const { return m_scale; }

    // These take pixels, and radii in the scene's unit.
    void fill(const QRectF& pixels, const QColor& color);
    void box(const QRectF& pixels, double radius, const QColor& color, bool roundTop = true, bool roundBottom = true);
    /// With an edge of at least a pixel. -> what is inside the edge
    QRectF framed(const QRectF& pixels, double radius, double edge, const QColor& edgeColor, const QColor& color);
    /// A picture with its middle at a point of the scene.
    void stamp(const QImage& image, QPointF middle);
    double ratio() const { return m_ratio; } // device pixels per pixel

private:
    void corners(const QRectF& pixels, double cell, const QImage& circle, bool top);

    QPainter& m_painter;
    QTransform m_transform;
    double m_scale;
    double m_ratio;
};

} // namespace weft
