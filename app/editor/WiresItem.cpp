// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/WiresItem.h"

#include "app/editor/CanvasScene.h"
#include "app/editor/NodeItem.h"
#include "app/editor/model/StatusText.h"
#include "app/editor/model/WireRouter.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPathStroker>
#include <QStyleOptionGraphicsItem>

#include <map>

namespace weft {

namespace {

constexpr double kWireWidth = 2.2;

/// A rectangle that the wire can't leave unless it goes round something.
QRectF spanOf(const WireFace& wire) { return QRectF(wire.start, wire.end).normalized().adjusted(-280, -40, 280, 40); }

} // namespace

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
    wire.path.clear();
}

void WiresItem::rebuild()
{
    m_wires.clear();
    m_ofNode.clear();
    const CanvasDocument& document = m_scene.document();
    for (const Link& link : document.graph().links()) {
        WireFace wire;
        wire.id = link.id;
        wire.from = m_scene.item(link.from);
        wire.to = m_scene.item(link.to);
        if (!wire.from || !wire.to)
            continue;
        const PortFace* out = wire.from->face().output(link.fromSlot);
        wire.color = m_theme->wire(out ? std::string_view(out->type) : std::string_view("*"));
        wire.isFaint = wire.from->face().mode == NodeMode::Muted || wire.to->face().mode == NodeMode::Muted;
        place(wire);
        m_ofNode[wire.from].push_back(m_wires.size());
        m_ofNode[wire.to].push_back(m_wires.size());
        m_wires.push_back(std::move(wire));
    }
    updateTags();
}

void WiresItem::updateTags()
{
    for (WireFace& wire : m_wires) {
        const Link* link = m_scene.document().graph().findLink(wire.id);
        const qint64 bytes = link ? m_scene.document().transfer(*link) : 0;
        const bool crosses = wire.from->status().machine != wire.to->status().machine;
        wire.tag = bytes > 0 ? QStringLiteral("⇄ ") + bytesText(bytes) : crosses ? QStringLiteral("⇄") : QString();
    }
    update();
}

void WiresItem::nodesMoved(const std::vector<NodeItem*>& items, bool final)
{
    m_isDragging = !final;
    if (final) { // what moved may stand in the way of others, or no longer do so
        for (WireFace& wire : m_wires)
            place(wire);
    } else {
        for (const NodeItem* item : items) {
            const auto it = m_ofNode.find(item);
            if (it == m_ofNode.end())
                continue;
            for (const std::size_t index : it->second)
                place(m_wires[index]);
        }
    }
    update();
}

const QPainterPath& WiresItem::routed(WireFace& wire)
{
    if (!wire.path.isEmpty())
        return wire.path;
    if (m_isDragging) {
        wire.path = plainWire(wire.start, wire.end);
        return wire.path;
    }
    const auto obstacles = [&](const QRectF& area) {
        std::vector<QRectF> rects;
        for (const NodeItem* item : m_scene.itemsTouching(area)) {
            if (item != wire.from && item != wire.to)
                rects.push_back(item->rect());
        }
        return rects;
    };
    wire.path = routeWire(wire.start, wire.end, obstacles, static_cast<int>(wire.id % 3));
    return wire.path;
}

void WiresItem::paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget*)
{
    const double ratio = painter->device() ? painter->device()->devicePixelRatioF() : 1;
    const double scale = QStyleOptionGraphicsItem::levelOfDetailFromTransform(painter->worldTransform()) / ratio;
    if (scale < detail::kBlocksOnly)
        paintBlocks(*painter, option->exposedRect);
    else
        paintWires(*painter, option->exposedRect, scale);
    if (m_draftColor.isValid()) {
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(QPen(m_draftColor, kWireWidth + 0.4, Qt::SolidLine, Qt::RoundCap));
        painter->setBrush(Qt::NoBrush);
        painter->drawPath(plainWire(m_draftFrom, m_draftTo));
    }
    if (!m_cutLine.isNull()) {
        painter->setPen(QPen(m_theme->error, 1.5 / scale, Qt::DashLine));
        painter->drawLine(m_cutLine);
    }
}

void WiresItem::paintBlocks(QPainter& painter, const QRectF& exposed)
{
    painter.setRenderHint(QPainter::Antialiasing, false);
    std::map<QRgb, std::vector<QLineF>> lines;
    for (const WireFace& wire : m_wires) {
        if (QRectF(wire.start, wire.end).normalized().adjusted(-1, -1, 1, 1).intersects(exposed))
            lines[wire.color.rgb()].emplace_back(wire.start, wire.end);
    }
    for (const auto& [rgb, batch] : lines) {
        painter.setPen(QPen(QColor::fromRgb(rgb), 0));
        painter.drawLines(batch.data(), static_cast<int>(batch.size()));
    }
    std::map<QRgb, std::vector<QRectF>> blocks;
    for (const NodeItem* item : m_scene.itemsTouching(exposed))
        blocks[m_scene.blockColor(*item).rgb()].push_back(item->rect());
    painter.setPen(Qt::NoPen);
    for (const auto& [rgb, batch] : blocks) {
        painter.setBrush(QColor::fromRgb(rgb));
        painter.drawRects(batch.data(), static_cast<int>(batch.size()));
    }
}

void WiresItem::paintWires(QPainter& painter, const QRectF& exposed, double scale)
{
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    for (WireFace& wire : m_wires) {
        if (!spanOf(wire).intersects(exposed))
            continue;
        QColor color = wire.color;
        if (wire.isFaint)
            color.setAlphaF(0.35F);
        const bool hot = wire.id == m_hovered || wire.from->isSelectedLook() || wire.to->isSelectedLook();
        painter.setPen(QPen(color, (hot ? kWireWidth + 1 : kWireWidth), Qt::SolidLine, Qt::RoundCap));
        painter.drawPath(routed(wire));
    }
    if (scale < detail::kNoText)
        return;
    for (const WireFace& wire : m_wires) {
        if (!wire.tag.isEmpty() && spanOf(wire).intersects(exposed))
            paintTag(painter, wire);
    }
}

void WiresItem::paintTag(QPainter& painter, const WireFace& wire)
{
    const QFont font = uiFont(11);
    const double width = QFontMetricsF(font).horizontalAdvance(wire.tag) + 16;
    const QPointF middle = wire.path.isEmpty() ? (wire.start + wire.end) / 2 : wire.path.pointAtPercent(0.5);
    const QRectF pill(middle.x() - width / 2, middle.y() - 10, width, 20);
    painter.setPen(QPen(wire.color, 1.2));
    painter.setBrush(m_theme->canvas);
    painter.drawRoundedRect(pill, 10, 10);
    painter.setFont(font);
    painter.setPen(m_theme->text);
    painter.drawText(pill, Qt::AlignCenter, wire.tag);
    painter.setBrush(Qt::NoBrush);
}

LinkId WiresItem::wireAt(QPointF point, double reach)
{
    const QRectF spot(point.x() - reach, point.y() - reach, 2 * reach, 2 * reach);
    for (WireFace& wire : m_wires) {
        if (!spanOf(wire).intersects(spot) && !wire.path.controlPointRect().intersects(spot))
            continue;
        QPainterPathStroker stroker;
        stroker.setWidth(2 * reach);
        if (stroker.createStroke(routed(wire)).contains(point))
            return wire.id;
    }
    return 0;
}

std::vector<LinkId> WiresItem::wiresCrossing(const QLineF& line)
{
    QPainterPath knife(line.p1());
    knife.lineTo(line.p2());
    QPainterPathStroker stroker;
    stroker.setWidth(1);
    const QPainterPath blade = stroker.createStroke(knife);
    std::vector<LinkId> crossed;
    for (WireFace& wire : m_wires) {
        stroker.setWidth(1.5);
        if (spanOf(wire).intersects(blade.boundingRect()) && stroker.createStroke(routed(wire)).intersects(blade))
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

void WiresItem::setDraft(QPointF from, QPointF to, const QColor& color)
{
    m_draftFrom = from;
    m_draftTo = to;
    m_draftColor = color;
    update();
}

void WiresItem::setCutLine(const QLineF& line)
{
    m_cutLine = line;
    update();
}

} // namespace weft
