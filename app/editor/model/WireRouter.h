// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPainterPath>
#include <QRectF>

#include <functional>
#include <vector>

namespace weft {

/// What a wire has to go round in an area: other nodes, titles of groups; not the two nodes that it joins.
using ObstacleQuery = std::function<std::vector<QRectF>(const QRectF& area)>;

/// One end of a wire: its port's place, and the node that the port belongs to.
struct WireEnd {
    QPointF at;
    QRectF node;
};

/// ComfyUI's curve from an output to an input.
QPainterPath plainWire(QPointF from, QPointF to);

/// The same curve when nothing is in its way, else one that goes round what is. One that leads back goes round its own two
/// nodes: between them where there is room, else above or below. `lane` keeps wires side by side apart.
QPainterPath routeWire(const WireEnd& from, const WireEnd& to, const ObstacleQuery& obstacles, int lane);

} // namespace weft
