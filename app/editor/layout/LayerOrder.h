// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/editor/layout/LayeredLayout.h"

namespace weft::layers {

/// A box in its layer, or a place that is kept free for a wire that passes the layer.
struct Place {
    int layer = 0;
    double width = 0, height = 0;
    double y = 0;
    int box = -1; // negative: a wire passes
    std::vector<int> before, after; // positions in Layered::edges
};

struct Edge {
    int from = 0, to = 0;
    double fromY = 0, toY = 0;
};

struct Layered {
    std::vector<Place> places;
    std::vector<Edge> edges; // each from one layer to the next
    std::vector<std::vector<int>> layers; // places from top to bottom
};

/// Boxes in layers, with a place in every layer that a wire passes.
Layered layered(const std::vector<QSizeF>& boxes, const std::vector<LayoutWire>& wires);
/// Orders each layer so that few edges cross.
void reduceCrossings(Layered& graph);
/// Heights that keep the order of each layer, leave `gap` between places, and make edges straight where they can be.
void placeHeights(Layered& graph, double gap);

} // namespace weft::layers
