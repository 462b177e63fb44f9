// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/graph/Graph.h"

#include <QPointF>

QT_BEGIN_NAMESPACE
class QMenu;
class QString;
QT_END_NAMESPACE

namespace weft {

class CanvasView;
struct CanvasHit;

/// A point in a wire, near `at`; it is selected.
void bendWire(CanvasView& view, LinkId link, QPointF at);
/// The wire under the mouse, else one of the selected node's: asked for when there are several.
void bendSomeWire(CanvasView& view);
/// The next point of the selected node's wires, or of all wires, becomes the selection.
void selectNextPoint(CanvasView& view);
/// What can be done with a wire, or with a point of it.
void fillWireMenu(CanvasView& view, QMenu& menu, const CanvasHit& hit);
/// "bend point, LATENT: KSampler → VAE Decode", as a screen reader says it.
QString pointText(CanvasView& view, RerouteId point);

} // namespace weft
