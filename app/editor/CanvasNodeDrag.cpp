// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/CanvasGestures.h"
#include "app/editor/WireActions.h"
#include "app/editor/WiresItem.h"

#include <QRubberBand>

#include <algorithm>
#include <cmath>

// Nodes that are chosen, dragged and copied, and what cuts wires.
namespace weft {

namespace {

constexpr double kSnap = 8; // nodes settle on this grid
constexpr double kSpliceReach = 12; // a lone node's middle is this near to a wire

QPointF snapped(QPointF at) { return {std::round(at.x() / kSnap) * kSnap, std::round(at.y() / kSnap) * kSnap}; }

} // namespace

void CanvasGestures::startMoving(CanvasParts parts, bool withMembers, std::optional<QPointF> anchor)
{
    m_mode = Mode::Nodes;
    m_anchor = anchor;
    m_startPositions = scene().placesOf(parts, withMembers);
    m_positions = m_startPositions;
}

void CanvasGestures::pressNode(const CanvasHit& hit, Qt::KeyboardModifiers keys)
{
    m_copies = keys & (Qt::ControlModifier | Qt::AltModifier);
    m_clicked = {};
    CanvasParts chosen = scene().parts();
    const NodeId id = hit.item->id();
    const bool adds = keys & (Qt::ShiftModifier | Qt::ControlModifier);
    const bool isKnob = hit.part == CanvasHit::Part::Header && hit.item->face().isInstance
        && enterRect(hit.item->face()).contains(hit.at - hit.item->pos());
    m_entered = isKnob && !keys ? id : NodeId();
    if (chosen.nodes.contains(id) && adds)
        m_clicked.nodes = {id}; // only when nothing is dragged
    else if (adds)
        chosen.nodes.insert(id);
    else if (!chosen.nodes.contains(id))
        chosen = {{id}, {}, {}};
    scene().selectParts(std::move(chosen));
    startMoving(scene().parts(), true, {});
    if (!m_copies)
        return;
    for (const NodeId& selected : scene().selection()) // pinned ones too
        m_startPositions.nodes[selected] = scene().item(selected)->pos();
    m_positions = m_startPositions;
}

void CanvasGestures::moveNodes(QPointF scenePos, Qt::KeyboardModifiers keys)
{
    QPointF shift = scenePos - m_view.mapToScene(m_pressed);
    const bool snaps = m_view.snapsToGrid() != bool(keys & Qt::ShiftModifier);
    if (m_anchor && snaps)
        shift = snapped(*m_anchor + shift) - *m_anchor;
    const auto place = [&](const auto& starts, auto& places) {
        for (const auto& [id, start] : starts)
            places[id] = snaps && !m_anchor ? snapped(start + shift) : start + shift;
    };
    place(m_startPositions.nodes, m_positions.nodes);
    place(m_startPositions.points, m_positions.points);
    place(m_startPositions.groups, m_positions.groups);
    if (m_copies) {
        std::vector<QRectF> ghosts;
        for (const auto& [id, at] : m_positions.nodes)
            ghosts.emplace_back(at, scene().item(id)->face().size);
        scene().wires().setGhosts(std::move(ghosts));
        return;
    }
    scene().movePreview(m_positions);
    scene().wires().setHovered(spliceUnder());
}

/// The wire that a lone unwired node would go into.
LinkId CanvasGestures::spliceUnder() const
{
    if (m_positions.nodes.size() != 1 || !m_positions.points.empty() || !m_positions.groups.empty())
        return 0;
    const NodeId& id = m_positions.nodes.begin()->first;
    const NodeItem* item = scene().item(id);
    if (!item || !document().graph().linksOf(id).empty())
        return 0;
    const LinkId link = scene().wires().wireAt(item->rect().center(), kSpliceReach);
    return link && document().maySplice(id, link) ? link : 0;
}

void CanvasGestures::dropNodes()
{
    if (!m_hasMoved) {
        clickNode();
        return;
    }
    if (m_copies) {
        dropCopies();
        return;
    }
    if (m_positions == m_startPositions || m_positions.empty()) {
        scene().wires().dragEnded();
        return;
    }
    const LinkId wire = spliceUnder();
    if (wire)
        (void)document().splice(m_positions.nodes.begin()->first, wire, m_positions.nodes.begin()->second);
    else
        document().moveParts(m_positions);
}

void CanvasGestures::dropCopies()
{
    scene().wires().setGhosts({});
    if (m_positions.nodes.empty() || m_positions == m_startPositions)
        return;
    NodeIds ids;
    for (const auto& [id, at] : m_positions.nodes)
        ids.insert(id);
    scene().select(document().duplicate(ids, m_positions.nodes.begin()->second - m_startPositions.nodes.begin()->second));
}

void CanvasGestures::clickNode()
{
    scene().wires().setGhosts({});
    if (!m_entered.empty()) {
        (void)document().enter(NodeId(m_entered));
        return;
    }
    if (m_clicked.empty())
        return;
    CanvasParts chosen = scene().parts();
    for (const NodeId& id : m_clicked.nodes)
        chosen.nodes.erase(id);
    for (const RerouteId id : m_clicked.points)
        chosen.points.erase(id);
    for (const std::size_t group : m_clicked.groups)
        chosen.groups.erase(group);
    scene().selectParts(std::move(chosen));
}

void CanvasGestures::moveBand(QPoint point)
{
    if (!m_band)
        m_band = std::make_unique<QRubberBand>(QRubberBand::Rectangle, m_view.viewport());
    const QRect area = QRect(m_pressed, point).normalized();
    m_band->setGeometry(area);
    m_band->show();
    CanvasParts chosen = scene().partsIn(m_view.mapToScene(area).boundingRect());
    chosen.nodes.insert(m_selectionBefore.nodes.begin(), m_selectionBefore.nodes.end());
    chosen.points.insert(m_selectionBefore.points.begin(), m_selectionBefore.points.end());
    chosen.groups.insert(m_selectionBefore.groups.begin(), m_selectionBefore.groups.end());
    scene().selectParts(std::move(chosen));
}

void CanvasGestures::dropBand()
{
    if (m_band)
        m_band->hide();
    m_band.reset();
    if (!m_hasMoved)
        scene().selectParts(m_selectionBefore);
}

void CanvasGestures::dropCut()
{
    const QLineF knife(m_view.mapToScene(m_pressed), m_view.mapToScene(m_last));
    scene().wires().setCutLine({});
    if (m_hasMoved)
        document().cut(scene().wires().wiresCrossing(knife));
    else if (m_bent)
        bendWire(m_view, m_bent, knife.p1());
}

} // namespace weft
