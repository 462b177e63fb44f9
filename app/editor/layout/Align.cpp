// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/layout/Align.h"

#include <algorithm>
#include <numeric>

namespace weft {

namespace {

constexpr double kLeastGap = 16;

QPointF alignedOne(const QRectF& rect, const QRectF& all, Alignment alignment)
{
    switch (alignment) {
    case Alignment::Left:
        return {all.left(), rect.top()};
    case Alignment::Centre:
        return {all.center().x() - rect.width() / 2, rect.top()};
    case Alignment::Right:
        return {all.right() - rect.width(), rect.top()};
    case Alignment::Top:
        return {rect.left(), all.top()};
    case Alignment::Middle:
        return {rect.left(), all.center().y() - rect.height() / 2};
    case Alignment::Bottom:
        break;
    }
    return {rect.left(), all.bottom() - rect.height()};
}

} // namespace

std::vector<QPointF> aligned(const std::vector<QRectF>& rects, Alignment alignment)
{
    QRectF all;
    for (const QRectF& rect : rects)
        all = all.isNull() ? rect : all.united(rect);
    std::vector<QPointF> corners;
    for (const QRectF& rect : rects)
        corners.push_back(alignedOne(rect, all, alignment));
    return corners;
}

std::vector<QPointF> distributed(const std::vector<QRectF>& rects, Qt::Orientation direction)
{
    const bool across = direction == Qt::Horizontal;
    const auto start = [across](const QRectF& rect) { return across ? rect.left() : rect.top(); };
    const auto length = [across](const QRectF& rect) { return across ? rect.width() : rect.height(); };
    std::vector<QPointF> corners;
    for (const QRectF& rect : rects)
        corners.push_back(rect.topLeft());
    if (rects.size() < 3)
        return corners;
    std::vector<std::size_t> order(rects.size());
    std::iota(order.begin(), order.end(), std::size_t(0));
    std::ranges::stable_sort(order, {}, [&](std::size_t i) { return start(rects[i]); });
    double filled = 0;
    for (const QRectF& rect : rects)
        filled += length(rect);
    const QRectF& last = rects[order.back()];
    const double room = start(last) + length(last) - start(rects[order.front()]) - filled;
    const double gap = std::max(room / double(rects.size() - 1), kLeastGap);
    double at = start(rects[order.front()]);
    for (const std::size_t i : order) {
        (across ? corners[i].rx() : corners[i].ry()) = at;
        at += length(rects[i]) + gap;
    }
    return corners;
}

} // namespace weft
