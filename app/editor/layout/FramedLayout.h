// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/editor/layout/LayeredLayout.h"

#include <QRectF>

namespace weft {

/// A frame round boxes. It may hold other frames, which come after it in the list.
struct LayoutFrame {
    int parent = -1; // the frame that it stands in; -1: none
    double titleHeight = 0;
};

struct FramedPlaces {
    std::vector<QPointF> boxes; // top left corners
    std::vector<QRectF> frames; // null: nothing stands in it
};

/// layeredLayout() that keeps boxes in their frames: each frame's content is laid out by itself, and then it is one box of
/// the layout round it. So frames hold all that is theirs and nothing else, and never overlap. `frameOf`: each box's
/// innermost frame, -1 for none. From (0, 0). May be called on any thread.
FramedPlaces framedLayout(const std::vector<QSizeF>& boxes, const std::vector<LayoutWire>& wires, const std::vector<LayoutFrame>& frames, const std::vector<int>& frameOf);

/// The rectangle of a frame round what stands in it.
QRectF frameAround(const QRectF& inside, double titleHeight);

} // namespace weft
