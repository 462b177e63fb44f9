// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/editor/NodeColors.h"
#include "app/editor/NodeTexts.h"
#include "app/theme/Theme.h"

QT_BEGIN_NAMESPACE
class QPainter;
QT_END_NAMESPACE

namespace weft {

/// How a node is shown apart from what it is.
struct NodeLook {
    const Theme* theme = nullptr;
    bool isSelected = false;
    bool isHovered = false;
    std::string hoveredSetting;
    double scale = 1; // device pixels per scene unit, for the level of detail
    bool showsSettingPorts = false; // while a wire is dragged
    bool isTinted = false; // in the colour of its machine
};

namespace detail {
constexpr double kNoText = 0.40; // below this zoom no text is drawn
constexpr double kBlocksOnly = 0.25; // below this, rectangles and straight wires
constexpr double kLeastTitle = 56; // pixels: a node that is as wide shows its title below kNoText, too
constexpr double kPlainEdges = 0.75; // below this, fields have sharp corners, which cost much less
} // namespace detail

/// `texts` are looked at only where text is drawn (detail::kNoText).
void paintNode(QPainter& painter, const NodeFace& face, const NodeStatus& status, const FittedTexts& texts, const NodeLook& look);

} // namespace weft
