// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/WiresItem.h"

#include "app/editor/CanvasScene.h"
#include "app/editor/GroupsItem.h"
#include "app/editor/NodeItem.h"
#include "app/editor/model/StatusText.h"
#include "app/editor/model/WireRouter.h"

namespace weft {

namespace {

constexpr double kNear = 40; // a wire's width, its tag, and the room round nodes

/// A line that isn't known yet does: nobody knows where it will go.
bool comesNear(const WireLine& line, const QRectF& area)
{
    for (std::size_t i = 1; i < line.size(); ++i) {
        if (QRectF(line[i - 1], line[i]).normalized().adjusted(-1, -1, 1, 1).intersects(area))
            return true;
    }
    return line.size() < 2;
}

} // namespace

QRectF spanOf(const WireFace& wire)
{
    QRectF span = QRectF(wire.start, wire.end).normalized();
    if (!wire.bends.empty())
        span = span.united(wire.bendsRect);
    else if (wire.start.x() > wire.end.x() && wire.from && wire.to) // it leads back, round its nodes
        span = span.united(wire.from->rect()).united(wire.to->rect());
    if (!wire.lineRect.isNull())
        span = span.united(wire.lineRect);
    return span.adjusted(-280, -40, 280, 40);
}

WiresItem::WiresItem(CanvasScene& scene, const Theme* theme)
    : m_scene(scene)
    , m_theme(theme)
{
    setAcceptedMouseButtons(Qt::NoButton);
    setFlag(ItemUsesExtendedStyleOption);
    setZValue(0);
}

void WiresItem::setBounds(const QRectF& bounds)
{
    prepareGeometryChange();
    m_bounds = bounds;
}

void WiresItem::place(WireFace& wire) const
{
    const Link* link = m_scene.document().graph().findLink(wire.id);
    const PortFace* out = link ? wire.from->face().output(link->fromSlot) : nullptr;
    const PortFace* in = link ? wire.to->face().input(link->toInput) : nullptr;
    wire.start = out ? wire.from->portPos(*out) : wire.from->rect().topRight();
    wire.end = in ? wire.to->portPos(*in) : wire.to->rect().topLeft();
    wire.line.clear();
}

void WiresItem::add(const Link& link)
{
    WireFace wire;
    wire.id = link.id;
    wire.from = m_scene.item(link.from);
    wire.to = m_scene.item(link.to);
    if (!wire.from || !wire.to)
        return;
    describe(wire, link);
    m_ofNode[wire.from].push_back(link.id);
    m_ofNode[wire.to].push_back(link.id);
    m_ofLink[link.id] = m_wires.size();
    m_wires.push_back(std::move(wire));
}

/// The last one takes its place.
void WiresItem::remove(std::size_t index)
{
    const WireFace& gone = m_wires[index];
    for (const NodeItem* end : {gone.from, gone.to}) {
        if (const auto it = m_ofNode.find(end); it != m_ofNode.end())
            std::erase(it->second, gone.id);
    }
    m_ofLink.erase(gone.id);
    if (index + 1 < m_wires.size()) {
        m_wires[index] = std::move(m_wires.back());
        m_ofLink[m_wires[index].id] = index;
    }
    m_wires.pop_back();
}

/// Everything of a wire but its ends: where they are, colour, tag.
void WiresItem::describe(WireFace& wire, const Link& link) const
{
    const PortFace* out = wire.from->face().output(link.fromSlot);
    wire.color = m_theme->wire(out ? std::string_view(out->type) : std::string_view("*"));
    wire.isFaint = wire.from->face().mode == NodeMode::Muted || wire.to->face().mode == NodeMode::Muted;
    wire.tag = tagOf(wire, link);
    place(wire);
}

QString WiresItem::tagOf(const WireFace& wire, const Link& link) const
{
    const CanvasDocument& document = m_scene.document();
    const bool crosses = wire.to->status().receivesFrom(wire.from->status());
    const bool isEstimated = document.isEstimated(link);
    const QString bytes = crosses || !isEstimated ? transferText(document.transfer(link), isEstimated) : QString();
    return bytes.isEmpty() && crosses ? QStringLiteral("⇄") : bytes;
}

void WiresItem::rebuild()
{
    m_wires.clear();
    m_ofNode.clear();
    m_ofLink.clear();
    m_wires.reserve(m_scene.document().graph().links().size());
    for (const Link& link : m_scene.document().graph().links())
        add(link);
    readPoints();
    update();
}

void WiresItem::refresh(const std::set<NodeId>& nodes)
{
    m_isDragging = false;
    const Graph& graph = m_scene.document().graph();
    for (const NodeId& id : nodes) {
        const NodeItem* item = m_scene.item(id);
        if (!item)
            continue;
        for (const LinkId link : std::vector<LinkId>(m_ofNode[item])) {
            const Link* now = graph.findLink(link);
            const WireFace& wire = m_wires[m_ofLink[link]];
            if (!now || wire.from != m_scene.item(now->from) || wire.to != m_scene.item(now->to))
                remove(m_ofLink[link]);
        }
        for (const Link& link : graph.linksOf(id)) {
            if (const auto known = m_ofLink.find(link.id); known != m_ofLink.end())
                describe(m_wires[known->second], link);
            else
                add(link);
        }
    }
    readPoints();
    update();
}

void WiresItem::forgetRoutes()
{
    for (WireFace& wire : m_wires)
        wire.line.clear();
}

void WiresItem::forget(const NodeItem& item)
{
    const auto it = m_ofNode.find(&item);
    if (it == m_ofNode.end())
        return;
    for (const LinkId link : std::vector<LinkId>(it->second))
        remove(m_ofLink[link]);
    m_ofNode.erase(&item);
}

void WiresItem::updateTags()
{
    for (WireFace& wire : m_wires)
        updateTag(wire);
}

/// Only what says something else is painted: a run tells of each value that it makes.
void WiresItem::updateTag(WireFace& wire)
{
    const Link* link = m_scene.document().graph().findLink(wire.id);
    if (!link || std::exchange(wire.tag, tagOf(wire, *link)) == wire.tag)
        return;
    m_scene.update(spanOf(wire));
}

void WiresItem::nodesMoved(const std::vector<NodeItem*>& items)
{
    m_isDragging = true;
    for (const NodeItem* item : items) {
        for (const LinkId link : linksOf(*item))
            place(m_wires[m_ofLink[link]]);
    }
    bendWires();
    update();
}

void WiresItem::dragEnded()
{
    m_isDragging = false;
    forgetRoutes();
    update();
}

const std::vector<LinkId>& WiresItem::linksOf(const NodeItem& item) const
{
    static const std::vector<LinkId> kNone;
    const auto own = m_ofNode.find(&item);
    return own == m_ofNode.end() ? kNone : own->second;
}

void WiresItem::nodeGrew(const NodeItem& item, const QRectF& before)
{
    const QRectF area = before.united(item.rect()).adjusted(-kNear, -kNear, kNear, kNear);
    bool mustBend = false;
    m_scene.update(area); // each part for itself: the rectangle round all would be most of the canvas, which costs more than the rest of such an event
    for (WireFace& wire : m_wires) {
        const bool isOwn = wire.from == &item || wire.to == &item;
        const bool isNear = !wire.lineRect.isNull() && wire.lineRect.adjusted(-1, -1, 1, 1).intersects(area) && comesNear(wire.line, area);
        if (!isOwn && !isNear)
            continue;
        const WireLine old = std::move(wire.line);
        const QRectF oldSpan = spanOf(wire);
        wire.line.clear();
        if (isOwn) {
            const QLineF ends(wire.start, wire.end);
            place(wire);
            mustBend = mustBend || (!wire.bends.empty() && ends != QLineF(wire.start, wire.end));
        }
        if (routed(wire) == old)
            continue;
        m_scene.update(oldSpan);
        m_scene.update(spanOf(wire));
    }
    if (mustBend) { // its ports moved, and with them the directions in bends
        bendWires();
        update();
    }
}

void WiresItem::updateTagsOf(const NodeItem& item)
{
    for (const LinkId id : linksOf(item))
        updateTag(m_wires[m_ofLink[id]]);
}

/// Other nodes, and the titles of groups that neither end stands in.
std::vector<QRectF> WiresItem::inTheWayOf(const WireFace& wire, const QRectF& area) const
{
    std::vector<QRectF> rects;
    for (const NodeItem* item : m_scene.itemsTouching(area)) {
        if (item != wire.from && item != wire.to)
            rects.push_back(item->rect());
    }
    for (const GroupFace& group : m_scene.groups().groups()) {
        const QRectF title = group.titleRect();
        if (!group.title.isEmpty() && title.intersects(area.adjusted(-1, -1, 1, 1)) // a straight wire's area is empty
            && !group.rect.contains(wire.start) && !group.rect.contains(wire.end))
            rects.push_back(title);
    }
    return rects;
}

const WireLine& WiresItem::routed(WireFace& wire)
{
    if (!wire.line.empty())
        return wire.line;
    if (!wire.bends.empty()) {
        std::vector<WireBend> bends;
        for (const RerouteId id : wire.bends)
            bends.push_back({m_points.at(id).at, m_points.at(id).along});
        wire.line = bentLine(wire.start, wire.end, bends, wire.bendsAt);
    } else if (m_isDragging) {
        wire.line = flattened(plainWire(wire.start, wire.end));
    } else {
        const auto obstacles = [&](const QRectF& area) { return inTheWayOf(wire, area); };
        wire.line = flattened(routeWire({wire.start, wire.from->rect()}, {wire.end, wire.to->rect()}, obstacles, static_cast<int>(wire.id % 3)));
    }
    wire.lineRect = QPolygonF(QList<QPointF>(wire.line.begin(), wire.line.end())).boundingRect();
    return wire.line;
}

LinkId WiresItem::wireAt(QPointF point, double reach)
{
    const QRectF spot(point.x() - reach, point.y() - reach, 2 * reach, 2 * reach);
    for (WireFace& wire : m_wires) {
        if (isSeen(wire) && spanOf(wire).intersects(spot) && isNear(routed(wire), point, reach))
            return wire.id;
    }
    return 0;
}

std::vector<LinkId> WiresItem::wiresCrossing(const QLineF& line)
{
    const QRectF area = QRectF(line.p1(), line.p2()).normalized().adjusted(-1, -1, 1, 1);
    std::vector<LinkId> crossed;
    for (WireFace& wire : m_wires) {
        if (isSeen(wire) && spanOf(wire).intersects(area) && crosses(routed(wire), line))
            crossed.push_back(wire.id);
    }
    return crossed;
}

void WiresItem::setHovered(LinkId id)
{
    if (m_hovered != id) {
        m_hovered = id;
        update();
    }
}

void WiresItem::setDrafts(std::vector<DraftWire> drafts)
{
    m_drafts = std::move(drafts);
    update();
}

void WiresItem::setGhosts(std::vector<QRectF> ghosts)
{
    m_ghosts = std::move(ghosts);
    update();
}

void WiresItem::setLook(WireLook look)
{
    m_look = look;
    update();
}

bool WiresItem::isHot(const WireFace& wire) const
{
    return wire.id == m_hovered || wire.from->isSelectedLook() || wire.to->isSelectedLook();
}

void WiresItem::setCutLine(const QLineF& line)
{
    m_cutLine = line;
    update();
}

} // namespace weft
