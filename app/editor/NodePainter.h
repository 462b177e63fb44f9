// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/editor/model/NodeFace.h"
#include "app/theme/Theme.h"

#include <QStringList>

QT_BEGIN_NAMESPACE
class QPainter;
QT_END_NAMESPACE

namespace weft {

/// A face's texts, cut to the room that they have: measured once, not in every frame.
struct FittedTexts {
    QString title;
    QString headerRight;
    QStringList labels; // of the settings
    QStringList values;
    QString place;
    QString cost;
};

FittedTexts fitTexts(const NodeFace& face, const NodeStatus& status);

/// How a node is shown apart from what it is.
struct NodeLook {
    const Theme* theme = nullptr;
    bool isSelected = false;
    bool isHovered = false;
    std::string hoveredSetting;
    double scale = 1; // device pixels per scene unit, for the level of detail
    bool showsSettingPorts = false; // while a wire is dragged
};

namespace detail {
constexpr double kNoText = 0.40; // below this zoom no text is drawn
constexpr double kBlocksOnly = 0.25; // below this, rectangles and straight wires
} // namespace detail

void paintNode(QPainter& painter, const NodeFace& face, const NodeStatus& status, const FittedTexts& texts, const NodeLook& look);
void paintPort(QPainter& painter, const Theme& theme, const PortFace& port, double radius);

/// The colour that says where a node runs.
QColor placeColor(const Theme& theme, const NodeStatus& status);

} // namespace weft
