// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/CanvasScene.h"
#include "app/editor/NodeItem.h"
#include "app/editor/WiresItem.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

// The points that wires bend at.
namespace weft {

namespace {

constexpr double kPointRadius = 5;

double between(QPointF a, QPointF b) { return std::hypot(a.x() - b.x(), a.y() - b.y()); }

QPointF unit(QPointF way)
{
    const double length = std::hypot(way.x(), way.y());
    return length > 0 ? way / length : QPointF(1, 0);
}

/// The piece of a line that is nearest to a place.
std::size_t nearestPiece(const WireLine& line, QPointF place)
{
    std::size_t best = 0;
    double nearest = 1e12;
    for (std::size_t i = 0; i + 1 < line.size(); ++i) {
        const double distance = between((line[i] + line[i + 1]) / 2, place);
        if (distance < nearest) {
            nearest = distance;
            best = i;
        }
    }
    return best;
}

} // namespace

/// Which wires bend where, from the graph.
void WiresItem::readPoints()
{
    const Graph& graph = m_scene.document().graph();
    if (graph.reroutes().empty() && m_points.empty())
        return;
    m_points.clear();
    for (WireFace& wire : m_wires) {
        const Link* const link = graph.findLink(wire.id);
        if (wire.bends.empty() && (!link || !link->reroute))
            continue;
        wire.bends.clear();
        wire.line.clear();
        for (const Reroute* point : link ? graph.reroutesOf(*link) : std::vector<const Reroute*>()) {
            wire.bends.push_back(point->id);
            m_points[point->id].at = {point->x, point->y};
        }
    }
    bendWires();
}

/// The direction in a point is the same for all wires that share it: so they lie on each other until they part.
void WiresItem::bendWires()
{
    if (m_points.empty())
        return;
    for (auto& [id, point] : m_points)
        point = {point.at, {}, {}, {}, {}, 0};
    for (WireFace& wire : m_wires) {
        QPointF before = wire.start;
        wire.bendsRect = {};
        for (std::size_t i = 0; i < wire.bends.size(); ++i) {
            PointFace& point = m_points.at(wire.bends[i]);
            point.before = before;
            point.after += i + 1 < wire.bends.size() ? m_points.at(wire.bends[i + 1]).at : wire.end;
            point.color = wire.color;
            ++point.wires;
            before = point.at;
            const QRectF spot(point.at - QPointF(1, 1), QSizeF(2, 2));
            wire.bendsRect = wire.bendsRect.isNull() ? spot : wire.bendsRect.united(spot);
        }
        if (!wire.bends.empty())
            wire.line.clear();
    }
    for (auto& [id, point] : m_points)
        point.along = unit(point.after / std::max(point.wires, 1) - point.before);
}

void WiresItem::previewPoints(const std::map<RerouteId, QPointF>& places)
{
    for (const auto& [id, at] : places) {
        if (const auto it = m_points.find(id); it != m_points.end())
            it->second.at = at;
    }
}

const WireFace* WiresItem::wire(LinkId id) const
{
    const auto it = m_ofLink.find(id);
    return it == m_ofLink.end() ? nullptr : &m_wires[it->second];
}

RerouteId WiresItem::pointAt(QPointF at, double reach) const
{
    RerouteId best = 0;
    double nearest = reach;
    for (const auto& [id, point] : m_points) {
        if (const double distance = between(point.at, at); distance <= nearest) {
            nearest = distance;
            best = id;
        }
    }
    return best;
}

std::set<RerouteId> WiresItem::pointsIn(const QRectF& area) const
{
    std::set<RerouteId> found;
    for (const auto& [id, point] : m_points) {
        if (area.contains(point.at))
            found.insert(id);
    }
    return found;
}

std::optional<QPointF> WiresItem::pointOf(RerouteId id) const
{
    const auto it = m_points.find(id);
    return it == m_points.end() ? std::nullopt : std::optional(it->second.at);
}

std::vector<RerouteId> WiresItem::pointIds() const
{
    std::vector<RerouteId> ids;
    for (const auto& [id, point] : m_points)
        ids.push_back(id);
    return ids;
}

void WiresItem::selectPoints(const std::set<RerouteId>& points)
{
    m_selectedPoints = points;
    update();
}

void WiresItem::setHoveredPoint(RerouteId point)
{
    if (std::exchange(m_hoveredPoint, point) != point)
        update();
}

std::size_t WiresItem::bendsBefore(LinkId id, QPointF place)
{
    const auto it = m_ofLink.find(id);
    if (it == m_ofLink.end() || m_wires[it->second].bends.empty())
        return 0;
    WireFace& wire = m_wires[it->second];
    const std::size_t piece = nearestPiece(routed(wire), place);
    return std::size_t(std::ranges::upper_bound(wire.bendsAt, piece) - wire.bendsAt.begin());
}

/// What isn't drawn yet: wires that share a point share the way to it.
WireLine WiresItem::visiblePart(WireFace& wire, bool isWhole, std::set<RerouteId>& drawn)
{
    const WireLine& line = routed(wire);
    if (wire.bends.empty() || isWhole)
        return line;
    std::size_t first = 0;
    for (std::size_t i = 0; i < wire.bends.size(); ++i) {
        if (!drawn.insert(wire.bends[i]).second)
            first = wire.bendsAt[i];
    }
    return {line.begin() + std::ptrdiff_t(first), line.end()};
}

void WiresItem::paintPoints(QPainter& painter, const QRectF& exposed, double scale)
{
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF near = exposed.adjusted(-12, -12, 12, 12);
    for (const auto& [id, point] : m_points) {
        const bool isChosen = m_selectedPoints.contains(id);
        if (!near.contains(point.at) || (m_look == WireLook::Hidden && !isChosen && id != m_hoveredPoint))
            continue;
        const double radius = kPointRadius + (id == m_hoveredPoint ? 1.5 : 0);
        painter.setPen(QPen(isChosen ? m_theme->selection : m_theme->canvas, std::max(isChosen ? 2.5 : 1.5, 1 / scale)));
        painter.setBrush(point.color);
        painter.drawEllipse(point.at, radius, radius);
    }
    painter.setPen(Qt::NoPen);
}

} // namespace weft
