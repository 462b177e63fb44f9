// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/CanvasGestures.h"
#include "app/editor/GroupsItem.h"
#include "app/editor/WiresItem.h"

#include <algorithm>
#include <cmath>

// Bend points and groups that are chosen, dragged and resized.
namespace weft {

namespace {

constexpr double kGroupGrid = 8;
constexpr QSizeF kLeastGroup {96, 64};

} // namespace

void CanvasGestures::pressPoint(const CanvasHit& hit, Qt::KeyboardModifiers keys)
{
    m_copies = false;
    m_clicked = {};
    m_entered.clear();
    CanvasParts chosen = scene().parts();
    const bool adds = keys & (Qt::ShiftModifier | Qt::ControlModifier);
    if (chosen.points.contains(hit.point) && adds)
        m_clicked.points = {hit.point};
    else if (adds)
        chosen.points.insert(hit.point);
    else if (!chosen.points.contains(hit.point))
        chosen = {{}, {hit.point}, {}};
    scene().selectParts(std::move(chosen));
    startMoving(scene().parts(), true, {});
    if (keys & Qt::ShiftModifier)
        startBranch(hit.point);
}

/// A drag makes a new wire, which gives what the point's wires give, and leaves them there.
void CanvasGestures::startBranch(RerouteId point)
{
    for (const WireFace& wire : scene().wires().wires()) {
        const Link* const link = document().graph().findLink(wire.id);
        if (!link || std::ranges::find(wire.bends, point) == wire.bends.end())
            continue;
        m_mode = Mode::Wire;
        m_branch = point;
        m_pickedLink = 0;
        m_movesAll = m_isFromPlus = false;
        m_wireFrom = {link->from, true, link->fromSlot, {}};
        scene().setShowsSettingPorts(true);
        return;
    }
}

void CanvasGestures::pressGroup(const CanvasHit& hit, Qt::KeyboardModifiers keys)
{
    m_copies = false;
    m_clicked = {};
    m_entered.clear();
    const auto group = std::size_t(hit.group);
    CanvasParts chosen = scene().parts();
    const bool adds = keys & Qt::ShiftModifier;
    if (chosen.groups.contains(group) && adds)
        m_clicked.groups = {group};
    else if (adds)
        chosen.groups.insert(group);
    else if (!chosen.groups.contains(group))
        chosen = {{}, {}, {group}};
    scene().selectParts(std::move(chosen));
    const GroupFace& face = scene().groups().groups()[group];
    startMoving(scene().parts(), !(keys & Qt::ControlModifier), face.rect.topLeft());
    if (face.isPinned)
        m_startPositions = m_positions = {};
}

void CanvasGestures::moveGroupSize(QPointF scenePos, Qt::KeyboardModifiers keys)
{
    const QPointF shift = scenePos - m_view.mapToScene(m_pressed);
    QPointF corner = m_groupRect.bottomRight() + shift;
    if (m_view.snapsToGrid() != bool(keys & Qt::ShiftModifier))
        corner = {std::round(corner.x() / kGroupGrid) * kGroupGrid, std::round(corner.y() / kGroupGrid) * kGroupGrid};
    corner.setX(std::max(corner.x(), m_groupRect.left() + kLeastGroup.width()));
    corner.setY(std::max(corner.y(), m_groupRect.top() + kLeastGroup.height()));
    scene().groups().preview(m_group, QRectF(m_groupRect.topLeft(), corner));
}

void CanvasGestures::dropGroupSize()
{
    const auto& groups = scene().groups().groups();
    if (m_hasMoved && m_group < groups.size())
        document().resizeGroup(m_group, groups[m_group].rect);
    else if (m_group < groups.size())
        scene().selectParts({{}, {}, {m_group}});
}

} // namespace weft
