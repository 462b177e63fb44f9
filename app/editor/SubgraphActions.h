// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/editor/model/CanvasDocument.h"

QT_BEGIN_NAMESPACE
class QMenu;
QT_END_NAMESPACE

namespace weft {

class CanvasView;
class PickPopup;
struct CanvasHit;

// What the canvas does with subgraphs.

/// Asks for a name, then makes a subgraph of the selected nodes.
void makeSubgraph(CanvasView& view);
/// What is inside of the selected instances takes their place.
void unpackSelection(CanvasView& view);
void enterSelection(CanvasView& view);
/// One level up.
void leaveSubgraph(CanvasView& view);
/// Adds what can be done with an instance to a node's menu.
void fillInstanceMenu(CanvasView& view, QMenu& menu, const NodeId& instance);

/// The port of the subgraph that is shown whose row, inside its border, is under the mouse. None: there is none.
std::optional<PortRef> borderPortAt(const CanvasHit& hit);
/// Its name is typed where it stands.
void renameBorderPort(CanvasView& view, const PortRef& port);
/// What can be done with a port of the border, or, with none, with each of them.
void fillBorderMenu(CanvasView& view, QMenu& menu, const NodeId& border, const std::optional<PortRef>& port);

/// The settings of the selected node; the one that is picked shows its port, or hides it again.
PickPopup* openExposed(CanvasView& view);

} // namespace weft
