// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineF>
#include <QPainterPath>
#include <QPolygonF>
#include <QRectF>

#include <vector>

namespace weft {

/// A wire's way as points that short lines join; nowhere more than a tenth of a unit off the curve.
using WireLine = std::vector<QPointF>;

WireLine flattened(const QPainterPath& path);
/// A point that a wire goes through, and its direction there, of length 1.
struct WireBend {
    QPointF at, along;
};
/// A wire through points; `bendsAt` becomes the places of the points in the line.
WireLine bentLine(QPointF from, QPointF to, const std::vector<WireBend>& bends, std::vector<std::size_t>& bendsAt);
/// The line as wide as a wire, where it lies in `seen`: shapes to be filled, which is much faster than to stroke a curve.
std::vector<QPolygonF> ribbons(const WireLine& line, double width, const QRectF& seen);
/// Whether a point is within `reach` of the line.
bool isNear(const WireLine& line, QPointF point, double reach);
bool crosses(const WireLine& line, const QLineF& knife);
/// The point at half its length. Null when the line is empty.
QPointF middleOf(const WireLine& line);

} // namespace weft
