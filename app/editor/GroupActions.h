// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointF>

#include <cstddef>

QT_BEGIN_NAMESPACE
class QMenu;
class QString;
QT_END_NAMESPACE

namespace weft {

class CanvasView;

/// A group round the selected nodes and points, its title ready to be typed; with nothing selected an empty one at `at`.
void groupSelection(CanvasView& view, QPointF at);
/// Its title is typed where it stands; `gesture`: one step with what was done before under it.
void renameGroup(CanvasView& view, std::size_t group, int gesture = 0);
/// As large as what stands in it needs.
void fitGroup(CanvasView& view, std::size_t group);
/// What can be done with a group.
void fillGroupMenu(CanvasView& view, QMenu& menu, std::size_t group);
/// "Group “Title”, 3 nodes", as a screen reader says it.
QString groupText(CanvasView& view, std::size_t group);

} // namespace weft
