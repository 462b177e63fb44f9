// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/CanvasScene.h"
#include "app/editor/GroupsItem.h"
#include "app/editor/WiresItem.h"

// Nodes, points and groups together: where they are, and which of them lie in a place.
namespace weft {

namespace {

constexpr double kPointRoom = 8;

QRectF joined(const QRectF& a, const QRectF& b) { return a.isNull() ? b : a.united(b); }

} // namespace

QRectF CanvasScene::rectOfParts(const CanvasParts& parts) const
{
    QRectF all = rectOf(parts.nodes);
    for (const RerouteId id : parts.points) {
        if (const std::optional<QPointF> at = m_wires->pointOf(id))
            all = joined(all, QRectF(*at, QSizeF()).adjusted(-kPointRoom, -kPointRoom, kPointRoom, kPointRoom));
    }
    for (const std::size_t group : parts.groups)
        all = joined(all, m_groups->groups()[group].rect);
    return all;
}

QRectF CanvasScene::everything() const
{
    QRectF all = nodesRect();
    for (const GroupFace& group : m_groups->groups())
        all = joined(all, group.rect);
    return all;
}

CanvasParts CanvasScene::partsIn(const QRectF& area) const
{
    CanvasParts parts;
    for (const NodeItem* item : itemsTouching(area))
        parts.nodes.insert(item->id());
    parts.points = m_wires->pointsIn(area);
    for (std::size_t i = 0; i < m_groups->groups().size(); ++i) {
        if (area.contains(m_groups->groups()[i].rect))
            parts.groups.insert(i);
    }
    return parts;
}

CanvasParts CanvasScene::membersOf(std::size_t group) const
{
    CanvasParts members;
    if (group >= m_groups->groups().size())
        return members;
    const QRectF area = m_groups->groups()[group].rect;
    for (const NodeItem* item : itemsTouching(area)) { // as they are seen, which no file knows exactly
        if (area.contains(item->rect().center()))
            members.nodes.insert(item->id());
    }
    members.points = m_wires->pointsIn(area);
    for (std::size_t i = 0; i < m_groups->groups().size(); ++i) {
        const QRectF& other = m_groups->groups()[i].rect;
        if (i != group && area.contains(other) && other.size() != area.size())
            members.groups.insert(i);
    }
    return members;
}

PartPlaces CanvasScene::placesOf(const CanvasParts& parts, bool withMembers) const
{
    CanvasParts all = parts;
    PartPlaces places;
    for (const std::size_t group : parts.groups) {
        if (group >= m_groups->groups().size() || m_groups->groups()[group].isPinned || !withMembers)
            continue;
        CanvasParts members = membersOf(group);
        all.nodes.merge(members.nodes);
        all.points.merge(members.points);
        all.groups.merge(members.groups);
    }
    for (const NodeId& id : all.nodes) {
        if (const NodeItem* known = item(id); known && !known->face().isPinned)
            places.nodes[id] = known->pos();
    }
    for (const RerouteId id : all.points) {
        if (const std::optional<QPointF> at = m_wires->pointOf(id))
            places.points[id] = *at;
    }
    for (const std::size_t group : all.groups) {
        if (group < m_groups->groups().size() && !m_groups->groups()[group].isPinned)
            places.groups[group] = m_groups->groups()[group].rect.topLeft();
    }
    return places;
}

} // namespace weft
