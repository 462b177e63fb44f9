// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/CanvasView.h"
#include "app/editor/WiresItem.h"
#include "app/editor/layout/LayeredLayout.h"
#include "core/threads/OnThread.h"

#include <cmath>

namespace weft {

/// What the layout needs of the nodes, and who they are. (A coroutine's variables can't be of a type of one file.)
struct Arrangement {
    std::vector<NodeId> ids;
    std::vector<QSizeF> boxes;
    std::vector<LayoutWire> wires;
    QPointF corner; // where the upper left one was
};

namespace {

constexpr double kArrangeGrid = 8;
constexpr double kClearance = 48; // between a layout and what stays

double portHeight(const PortFace* port) { return port ? port->at.y() : 0; }

Arrangement arrangementOf(const CanvasScene& scene, const std::vector<NodeItem*>& items)
{
    Arrangement made;
    std::map<NodeId, int> places;
    QRectF all;
    for (const NodeItem* item : items) {
        places[item->id()] = int(made.ids.size());
        made.ids.push_back(item->id());
        made.boxes.push_back(item->face().size);
        all = all.isNull() ? item->rect() : all.united(item->rect());
    }
    made.corner = all.topLeft();
    for (const Link& link : scene.document().graph().links()) {
        const auto from = places.find(link.from);
        const auto to = places.find(link.to);
        if (from == places.end() || to == places.end())
            continue;
        made.wires.push_back({from->second, to->second, portHeight(scene.item(link.from)->face().output(link.fromSlot)),
            portHeight(scene.item(link.to)->face().input(link.toInput))});
    }
    return made;
}

/// The points of wires whose ends both move: they would lie anywhere afterwards.
std::set<RerouteId> bendsBetween(const CanvasScene& scene, const Arrangement& made)
{
    const std::set<NodeId> moves(made.ids.begin(), made.ids.end());
    std::set<RerouteId> going, staying;
    for (const WireFace& wire : scene.wires().wires()) {
        const bool isBetween = moves.contains(wire.from->id()) && moves.contains(wire.to->id());
        (isBetween ? going : staying).insert(wire.bends.begin(), wire.bends.end());
    }
    for (const RerouteId point : staying)
        going.erase(point);
    return going;
}

/// Nodes that stay where they are.
std::vector<QRectF> fixedRects(const CanvasScene& scene, const Arrangement& made)
{
    const std::set<NodeId> moves(made.ids.begin(), made.ids.end());
    std::vector<QRectF> rects;
    for (const NodeItem* item : scene.nodeItems()) {
        if (!moves.contains(item->id()))
            rects.push_back(item->rect());
    }
    return rects;
}

/// Where the layout begins: where the nodes were, or below what stays when it would cover that.
QPointF cornerFor(const Arrangement& made, const std::vector<QPointF>& at, const std::vector<QRectF>& fixed)
{
    const QPointF corner(std::round(made.corner.x() / kArrangeGrid) * kArrangeGrid, std::round(made.corner.y() / kArrangeGrid) * kArrangeGrid);
    double lowest = corner.y();
    bool covers = false;
    for (const QRectF& other : fixed) {
        lowest = std::max(lowest, other.bottom() + kClearance);
        for (std::size_t i = 0; i < at.size() && !covers; ++i)
            covers = QRectF(at[i] + corner, made.boxes[i]).intersects(other.adjusted(-8, -8, 8, 8));
    }
    return covers ? QPointF(corner.x(), std::ceil(lowest / kArrangeGrid) * kArrangeGrid) : corner;
}

void moveTo(CanvasDocument& document, const std::vector<NodeItem*>& items, const std::vector<QPointF>& corners)
{
    std::map<NodeId, QPointF> moved;
    for (std::size_t i = 0; i < items.size(); ++i)
        moved[items[i]->id()] = corners[i];
    document.move(moved);
}

} // namespace

std::vector<NodeItem*> CanvasView::movableItems() const
{
    std::vector<NodeItem*> items;
    for (const Node& node : m_document.graph().nodes()) {
        const bool wanted = m_scene->selection().size() < 2 || m_scene->selection().contains(node.id);
        if (NodeItem* item = m_scene->item(node.id); item && wanted && !item->face().isPinned)
            items.push_back(item);
    }
    return items;
}

void CanvasView::arrange()
{
    if (!m_isArranging)
        arrangeOnThread(this);
}

QCoro::Task<void> CanvasView::arrangeOnThread(QPointer<CanvasView> self)
{
    self->m_isArranging = true;
    const Arrangement made = arrangementOf(*self->m_scene, self->movableItems());
    bool hasChanged = false;
    QObject watcher;
    connect(&self->m_document, &CanvasDocument::graphChanged, &watcher, [&hasChanged] { hasChanged = true; });
    const std::function<std::vector<QPointF>()> work = [boxes = made.boxes, wires = made.wires] { return layeredLayout(boxes, wires); };
    const std::vector<QPointF> at = co_await onThread<std::vector<QPointF>>(QThreadPool::globalInstance(), work);
    if (!self)
        co_return;
    self->m_isArranging = false;
    if (!hasChanged) {
        const QPointF corner = cornerFor(made, at, fixedRects(*self->m_scene, made));
        PartPlaces moved;
        for (std::size_t i = 0; i < at.size(); ++i)
            moved.nodes[made.ids[i]] = corner + at[i];
        self->m_document.moveParts(moved, bendsBetween(*self->m_scene, made));
    }
    Q_EMIT self->arranged();
}

void CanvasView::align(Alignment alignment)
{
    std::vector<QRectF> rects;
    const std::vector<NodeItem*> items = m_scene->selection().size() < 2 ? std::vector<NodeItem*>() : movableItems();
    for (const NodeItem* item : items)
        rects.push_back(item->rect());
    moveTo(m_document, items, aligned(rects, alignment));
}

void CanvasView::distribute(Qt::Orientation direction)
{
    std::vector<QRectF> rects;
    const std::vector<NodeItem*> items = m_scene->selection().size() < 3 ? std::vector<NodeItem*>() : movableItems();
    for (const NodeItem* item : items)
        rects.push_back(item->rect());
    moveTo(m_document, items, distributed(rects, direction));
}

} // namespace weft
