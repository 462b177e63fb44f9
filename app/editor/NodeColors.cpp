// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/NodeColors.h"

#include "app/theme/MachineColors.h"

#include <QHash>

#include <algorithm>

namespace weft {

namespace {

QColor bodyColor(const Theme& theme, const NodeFace& face, const NodeStatus& status, bool isTinted)
{
    QColor color = theme.node;
    if (face.isNote)
        color = mixed(color, theme.warn, theme.isDark ? 0.12 : 0.10);
    else if (face.bodyTint.isValid())
        color = tintFor(theme, face.bodyTint);
    if (isTinted && !face.isNote)
        color = mixed(color, placeColor(theme, status), theme.isDark ? 0.30 : 0.22);
    return face.mode == NodeMode::Bypassed ? mixed(color, theme.remote, 0.30) : color;
}

QColor headerColor(const Theme& theme, const NodeFace& face, const NodeStatus& status, bool isTinted)
{
    if (face.isBorder)
        return mixed(theme.header, theme.accent, theme.isDark ? 0.22 : 0.16);
    QColor color = face.headerTint.isValid() ? tintFor(theme, face.headerTint).lighter(theme.isDark ? 130 : 96) : theme.header;
    if (isTinted && !face.isNote)
        color = mixed(color, placeColor(theme, status), theme.isDark ? 0.35 : 0.45);
    return face.isMissing ? mixed(color, theme.error, 0.35) : color;
}

/// Nodes have few colours, and are painted often.
QColor knownReadable(const QColor& ink, const QColor& ground)
{
    static QHash<QPair<QRgb, QRgb>, QColor> known;
    constexpr int kMostKnown = 2000;
    const QPair<QRgb, QRgb> key(ink.rgb(), ground.rgb());
    if (const auto it = known.constFind(key); it != known.constEnd())
        return *it;
    if (known.size() > kMostKnown)
        known.clear();
    return *known.insert(key, readableOn(ink, ground));
}

} // namespace

NodeColors nodeColors(const Theme& theme, const NodeFace& face, const NodeStatus& status, bool isTinted)
{
    NodeColors colors;
    colors.body = bodyColor(theme, face, status, isTinted);
    colors.header = headerColor(theme, face, status, isTinted);
    colors.title = knownReadable(theme.text, colors.header);
    colors.state = knownReadable(theme.secondary, colors.header);
    colors.error = knownReadable(theme.error, colors.header);
    colors.label = knownReadable(theme.text, colors.body);
    colors.quietLabel = knownReadable(theme.secondary, colors.body);
    colors.place = knownReadable(placeColor(theme, status), colors.body);
    colors.cost = colors.label;
    colors.exposure = knownReadable(theme.warn, colors.body);
    return colors;
}

QColor placeColor(const Theme& theme, const NodeStatus& status) { return machineColor(theme, status.machine); }

QColor mixed(const QColor& a, const QColor& b, double share)
{
    return QColor::fromRgbF(float(a.redF() * (1 - share) + b.redF() * share),
        float(a.greenF() * (1 - share) + b.greenF() * share), float(a.blueF() * (1 - share) + b.blueF() * share));
}

QColor tintFor(const Theme& theme, const QColor& color)
{
    if (theme.isDark)
        return color;
    int hue = 0, saturation = 0, lightness = 0;
    color.getHsl(&hue, &saturation, &lightness);
    return QColor::fromHsl(std::max(hue, 0), std::min(saturation, 120), std::max(lightness, 214));
}

} // namespace weft
