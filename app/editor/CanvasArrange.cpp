// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/CanvasView.h"
#include "app/editor/GroupsItem.h"
#include "app/editor/WiresItem.h"
#include "app/editor/layout/FramedLayout.h"
#include "core/threads/OnThread.h"

#include <algorithm>
#include <cmath>
#include <functional>

namespace weft {

/// What the layout needs of the nodes, and who they are. (A coroutine's variables can't be of a type of one file.)
struct Arrangement {
    std::vector<NodeId> ids;
    std::vector<QSizeF> boxes;
    std::vector<LayoutWire> wires;
    std::vector<LayoutFrame> frames;
    std::vector<std::size_t> groups; // of the frames
    std::vector<int> frameOf; // of the boxes
    QPointF corner; // where the upper left one was
};

namespace {

constexpr double kArrangeGrid = 8;
constexpr double kClearance = 48; // between a layout and what stays

double portHeight(const PortFace* port) { return port ? port->at.y() : 0; }

/// The groups whose nodes all move, large ones first: so each comes after those that hold it.
std::vector<std::size_t> movingGroups(const CanvasScene& scene, const std::set<NodeId>& moves)
{
    const std::vector<GroupFace>& groups = scene.groups().groups();
    std::vector<std::size_t> moving;
    for (std::size_t i = 0; i < groups.size(); ++i) {
        const NodeIds members = scene.membersOf(i).nodes;
        if (!groups[i].isPinned && !members.empty() && std::ranges::includes(moves, members))
            moving.push_back(i);
    }
    std::ranges::stable_sort(moving, std::greater(), [&groups](std::size_t i) { return groups[i].rect.width() * groups[i].rect.height(); });
    return moving;
}

/// The last frame that holds a place, of those before `end`: the smallest one. -1: none.
int frameAt(const CanvasScene& scene, const std::vector<std::size_t>& groups, std::size_t end, const QRectF& rect)
{
    for (std::size_t i = end; i-- > 0;) {
        if (scene.groups().groups()[groups[i]].rect.contains(rect))
            return int(i);
    }
    return -1;
}

void addFrames(Arrangement& made, const CanvasScene& scene)
{
    made.groups = movingGroups(scene, {made.ids.begin(), made.ids.end()});
    for (std::size_t i = 0; i < made.groups.size(); ++i) {
        const GroupFace& group = scene.groups().groups()[made.groups[i]];
        made.frames.push_back({frameAt(scene, made.groups, i, group.rect), group.titleHeight()});
        made.corner = {std::min(made.corner.x(), group.rect.left()), std::min(made.corner.y(), group.rect.top())};
    }
    for (const NodeId& id : made.ids)
        made.frameOf.push_back(frameAt(scene, made.groups, made.groups.size(), {scene.item(id)->rect().center(), QSizeF()}));
}

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
    addFrames(made, scene);
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

/// Nodes that stay where they are, and groups of such.
std::vector<QRectF> fixedRects(const CanvasScene& scene, const Arrangement& made)
{
    const std::set<NodeId> moves(made.ids.begin(), made.ids.end());
    std::vector<QRectF> rects;
    for (const NodeItem* item : scene.nodeItems()) {
        if (!moves.contains(item->id()))
            rects.push_back(item->rect());
    }
    for (std::size_t i = 0; i < scene.groups().groups().size(); ++i) {
        const NodeIds members = scene.membersOf(i).nodes;
        if (!members.empty() && std::ranges::none_of(members, [&moves](const NodeId& id) { return moves.contains(id); }))
            rects.push_back(scene.groups().groups()[i].rect);
    }
    return rects;
}

/// What the layout covers: nodes, and frames with what stands in them.
std::vector<QRectF> coveredBy(const Arrangement& made, const FramedPlaces& places)
{
    std::vector<QRectF> rects = places.frames;
    for (std::size_t i = 0; i < places.boxes.size(); ++i)
        rects.emplace_back(places.boxes[i], made.boxes[i]);
    return rects;
}

/// Groups of which only a part moved grow round it.
void growGroups(const CanvasScene& scene, const std::map<NodeId, QPointF>& moved, std::map<std::size_t, QRectF>& rects)
{
    for (std::size_t i = 0; i < scene.groups().groups().size(); ++i) {
        const GroupFace& group = scene.groups().groups()[i];
        const NodeIds members = scene.membersOf(i).nodes;
        if (rects.contains(i) || group.isPinned || std::ranges::none_of(members, [&moved](const NodeId& id) { return moved.contains(id); }))
            continue;
        QRectF inside;
        for (const NodeId& id : members) {
            const NodeItem& item = *scene.item(id);
            const auto to = moved.find(id);
            inside = inside.united(QRectF(to == moved.end() ? item.pos() : to->second, item.face().size));
        }
        rects[i] = group.rect.united(frameAround(inside, group.titleHeight()));
    }
}

/// Where the layout begins: where the nodes were, or below what stays when it would cover that.
QPointF cornerFor(const Arrangement& made, const std::vector<QRectF>& covered, const std::vector<QRectF>& fixed)
{
    const QPointF corner(std::round(made.corner.x() / kArrangeGrid) * kArrangeGrid, std::round(made.corner.y() / kArrangeGrid) * kArrangeGrid);
    double lowest = corner.y();
    bool covers = false;
    for (const QRectF& other : fixed) {
        lowest = std::max(lowest, other.bottom() + kClearance);
        covers = covers || std::ranges::any_of(covered, [&](const QRectF& rect) { return rect.translated(corner).intersects(other.adjusted(-8, -8, 8, 8)); });
    }
    return covers ? QPointF(corner.x(), std::ceil(lowest / kArrangeGrid) * kArrangeGrid) : corner;
}

/// Those of pinned groups, which can't follow them.
NodeIds heldNodes(const CanvasScene& scene)
{
    NodeIds held;
    for (std::size_t i = 0; i < scene.groups().groups().size(); ++i) {
        if (scene.groups().groups()[i].isPinned)
            held.merge(scene.membersOf(i).nodes);
    }
    return held;
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
    std::vector<NodeItem*> items = self->movableItems();
    const NodeIds held = heldNodes(*self->m_scene);
    std::erase_if(items, [&held](const NodeItem* item) { return held.contains(item->id()); });
    const Arrangement made = arrangementOf(*self->m_scene, items);
    bool hasChanged = false;
    QObject watcher;
    connect(&self->m_document, &CanvasDocument::graphChanged, &watcher, [&hasChanged] { hasChanged = true; });
    const std::function<FramedPlaces()> work = [boxes = made.boxes, wires = made.wires, frames = made.frames, frameOf = made.frameOf] { return framedLayout(boxes, wires, frames, frameOf); };
    const FramedPlaces places = co_await onThread<FramedPlaces>(QThreadPool::globalInstance(), work);
    if (!self)
        co_return;
    self->m_isArranging = false;
    if (!hasChanged) {
        const QPointF corner = cornerFor(made, coveredBy(made, places), fixedRects(*self->m_scene, made));
        PartPlaces moved;
        for (std::size_t i = 0; i < places.boxes.size(); ++i)
            moved.nodes[made.ids[i]] = corner + places.boxes[i];
        std::map<std::size_t, QRectF> frames;
        for (std::size_t i = 0; i < made.groups.size(); ++i)
            frames[made.groups[i]] = places.frames[i].translated(corner);
        growGroups(*self->m_scene, moved.nodes, frames);
        self->m_document.moveParts(moved, bendsBetween(*self->m_scene, made), frames);
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
