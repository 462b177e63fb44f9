// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointF>
#include <QSizeF>

#include <vector>

namespace weft {

/// A wire for the layout: from a place at the right edge of one box to a place at the left edge of another.
struct LayoutWire {
    int from = 0, to = 0; // positions in the list of boxes
    double fromY = 0, toY = 0; // below the boxes' top edges
};

/// Where boxes go so that wires lead from left to right, cross little and don't run behind boxes. A layered drawing
/// (Sugiyama, Tagawa, Toda 1981): layers by longest path, places kept free for wires that pass a layer, crossings reduced
/// by the barycentres of neighbours, heights by isotonic regression. Boxes never overlap; wires in a circle are
/// endured. Groups of boxes that no wire joins lie one below the other. Top left corners, from (0, 0), on a grid of 8.
/// May be called on any thread; takes about 50 ms for 1,000 boxes.
std::vector<QPointF> layeredLayout(const std::vector<QSizeF>& boxes, const std::vector<LayoutWire>& wires);

} // namespace weft
