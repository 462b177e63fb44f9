// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/model/WireLine.h"

#include <algorithm>
#include <cmath>

namespace weft {

namespace {

constexpr double kTolerance = 0.1;
constexpr int kMostPieces = 400;

double lengthOf(QPointF way) { return std::hypot(way.x(), way.y()); }

QPointF cubicAt(QPointF a, QPointF b, QPointF c, QPointF d, double t)
{
    const double s = 1 - t;
    return a * (s * s * s) + b * (3 * s * s * t) + c * (3 * s * t * t) + d * (t * t * t);
}

/// Uniform pieces of a cubic are off by at most 3/4 of its second differences over the square of their number.
int piecesOf(QPointF a, QPointF b, QPointF c, QPointF d)
{
    const double bend = std::max(lengthOf(a - 2 * b + c), lengthOf(b - 2 * c + d));
    return std::clamp(int(std::ceil(std::sqrt(0.75 * bend / kTolerance))), 2, kMostPieces);
}

/// The direction across a line at one of its points, as long as half the width.
QPointF across(const WireLine& line, std::size_t i, double half)
{
    const QPointF before = line[i == 0 ? 0 : i - 1];
    const QPointF after = line[std::min(i + 1, line.size() - 1)];
    const QPointF way = after - before;
    const double length = lengthOf(way);
    return length > 0 ? QPointF(-way.y(), way.x()) * (half / length) : QPointF(0, half);
}

bool isSeen(QPointF a, QPointF b, const QRectF& seen)
{
    return std::max(a.x(), b.x()) >= seen.left() && std::min(a.x(), b.x()) <= seen.right()
        && std::max(a.y(), b.y()) >= seen.top() && std::min(a.y(), b.y()) <= seen.bottom();
}

QPolygonF ribbon(const WireLine& line, std::size_t first, std::size_t last, double half)
{
    QPolygonF shape(qsizetype(2 * (last - first + 1)));
    for (std::size_t i = first; i <= last; ++i) {
        const QPointF side = across(line, i, half);
        shape[qsizetype(i - first)] = line[i] + side;
        shape[shape.size() - 1 - qsizetype(i - first)] = line[i] - side;
    }
    return shape;
}

} // namespace

WireLine flattened(const QPainterPath& path)
{
    WireLine line;
    for (int i = 0; i < path.elementCount(); ++i) {
        const QPainterPath::Element element = path.elementAt(i);
        if (!element.isCurveTo()) {
            line.push_back(element);
            continue;
        }
        const QPointF from = line.back();
        const QPointF second = path.elementAt(i + 1);
        const QPointF to = path.elementAt(i + 2);
        const int pieces = piecesOf(from, element, second, to);
        for (int k = 1; k <= pieces; ++k)
            line.push_back(cubicAt(from, element, second, to, double(k) / pieces));
        i += 2;
    }
    return line;
}

WireLine bentLine(QPointF from, QPointF to, const std::vector<WireBend>& bends, std::vector<std::size_t>& bendsAt)
{
    constexpr double kEase = 0.4; // of a piece's length
    WireLine line {from};
    bendsAt.clear();
    WireBend before {from, {1, 0}};
    for (std::size_t i = 0; i <= bends.size(); ++i) {
        const WireBend after = i < bends.size() ? bends[i] : WireBend {to, {1, 0}};
        const double ease = lengthOf(after.at - before.at) * kEase;
        QPainterPath piece(before.at);
        piece.cubicTo(before.at + before.along * ease, after.at - after.along * ease, after.at);
        const WireLine more = flattened(piece);
        line.insert(line.end(), more.begin() + 1, more.end());
        if (i < bends.size())
            bendsAt.push_back(line.size() - 1);
        before = after;
    }
    return line;
}

std::vector<QPolygonF> ribbons(const WireLine& line, double width, const QRectF& seen)
{
    std::vector<QPolygonF> shapes;
    const QRectF area = seen.adjusted(-width, -width, width, width);
    std::size_t i = 0;
    while (i + 1 < line.size()) {
        if (!isSeen(line[i], line[i + 1], area)) {
            ++i;
            continue;
        }
        const std::size_t first = i;
        while (i + 1 < line.size() && isSeen(line[i], line[i + 1], area))
            ++i;
        shapes.push_back(ribbon(line, first, i, width / 2));
    }
    return shapes;
}

bool isNear(const WireLine& line, QPointF point, double reach)
{
    for (std::size_t i = 0; i + 1 < line.size(); ++i) {
        const QPointF way = line[i + 1] - line[i];
        const double length = QPointF::dotProduct(way, way);
        const double share = length > 0 ? std::clamp(QPointF::dotProduct(point - line[i], way) / length, 0.0, 1.0) : 0.0;
        if (lengthOf(point - (line[i] + way * share)) <= reach)
            return true;
    }
    return false;
}

bool crosses(const WireLine& line, const QLineF& knife)
{
    for (std::size_t i = 0; i + 1 < line.size(); ++i) {
        if (knife.intersects(QLineF(line[i], line[i + 1]), nullptr) == QLineF::BoundedIntersection)
            return true;
    }
    return false;
}

QPointF middleOf(const WireLine& line)
{
    double half = 0;
    for (std::size_t i = 0; i + 1 < line.size(); ++i)
        half += lengthOf(line[i + 1] - line[i]) / 2;
    for (std::size_t i = 0; i + 1 < line.size(); ++i) {
        const double piece = lengthOf(line[i + 1] - line[i]);
        if (piece >= half)
            return line[i] + (line[i + 1] - line[i]) * (piece > 0 ? half / piece : 0);
        half -= piece;
    }
    return line.empty() ? QPointF() : line.back();
}

} // namespace weft
