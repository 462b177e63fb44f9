// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/CanvasScene.h"
#include "app/editor/NodeItem.h"
#include "app/editor/WiresItem.h"
#include "app/editor/model/WireRouter.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QStyleOptionGraphicsItem>

#include <algorithm>
#include <map>

namespace weft {

namespace {

constexpr double kWireWidth = 2.2;
constexpr double kPortRoom = 16; // what the ports at both ends of a wire take of the gap between its nodes
constexpr double kMark = 20; // a tag's height
constexpr double kLeastMark = 13;
constexpr float kFaint = 0.35F; // it touches a muted node
constexpr float kDimmed = 0.16F; // wires are dimmed

} // namespace

void WiresItem::paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget*)
{
    const double scale = QStyleOptionGraphicsItem::levelOfDetailFromTransform(painter->worldTransform());
    if (scale < detail::kBlocksOnly)
        paintBlocks(*painter, option->exposedRect, scale);
    else
        paintWires(*painter, option->exposedRect, scale);
    paintDrafts(*painter, scale);
}

void WiresItem::paintDrafts(QPainter& painter, double scale)
{
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    for (const DraftWire& draft : m_drafts) {
        painter.setPen(QPen(draft.color, kWireWidth + 0.4, Qt::SolidLine, Qt::RoundCap));
        painter.drawPath(plainWire(draft.from, draft.to));
    }
    if (!m_ghosts.empty()) {
        painter.setPen(QPen(m_theme->selection, 1.5 / scale, Qt::DashLine));
        for (const QRectF& ghost : m_ghosts)
            painter.drawRoundedRect(ghost, space::kRadius, space::kRadius);
    }
    if (!m_cutLine.isNull()) {
        painter.setPen(QPen(m_theme->error, 1.5 / scale, Qt::DashLine));
        painter.drawLine(m_cutLine);
    }
}

void WiresItem::paintBlocks(QPainter& painter, const QRectF& exposed, double scale)
{
    painter.setRenderHint(QPainter::Antialiasing, false);
    std::map<QRgb, std::vector<QLineF>> lines;
    std::vector<QLineF>* batchOfColor = nullptr; // neighbours are often of one colour
    QRgb colorOfBatch = 0;
    const double pixels = 2 / scale; // lines are drawn on whole ones
    const QRectF near = exposed.adjusted(-pixels, -pixels, pixels, pixels);
    for (const WireFace& wire : m_wires) {
        const bool isOutside = std::max(wire.start.x(), wire.end.x()) < near.left() || std::min(wire.start.x(), wire.end.x()) > near.right()
            || std::max(wire.start.y(), wire.end.y()) < near.top() || std::min(wire.start.y(), wire.end.y()) > near.bottom();
        if (isOutside && (wire.bends.empty() || !spanOf(wire).intersects(near)))
            continue;
        if (!isSeen(wire))
            continue;
        if (!batchOfColor || colorOfBatch != wire.color.rgb()) {
            colorOfBatch = wire.color.rgb();
            batchOfColor = &lines[colorOfBatch];
        }
        QPointF from = wire.start;
        for (const RerouteId bend : wire.bends) {
            batchOfColor->emplace_back(from, m_points.at(bend).at);
            from = m_points.at(bend).at;
        }
        batchOfColor->emplace_back(from, wire.end);
    }
    for (const auto& [rgb, batch] : lines) {
        painter.setPen(QPen(QColor::fromRgb(rgb), 0));
        painter.drawLines(batch.data(), static_cast<int>(batch.size()));
    }
    // Rectangles of whole pixels are filled several times as fast as others.
    const QTransform toPixels = painter.worldTransform();
    std::map<QRgb, std::vector<QRect>> blocks;
    std::vector<QRect>* blocksOfColor = nullptr;
    for (const NodeBlock& block : m_scene.blocksTouching(exposed)) {
        if (!blocksOfColor || colorOfBatch != block.color) {
            colorOfBatch = block.color;
            blocksOfColor = &blocks[block.color];
        }
        blocksOfColor->push_back(toPixels.mapRect(block.rect).toRect());
    }
    painter.setWorldTransform({});
    painter.setPen(Qt::NoPen);
    for (const auto& [rgb, batch] : blocks) {
        painter.setBrush(QColor::fromRgb(rgb));
        painter.drawRects(batch.data(), static_cast<int>(batch.size()));
    }
    painter.setWorldTransform(toPixels);
}

/// `span`: of a wire's line, in the scene.
bool WiresItem::isPainted(const QPainter& painter, const QRectF& exposed, QRectF span, double scale) const
{
    const double edge = kWireWidth + 2 / scale; // what is smoothed reaches into the next pixel, and what is exposed begins within one
    span.adjust(-edge, -edge, edge, edge);
    return span.intersects(exposed)
        && (m_painted.rectCount() < 2 || m_painted.intersects(painter.worldTransform().mapRect(span).toAlignedRect()));
}

void WiresItem::paintWires(QPainter& painter, const QRectF& exposed, double scale)
{
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    std::set<RerouteId> drawn;
    for (WireFace& wire : m_wires) {
        const bool isRouted = wire.bends.empty() && !wire.line.empty();
        if (!isSeen(wire) || !isPainted(painter, exposed, isRouted ? wire.lineRect : spanOf(wire), scale))
            continue;
        const bool hot = isHot(wire);
        QColor color = wire.color;
        if (m_look == WireLook::Dimmed && !hot)
            color.setAlphaF(kDimmed);
        else if (wire.isFaint)
            color.setAlphaF(kFaint);
        if (scale < detail::kPlainEdges && !hot) { // about a pixel wide: such a line costs a fourth
            const WireLine bent = wire.bends.empty() ? WireLine() : visiblePart(wire, hot || wire.isFaint, drawn);
            const WireLine& line = wire.bends.empty() ? routed(wire) : bent;
            painter.setPen(QPen(color, 0));
            painter.drawPolyline(line.data(), static_cast<int>(line.size()));
            painter.setPen(Qt::NoPen);
            continue;
        }
        painter.setBrush(color);
        const WireLine bent = wire.bends.empty() ? WireLine() : visiblePart(wire, hot || wire.isFaint, drawn);
        for (const QPolygonF& ribbon : ribbons(wire.bends.empty() ? routed(wire) : bent, hot ? kWireWidth + 1 : kWireWidth, exposed))
            painter.drawPolygon(ribbon, Qt::WindingFill);
    }
    paintPoints(painter, exposed, scale);
    if (scale < detail::kNoText)
        return;
    for (const WireFace& wire : m_wires) {
        if (!wire.tag.isEmpty() && !isTight(wire) && isSeen(wire) && spanOf(wire).intersects(exposed))
            paintTag(painter, wire);
    }
}

double WiresItem::tagWidth(const WireFace& wire) { return QFontMetricsF(uiFont(11)).horizontalAdvance(wire.tag) + 16; }

bool WiresItem::isTight(const WireFace& wire)
{
    const double gap = wire.end.x() - wire.start.x();
    return gap > 0 && gap < tagWidth(wire) + kPortRoom;
}

QRectF WiresItem::tagRect(const WireFace& wire)
{
    const QPointF middle = wire.line.empty() ? (wire.start + wire.end) / 2 : middleOf(wire.line);
    double width = tagWidth(wire);
    if (isTight(wire)) {
        width = std::min(kMark, wire.end.x() - wire.start.x() - kPortRoom);
        if (width < kLeastMark)
            return {};
        return {(wire.start.x() + wire.end.x() - width) / 2, middle.y() - width / 2, width, width};
    }
    return {middle.x() - width / 2, middle.y() - kMark / 2, width, kMark};
}

void WiresItem::paintTightTags(QPainter& painter, const QRectF& exposed, double scale)
{
    if (scale < detail::kNoText)
        return;
    painter.setRenderHint(QPainter::Antialiasing);
    for (const WireFace& wire : m_wires) {
        if (!wire.tag.isEmpty() && isTight(wire) && isSeen(wire) && spanOf(wire).intersects(exposed))
            paintTag(painter, wire);
    }
}

void WiresItem::paintTag(QPainter& painter, const WireFace& wire)
{
    const QFont font = uiFont(11);
    const QRectF pill = tagRect(wire);
    if (pill.isEmpty())
        return;
    painter.setPen(QPen(wire.color, 1.2));
    painter.setBrush(m_theme->canvas);
    painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2);
    painter.setFont(font);
    painter.setPen(m_theme->text);
    painter.drawText(pill, Qt::AlignCenter | Qt::TextDontClip, isTight(wire) ? wire.tag.left(1) : wire.tag);
    painter.setBrush(Qt::NoBrush);
}

} // namespace weft
