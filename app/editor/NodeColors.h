// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/editor/model/NodeFace.h"
#include "app/theme/Theme.h"

namespace weft {

/// The colours of a node: its grounds, and the texts on them, each readable there (WCAG 2, 4.5).
struct NodeColors {
    QColor body, header;
    QColor title, state, error; // on the header
    QColor label, quietLabel, place, cost, exposure; // on the body
};

/// `isTinted`: in the colour of its machine.
NodeColors nodeColors(const Theme& theme, const NodeFace& face, const NodeStatus& status, bool isTinted);

/// The colour that says where a node runs: each machine has one of its own, as far as there are enough.
QColor placeColor(const Theme& theme, const NodeStatus& status);
/// A workflow's own colour for a node, as it suits the theme: dark ones are made light on a light canvas.
QColor tintFor(const Theme& theme, const QColor& color);
QColor mixed(const QColor& a, const QColor& b, double share);

} // namespace weft
