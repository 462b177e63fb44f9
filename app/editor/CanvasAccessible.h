// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace weft {

/// Lets screen readers see canvases: the view is a list of nodes, each node a list of its ports and settings.
void installCanvasAccessibility();

class CanvasView;
/// Tells a screen reader which node is chosen.
void announceSelection(CanvasView& view);

} // namespace weft
