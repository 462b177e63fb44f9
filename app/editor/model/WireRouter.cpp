// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/model/WireRouter.h"

#include <QLineF>

#include <algorithm>
#include <cmath>
#include <optional>

namespace weft {

namespace {

constexpr double kClear = 16; // distance kept from a node
constexpr int kTries = 4;
constexpr double kCorner = 14; // radius of the corners of a wire that leads back
constexpr double kSampleStep = 48; // pixels along a path between two looks

QPointF onCubic(QPointF a, QPointF b, QPointF c, QPointF d, double t)
{
    const double s = 1 - t;
    return a * (s * s * s) + b * (3 * s * s * t) + c * (3 * s * t * t) + d * (t * t * t);
}

/// A straight or curved part of a path, and points along it.
struct Piece {
    QRectF bounds;
    std::vector<QPointF> samples;
};

/// The ends of the path are left out: they touch the wire's own nodes.
std::vector<Piece> piecesOf(const QPainterPath& path)
{
    std::vector<Piece> pieces;
    QPointF at = path.elementAt(0);
    for (int i = 1; i < path.elementCount(); ++i) {
        const QPainterPath::Element element = path.elementAt(i);
        const QPointF to = element.isCurveTo() ? QPointF(path.elementAt(i + 2)) : QPointF(element);
        const double length = std::abs(to.x() - at.x()) + std::abs(to.y() - at.y());
        const int steps = std::clamp(int(length / kSampleStep), 8, 256);
        Piece piece {QRectF(at, to).normalized(), {}};
        if (element.isCurveTo()) {
            for (const QPointF control : {QPointF(element), QPointF(path.elementAt(i + 1))})
                piece.bounds = piece.bounds.united(QRectF(control, to).normalized());
        }
        for (int k = 1; k <= steps; ++k) {
            const double t = double(k) / steps;
            piece.samples.push_back(element.isCurveTo() ? onCubic(at, element, path.elementAt(i + 1), to, t) : at + (to - at) * t);
        }
        pieces.push_back(std::move(piece));
        i += element.isCurveTo() ? 2 : 0;
        at = to;
    }
    if (!pieces.empty())
        pieces.back().samples.pop_back();
    return pieces;
}

/// The union of the obstacles that the path runs through. Each is compared only with what is near: a way back over a whole
/// graph has hundreds of nodes in its rectangle.
std::optional<QRectF> inTheWay(const QPainterPath& path, const ObstacleQuery& obstacles)
{
    std::optional<QRectF> hit;
    for (const Piece& piece : piecesOf(path)) {
        for (const QRectF& rect : obstacles(piece.bounds)) {
            if (std::ranges::any_of(piece.samples, [&rect](QPointF at) { return rect.contains(at); }))
                hit = hit ? hit->united(rect) : rect;
        }
    }
    return hit;
}

QPainterPath detour(QPointF from, QPointF to, const QRectF& block, double y)
{
    const double enter = std::max(block.left() - kClear, from.x() + kClear);
    const double leave = std::min(block.right() + kClear, to.x() - kClear);
    QPainterPath path(from);
    const double in = std::max((enter - from.x()) / 2, 12.0);
    path.cubicTo(from + QPointF(in, 0), QPointF(enter - in, y), QPointF(enter, y));
    if (leave > enter)
        path.lineTo(leave, y);
    const QPointF turn(std::max(leave, enter), y);
    const double out = std::max((to.x() - turn.x()) / 2, 12.0);
    path.cubicTo(turn + QPointF(out, 0), to - QPointF(out, 0), to);
    return path;
}

/// Straight pieces with round corners.
QPainterPath roundedWay(const std::vector<QPointF>& corners)
{
    QPainterPath path(corners.front());
    for (std::size_t i = 1; i + 1 < corners.size(); ++i) {
        const QLineF before(corners[i], corners[i - 1]);
        const QLineF after(corners[i], corners[i + 1]);
        const double radius = std::min({kCorner, before.length() / 2, after.length() / 2});
        if (radius < 0.5)
            continue;
        path.lineTo(before.pointAt(radius / before.length()));
        path.quadTo(corners[i], after.pointAt(radius / after.length()));
    }
    path.lineTo(corners.back());
    return path;
}

/// A wire that leads back: out at the right, along a height that is free, in from the left.
struct WayBack {
    QPointF from, to;
    double right = 0, left = 0; // where it goes up and down
    double y = 0; // where it runs back
    int side = 0; // -1: above both nodes, 1: below, 0: between them

    QPainterPath path() const { return roundedWay({from, {right, from.y()}, {right, y}, {left, y}, {left, to.y()}, to}); }
    double length() const { return std::abs(from.y() - y) + std::abs(to.y() - y) + (right - from.x()) + (to.x() - left); }

    static bool stands(double x, double a, double b, const QRectF& block)
    {
        return x >= block.left() && x <= block.right() && std::max(a, b) >= block.top() && std::min(a, b) <= block.bottom();
    }
    /// Goes round a block. -> false: it can't
    bool avoid(const QRectF& block, double gap)
    {
        if (stands(right, from.y(), y, block) && !stands(from.x() + 1, from.y(), from.y(), block))
            right = block.right() + gap;
        else if (stands(left, to.y(), y, block))
            left = block.left() - gap;
        else if (side != 0)
            y = side < 0 ? block.top() - gap : block.bottom() + gap;
        else
            return false;
        return true;
    }
};

std::vector<WayBack> waysBack(const WireEnd& from, const WireEnd& to, double gap)
{
    const WayBack plain {from.at, to.at, std::max(from.at.x(), from.node.right()) + gap, std::min(to.at.x(), to.node.left()) - gap, 0, 0};
    const double room = from.node.top() > to.node.top() ? from.node.top() - to.node.bottom() : to.node.top() - from.node.bottom();
    std::vector<WayBack> ways(2, plain);
    ways[0].side = -1;
    ways[0].y = std::min(from.node.top(), to.node.top()) - gap;
    ways[1].side = 1;
    ways[1].y = std::max(from.node.bottom(), to.node.bottom()) + gap;
    if (room >= 2 * kClear) {
        ways.push_back(plain);
        ways.back().y = std::min(from.node.bottom(), to.node.bottom()) + room / 2 + gap - kClear;
    }
    std::ranges::sort(ways, {}, &WayBack::length);
    return ways;
}

QPainterPath wayBack(const WireEnd& from, const WireEnd& to, const ObstacleQuery& obstacles, int lane)
{
    const double gap = kClear + 6.0 * (lane % 3);
    const std::vector<WayBack> ways = waysBack(from, to, gap);
    for (WayBack way : ways) {
        for (int i = 0; i < kTries; ++i) {
            const std::optional<QRectF> block = inTheWay(way.path(), obstacles);
            if (!block)
                return way.path();
            if (!way.avoid(*block, gap))
                break;
        }
    }
    return ways.front().path();
}

} // namespace

QPainterPath plainWire(QPointF from, QPointF to)
{
    const double dx = to.x() - from.x();
    const double bend = dx > 0 ? std::clamp(dx * 0.5, 16.0, 220.0) : std::clamp(-dx * 0.6 + 40, 60.0, 260.0);
    QPainterPath path(from);
    path.cubicTo(from + QPointF(bend, 0), to - QPointF(bend, 0), to);
    return path;
}

QPainterPath routeWire(const WireEnd& start, const WireEnd& end, const ObstacleQuery& obstacles, int lane)
{
    const QPointF from = start.at;
    const QPointF to = end.at;
    if (to.x() < from.x() && start.node.isValid() && end.node.isValid())
        return wayBack(start, end, obstacles, lane);
    const QPainterPath plain = plainWire(from, to);
    if (to.x() < from.x() + 3 * kClear)
        return plain;
    std::optional<QRectF> block = inTheWay(plain, obstacles);
    if (!block)
        return plain;
    for (int i = 0; i < kTries; ++i) {
        const double gap = kClear + 6.0 * (lane % 3);
        const double above = block->top() - gap;
        const double below = block->bottom() + gap;
        const auto length = [&](double y) { return std::abs(from.y() - y) + std::abs(to.y() - y); };
        const bool up = length(above) <= length(below);
        for (const double y : {up ? above : below, up ? below : above}) {
            const QPainterPath path = detour(from, to, *block, y);
            const std::optional<QRectF> more = inTheWay(path, obstacles);
            if (!more)
                return path;
            if (y == (up ? below : above))
                block = block->united(*more);
        }
    }
    return plain;
}

} // namespace weft
