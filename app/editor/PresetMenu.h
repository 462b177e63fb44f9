// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/editor/CanvasView.h"

class QMenu;

namespace weft {

/// Presets of a node's type, "Save as default" and what belongs to them. Nothing where the document keeps no presets or
/// the node has no settings to keep.
void addPresetMenu(QMenu& menu, CanvasView& view, const NodeId& id);

} // namespace weft
