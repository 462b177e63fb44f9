// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/CanvasGestures.h"
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

void CanvasGestures::pressNode(const CanvasHit& hit, Qt::KeyboardModifiers keys)
{
    m_mode = Mode::Nodes;
    m_copies = keys & (Qt::ControlModifier | Qt::AltModifier);
    m_clicked.clear();
    NodeIds chosen = scene().selection();
    const NodeId id = hit.item->id();
    const bool adds = keys & (Qt::ShiftModifier | Qt::ControlModifier);
    if (chosen.contains(id) && adds)
        m_clicked = id; // only when nothing is dragged
    else if (adds)
        chosen.insert(id);
    else if (!chosen.contains(id))
        chosen = {id};
    scene().select(std::move(chosen));
    m_startPositions.clear();
    for (const NodeId& selected : scene().selection()) {
        if (m_copies || !scene().item(selected)->face().isPinned)
            m_startPositions[selected] = scene().item(selected)->pos();
    }
    m_positions = m_startPositions;
}

void CanvasGestures::moveNodes(QPointF scenePos, Qt::KeyboardModifiers keys)
{
    const QPointF shift = scenePos - m_view.mapToScene(m_pressed);
    const bool snaps = m_view.snapsToGrid() != bool(keys & Qt::ShiftModifier);
    for (const auto& [id, start] : m_startPositions)
        m_positions[id] = snaps ? snapped(start + shift) : start + shift;
    if (m_copies) {
        std::vector<QRectF> ghosts;
        for (const auto& [id, at] : m_positions)
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
    if (m_positions.size() != 1)
        return 0;
    const NodeId& id = m_positions.begin()->first;
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
    if (m_positions == m_startPositions || m_positions.empty())
        return;
    const LinkId wire = spliceUnder();
    if (wire)
        (void)document().splice(m_positions.begin()->first, wire, m_positions.begin()->second);
    else
        document().move(m_positions);
}

void CanvasGestures::dropCopies()
{
    scene().wires().setGhosts({});
    if (m_positions.empty() || m_positions == m_startPositions)
        return;
    NodeIds ids;
    for (const auto& [id, at] : m_positions)
        ids.insert(id);
    scene().select(document().duplicate(ids, m_positions.begin()->second - m_startPositions.begin()->second));
}

void CanvasGestures::clickNode()
{
    scene().wires().setGhosts({});
    if (m_clicked.empty())
        return;
    NodeIds chosen = scene().selection();
    chosen.erase(m_clicked);
    scene().select(std::move(chosen));
}

void CanvasGestures::moveBand(QPoint point)
{
    if (!m_band)
        m_band = std::make_unique<QRubberBand>(QRubberBand::Rectangle, m_view.viewport());
    const QRect area = QRect(m_pressed, point).normalized();
    m_band->setGeometry(area);
    m_band->show();
    NodeIds chosen = m_selectionBefore;
    for (const NodeItem* item : scene().itemsTouching(m_view.mapToScene(area).boundingRect()))
        chosen.insert(item->id());
    scene().select(std::move(chosen));
}

void CanvasGestures::dropBand()
{
    if (m_band)
        m_band->hide();
    m_band.reset();
    if (!m_hasMoved)
        scene().select(m_selectionBefore);
}

void CanvasGestures::dropCut()
{
    const QLineF knife(m_view.mapToScene(m_pressed), m_view.mapToScene(m_last));
    scene().wires().setCutLine({});
    if (m_hasMoved)
        document().cut(scene().wires().wiresCrossing(knife));
}

} // namespace weft
