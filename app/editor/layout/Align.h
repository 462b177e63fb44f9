// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRectF>

#include <vector>

namespace weft {

enum class Alignment { Left, Centre, Right, Top, Middle, Bottom };

/// New top left corners so that the rectangles' edges (or middles) meet at the outermost one's.
std::vector<QPointF> aligned(const std::vector<QRectF>& rects, Alignment alignment);
/// New top left corners with equal gaps from the first to the last; where there is no room for gaps, they touch and the
/// last moves.
std::vector<QPointF> distributed(const std::vector<QRectF>& rects, Qt::Orientation direction);

} // namespace weft
