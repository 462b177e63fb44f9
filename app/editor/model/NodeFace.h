// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/editor/model/NodeStatus.h"
#include "core/graph/Graph.h"

#include <QColor>
#include <QPointF>
#include <QPolygonF>
#include <QRectF>
#include <QString>

#include <set>
#include <vector>

namespace weft {

/// One port as it is drawn: where, what type, with which label. Positions are relative to the node's top left corner.
struct PortFace {
    bool isOutput = false;
    int slot = 0; // output: its position
    std::string name; // input: its name, else the output's
    TypeName type;
    QString label;
    QPointF at;
    bool isLinked = false;
    bool ofSetting = false; // shown only while linked or while a wire is dragged
    bool isOptional = false;
    bool isExposed = false; // of a setting: shown always
    bool isPlus = false; // of a subgraph's border: a wire that is dropped here makes a new port
};

enum class SettingKind { Number, Text, MultiLine, Choice, Toggle, Picture, Color, Curve };

struct SettingFace {
    std::string name;
    QString label;
    QString value;
    QRectF rect;
    SettingKind kind = SettingKind::Text;
    bool isLinked = false; // the value comes through a wire
    bool isOn = false; // Toggle
    bool isSeed = false;
    std::string control; // of a seed: "fixed", "increment", "decrement", "randomize"
    QColor color; // Color: what the value shows
    QPolygonF curve; // Curve: its heights at equal distances, both within 0..1
    double fill = -1; // 0..1: where a number stands between narrow bounds; negative: no bar
};

/// A node as it is drawn, with every position and every text. A pure function of the node, its type and its preview.
struct NodeFace {
    NodeId id;
    QString title;
    QSizeF size;
    std::vector<PortFace> ports;
    std::vector<SettingFace> settings;
    QRectF preview;
    double footerTop = 0;
    bool hasExposure = false;
    bool isMissing = false; // its type isn't known here
    bool isNote = false; // text for people; never runs
    bool isBorder = false; // one side of a subgraph, seen from inside
    bool isInstance = false; // stands for a subgraph
    bool isCollapsed = false;
    bool isPinned = false;
    QColor headerTint, bodyTint; // the workflow's own; invalid: the theme's
    NodeMode mode = NodeMode::Normal;

    const PortFace* output(int slot) const;
    const PortFace* input(std::string_view name) const;
    /// The port within `reach` of a point relative to the node, the nearest one.
    const PortFace* portAt(QPointF point, double reach, bool withSettings) const;
    const SettingFace* settingAt(QPointF point) const;
    const SettingFace* setting(std::string_view name) const;
};

namespace face {
constexpr double kHeader = 32;
constexpr double kRow = 24;
constexpr double kSettingPitch = 28;
constexpr double kFooter = 29;
constexpr double kExposure = 16;
constexpr double kPadding = 10;
constexpr double kMinWidth = 180;
constexpr double kDefaultWidth = 220;
constexpr double kMaxPreview = 260;
constexpr double kSeedButton = 24; // width of each button in a seed's row
constexpr double kBorderWidth = 160; // of a subgraph's border, at least
} // namespace face

/// `linkedInputs`: names of inputs that a wire comes into; `linkedOutputs`: slots that a wire leaves.
NodeFace makeFace(const Node& node, const NodeType* type, const std::set<std::string>& linkedInputs,
    const std::set<int>& linkedOutputs, const NodeStatus& status);

/// Whether a node has the same face with either status: it takes room for a preview and for what its machine sees, no more.
bool hasSameShape(const NodeStatus& one, const NodeStatus& other);

/// A setting's value as text on the node ("0.5", "bicubic", the first line of a prompt).
QString valueText(const InputSpec* spec, const Json& value);
SettingKind kindOf(const InputSpec& spec);
/// A colour as settings write it: a number 0xRRGGBB, or "#rrggbb". Invalid when it is neither.
QColor colorOf(const Json& value);
/// The other way, in the form that the setting's type wants.
Json colorValue(const InputSpec& spec, const QColor& color);

/// The parts of a seed's row that are clicked on: what happens after each run, and the dice.
QRectF controlRect(const SettingFace& seed);
QRectF diceRect(const SettingFace& seed);
/// The mark in an instance's header that leads into it.
QRectF enterRect(const NodeFace& face);

} // namespace weft
