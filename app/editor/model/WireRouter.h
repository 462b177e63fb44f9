// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPainterPath>
#include <QRectF>

#include <functional>
#include <vector>

namespace weft {

/// The nodes whose rectangles touch an area, without the two that the wire joins.
using ObstacleQuery = std::function<std::vector<QRectF>(const QRectF& area)>;

/// ComfyUI's curve from an output to an input.
QPainterPath plainWire(QPointF from, QPointF to);

/// The same curve when nothing is in its way, else one that goes round what is. `lane` keeps wires side by side apart.
QPainterPath routeWire(QPointF from, QPointF to, const ObstacleQuery& obstacles, int lane);

} // namespace weft
