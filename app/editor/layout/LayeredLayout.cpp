// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/layout/LayeredLayout.h"

#include "app/editor/layout/LayerOrder.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace weft {

namespace {

constexpr double kLayoutGrid = 8;
constexpr double kRowGap = 24; // between boxes of a layer
constexpr double kLayerGap = 80; // between layers: room for wires to bend
constexpr double kPartGap = 64; // between groups of boxes that no wire joins

double gridUp(double value) { return std::ceil(value / kLayoutGrid - 1e-9) * kLayoutGrid; }

/// Boxes that wires join, each list in the order of the boxes.
std::vector<std::vector<int>> joinedParts(std::size_t count, const std::vector<LayoutWire>& wires)
{
    std::vector<int> root(count);
    std::iota(root.begin(), root.end(), 0);
    const auto find = [&root](int box) {
        while (root[std::size_t(box)] != box)
            box = root[std::size_t(box)] = root[std::size_t(root[std::size_t(box)])];
        return box;
    };
    for (const LayoutWire& wire : wires) {
        const int a = find(wire.from);
        const int b = find(wire.to);
        root[std::size_t(std::max(a, b))] = std::min(a, b);
    }
    std::vector<std::vector<int>> byRoot(count);
    for (int box = 0; box < int(count); ++box)
        byRoot[std::size_t(find(box))].push_back(box);
    std::erase_if(byRoot, [](const std::vector<int>& part) { return part.empty(); });
    return byRoot;
}

/// Snapped heights that still keep their gaps. -> the lowest edge
double snapHeights(layers::Layered& graph)
{
    double top = 0;
    bool isFirst = true;
    for (const layers::Place& place : graph.places) {
        if (place.box >= 0)
            top = isFirst ? place.y : std::min(top, place.y);
        isFirst = isFirst && place.box < 0;
    }
    double lowest = 0;
    for (const std::vector<int>& layer : graph.layers) {
        double free = 0;
        for (const int index : layer) {
            layers::Place& place = graph.places[std::size_t(index)];
            if (place.box < 0)
                continue;
            place.y = std::max(std::round((place.y - top) / kLayoutGrid) * kLayoutGrid, free);
            free = gridUp(place.y + place.height + kRowGap - kLayoutGrid);
            lowest = std::max(lowest, place.y + place.height);
        }
    }
    return lowest;
}

/// Lays one part out at (0, top). -> its lower edge
double layOutPart(const std::vector<int>& part, const std::vector<QSizeF>& boxes, const std::vector<LayoutWire>& wires,
    double top, std::vector<QPointF>& positions)
{
    std::vector<QSizeF> sizes;
    for (const int box : part)
        sizes.push_back(boxes[std::size_t(box)]);
    layers::Layered graph = layers::layered(sizes, wires);
    layers::reduceCrossings(graph);
    layers::placeHeights(graph, kRowGap);
    const double height = snapHeights(graph);
    double x = 0;
    for (const std::vector<int>& layer : graph.layers) {
        double width = 0;
        for (const int index : layer) {
            const layers::Place& place = graph.places[std::size_t(index)];
            width = std::max(width, place.width);
            if (place.box >= 0)
                positions[std::size_t(part[std::size_t(place.box)])] = {x, top + place.y};
        }
        x = gridUp(x + width + kLayerGap);
    }
    return top + height;
}

/// Boxes without a wire, in rows about as wide as the rest.
void layOutLoose(const std::vector<int>& loose, const std::vector<QSizeF>& boxes, double top, std::vector<QPointF>& positions)
{
    double widest = 1600;
    for (const QPointF& at : positions)
        widest = std::max(widest, at.x());
    double x = 0;
    double rowHeight = 0;
    for (const int box : loose) {
        const QSizeF size = boxes[std::size_t(box)];
        if (x > 0 && x + size.width() > widest) {
            top = gridUp(top + rowHeight + kRowGap);
            x = rowHeight = 0;
        }
        positions[std::size_t(box)] = {x, top};
        x = gridUp(x + size.width() + kRowGap);
        rowHeight = std::max(rowHeight, size.height());
    }
}

} // namespace

std::vector<QPointF> layeredLayout(const std::vector<QSizeF>& boxes, const std::vector<LayoutWire>& wires)
{
    std::vector<QPointF> positions(boxes.size());
    std::vector<int> partOf(boxes.size(), -1), placeIn(boxes.size(), 0);
    std::vector<std::vector<int>> parts;
    std::vector<int> loose;
    for (std::vector<int>& part : joinedParts(boxes.size(), wires)) {
        if (part.size() == 1) {
            loose.push_back(part.front());
            continue;
        }
        for (std::size_t i = 0; i < part.size(); ++i) {
            partOf[std::size_t(part[i])] = int(parts.size());
            placeIn[std::size_t(part[i])] = int(i);
        }
        parts.push_back(std::move(part));
    }
    std::vector<std::vector<LayoutWire>> wiresOf(parts.size());
    for (const LayoutWire& wire : wires) {
        const int part = partOf[std::size_t(wire.from)];
        if (part >= 0 && wire.from != wire.to)
            wiresOf[std::size_t(part)].push_back(
                {placeIn[std::size_t(wire.from)], placeIn[std::size_t(wire.to)], wire.fromY, wire.toY});
    }
    double top = 0;
    for (std::size_t i = 0; i < parts.size(); ++i)
        top = gridUp(layOutPart(parts[i], boxes, wiresOf[i], top, positions) + kPartGap);
    layOutLoose(loose, boxes, top, positions);
    return positions;
}

} // namespace weft
