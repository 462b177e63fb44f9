// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/editor/BoxPainter.h"
#include "app/editor/NodePainter.h"

namespace weft {

/// The fields of a node's settings, and how far they are filled.
void paintSettingBoxes(BoxPainter& boxes, const NodeFace& face, const NodeLook& look);
/// What stands in them.
void paintSettingTexts(QPainter& painter, const NodeFace& face, const FittedTexts& texts, const NodeLook& look);

/// A text whose left, or right, end is at a point, its middle at the point's height. The painter's font is used.
void drawAtLeft(QPainter& painter, const FittedText& text, QPointF at, const QColor& color);
void drawAtRight(QPainter& painter, const FittedText& text, QPointF at, const QColor& color);
/// A Lucide icon; it is made once for each colour.
void drawIcon(QPainter& painter, const QString& name, const QColor& color, const QRectF& where);

} // namespace weft
